"""When the practice is open, and when something promised in opening time falls due.

A promise such as "within 60 minutes" means minutes in which somebody could have acted: lunch, the
night, the weekend and holidays do not count. Opening hours are written as the practice says them,
on its own wall clock; every sum is done in UTC, so a night on which the clocks change is simply an
hour shorter or longer.

Where the wall clock is odd, one reading is chosen and kept: a time that happens twice means its
first happening, and a time that does not happen means the moment the clocks jump over it. A shift
past midnight belongs to the day on which it starts, and so a closure of the next day does not end
it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Literal
from zoneinfo import ZoneInfo

Interval = tuple[int, int]
"""Start and end in minutes after midnight; an end above 1440 is the next morning."""
Day = tuple[Interval, ...]
Week = tuple[Day, Day, Day, Day, Day, Day, Day]

DAY_MINUTES = 1440
NINE_HOURS: Day = ((8 * 60, 17 * 60),)
DEFAULT_WEEK: Week = (NINE_HOURS,) * 5 + ((), ())

_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta(0)


class ClockError(ValueError):
    """The clock cannot answer: its words say why."""


class OutsideHours(ClockError):  # noqa: N818  # it says what happened, like KeyError's kin
    """The question reaches outside the days the table was made for."""


class BadCalendar(ClockError):  # noqa: N818  # it says what happened, like KeyError's kin
    """The hours as written cannot be opening hours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """A practice's hours as it says them: a usual week, and the days that are different.

    `special` replaces a day's usual hours; `closed` wins over both.
    """

    zone: str
    week: Week = DEFAULT_WEEK
    closed: frozenset[date] = frozenset()
    special: tuple[tuple[date, Day], ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7:  # noqa: PLR2004  # a week
            raise BadCalendar(f"a week has seven days, not {len(self.week)}")
        for day in (*self.week, *(hours for _, hours in self.special)):
            for start, end in day:
                if not (0 <= start < DAY_MINUTES and start < end <= start + DAY_MINUTES):
                    raise BadCalendar(f"not an opening time: minute {start} to minute {end}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One stretch of a due time's sum: open and counted, or closed and passed over."""

    kind: Literal["open", "closed"]
    start: datetime
    end: datetime
    minutes: float
    total: float


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenHours:
    """Every opening of some days, in UTC and in order, ready to be asked."""

    zone: ZoneInfo
    covers: tuple[datetime, datetime]
    starts: list[datetime]
    ends: list[datetime]
    before: list[timedelta]
    """Open time before each start, counted from the table's beginning."""
    through: list[timedelta]
    """Open time up to each end."""
    closes: dict[date, datetime]
    """The last closing of each local day that opens at all."""
    day_ends: list[datetime]
    days: list[date]
    """The local days that open at all, in order."""

    def openings(self) -> Iterator[tuple[datetime, datetime]]:
        """Every stretch of opening (UTC), in order."""
        return zip(self.starts, self.ends, strict=True)

    def due(self, start: datetime, minutes: float) -> datetime:
        """Return when `minutes` of opening time have passed since `start`.

        Time that runs out exactly at closing is due at closing. Nothing to wait for is due at once,
        or at the next opening.
        """
        if minutes <= 0:
            return self._at_once(start, minutes)
        target = self._open_before(start) + minutes * _MINUTE
        index = bisect_left(self.through, target)
        if index == len(self.through):
            raise OutsideHours(f"{minutes} open minutes after {start} is beyond {self.covers[1]}")
        return self.starts[index] + (target - self.before[index])

    def minutes_between(self, start: datetime, end: datetime) -> float:
        """Return the open minutes between two moments; negative when `end` is the earlier."""
        return (self._open_before(end) - self._open_before(start)) / _MINUTE

    def is_open(self, at: datetime) -> bool:
        """Return whether the practice is open; at its closing minute it is closed."""
        at = self._checked(at)
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ends[index]

    def next_open(self, at: datetime) -> datetime:
        """Return `at` itself when open, else the next opening."""
        at = self._checked(at)
        return max(at, self.starts[self._current(at)])

    def closing_after(self, at: datetime) -> datetime:
        """Return when the present stretch of opening ends, or the next one when closed."""
        return self.ends[self._current(self._checked(at))]

    def closing_of(self, day: date) -> datetime | None:
        """Return the last closing of a local day; None when it does not open."""
        self._checked(datetime.combine(day, datetime.min.time(), self.zone))
        return self.closes.get(day)

    def due_in_business_days(self, start: datetime, days: int) -> datetime:
        """Return the close of the `days`-th business day after the one `start` falls in.

        What arrives after close, or on a closed day, arrived on the next business day.
        """
        if days < 0:
            raise ClockError(f"a due time cannot lie {-days} business days back")
        index = bisect_right(self.day_ends, self._checked(start)) + days
        if index >= len(self.day_ends):
            raise OutsideHours(f"{days} business days after {start} is beyond {self.covers[1]}")
        return self.day_ends[index]

    def business_day_before(self, day: date, days: int) -> date:
        """Return the open day that lies `days` open days before a local day.

        0 is the day itself, or the last open one before it.
        """
        index = (bisect_left(self.days, day) if days else bisect_right(self.days, day) - 1) - days
        if index < 0:
            raise OutsideHours(f"{days} business days before {day} is before {self.covers[0]}")
        return self.days[index]

    def business_day_after(self, day: date) -> date:
        """Return the first open day after a local day."""
        index = bisect_right(self.days, day)
        if index == len(self.days):
            raise OutsideHours(f"no opening after {day} before {self.covers[1]}")
        return self.days[index]

    def why(self, start: datetime, minutes: float) -> tuple[Step, ...]:
        """Return the sum behind `due`, stretch by stretch; the last one ends at the due time."""
        return tuple(self._steps(self._checked(start), self.due(start, minutes)))

    def _steps(self, at: datetime, due: datetime) -> Iterator[Step]:
        total = 0.0
        index = self._current(at)
        while at < due:
            opening = self.starts[index]
            if at < opening:
                yield Step(kind="closed", start=at, end=opening, minutes=0.0, total=total)
                at = opening
                continue
            until = min(due, self.ends[index])
            counted = (until - at) / _MINUTE
            total += counted
            yield Step(kind="open", start=at, end=until, minutes=counted, total=total)
            at, index = until, index + 1

    def _at_once(self, start: datetime, minutes: float) -> datetime:
        if minutes < 0:
            raise ClockError(f"a due time cannot lie {-minutes} minutes back")
        return self.next_open(start)

    def _open_before(self, at: datetime) -> timedelta:
        """Open time from the table's beginning to `at`."""
        at = self._checked(at)
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return _NOTHING
        return min(self.through[index], self.before[index] + (at - self.starts[index]))

    def _current(self, at: datetime) -> int:
        """Find the stretch of opening that holds `at`, or the next one."""
        index = bisect_right(self.ends, at)
        if index == len(self.ends):
            raise OutsideHours(f"no opening after {at} before {self.covers[1]}")
        return index

    def _checked(self, at: datetime) -> datetime:
        if at.tzinfo is not UTC:
            if at.utcoffset() is None:
                raise ClockError(f"{at} does not say in which zone it is")
            at = at.astimezone(UTC)
        if not self.covers[0] <= at < self.covers[1]:
            raise OutsideHours(f"{at} is outside {self.covers[0]} to {self.covers[1]}")
        return at


def open_hours(calendar: Calendar, *, first: date, last: date) -> OpenHours:
    """Make the table of a calendar's openings from the local day `first` through `last`."""
    if last < first:
        raise ClockError(f"the last day {last} lies before the first {first}")
    zone = ZoneInfo(calendar.zone)
    special = dict(calendar.special)
    closes: dict[date, datetime] = {}
    openings: list[tuple[datetime, datetime]] = []
    for day in _days(first, last):
        if day in calendar.closed:
            continue
        hours = special.get(day, calendar.week[day.weekday()])
        stretches = [(utc(day, start, zone), utc(day, end, zone)) for start, end in hours]
        stretches = [(start, end) for start, end in stretches if start < end]
        openings += stretches
        if stretches:
            closes[day] = max(end for _, end in stretches)
    covers = utc(first, 0, zone), utc(last, DAY_MINUTES, zone)
    return _table(zone, covers, openings, closes)


def changed(before: OpenHours, after: OpenHours, at: datetime) -> OpenHours:
    """Make the table of hours that changed: `before` up to the moment `at`, `after` from it on."""
    openings = [
        *((start, min(end, at)) for start, end in before.openings() if start < at),
        *((max(start, at), end) for start, end in after.openings() if end > at),
    ]
    today = at.astimezone(after.zone).date()
    closes = {day: end for day, end in before.closes.items() if day < today}
    closes |= {day: end for day, end in after.closes.items() if day > today}
    last = max(
        (end for start, end in openings if start.astimezone(after.zone).date() == today),
        default=None,
    )
    if last is not None:
        closes[today] = last
    return _table(after.zone, (before.covers[0], after.covers[1]), openings, closes)


def _table(
    zone: ZoneInfo,
    covers: tuple[datetime, datetime],
    openings: list[tuple[datetime, datetime]],
    closes: dict[date, datetime],
) -> OpenHours:
    merged = list(_merged(sorted(openings)))
    through = list(accumulate((end - start for start, end in merged), initial=_NOTHING))
    return OpenHours(
        zone=zone,
        covers=covers,
        starts=[start for start, _ in merged],
        ends=[end for _, end in merged],
        before=through[:-1],
        through=through[1:],
        closes=closes,
        day_ends=sorted(closes.values()),
        days=sorted(closes),
    )


def utc(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the moment a practice's wall clock shows `minute` of `day`.

    Twice that night: the first time. Never that night: the moment the clocks jump over it.
    """
    wall = datetime(day.year, day.month, day.day) + minute * _MINUTE  # noqa: DTZ001  # a wall clock
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    # Read by the offset after a change the wall time lies earlier only where it never is.
    return _jump(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _jump(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """Find the second in which the zone's offset changes, between two moments around it.

    Where `early` is not the earlier of them nothing lies between, and the answer is `late`.
    """
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


def _merged(openings: list[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Join stretches that touch or overlap, so that no minute counts twice."""
    current: tuple[datetime, datetime] | None = None
    for start, end in openings:
        if current is None:
            current = (start, end)
        elif start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current
