"""Whether one length of time surely ends later than another, whenever something comes in.

"2 business days" and "60 business minutes" are counted differently, and which is longer depends on
the hours. So both are counted out over three practices: open mornings only, open as most are, and
always open. What is longer at every hour in all three is longer.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from ringback.rules import window
from ringback.rules.clock import Calendar, Week, open_hours
from ringback.rules.window import Unit

if TYPE_CHECKING:
    from ringback.rules.clock import OpenHours
    from ringback.rules.window import Window

_MORNINGS: Final[Week] = (*(((480, 720),),) * 5, (), ())
_USUAL: Final[Week] = (*(((480, 1020),),) * 5, (), ())
_ALWAYS: Final[Week] = (((0, 1439),),) * 7
"""Closed for the last minute of a day, so that a day has a closing."""
_MONDAY: Final = date(2024, 1, 1)
_VISIT: Final = date(2024, 6, 5)
"""Far enough ahead that counting back from it never comes out before a start."""
_AHEAD: Final = timedelta(days=500)
"""Longer than the longest window takes of mornings only."""


@cache
def _practices() -> tuple[OpenHours, ...]:
    last = _MONDAY + _AHEAD
    return tuple(
        open_hours(Calendar(zone="UTC", week=week), first=_MONDAY, last=last)
        for week in (_MORNINGS, _USUAL, _ALWAYS)
    )


@cache
def _starts() -> tuple[datetime, ...]:
    """Every second hour of a week, and a minute before it."""
    monday = datetime(_MONDAY.year, _MONDAY.month, _MONDAY.day, tzinfo=UTC)
    hours = (monday + timedelta(days=7, hours=hour) for hour in range(0, 7 * 24, 2))
    return tuple(at - timedelta(minutes=early) for at in hours for early in (1, 0))


def longer(one: Window, other: Window) -> bool:
    """Whether the first surely ends later. Before a visit is only like before a visit."""
    if (one.unit is Unit.BEFORE_VISIT) is not (other.unit is Unit.BEFORE_VISIT):
        return False
    return all(
        _end(one, start, hours) > _end(other, start, hours)
        for hours in _practices()
        for start in _starts()
    )


def _end(length: Window, start: datetime, hours: OpenHours) -> datetime:
    return window.ends(length, start, hours, visit=_VISIT) or start
