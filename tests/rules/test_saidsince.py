"""Since when somebody waits, as lists say it: read in the past, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules.saidsince import Since, read

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""A Friday, noon in New York."""
ZONE = "America/New_York"


def at(said: str, *, now: datetime = NOON, country: str = "US") -> str | None:
    """The local moment; of a whole day the day alone."""
    found = read(said, now=now, zone=ZONE, country=country)
    if found is None:
        return None
    local = found.at.astimezone(ZoneInfo(ZONE))
    return f"{local:%Y-%m-%d}" if found.whole_day else f"{local:%Y-%m-%d %H:%M}"


DAYS = {
    "today": "2026-11-20",
    "hoy": "2026-11-20",
    "yesterday": "2026-11-19",
    "ayer": "2026-11-19",
    "ayer por la tarde": "2026-11-19",
    "yesterday afternoon": "2026-11-19",
    "anteayer": "2026-11-18",
    "Tuesday": "2026-11-17",
    "since Tuesday": "2026-11-17",
    "Since: Tue.": "2026-11-17",
    "desde el martes": "2026-11-17",
    "Friday": "2026-11-20",
    "last Friday": "2026-11-13",
    "el viernes pasado": "2026-11-13",
    "11/18": "2026-11-18",
    "11/18/26": "2026-11-18",
    "2026-11-18": "2026-11-18",
    "Nov 18": "2026-11-18",
    "18 de noviembre": "2026-11-18",
    "16-Nov": "2026-11-16",
    "16-Nov-26": "2026-11-16",
    "16-Nov-2026": "2026-11-16",
    "Monday, November 16, 2026": "2026-11-16",
    "the 24th": "2026-10-24",
    "6/1": "2026-06-01",
    "12/5/2025": "2025-12-05",
    "3 days ago": "2026-11-17",
    "hace 2 semanas": "2026-11-06",
    "a week ago": "2026-11-13",
}

TIMES = {
    "9:10": "2026-11-20 09:10",
    "5:00": "2026-11-20 05:00",
    "11/18/2026 9:10 AM": "2026-11-18 09:10",
    "2026-11-18T09:10:33": "2026-11-18 09:10",
    "2026-11-18 14:05:00.000": "2026-11-18 14:05",
    "Nov 18 at 4": "2026-11-18 16:00",
    "el lunes a las 3": "2026-11-16 15:00",
    "Monday 3pm": "2026-11-16 15:00",
    "Mon 11/16 9:10": "2026-11-16 09:10",
    "9:15 Tuesday": "2026-11-17 09:15",
    "Thu, 4:15 pm": "2026-11-19 16:15",
    "hace 2 horas": "2026-11-20 10:00",
    "an hour ago": "2026-11-20 11:00",
    "45 minutes ago": "2026-11-20 11:15",
}

NOT_READ = [
    "",
    "-",
    "a while",
    "3 days",
    "next Tuesday",
    "el martes que viene",
    "tomorrow",
    "next week",
    "this week",
    "Mon-Wed",
    "Tuesday, November 16, 2026",
    "11:30 PM",
    "Wed 25:00",
    "25:00 Wed",
    "foo 9:10",
    "12/5",
    "13/45",
    "02/30",
    "1/2/2020",
    "last today 9",
    "x" * 5000,
]


@pytest.mark.parametrize("said", DAYS)
def test_a_day_begins_when_it_begins(said: str) -> None:
    assert at(said) == DAYS[said]


@pytest.mark.parametrize("said", TIMES)
def test_a_time_is_told_to_the_minute(said: str) -> None:
    assert at(said) == TIMES[said]


@pytest.mark.parametrize("said", NOT_READ)
def test_what_is_not_certain_or_not_past_is_not_guessed(said: str) -> None:
    assert at(said) is None


def test_each_country_reads_its_own_dates() -> None:
    assert at("11/10/2026", country="MX") == "2026-10-11"
    assert at("11/10/2026", country="PR") is None


def test_a_time_that_the_clock_skips_is_still_a_moment() -> None:
    march = datetime(2026, 3, 8, 17, 0, tzinfo=UTC)
    found = read("today 2:30 am", now=march, zone=ZONE, country="US")
    assert found == Since(at=datetime(2026, 3, 8, 7, 30, tzinfo=UTC))


@given(st.text(alphabet="0123456789/:- apmjulnovtusdyhceg,.", max_size=30), st.integers(0, 400))
def test_it_is_never_in_the_future(said: str, days: int) -> None:
    now = NOON + timedelta(days=days)
    found = read(said, now=now, zone=ZONE, country="US")
    assert found is None or (found.at <= now and found.at.tzinfo is not None)
