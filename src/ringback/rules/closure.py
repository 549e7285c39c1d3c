"""The practice closes early or for a day, or opens after all: what that makes of its hours.

A closure is a day that is different. Closing only ever takes time away; a day whose hours were set
apart goes back to the usual ones when that is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import hoursfile, walltime
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.clock import Calendar, Day

PAST: Final = gettext_noop("That day is over. Choose today or a day to come.")
CLOSED_ANYWAY: Final = gettext_noop("The practice is closed on that day anyway.")
NOT_EARLIER: Final = gettext_noop("It closes at {time} on that day. Write an earlier time.")
SAY_WHY: Final = gettext_noop("Say why it closes: patients will ask.")
USUAL_ANYWAY: Final = gettext_noop("That day has its usual hours already.")


@dataclass(frozen=True, kw_only=True)
class Closure:
    """One day on which the practice closes: from `minute` after midnight on, or (None) all day."""

    day: date
    minute: int | None
    why: str


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One callback that is due earlier now. Times are UTC."""

    callback_id: UUID
    before: datetime
    after: datetime


@dataclass(frozen=True, kw_only=True)
class Uncovered:
    """One callback that stays due at a time when nobody is in any more. `planned`: a next try."""

    callback_id: UUID
    at: datetime
    planned: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What new hours do to what is open."""

    moved: tuple[Moved, ...]
    uncovered: tuple[Uncovered, ...]


def refusals(closure: Closure, calendar: Calendar, *, today: date) -> tuple[Reason, ...]:
    """Why hours cannot be closed like this; empty means they can."""
    found = []
    if closure.day < today:
        found.append(Reason(code="day", words=PAST))
    else:
        found.extend(_of_the_hours(closure, hoursfile.hours_of(calendar, closure.day)))
    if not closure.why.strip():
        found.append(Reason(code="why", words=SAY_WHY))
    return tuple(found)


def _of_the_hours(closure: Closure, hours: Day) -> tuple[Reason, ...]:
    if not hours:
        return (Reason(code="day", words=CLOSED_ANYWAY),)
    last = hours[-1]
    if closure.minute is not None and closure.minute >= last[1]:
        time = walltime.clock(last[1])
        return (Reason(code="at", words=NOT_EARLIER, values=(("time", time),)),)
    return ()


def closed(written: Mapping[str, Any], closure: Closure, calendar: Calendar) -> dict[str, Any]:
    """The hours with that closure in them. `calendar` is what they say, holidays and all."""
    left: Day = ()
    if closure.minute is not None:
        left = hoursfile.closing_at(calendar, closure.day, closure.minute)
    entry = {
        "on": closure.day.isoformat(),
        "hours": [walltime.stretch(each) for each in left],
        "why": closure.why.strip()[: hoursfile.LONGEST_WHY],
    }
    return {**written, "different": sorted([*_others(written, closure.day), entry], key=_on)}


def reopened(written: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The hours with nothing different on that day."""
    return {**written, "different": _others(written, day)}


def is_different(written: Mapping[str, Any], day: date) -> bool:
    """Whether that day has hours of its own."""
    return len(_others(written, day)) < len(written.get("different", []))


def _others(written: Mapping[str, Any], day: date) -> list[dict[str, Any]]:
    return [each for each in written.get("different", []) if _on(each) != day.isoformat()]


def _on(entry: Mapping[str, Any]) -> str:
    return date.fromisoformat(str(entry["on"])).isoformat()
