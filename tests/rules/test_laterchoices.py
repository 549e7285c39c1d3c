"""The times one press offers for later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import laterchoices
from ringback.rules.partsofday import AS_USUAL, Parts
from tests.rules.test_rhythm import FRI, HOURS, MON, TUE, WED, at

SATURDAY, NEXT_MONDAY = "2026-11-28", "2026-11-30"


def offered(now: str, parts: Parts = AS_USUAL) -> list[tuple[str, str]]:
    found = laterchoices.choices(at(now), HOURS, parts)
    zone = HOURS.zone
    return [(str(each.choice), f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}") for each in found]


NEXT = [("next_morning", f"{TUE} 08:00"), ("next_afternoon", f"{TUE} 13:00")]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (
            f"{MON} 09:02",
            [("in_an_hour", f"{MON} 10:05"), ("this_afternoon", f"{MON} 13:00"), *NEXT],
        ),
        (f"{MON} 14:00", [("in_an_hour", f"{MON} 15:00"), *NEXT]),
        (f"{MON} 18:00", NEXT),
        (
            f"{SATURDAY} 10:00",
            [
                ("next_morning", f"{NEXT_MONDAY} 08:00"),
                ("next_afternoon", f"{NEXT_MONDAY} 13:00"),
            ],
        ),
    ],
)
def test_what_is_offered(now: str, found: list[tuple[str, str]]) -> None:
    assert offered(now) == found


def test_an_afternoon_of_its_own_begins_when_it_says() -> None:
    own = Parts(morning=(480, 720), lunch=(720, 780), afternoon=(840, 1020), evening=(1020, 1260))
    assert ("this_afternoon", f"{MON} 14:00") in offered(f"{MON} 09:00", own)


def test_what_begins_after_closing_is_offered_on_no_day() -> None:
    late = Parts(morning=(480, 720), lunch=(720, 780), afternoon=(1110, 1140), evening=(1140, 1260))
    assert offered(f"{MON} 09:00", late) == [
        ("in_an_hour", f"{MON} 10:00"),
        ("next_morning", f"{TUE} 08:00"),
    ]


@given(minutes=st.integers(0, 7 * 24 * 60))
def test_every_time_is_to_come_within_opening_hours_and_in_order(minutes: int) -> None:
    now = at(f"{MON} 00:00") + timedelta(minutes=minutes)
    found = laterchoices.choices(now, HOURS, AS_USUAL)
    times = [each.at for each in found]
    assert times == sorted(set(times))
    assert all(each > now and HOURS.is_open(each) for each in times)
    assert "next_morning" in {str(each.choice) for each in found}


def test_it_is_said_of_other_days_too() -> None:
    assert offered(f"{WED} 16:30")[0][0] != "this_afternoon"
    assert offered(f"{FRI} 17:30")[0] == ("next_morning", f"{NEXT_MONDAY} 08:00")
