"""What a pathway may lean on when it moves something earlier: named facts, compared, nothing else.

"Second missed call within two hours", "visit by the next business day", "two days of medicine left"
are facts with a name here. A practice writes which of them matter and how much; a name nobody can
tell is an error when the pathway is saved, never a rule that silently does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ringback.rules.reason import gettext_noop
from ringback.rules.table import MistakenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime


class Kind(StrEnum):
    """How a fact is compared."""

    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class Named:
    """A fact conditions may lean on. `choices` are the values of a CHOICE."""

    code: str
    kind: Kind
    words: str
    choices: tuple[str, ...] = ()


def _named(kind: Kind, /, *choices: str, **words: str) -> tuple[Named, ...]:
    return tuple(
        Named(code=code, kind=kind, words=each, choices=choices) for code, each in words.items()
    )


KNOWN: Final[dict[str, Named]] = {
    each.code: each
    for each in (
        *_named(
            Kind.NUMBER,
            missed_calls_in_two_hours=gettext_noop(
                "calls we missed from this number within two hours"
            ),
            contacts_in_two_days=gettext_noop("times they reached out about this within 48 hours"),
            business_days_to_visit=gettext_noop("business days until the visit"),
            minutes_to_closing=gettext_noop("minutes until closing when it came in"),
        ),
        *_named(
            Kind.FLAG,
            urgent_open=gettext_noop("an urgent callback of the same person is open"),
            symptoms_in_text=gettext_noop("symptoms are mentioned"),
            infant_fever=gettext_noop("a fever in a baby under three months"),
            pregnant=gettext_noop("a pregnancy is mentioned"),
            recent_operation=gettext_noop("an operation within 30 days is mentioned"),
            high_risk_medicine=gettext_noop(
                "chemotherapy, blood thinners or insulin are mentioned"
            ),
            worse_or_worried=gettext_noop("they say it is getting worse, or that they are worried"),
            reaction_or_wrong_dose=gettext_noop("a reaction or a wrong dose is mentioned"),
            abnormal_result=gettext_noop("they say a result is abnormal or critical"),
            critical_or_stat=gettext_noop("a critical value, STAT, or a patient in hospital now"),
            urgent_referral=gettext_noop("an urgent or STAT referral"),
            records_request=gettext_noop("they ask for their own records"),
            coverage_question=gettext_noop(
                "they ask what a coming visit will cost or whether it is covered"
            ),
            hardship_or_collections=gettext_noop("hardship or collections are mentioned"),
            privacy_breach=gettext_noop("something was told to the wrong person"),
            threat_or_violence=gettext_noop("a threat or violence is mentioned"),
            hard_to_hear=gettext_noop(
                "the transcript is empty, unsure, very short or in another language"
            ),
        ),
    )
}
"""Every fact that can be told by itself, from the arrivals, the visit, the clock or the words."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One comparison: the fact holds, or lies within bounds, or is one of some values."""

    fact: str
    at_least: int | None = None
    at_most: int | None = None
    one_of: tuple[str, ...] = ()

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether it is so. What is not known is not so."""
        value = facts.get(self.fact)
        if self.one_of:
            return value in self.one_of
        if self.at_least is None and self.at_most is None:
            return value is True
        if isinstance(value, bool) or not isinstance(value, int):
            return False
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Tests that must all hold. An empty one never does: it would say nothing."""

    tests: tuple[Comparison, ...]

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether all of it is so."""
        return bool(self.tests) and all(test.holds(facts) for test in self.tests)

    def facts(self) -> frozenset[str]:
        """The names it leans on."""
        return frozenset(test.fact for test in self.tests)

    def since(self, reached: Mapping[str, Sequence[datetime]], arrived: datetime) -> datetime:
        """When it came true: the last of its counts was reached; otherwise with the arrival."""
        moments = [
            reached[test.fact][test.at_least - 1]
            for test in self.tests
            if test.at_least and test.fact in reached
        ]
        return max(moments, default=arrived)


class ConditionError(MistakenError):
    """A condition says something that cannot be told. The message says what."""


NO_FACT: Final = gettext_noop("a condition needs at least one fact")
UNKNOWN: Final = gettext_noop("{fact} is not something we can tell")
NO_NUMBER: Final = gettext_noop("{fact}: {value} is not a whole number")
NOT_BETWEEN: Final = gettext_noop("{fact} cannot be at least {low} and at most {high}")
NAME_ONE: Final = gettext_noop("{fact}: name at least one of {known}")
NONE_OF: Final = gettext_noop("{fact}: {value} is none of {known}")


def read(data: Mapping[str, Any], asked: Iterable[Named] = ()) -> Condition:
    """Read `{ fact = true }`, `{ fact = { at_most = 2 } }` or `{ fact = { one_of = [...] } }`.

    `asked` are facts of the pathway's own, recorded by people. Raises ConditionError.
    """
    known = {**KNOWN, **{each.code: each for each in asked}}
    if not data:
        raise ConditionError(NO_FACT)
    return Condition(tests=tuple(_test(code, given, known) for code, given in data.items()))


def _test(code: str, given: object, known: Mapping[str, Named]) -> Comparison:
    fact = known.get(code)
    if fact is None:
        raise ConditionError(UNKNOWN, fact=repr(code))
    if given is True and fact.kind is Kind.FLAG:
        return Comparison(fact=code)
    if isinstance(given, dict) and given:
        if fact.kind is Kind.NUMBER and set(given) <= {"at_least", "at_most"}:
            return _bounds(code, given)
        if fact.kind is Kind.CHOICE and set(given) == {"one_of"}:
            return Comparison(fact=code, one_of=_choices(fact, given["one_of"]))
    raise ConditionError(_SHAPE[fact.kind], fact=code)


A_FLAG: Final = gettext_noop("{fact} is a flag: write {fact} = true")
A_NUMBER: Final = gettext_noop(
    "{fact} is a number: write {fact} = {{ at_least = 2 }} or {{ at_most = 2 }}"
)
A_CHOICE: Final = gettext_noop('{fact} is a choice: write {fact} = {{ one_of = ["..."] }}')
_SHAPE: Final = {Kind.FLAG: A_FLAG, Kind.NUMBER: A_NUMBER, Kind.CHOICE: A_CHOICE}


def _bounds(code: str, given: Mapping[str, Any]) -> Comparison:
    for number in given.values():
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise ConditionError(NO_NUMBER, fact=code, value=repr(number))
    low, high = given.get("at_least"), given.get("at_most")
    if low is not None and high is not None and low > high:
        raise ConditionError(NOT_BETWEEN, fact=code, low=str(low), high=str(high))
    return Comparison(fact=code, at_least=low, at_most=high)


def _choices(fact: Named, given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not given:
        raise ConditionError(NAME_ONE, fact=fact.code, known=", ".join(fact.choices))
    for each in given:
        if each not in fact.choices:
            known = ", ".join(fact.choices)
            raise ConditionError(NONE_OF, fact=fact.code, value=repr(each), known=known)
    return tuple(given)
