"""What a caller can be asked for, and how much of it a practice wants to hear.

The practice chooses the details and how many must agree, for each kind of caller; and after how
many wrong answers a check locks. It may ask for more than the product does, and never for less: two
at least, three with special care and of whoever speaks for somebody, a lock at the fifth wrong one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping


class Identifier(StrEnum):
    """What can be asked for and compared."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    ADDRESS = "address"
    POLICY_NUMBER = "policy_number"
    RECORD_NUMBER = "record_number"


class Way(StrEnum):
    """How it was compared; the note says which."""

    SAID = "said"
    MATCHED_HERE = "matched_here"
    AGAINST_CHART = "against_chart"


IN_WORDS: Final[dict[Identifier, str]] = {
    Identifier.NAME: gettext_noop("said first and last name"),
    Identifier.BIRTH_DATE: gettext_noop("date of birth"),
    Identifier.PHONE: gettext_noop("another telephone number on file"),
    Identifier.ADDRESS: gettext_noop("home address"),
    Identifier.POLICY_NUMBER: gettext_noop("insurance policy number"),
    Identifier.RECORD_NUMBER: gettext_noop("record number"),
}

WAYS: Final[dict[Identifier, frozenset[Way]]] = {
    each: frozenset({Way.MATCHED_HERE, Way.AGAINST_CHART}) for each in Identifier
} | {Identifier.NAME: frozenset({Way.SAID})}
"""The name stands on the screen: nothing can be compared that the caller could not be told."""

FEWEST_NEEDED: Final = 2
FEWEST_WITH_CARE: Final = 3
WRONG_TRIES: Final = range(2, 6)
"""After how many wrong answers a check may lock: never later than at the fifth."""

SPEAKERS: Final = ("parent", "guardian", "authorised")
"""The kinds of caller who speak for a patient, each of whom may be asked for other details."""


class VerificationError(ValueError):
    """The practice's rules for checking callers mean nothing. The message names the place."""


@dataclass(frozen=True, kw_only=True)
class OfSpeaker:
    """What one kind of caller who speaks for a patient is asked for, and how many must agree."""

    needed: int
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What the practice asks for.

    `speakers` says it for whoever speaks for a patient; who is not in it is asked like the patient,
    with care. `only_in_chart` is compared in the practice's own record system alone.
    """

    needed: int
    needed_with_care: int
    identifiers: tuple[Identifier, ...]
    age_of_majority: int
    speakers: Mapping[str, OfSpeaker] = field(default_factory=dict)
    only_in_chart: frozenset[Identifier] = frozenset()
    wrong_tries: int = WRONG_TRIES[-1]


TOO_FEW: Final = gettext_noop("{place}: fewer than two would prove nothing. Write 2 or more.")
TOO_LITTLE_CARE: Final = gettext_noop(
    "{place}: where more is at stake, one detail more than two must agree. Write 3 or more."
)
LESS_CARE: Final = gettext_noop("{place}: write at least as many as are needed otherwise.")
NOT_ENOUGH_KINDS: Final = gettext_noop(
    "{place}: name at least as many as must agree, each of them once."
)
UNKNOWN_KIND: Final = gettext_noop("{place}: {value} is nothing we can compare. Take it out.")
ONLY_SAID: Final = gettext_noop("{place}: the name is said, not compared. Take it out.")
NOT_TRIES: Final = gettext_noop(
    "{place}: write 2 to 5. More than five wrong answers would let somebody guess."
)
UNKNOWN_CALLER: Final = gettext_noop(
    "{place}: nobody of this kind speaks for a patient. Take it out."
)
A_TABLE: Final = gettext_noop("{place}: say how many must agree, and of what.")
NOT_AN_AGE: Final = gettext_noop("{place}: write an age between 14 and 25.")
AGES: Final = range(14, 26)


def mistakes(data: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Everything in the practice's rules that means nothing; each names its place."""
    needed, with_care = _whole(data.get("needed")), _whole(data.get("needed_with_care"))
    found = []
    if needed < FEWEST_NEEDED:
        found.append(_at("too_few", TOO_FEW, "needed"))
    found += _care_mistakes(with_care, needed, "needed_with_care")
    enough = max(with_care, FEWEST_NEEDED)
    found += _identifier_mistakes(data.get("identifiers"), enough, "identifiers")
    found += _chart_mistakes(data.get("only_in_chart", []))
    if _whole(data.get("wrong_tries", WRONG_TRIES[-1])) not in WRONG_TRIES:
        found.append(_at("not_tries", NOT_TRIES, "wrong_tries"))
    if _whole(data.get("age_of_majority")) not in AGES:
        found.append(_at("not_an_age", NOT_AN_AGE, "age_of_majority"))
    found += _speaker_mistakes(data.get("callers", {}), needed)
    return tuple(found)


