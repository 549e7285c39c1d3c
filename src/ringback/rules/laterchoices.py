"""The few times a press offers for later: in an hour, this afternoon, the next morning or noon on.

Each is within opening hours and still to come; what is neither is not offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import window
from ringback.rules.partsofday import DayPart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.rules.clock import OpenHours
    from ringback.rules.partsofday import Parts


class Choice(StrEnum):
    """What is offered."""

    IN_AN_HOUR = "in_an_hour"
    THIS_AFTERNOON = "this_afternoon"
    NEXT_MORNING = "next_morning"
    NEXT_AFTERNOON = "next_afternoon"


@dataclass(frozen=True, kw_only=True)
class Later:
    """One time that is offered (UTC)."""

    choice: Choice
    at: datetime


STEP: Final = 5
"""Minutes to which an hour from now is rounded up: nobody says 14:07."""


def choices(now: datetime, hours: OpenHours, parts: Parts) -> tuple[Later, ...]:
    """What is offered now, in the order of time."""
    found = [each for each in _all(now, hours, parts) if each.at > now]
    return tuple(sorted(found, key=lambda each: each.at))


def _all(now: datetime, hours: OpenHours, parts: Parts) -> Iterator[Later]:
    today = now.astimezone(hours.zone).date()
    soon = _rounded(now + timedelta(hours=1))
    if hours.is_open(soon):
        yield Later(choice=Choice.IN_AN_HOUR, at=soon)
    afternoon = _begins(today, DayPart.AFTERNOON, hours, parts)
    if afternoon > soon and hours.is_open(afternoon):
        yield Later(choice=Choice.THIS_AFTERNOON, at=afternoon)
    first = window.opening(_midnight(today + timedelta(days=1), hours), hours)
    day = first.astimezone(hours.zone).date()
    morning = max(first, _begins(day, DayPart.MORNING, hours, parts))
    yield Later(choice=Choice.NEXT_MORNING, at=morning)
    later = _begins(day, DayPart.AFTERNOON, hours, parts)
    if later > morning and hours.is_open(later):
        yield Later(choice=Choice.NEXT_AFTERNOON, at=later)


def _rounded(at: datetime) -> datetime:
    over = timedelta(minutes=at.minute % STEP, seconds=at.second, microseconds=at.microsecond)
    return at if not over else at - over + timedelta(minutes=STEP)


def _begins(day: date, part: DayPart, hours: OpenHours, parts: Parts) -> datetime:
    """When that part of that day begins; of an afternoon that begins at noon, an hour later."""
    start, _ = parts.of(part)
    lunch = 60 if part is DayPart.AFTERNOON and start == parts.of(DayPart.LUNCH)[0] else 0
    hour, minute = divmod(start + lunch, 60)
    return datetime.combine(day, time(hour % 24, minute), hours.zone).astimezone(UTC)


def _midnight(day: date, hours: OpenHours) -> datetime:
    return datetime.combine(day, time(), hours.zone).astimezone(UTC)
