"""The parts of the day one press offers to somebody who asks to be called later.

They are the practice's own, cut to its opening hours, the first ones still to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from ringback.rules import partsofday
from ringback.rules.clock import OutsideHours, utc
from ringback.rules.partsofday import DayPart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.rules.clock import OpenHours
    from ringback.rules.partsofday import Parts

MOST: Final = 6
"""So many are one key away, and no more are read."""

AHEAD: Final = 8
"""Days looked ahead: a week, and today."""

SHORTEST: Final = timedelta(minutes=30)
"""What is left of a part is offered while it is at least this long, and begins this far off."""

STEP: Final = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class InPart:
    """What is open of one part of one day (UTC). The call is planned for its beginning."""

    part: DayPart
    start: datetime
    end: datetime


def offered(now: datetime, hours: OpenHours, parts: Parts) -> tuple[InPart, ...]:
    """The first parts still to come, in order; fewer where nobody knows when we are open."""
    return tuple(islice(_ahead(now, hours, parts), MOST))


def _ahead(now: datetime, hours: OpenHours, parts: Parts) -> Iterator[InPart]:
    today = now.astimezone(hours.zone).date()
    own = [(each, part) for part in DayPart if (each := partsofday.own(part, parts))]
    for days in range(AHEAD):
        for (start, end), part in sorted(own):
            day = today + timedelta(days=days)
            if found := _open_in(part, (day, start, end), hours, now):
                yield found


def _open_in(
    part: DayPart, when: tuple[date, int, int], hours: OpenHours, now: datetime
) -> InPart | None:
    day, first, last = when
    start, end = (utc(day, minute, hours.zone) for minute in (first, last))
    try:
        opening = hours.next_open(max(start, _rounded(now + SHORTEST)))
        until = min(end, hours.closing_after(opening))
    except OutsideHours:
        return None
    if until - opening < SHORTEST:
        return None
    return InPart(part=part, start=opening, end=until)


def _rounded(at: datetime) -> datetime:
    """The next five minutes: nobody says 14:07."""
    over = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond) % STEP
    return at + (STEP - over if over else timedelta())
