"""How alike two patients are, in words a person decides by. Nothing is ever decided by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from ringback.rules.patientlist import folded
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import date

ALMOST: Final = 82
"""From so much of a hundred on, two names are one written or heard otherwise."""
SOMEWHAT: Final = 60

SAME_NAME: Final = gettext_noop("same name")
ALMOST_NAME: Final = gettext_noop("almost the same name")
SIMILAR_NAME: Final = gettext_noop("a similar name")
OTHER_NAME: Final = gettext_noop("other name")
SAME_BIRTH: Final = gettext_noop("same birth date")
OTHER_BIRTH: Final = gettext_noop("other birth date")
NO_BIRTH: Final = gettext_noop("no birth date to compare")
SAME_NUMBER: Final = gettext_noop("same number")


@dataclass(frozen=True, kw_only=True)
class Someone:
    """What two people are compared by."""

    name: str
    birth_date: date | None = None
    numbers: frozenset[str] = frozenset()


def score(one: str, other: str) -> int:
    """How alike two names are, of a hundred: letters, whatever the order of the words."""
    return round(fuzz.token_sort_ratio(folded(one), folded(other)))


def told(one: Someone, other: Someone) -> tuple[Reason, ...]:
    """What is the same about two people, and what is not; the name first."""
    found = [_name(one.name, other.name), _birth(one.birth_date, other.birth_date)]
    if one.numbers & other.numbers:
        found.append(Reason(code="same_number", words=SAME_NUMBER))
    return tuple(found)


def _name(one: str, other: str) -> Reason:
    if folded(one) == folded(other):
        return Reason(code="same_name", words=SAME_NAME)
    alike = score(one, other)
    if alike >= ALMOST:
        return Reason(code="almost_name", words=ALMOST_NAME)
    if alike >= SOMEWHAT:
        return Reason(code="similar_name", words=SIMILAR_NAME)
    return Reason(code="other_name", words=OTHER_NAME)


def _birth(one: date | None, other: date | None) -> Reason:
    if one is None or other is None:
        return Reason(code="no_birth", words=NO_BIRTH)
    if one == other:
        return Reason(code="same_birth", words=SAME_BIRTH)
    return Reason(code="other_birth", words=OTHER_BIRTH)
