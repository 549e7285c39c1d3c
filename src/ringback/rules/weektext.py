"""Opening hours as somebody says them in one breath: "mon-fri 08:00-12:00, 13:00-17:00".

Several stretches of days are set apart by a semicolon; days that are not named are closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules import walltime
from ringback.rules.reason import gettext_noop
from ringback.rules.table import MistakenError

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

SHORTEST: Final = 3
"""Letters of a day's name: fewer are those of two days."""

NO_DAYS: Final = gettext_noop("{text} is no day or stretch of days such as 'mon-fri'")
NO_HOURS: Final = gettext_noop("{text} is no stretch of hours such as '08:00-17:00'")
TWICE: Final = gettext_noop("{text} is named twice")


def read(text: str) -> dict[str, list[str]]:
    """The week, each day with its stretches as a practice's file has them. Raises MistakenError."""
    week: dict[str, list[str]] = {day: [] for day in DAYS}
    named: set[str] = set()
    for part in filter(None, (each.strip() for each in text.split(";"))):
        days, _, hours = part.partition(" ")
        for day in _days(days):
            if day in named:
                raise MistakenError(TWICE, text=repr(day))
            named.add(day)
            week[day] = _hours(hours)
    return week


def _days(text: str) -> Iterator[str]:
    for stretch in text.lower().split(","):
        first, _, last = stretch.partition("-")
        start, end = _day(first, text), _day(last or first, text)
        if end < start:
            raise MistakenError(NO_DAYS, text=repr(text))
        yield from DAYS[start : end + 1]


def _day(text: str, whole: str) -> int:
    found = [
        place for place, day in enumerate(DAYS) if len(text) >= SHORTEST and day.startswith(text)
    ]
    if not found:
        raise MistakenError(NO_DAYS, text=repr(whole))
    return found[0]


def _hours(text: str) -> list[str]:
    found = [each.strip() for each in text.split(",")]
    for each in found:
        span = walltime.span(each)
        if span is None or span[0] >= span[1]:
            raise MistakenError(NO_HOURS, text=repr(each))
    return found
