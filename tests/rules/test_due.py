"""By when something must happen, and what moves it earlier."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import due
from ringback.rules.category import Unit, Window
from ringback.rules.due import Facts, Times
from tests.rules.pathways import NEW_YORK, hours, pathway

HOURS = hours()
ZONE = ZoneInfo(NEW_YORK)
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
TWICE = "called twice: moved earlier"
VISIT = "visit coming up: moved earlier"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def first(name: str, facts: Facts) -> Times:
    return due.first_times(category=pathway(name), hours=HOURS, zone=NEW_YORK, facts=facts)


def calls(*texts: str) -> Facts:
    moments = tuple(at(text) for text in texts)
    return Facts(received_at=min(moments), contacts=moments)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (Window(amount=30, unit=Unit.MINUTES), "2026-11-23 17:20"),
        (Window(amount=30, unit=Unit.BUSINESS_MINUTES), "2026-11-24 08:20"),
        (Window(amount=0, unit=Unit.BUSINESS_DAYS), "2026-11-23 17:00"),
        (Window(amount=2, unit=Unit.BUSINESS_DAYS), "2026-11-25 17:00"),
    ],
)
def test_each_unit_runs_on_its_own_clock(window: Window, expected: str) -> None:
    assert due.after(window, at("2026-11-23 16:50"), HOURS) == at(expected)


@pytest.mark.parametrize(
    ("name", "due_at", "resolve_by"),
    [
        ("missed", "2026-11-23 11:00", "2026-11-23 17:00"),
        ("new_patient", "2026-11-23 12:00", "2026-11-24 17:00"),
        ("intake", "2026-11-24 17:00", "2026-11-26 17:00"),
        ("unsorted", "2026-11-23 10:15", "2026-11-23 10:15"),
    ],
)
def test_a_callback_begins_with_its_pathways_times(name: str, due_at: str, resolve_by: str) -> None:
    assert first(name, calls("2026-11-23 10:00")) == Times(
        due_at=at(due_at), resolve_by=at(resolve_by), why=""
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (calls("2026-11-23 10:00", "2026-11-23 10:20"), ("2026-11-23 10:35", TWICE)),
        (calls("2026-11-23 10:20", "2026-11-23 10:00"), ("2026-11-23 10:35", TWICE)),
        (calls("2026-11-23 16:30", "2026-11-23 18:30"), ("2026-11-24 08:15", TWICE)),
        (calls("2026-11-23 16:30", "2026-11-23 18:31"), ("2026-11-24 08:30", "")),
        (calls("2026-11-23 10:00", "2026-11-23 10:50"), ("2026-11-23 11:00", "")),
    ],
)
def test_a_second_call_within_two_hours_moves_it_earlier_never_later(
    facts: Facts, expected: tuple[str, str]
) -> None:
    found = first("missed", facts)
    assert (found.due_at, found.why) == (at(expected[0]), expected[1])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, ""),
        (MONDAY, VISIT),
        (TUESDAY, VISIT),
        (WEDNESDAY, ""),
        (date(2026, 11, 22), ""),
    ],
)
def test_a_visit_by_the_next_business_day_moves_it_earlier(day: date | None, expected: str) -> None:
    facts = Facts(received_at=at("2026-11-23 10:00"), visit_date=day)
    assert first("missed", facts).why == expected


def test_over_the_weekend_the_next_business_day_is_monday() -> None:
    facts = Facts(received_at=at("2026-11-20 10:00"), visit_date=MONDAY)
    assert first("missed", facts).due_at == at("2026-11-20 10:15")


def later(facts: Facts, due_at: str = "2026-11-24 08:30") -> Times:
    before = Times(due_at=at(due_at), resolve_by=at("2026-11-24 17:00"), why="planned")
    return due.tightened(
        category=pathway("missed"), hours=HOURS, zone=NEW_YORK, before=before, facts=facts
    )


def test_two_calls_since_our_last_try_make_the_next_one_sooner() -> None:
    facts = Facts(
        received_at=at("2026-11-23 09:00"),
        contacts=(at("2026-11-23 13:00"), at("2026-11-23 13:30")),
        answered_at=at("2026-11-23 10:00"),
    )
    assert (later(facts).due_at, later(facts).why) == (at("2026-11-23 13:45"), TWICE)


def test_what_we_knew_before_our_last_try_does_not_count_again() -> None:
    facts = Facts(
        received_at=at("2026-11-23 09:00"),
        visit_date=TUESDAY,
        contacts=(at("2026-11-23 09:00"), at("2026-11-23 09:30"), at("2026-11-23 15:00")),
        answered_at=at("2026-11-23 10:00"),
    )
    assert (later(facts).due_at, later(facts).why) == (at("2026-11-24 08:30"), "planned")


MINUTES = st.lists(st.integers(0, 60 * 24 * 4), min_size=1, max_size=5)


@given(MINUTES, st.randoms())
def test_the_order_in_which_calls_become_known_does_not_matter(
    minutes: list[int], chance: st.randoms
) -> None:
    start = at("2026-11-23 06:00")
    moments = [start + timedelta(minutes=each) for each in minutes]
    shuffled = list(moments)
    chance.shuffle(shuffled)
    facts = [Facts(received_at=min(m), contacts=tuple(m)) for m in (moments, shuffled)]
    assert first("missed", facts[0]) == first("missed", facts[1])


@given(MINUTES)
def test_more_calls_never_make_it_later(minutes: list[int]) -> None:
    start = at("2026-11-23 06:00")
    moments = tuple(start + timedelta(minutes=each) for each in sorted(minutes))
    one = first("missed", Facts(received_at=moments[0], contacts=moments[:1]))
    all_of_them = first("missed", Facts(received_at=moments[0], contacts=moments))
    assert all_of_them.due_at <= one.due_at
