"""The parts of the day that are offered for later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import clock, laterparts, partsofday
from ringback.rules.partsofday import AS_USUAL, DayPart, Parts
from tests.rules.test_rhythm import HOURS, MON, at

SATURDAY = "2026-11-28"


def offered(now: str, parts: Parts = AS_USUAL) -> list[str]:
    zone = HOURS.zone
    return [
        f"{each.part} {each.start.astimezone(zone):%a %H:%M}-{each.end.astimezone(zone):%H:%M}"
        for each in laterparts.offered(at(now), HOURS, parts)
    ]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (
            f"{MON} 09:02",
            [
                "morning Mon 09:35-12:00", "lunch Mon 12:00-13:00", "afternoon Mon 13:00-17:00",
                "morning Tue 08:00-12:00", "lunch Tue 12:00-13:00", "afternoon Tue 13:00-17:00",
            ],
        ),
        (f"{MON} 16:05", ["morning Tue 08:00-12:00", "lunch Tue 12:00-13:00"]),
        (f"{MON} 15:55", ["afternoon Mon 16:25-17:00", "morning Tue 08:00-12:00"]),
        (f"{SATURDAY} 10:00", ["morning Mon 08:00-12:00", "lunch Mon 12:00-13:00"]),
    ],
)  # fmt: skip
def test_what_is_offered(now: str, found: list[str]) -> None:
    assert offered(now)[: len(found)] == found
    assert len(offered(now)) == laterparts.MOST


def test_a_practices_own_parts_are_offered() -> None:
    own = Parts(morning=(480, 660), lunch=(660, 720), afternoon=(840, 1020), evening=(1020, 1080))
    assert offered(f"{MON} 11:20", own)[:2] == ["afternoon Mon 14:00-17:00",
                                               "morning Tue 08:00-11:00"]  # fmt: skip


def test_a_part_with_no_minute_of_its_own_is_offered_never() -> None:
    hidden = Parts(morning=(480, 720), lunch=(720, 780), afternoon=(720, 780), evening=(780, 1020))
    assert partsofday.own(DayPart.AFTERNOON, hidden) is None
    assert not [each for each in offered(f"{MON} 07:00", hidden) if each.startswith("afternoon")]


def test_a_part_around_another_is_its_longest_stretch() -> None:
    around = Parts(
        morning=(480, 720), lunch=(750, 810), afternoon=(720, 1020), evening=(1020, 1260)
    )
    assert partsofday.own(DayPart.AFTERNOON, around) == (810, 1020)


def test_where_nobody_knows_when_we_are_open_nothing_is_offered() -> None:
    calendar = clock.Calendar(zone="America/New_York", week=clock.DEFAULT_WEEK)
    short = clock.open_hours(calendar, first=date(2026, 11, 23), last=date(2026, 11, 23))
    found = laterparts.offered(at(f"{MON} 14:00"), short, AS_USUAL)
    assert [str(each.part) for each in found] == ["afternoon"]
    assert laterparts.offered(at(f"{MON} 16:45"), short, AS_USUAL) == ()


@given(minutes=st.integers(0, 7 * 24 * 60))
def test_each_is_open_long_enough_and_to_come(minutes: int) -> None:
    now = at(f"{MON} 00:00") + timedelta(minutes=minutes)
    found = laterparts.offered(now, HOURS, AS_USUAL)
    assert [each.start for each in found] == sorted({each.start for each in found})
    for each in found:
        assert each.start >= now + laterparts.SHORTEST
        assert each.end - each.start >= laterparts.SHORTEST
        assert HOURS.is_open(each.start)
        assert partsofday.part_at(each.start, HOURS.zone, AS_USUAL) is each.part
