"""What a caller can be asked for, and how much of it a practice wants to hear.

The practice chooses the details and how many must agree: two at least, one more with special care.
"""

from __future__ import annotations

from dataclasses import dataclass
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


class VerificationError(ValueError):
    """The practice's rules for checking callers mean nothing. The message names the place."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What the practice asks for."""

    needed: int
    needed_with_care: int
    identifiers: tuple[Identifier, ...]
    age_of_majority: int


TOO_FEW: Final = gettext_noop("{place}: fewer than two would prove nothing. Write 2 or more.")
LESS_CARE: Final = gettext_noop("{place}: write at least as many as are needed otherwise.")
NOT_ENOUGH_KINDS: Final = gettext_noop(
    "{place}: name at least as many as must agree, each of them once."
)
UNKNOWN_KIND: Final = gettext_noop("{place}: {value} is nothing we can compare. Take it out.")
NOT_AN_AGE: Final = gettext_noop("{place}: write an age between 14 and 25.")
AGES: Final = range(14, 26)


def mistakes(data: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Everything in the practice's rules that means nothing; each names its place."""
    needed, with_care = _whole(data.get("needed")), _whole(data.get("needed_with_care"))
    found = []
    if needed < FEWEST_NEEDED:
        found.append(_at("too_few", TOO_FEW, "needed"))
    if with_care < needed:
        found.append(_at("less_care", LESS_CARE, "needed_with_care"))
    found += _identifier_mistakes(data.get("identifiers"), max(with_care, FEWEST_NEEDED))
    if _whole(data.get("age_of_majority")) not in AGES:
        found.append(_at("not_an_age", NOT_AN_AGE, "age_of_majority"))
    return tuple(found)


def _identifier_mistakes(kinds: object, enough: int) -> list[Reason]:
    named = [str(each) for each in kinds] if isinstance(kinds, list) else []
    wrong = [
        _at("unknown_kind", UNKNOWN_KIND, "identifiers", ("value", each))
        for each in named
        if each not in set(Identifier)
    ]
    if len(set(named)) != len(named) or len(named) < enough:
        wrong.append(_at("not_enough_kinds", NOT_ENOUGH_KINDS, "identifiers"))
    return wrong


def read(data: Mapping[str, Any]) -> Policy:
    """The practice's rules. Raises VerificationError naming the first place that is wrong."""
    for wrong in mistakes(data):
        raise VerificationError(str(wrong))
    return Policy(
        needed=data["needed"],
        needed_with_care=data["needed_with_care"],
        identifiers=tuple(Identifier(each) for each in data["identifiers"]),
        age_of_majority=data["age_of_majority"],
    )


def _whole(value: object) -> int:
    """The number written, or 0 where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _at(code: str, words: str, place: str, *values: tuple[str, str]) -> Reason:
    return Reason(code=code, words=words, values=(("place", place), *values))
