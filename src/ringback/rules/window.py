"""How soon something must happen, as the practice writes it: "60 business minutes", "by closing".

Business minutes and days run on the practice's opening hours, minutes on the wall clock. A window
may also be counted back from the visit ("2 business days before the visit"), and a window that ends
with the day may name a later hour for what comes in late ("after 15:00 by 11:00 the next").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import walltime
from ringback.rules.clock import OutsideHours, utc
from ringback.rules.reason import gettext_noop
from ringback.rules.table import MistakenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringback.rules.clock import OpenHours


class Unit(StrEnum):
    """What a window is measured in."""

    BUSINESS_MINUTES = "business minutes"
    BUSINESS_DAYS = "business days"
    MINUTES = "minutes"
    CALENDAR_DAYS = "calendar days"
    CLOSING = "closing"
    BEFORE_VISIT = "business days before the visit"


@dataclass(frozen=True, kw_only=True)
class Late:
    """What comes in from `since` on is due at `until` of the next business day (wall time)."""

    since: time
    until: time


@dataclass(frozen=True, kw_only=True)
class Window:
    """How soon something must happen. 0 business days is by closing time of the same day.

    `at` is a wall time on the last day, instead of closing time.
    """

    amount: int
    unit: Unit
    at: time | None = None
    late: Late | None = None

    def __str__(self) -> str:
        """As a practice writes it: `read` of it is this window again."""
        return _WRITTEN[self.unit](self)


class WindowError(MistakenError):
    """A text is no window. The message says what would be."""


NO_LENGTH: Final = gettext_noop("{text} is not a length of time such as '1 business day'")
TOO_LONG: Final = gettext_noop("{text} is longer than any promise: check the number")
NO_TIME: Final = gettext_noop("{text} leaves no time at all")
NO_HOUR: Final = gettext_noop("{text} is not a time of the day such as '15:00'")


MOST: Final = {
    Unit.BUSINESS_MINUTES: 60 * 24 * 30,
    Unit.MINUTES: 60 * 24 * 30,
    Unit.BUSINESS_DAYS: 90,
    Unit.CALENDAR_DAYS: 366,
    Unit.BEFORE_VISIT: 30,
}
"""Beyond these a typing error is likelier than a promise."""

_COUNTED: Final = re.compile(r"([0-9]{1,6}) (business minute|business day|minute|calendar day)s?")
_LATE: Final = re.compile(
    r"same business day, after ([0-9]{2}:[0-9]{2}) by ([0-9]{2}:[0-9]{2}) the next"
)
_VISIT: Final = re.compile(
    r"([0-9]{1,3}) business days? before the visit(?: at ([0-9]{2}:[0-9]{2}))?"
)


def read(text: str) -> Window:
    """Read a window as written. Raises WindowError when it says anything else."""
    found = _fixed(text) or _late(text) or _visit(text) or _counted(text)
    if found is None:
        raise WindowError(NO_LENGTH, text=repr(text))
    if found.unit in MOST and found.amount > MOST[found.unit]:
        raise WindowError(TOO_LONG, text=repr(text))
    if found.amount == 0 and found.unit not in _MAY_BE_NOTHING:
        raise WindowError(NO_TIME, text=repr(text))
    return found


_MAY_BE_NOTHING: Final = frozenset({Unit.BUSINESS_DAYS, Unit.CLOSING, Unit.BEFORE_VISIT})


def _fixed(text: str) -> Window | None:
    return {
        "same business day": Window(amount=0, unit=Unit.BUSINESS_DAYS),
        "by closing": Window(amount=0, unit=Unit.CLOSING),
    }.get(text)


def _counted(text: str) -> Window | None:
    found = _COUNTED.fullmatch(text)
    return Window(amount=int(found[1]), unit=Unit(found[2] + "s")) if found else None


def _late(text: str) -> Window | None:
    found = _LATE.fullmatch(text)
    if found is None:
        return None
    late = Late(since=_wall(found[1]), until=_wall(found[2]))
    return Window(amount=0, unit=Unit.BUSINESS_DAYS, late=late)


def _visit(text: str) -> Window | None:
    found = _VISIT.fullmatch(text)
    if found is None:
        return None
    at = _wall(found[2]) if found[2] else None
    return Window(amount=int(found[1]), unit=Unit.BEFORE_VISIT, at=at)


def _wall(text: str) -> time:
    found = walltime.at(text)
    if found is None:
        raise WindowError(NO_HOUR, text=repr(text))
    return found


def _plural(window: Window) -> str:
    return f"{window.amount} {str(window.unit)[:-1] if window.amount == 1 else window.unit}"


def _days(window: Window) -> str:
    if window.late is not None:
        late = window.late
        return f"same business day, after {late.since:%H:%M} by {late.until:%H:%M} the next"
    return _plural(window) if window.amount else "same business day"


def _before_visit(window: Window) -> str:
    days = "1 business day" if window.amount == 1 else f"{window.amount} business days"
    return f"{days} before the visit" + (f" at {window.at:%H:%M}" if window.at else "")


_WRITTEN: Final[dict[Unit, Callable[[Window], str]]] = {
    Unit.BUSINESS_MINUTES: _plural,
    Unit.MINUTES: _plural,
    Unit.CALENDAR_DAYS: _plural,
    Unit.BUSINESS_DAYS: _days,
    Unit.CLOSING: lambda _: "by closing",
    Unit.BEFORE_VISIT: _before_visit,
}


def ends(
    window: Window, start: datetime, hours: OpenHours, *, visit: date | None = None
) -> datetime | None:
    """The end of a window that begins at `start` (both UTC).

    None for one counted back from a visit nobody knows of. It never lies before `start`. Where the
    practice does not open long enough for it, its minutes and days are counted on the clock.
    """
    if window.unit is Unit.BEFORE_VISIT and visit is None:
        return None
    try:
        return _in_hours(window, start, hours, visit)
    except OutsideHours:
        return _on_the_clock(window, start, hours, visit)


def after_pause(
    window: Window, end: datetime, *, since: datetime, until: datetime, hours: OpenHours
) -> datetime:
    """The end of a window whose clock stood still from `since` to `until` (all UTC).

    What was left of it when the pause began is left when it is over. A pause takes nothing back:
    an end that had passed by then stays, and so does the day of a visit.
    """
    if end <= since or window.unit is Unit.BEFORE_VISIT:
        return end
    if window.unit not in {Unit.MINUTES, Unit.CALENDAR_DAYS}:
        try:
            return hours.due(until, hours.minutes_between(since, end))
        except OutsideHours:
            pass  # never open long enough: on the clock, as everywhere
    return end + (until - since)


def on_the_clock(
    window: Window, start: datetime, hours: OpenHours, *, visit: date | None = None
) -> bool:
    """Whether the practice never opens long enough for it, and so opening hours do not count."""
    if window.unit is Unit.BEFORE_VISIT and visit is None:
        return False
    try:
        _in_hours(window, start, hours, visit)
    except OutsideHours:
        return True
    return False


def opening(at: datetime, hours: OpenHours) -> datetime:
    """That moment when open, else the next opening; where there is none, the moment itself."""
    try:
        return hours.next_open(at)
    except OutsideHours:
        return at


def days_before(day: date, days: int, hours: OpenHours) -> date:
    """The day so many business days before another; plain days where too few are open."""
    try:
        return hours.business_day_before(day, days)
    except OutsideHours:
        return day - timedelta(days=days)


def _in_hours(window: Window, start: datetime, hours: OpenHours, visit: date | None) -> datetime:
    if visit is not None and window.unit is Unit.BEFORE_VISIT:
        return max(start, _counted_back(window, visit, hours))
    return _ENDS[window.unit](window, start, hours)


def _on_the_clock(
    window: Window, start: datetime, hours: OpenHours, visit: date | None
) -> datetime:
    """A day is a day and a minute a minute; what is for today ends a day later."""
    if visit is not None and window.unit is Unit.BEFORE_VISIT:
        day = visit - timedelta(days=window.amount)
        return max(start, _at(day, window.at or time(), hours))
    if window.unit is Unit.BUSINESS_MINUTES:
        return start + timedelta(minutes=window.amount)
    return start + timedelta(days=max(window.amount, 1))


def _counted_back(window: Window, visit: date, hours: OpenHours) -> datetime:
    day = hours.business_day_before(visit, window.amount)
    return hours.closes[day] if window.at is None else _at(day, window.at, hours)


def _in_business_days(window: Window, start: datetime, hours: OpenHours) -> datetime:
    local = start.astimezone(hours.zone)
    late = window.late
    if late is None or local.time() < late.since or local.date() not in hours.closes:
        return hours.due_in_business_days(start, window.amount)
    return _at(hours.business_day_after(local.date()), late.until, hours)


def _at(day: date, wall: time, hours: OpenHours) -> datetime:
    return utc(day, wall.hour * 60 + wall.minute, hours.zone)


_ENDS: Final[dict[Unit, Callable[[Window, datetime, OpenHours], datetime]]] = {
    Unit.MINUTES: lambda w, start, _: start + timedelta(minutes=w.amount),
    Unit.CALENDAR_DAYS: lambda w, start, _: start + timedelta(days=w.amount),
    Unit.BUSINESS_MINUTES: lambda w, start, hours: hours.due(start, w.amount),
    Unit.BUSINESS_DAYS: _in_business_days,
    Unit.CLOSING: lambda _, start, hours: hours.closing_after(start),
}
