"""The practice's clock beside another one, written by other people in another way.

businesstimedelta walks from stretch to stretch in local time. Weeks with equal days are all it
knows, so the calendars here are of that kind; odd ones stand in the hand-made table of the rules.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import pytz
from businesstimedelta import BusinessTimeDelta, LunchTimeRule, Rules, WorkDayRule

from ringback.rules import clock
from ringback.rules.clock import Calendar, OpenHours

CASES = 100_000
ZONES = [
    "America/New_York",
    "America/Phoenix",
    "Pacific/Honolulu",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
]
WEEKDAYS = [0, 1, 2, 3, 4]
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


def theirs(zone: str) -> Rules:
    where = pytz.timezone(zone)
    work = WorkDayRule(start_time=time(8), end_time=time(17), working_days=WEEKDAYS, tz=where)
    lunch = LunchTimeRule(start_time=time(12), end_time=time(13), working_days=WEEKDAYS, tz=where)
    return Rules([work, lunch])


def ours(zone: str) -> OpenHours:
    week = (((480, 720), (780, 1020)),) * 5 + ((), ())
    return clock.open_hours(Calendar(zone=zone, week=week), first=FIRST, last=LAST)


def cases(zone: str) -> Iterator[tuple[datetime, int]]:
    chance = random.Random(f"clock of {zone}")
    start = datetime(2026, 2, 1, tzinfo=UTC)
    for _ in range(CASES // len(ZONES)):
        yield start + timedelta(minutes=chance.randrange(480_000)), chance.randrange(1, 600)


@pytest.mark.parametrize("zone", ZONES)
def test_the_two_clocks_agree_on_every_due_time(zone: str) -> None:
    hours, rules = ours(zone), theirs(zone)
    differ = [
        (start, minutes)
        for start, minutes in cases(zone)
        if hours.due(start, minutes) != start + BusinessTimeDelta(rules, seconds=60 * minutes)
    ]
    assert differ == []


@pytest.mark.parametrize("zone", ZONES)
def test_the_two_clocks_agree_on_the_time_between(zone: str) -> None:
    hours, rules = ours(zone), theirs(zone)
    moments = [start for start, _ in cases(zone)][:500]
    pairs = [tuple(sorted(pair)) for pair in zip(moments[::2], moments[1::2], strict=True)]
    near = [(one, min(other, one + timedelta(days=9))) for one, other in pairs]
    found = [hours.minutes_between(one, other) for one, other in near]
    expected = [
        rules.difference(one, other).timedelta / timedelta(minutes=1) for one, other in near
    ]
    assert found == expected