def _care_mistakes(count: int, needed: int, place: str) -> list[Reason]:
    """Of somebody else, or where more is at stake, more must agree, and never less than else."""
    if count < FEWEST_WITH_CARE:
        return [_at("too_little_care", TOO_LITTLE_CARE, place)]
    return [_at("less_care", LESS_CARE, place)] if count < needed else []


def _identifier_mistakes(kinds: object, enough: int, place: str) -> list[Reason]:
    named = [str(each) for each in kinds] if isinstance(kinds, list) else []
    wrong = _unknown(named, place)
    if len(set(named)) != len(named) or len(named) < enough:
        wrong.append(_at("not_enough_kinds", NOT_ENOUGH_KINDS, place))
    return wrong


def _unknown(named: list[str], place: str) -> list[Reason]:
    return [
        _at("unknown_kind", UNKNOWN_KIND, place, ("value", each))
        for each in named
        if each not in set(Identifier)
    ]


def _chart_mistakes(kinds: object) -> list[Reason]:
    place = "only_in_chart"
    if not isinstance(kinds, list):
        return [_at("unknown_kind", UNKNOWN_KIND, place, ("value", str(kinds)))]
    named = [str(each) for each in kinds]
    said = [_at("only_said", ONLY_SAID, place)] if Identifier.NAME in named else []
    return [*_unknown(named, place), *said]


def _speaker_mistakes(callers: object, needed: int) -> list[Reason]:
    if not isinstance(callers, dict):
        return [_at("a_table", A_TABLE, "callers")]
    found = []
    for code, asked in callers.items():
        place = f"callers.{code}"
        if code not in SPEAKERS:
            found.append(_at("unknown_caller", UNKNOWN_CALLER, place))
        elif not isinstance(asked, dict):
            found.append(_at("a_table", A_TABLE, place))
        else:
            count = _whole(asked.get("needed"))
            found += _care_mistakes(count, needed, f"{place}.needed")
            enough = max(count, FEWEST_WITH_CARE)
            found += _identifier_mistakes(asked.get("identifiers"), enough, f"{place}.identifiers")
    return found


def whole(data: Mapping[str, Any]) -> dict[str, Any]:
    """The practice's rules with everything said that may be left out."""
    usual = {"needed": data["needed_with_care"], "identifiers": data["identifiers"]}
    callers = data.get("callers", {})
    return {
        "needed": data["needed"],
        "needed_with_care": data["needed_with_care"],
        "wrong_tries": data.get("wrong_tries", WRONG_TRIES[-1]),
        "identifiers": list(data["identifiers"]),
        "only_in_chart": list(data.get("only_in_chart", [])),
        "age_of_majority": data["age_of_majority"],
        "callers": {each: dict(callers.get(each, usual)) for each in SPEAKERS},
    }


def read(data: Mapping[str, Any]) -> Policy:
    """The practice's rules. Raises VerificationError naming the first place that is wrong."""
    for wrong in mistakes(data):
        raise VerificationError(str(wrong))
    full = whole(data)
    return Policy(
        needed=full["needed"],
        needed_with_care=full["needed_with_care"],
        identifiers=_kinds(full["identifiers"]),
        age_of_majority=full["age_of_majority"],
        speakers={
            code: OfSpeaker(needed=each["needed"], identifiers=_kinds(each["identifiers"]))
            for code, each in full["callers"].items()
        },
        only_in_chart=frozenset(_kinds(full["only_in_chart"])),
        wrong_tries=full["wrong_tries"],
    )


def _kinds(named: list[str]) -> tuple[Identifier, ...]:
    return tuple(Identifier(each) for each in named)


def _whole(value: object) -> int:
    """The number written, or 0 where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _at(code: str, words: str, place: str, *values: tuple[str, str]) -> Reason:
    return Reason(code=code, words=words, values=(("place", place), *values))
