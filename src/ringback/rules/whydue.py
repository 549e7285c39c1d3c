"""Why it is due then: the sum behind a due time, stretch by stretch, as a person would count it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import window
from ringback.rules.window import Unit, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringback.rules.clock import OpenHours


class Kind(StrEnum):
    """What a stretch is."""

    OPEN = "open"
    CLOSED = "closed"
    WALL = "wall"
    DAY = "day"
    LATE = "late"
    BACK = "back"
    UNOPENED = "unopened"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One line of the sum (UTC). `count` is what it adds: minutes, or which business day it is.

    CLOSED adds nothing. DAY is a business day counted as a whole, LATE the morning that what came
    in late has, BACK the days counted back from the visit. UNOPENED are minutes on the clock, where
    the practice never opens long enough.
    """

    kind: Kind
    start: datetime
    end: datetime
    count: int = 0
    total: int = 0


def steps(
    within: Window, since: datetime, hours: OpenHours, *, visit: date | None = None
) -> tuple[Stretch, ...]:
    """The stretches from `since` to the window's end; empty where no visit is known to count from.

    The last one ends when the window does.
    """
    end = window.ends(within, since, hours, visit=visit)
    if end is None:
        return ()
    if window.on_the_clock(within, since, hours, visit=visit):
        passed = int((end - since) / timedelta(minutes=1))
        return (Stretch(kind=Kind.UNOPENED, start=since, end=end, count=passed, total=passed),)
    return tuple(_STEPS[within.unit](within, since, end, hours))


def _minutes(within: Window, since: datetime, _: datetime, hours: OpenHours) -> Iterator[Stretch]:
    for step in hours.why(since, within.amount):
        yield Stretch(
            kind=Kind(step.kind),
            start=step.start,
            end=step.end,
            count=round(step.minutes),
            total=round(step.total),
        )


def _wall(_: Window, since: datetime, end: datetime, __: OpenHours) -> Iterator[Stretch]:
    passed = int((end - since) / timedelta(minutes=1))
    yield Stretch(kind=Kind.WALL, start=since, end=end, count=passed, total=passed)


def _closing(_: Window, since: datetime, end: datetime, hours: OpenHours) -> Iterator[Stretch]:
    opens = hours.next_open(since)
    if opens > since:
        yield Stretch(kind=Kind.CLOSED, start=since, end=opens)
    passed = int((end - opens) / timedelta(minutes=1))
    yield Stretch(kind=Kind.OPEN, start=opens, end=end, count=passed, total=passed)


def _days(within: Window, since: datetime, end: datetime, hours: OpenHours) -> Iterator[Stretch]:
    """The business day it counts for is day 0; each one after it adds a day."""
    opens = hours.next_open(since)
    if opens > since:
        yield Stretch(kind=Kind.CLOSED, start=since, end=opens)
    start = opens
    for number in range(within.amount + 1):
        closing = hours.due_in_business_days(since, number)
        last = number == within.amount
        kind = Kind.LATE if last and closing != end else Kind.DAY
        until = end if last else closing
        yield Stretch(kind=kind, start=start, end=until, count=number, total=number)
        start = until


def _back(within: Window, since: datetime, end: datetime, _: OpenHours) -> Iterator[Stretch]:
    days = within.amount
    yield Stretch(kind=Kind.BACK, start=since, end=end, count=days, total=days)


_STEPS: Final[dict[Unit, Callable[[Window, datetime, datetime, OpenHours], Iterator[Stretch]]]] = {
    Unit.BUSINESS_MINUTES: _minutes,
    Unit.MINUTES: _wall,
    Unit.CALENDAR_DAYS: _wall,
    Unit.BUSINESS_DAYS: _days,
    Unit.CLOSING: _closing,
    Unit.BEFORE_VISIT: _back,
}
