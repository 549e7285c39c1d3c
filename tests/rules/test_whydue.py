"""Why it is due then, stretch by stretch."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import clock, whydue, window
from ringback.rules.clock import OpenHours
from ringback.rules.whydue import Kind
from tests.rules.pathways import NEW_YORK

ZONE = ZoneInfo(NEW_YORK)
LUNCH = (((480, 720), (780, 1020)),) * 5 + ((), ())
HOURS = clock.open_hours(
    clock.Calendar(zone=NEW_YORK, week=LUNCH, closed=frozenset({date(2026, 11, 26)})),
    first=date(2026, 1, 1),
    last=date(2027, 12, 31),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def told(text: str, since: str, visit: date | None = None) -> list[tuple[str, str, str, int, int]]:
    found = whydue.steps(window.read(text), at(since), HOURS, visit=visit)
    return [
        (each.kind, clock_of(each.start), clock_of(each.end), each.count, each.total)
        for each in found
    ]


def clock_of(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%a %H:%M}"


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        (
            "60 business minutes",
            "2026-11-23 11:30",
            [
                ("open", "Mon 11:30", "Mon 12:00", 30, 30),
                ("closed", "Mon 12:00", "Mon 13:00", 0, 30),
                ("open", "Mon 13:00", "Mon 13:30", 30, 60),
            ],
        ),
        (
            "60 business minutes",
            "2026-11-25 16:50",
            [
                ("open", "Wed 16:50", "Wed 17:00", 10, 10),
                ("closed", "Wed 17:00", "Fri 08:00", 0, 10),
                ("open", "Fri 08:00", "Fri 08:50", 50, 60),
            ],
        ),
        ("5 minutes", "2026-11-23 23:58", [("wall", "Mon 23:58", "Tue 00:03", 5, 5)]),
        ("1 calendar day", "2026-11-23 09:00", [("wall", "Mon 09:00", "Tue 09:00", 1440, 1440)]),
        ("by closing", "2026-11-23 16:00", [("open", "Mon 16:00", "Mon 17:00", 60, 60)]),
        (
            "by closing",
            "2026-11-23 12:30",
            [
                ("closed", "Mon 12:30", "Mon 13:00", 0, 0),
                ("open", "Mon 13:00", "Mon 17:00", 240, 240),
            ],
        ),
        ("same business day", "2026-11-23 09:00", [("day", "Mon 09:00", "Mon 17:00", 0, 0)]),
        (
            "1 business day",
            "2026-11-25 18:00",
            [
                ("closed", "Wed 18:00", "Fri 08:00", 0, 0),
                ("day", "Fri 08:00", "Fri 17:00", 0, 0),
                ("day", "Fri 17:00", "Mon 17:00", 1, 1),
            ],
        ),
        (
            "same business day, after 15:00 by 11:00 the next",
            "2026-11-23 15:30",
            [("late", "Mon 15:30", "Tue 11:00", 0, 0)],
        ),
    ],
)
def test_the_sum_is_told_as_a_person_would_count_it(
    text: str, since: str, expected: list[tuple[str, str, str, int, int]]
) -> None:
    assert told(text, since) == expected


def test_days_counted_back_from_the_visit_are_one_stretch() -> None:
    text = "2 business days before the visit"
    assert told(text, "2026-11-23 09:00", date(2026, 11, 30)) == [
        ("back", "Mon 09:00", "Wed 17:00", 2, 2)
    ]


def test_without_a_visit_there_is_nothing_to_tell() -> None:
    assert told("2 business days before the visit", "2026-11-23 09:00") == []


WINDOWS = st.sampled_from(
    [
        "1 business minute", "60 business minutes", "240 business minutes", "5 minutes",
        "30 calendar days", "same business day", "1 business day", "3 business days", "by closing",
        "same business day, after 15:00 by 11:00 the next",
    ]
)  # fmt: skip
STARTS = st.integers(0, 60 * 24 * 40).map(lambda m: at("2026-11-01 00:00") + timedelta(minutes=m))


@given(WINDOWS, STARTS)
def test_the_stretches_join_and_lead_from_the_arrival_to_the_due_time(
    text: str, since: datetime
) -> None:
    within = window.read(text)
    found = whydue.steps(within, since, HOURS)
    assert (found[0].start, found[-1].end) == (since, window.ends(within, since, HOURS))
    assert all(one.end == other.start for one, other in pairwise(found))


@given(st.integers(1, 600), STARTS)
def test_the_open_minutes_add_up_to_what_was_promised(amount: int, since: datetime) -> None:
    found = whydue.steps(window.read(f"{amount} business minutes"), since, HOURS)
    assert sum(each.count for each in found if each.kind is Kind.OPEN) == amount
    assert found[-1].total == amount


@given(STARTS)
def test_closed_stretches_are_really_closed(since: datetime) -> None:
    found = whydue.steps(window.read("240 business minutes"), since, HOURS)
    assert all(closed(HOURS, each.start, each.end) for each in found if each.kind is Kind.CLOSED)


def closed(hours: OpenHours, start: datetime, end: datetime) -> bool:
    return hours.minutes_between(start, end) == 0
