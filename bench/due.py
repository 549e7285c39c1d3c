"""Due times: the product's clock beside a bare table and two bisections that check nothing.

And beside businesstimedelta, which walks from stretch to stretch.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Final

import pytz
from businesstimedelta import BusinessTimeDelta, LunchTimeRule, Rules, WorkDayRule

from bench.timing import Aim, in_turns, report
from ringback.rules import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.ground import Ground
    from ringback.rules.clock import OpenHours

MOMENTS: Final = 20_000
HOUR: Final = timedelta(hours=1)
A_THIRD: Final = Aim(bound=0.3, at_most=False)
FIFTY_TIMES: Final = Aim(bound=50, at_most=False)
WALKED: Final = 1_000


def measure(_: Ground) -> None:
    """Sixty business minutes from moments spread over a year, day and night."""
    week = (*(((480, 720), (780, 1020)),) * 5, (), ())
    calendar = clock.Calendar(zone="America/New_York", week=week, closed=frozenset())
    hours = clock.open_hours(calendar, first=date(2026, 1, 1), last=date(2027, 12, 31))
    chance = random.Random(1)
    year = [
        datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(525_600))
        for _ in range(MOMENTS)
    ]
    if any(hours.due(each, 60) != _bare(hours, each) for each in year):
        raise AssertionError("the two clocks disagree")
    name, beside = "due time", "bare table and bisect"
    found = in_turns(
        {
            name: _rate(lambda each: hours.due(each, 60), year),
            beside: _rate(lambda each: _bare(hours, each), year),
        },
        repeats=15,
        unit="due times/s",
    )
    report(found[name], beside=found[beside], aim=A_THIRD)
    report(found[beside])
    _beside_walking(hours, year[:WALKED])


def _beside_walking(hours: OpenHours, year: list[datetime]) -> None:
    zone = pytz.timezone("America/New_York")
    work = WorkDayRule(time(8), time(17), [0, 1, 2, 3, 4], tz=zone)
    lunch = LunchTimeRule(time(12), time(13), [0, 1, 2, 3, 4], tz=zone)
    hour = BusinessTimeDelta(Rules([work, lunch]), hours=1)
    if any(hours.due(each, 60) != each + hour for each in year):
        raise AssertionError("the two clocks disagree")
    name, beside = "due time again", "businesstimedelta"
    found = in_turns(
        {
            name: _rate(lambda each: hours.due(each, 60), year),
            beside: _rate(lambda each: each + hour, year),
        },
        repeats=5,
        unit="due times/s",
    )
    report(found[name], beside=found[beside], aim=FIFTY_TIMES)
    report(found[beside])


def _bare(hours: OpenHours, start: datetime) -> datetime:
    index = bisect_right(hours.ends, start)
    opens = hours.starts[index]
    wanted = hours.before[index] + HOUR
    if start > opens:
        wanted += start - opens
    last = bisect_left(hours.through, wanted)
    return hours.starts[last] + (wanted - hours.before[last])


def _rate(do: Callable[[datetime], object], moments: list[datetime]) -> Callable[[], float]:
    def measured() -> float:
        begin = perf_counter()
        for each in moments:
            do(each)
        return len(moments) / (perf_counter() - begin)

    return measured
