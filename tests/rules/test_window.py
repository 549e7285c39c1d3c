"""How soon something must happen, as the practice writes it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import clock, window
from ringback.rules.clock import OutsideHours
from ringback.rules.window import MOST, Late, Unit, Window, WindowError
from tests.rules.pathways import NEW_YORK, hours

HOURS = hours()
ZONE = ZoneInfo(NEW_YORK)
THANKSGIVING = date(2026, 11, 26)
WITH_HOLIDAY = clock.open_hours(
    clock.Calendar(zone=NEW_YORK, closed=frozenset({THANKSGIVING})),
    first=date(2026, 1, 1),
    last=date(2027, 12, 31),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


READ = [
    ("60 business minutes", Window(amount=60, unit=Unit.BUSINESS_MINUTES)),
    ("1 business minute", Window(amount=1, unit=Unit.BUSINESS_MINUTES)),
    ("1 business day", Window(amount=1, unit=Unit.BUSINESS_DAYS)),
    ("3 business days", Window(amount=3, unit=Unit.BUSINESS_DAYS)),
    ("5 minutes", Window(amount=5, unit=Unit.MINUTES)),
    ("1 minute", Window(amount=1, unit=Unit.MINUTES)),
    ("30 calendar days", Window(amount=30, unit=Unit.CALENDAR_DAYS)),
    ("same business day", Window(amount=0, unit=Unit.BUSINESS_DAYS)),
    ("by closing", Window(amount=0, unit=Unit.CLOSING)),
    (
        "same business day, after 15:00 by 11:00 the next",
        Window(amount=0, unit=Unit.BUSINESS_DAYS, late=Late(since=time(15, 0), until=time(11, 0))),
    ),
    ("1 business day before the visit", Window(amount=1, unit=Unit.BEFORE_VISIT)),
    ("0 business days before the visit", Window(amount=0, unit=Unit.BEFORE_VISIT)),
    (
        "2 business days before the visit at 12:00",
        Window(amount=2, unit=Unit.BEFORE_VISIT, at=time(12, 0)),
    ),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_window_is_read_as_written_and_written_as_read(text: str, expected: Window) -> None:
    found = window.read(text)
    assert found == expected
    assert str(found) == text


@pytest.mark.parametrize(
    "text",
    [
        "soon", "", "-5 minutes", "1 hour", "minutes", "1 business days ago", "60  minutes",
        "5 minutes ", "same day", "٣ minutes", "1.5 business days",
    ],
)  # fmt: skip
def test_what_is_no_window_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WindowError) as error:
        window.read(text)
    assert str(error.value) == f"{text!r} is not a length of time such as '1 business day'"


@pytest.mark.parametrize("text", ["0 minutes", "0 business minutes", "0 calendar days"])
def test_a_window_of_no_time_is_refused(text: str) -> None:
    with pytest.raises(WindowError) as error:
        window.read(text)
    assert str(error.value) == f"{text!r} leaves no time at all"


@pytest.mark.parametrize(("unit", "most"), MOST.items())
def test_a_window_longer_than_any_promise_is_refused(unit: Unit, most: int) -> None:
    assert window.read(str(Window(amount=most, unit=unit))).amount == most
    text = str(Window(amount=most + 1, unit=unit))
    with pytest.raises(WindowError) as error:
        window.read(text)
    assert str(error.value) == f"{text!r} is longer than any promise: check the number"


@pytest.mark.parametrize(
    "text",
    [
        "1 business day before the visit at 25:00",
        "same business day, after 15:61 by 11:00 the next",
    ],
)
def test_a_time_of_day_that_does_not_exist_is_refused(text: str) -> None:
    wrong = next(each for each in ("25:00", "15:61") if each in text)
    with pytest.raises(WindowError) as error:
        window.read(text)
    assert str(error.value) == f"{wrong!r} is not a time of the day such as '15:00'"


COUNTED = st.builds(
    lambda unit, amount: Window(amount=min(amount, MOST[unit]), unit=unit),
    st.sampled_from([Unit.MINUTES, Unit.BUSINESS_MINUTES, Unit.BUSINESS_DAYS, Unit.CALENDAR_DAYS]),
    st.integers(1, 50_000),
)


@given(COUNTED)
def test_every_counted_window_survives_being_written_down(found: Window) -> None:
    assert window.read(str(found)) == found


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("30 minutes", "2026-11-23 16:50", "2026-11-23 17:20"),
        ("30 business minutes", "2026-11-23 16:50", "2026-11-24 08:20"),
        ("2 calendar days", "2026-11-23 16:50", "2026-11-25 16:50"),
        ("same business day", "2026-11-23 16:50", "2026-11-23 17:00"),
        ("same business day", "2026-11-23 17:30", "2026-11-24 17:00"),
        ("2 business days", "2026-11-23 16:50", "2026-11-25 17:00"),
        ("2 business days", "2026-11-25 16:50", "2026-11-30 17:00"),
        ("by closing", "2026-11-23 16:50", "2026-11-23 17:00"),
        ("by closing", "2026-11-23 17:00", "2026-11-24 17:00"),
    ],
)
def test_each_window_ends_on_its_own_clock(text: str, start: str, expected: str) -> None:
    assert window.ends(window.read(text), at(start), WITH_HOLIDAY) == at(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-23 14:59", "2026-11-23 17:00"),
        ("2026-11-23 15:00", "2026-11-24 11:00"),
        ("2026-11-23 18:00", "2026-11-24 11:00"),
        ("2026-11-24 07:00", "2026-11-24 17:00"),
        ("2026-11-25 15:30", "2026-11-27 11:00"),
        ("2026-11-27 16:00", "2026-11-30 11:00"),
        ("2026-11-28 16:00", "2026-11-30 17:00"),
    ],
)
def test_what_comes_in_late_has_until_the_next_morning(start: str, expected: str) -> None:
    within = window.read("same business day, after 15:00 by 11:00 the next")
    assert window.ends(within, at(start), WITH_HOLIDAY) == at(expected)


@pytest.mark.parametrize(
    ("text", "visit", "expected"),
    [
        ("1 business day before the visit", date(2026, 12, 3), "2026-12-02 17:00"),
        ("2 business days before the visit", date(2026, 11, 30), "2026-11-25 17:00"),
        ("3 business days before the visit", date(2026, 11, 30), "2026-11-24 17:00"),
        ("1 business day before the visit at 12:00", date(2026, 11, 30), "2026-11-27 12:00"),
        ("1 business day before the visit", date(2026, 11, 29), "2026-11-27 17:00"),
        ("0 business days before the visit", date(2026, 11, 27), "2026-11-27 17:00"),
        ("0 business days before the visit", date(2026, 11, 28), "2026-11-27 17:00"),
        ("3 business days before the visit", date(2026, 11, 24), "2026-11-23 10:00"),
    ],
)
def test_a_window_counted_back_from_the_visit_never_lies_in_the_past(
    text: str, visit: date, expected: str
) -> None:
    found = window.ends(window.read(text), at("2026-11-23 10:00"), WITH_HOLIDAY, visit=visit)
    assert found == at(expected)


def test_without_a_visit_there_is_nothing_to_count_back_from() -> None:
    within = window.read("1 business day before the visit")
    assert window.ends(within, at("2026-11-23 10:00"), HOURS) is None


def test_counting_back_beyond_the_table_is_said() -> None:
    with pytest.raises(OutsideHours):
        HOURS.business_day_before(date(2025, 1, 2), 5)
    with pytest.raises(OutsideHours):
        HOURS.business_day_after(date(2027, 12, 31))


MINUTES = st.integers(0, 200_000).map(lambda each: at("2026-02-02 08:00") + timedelta(minutes=each))


@given(MINUTES, st.integers(1, 3000), st.integers(0, 3000), st.integers(0, 20_000))
def test_a_pause_leaves_as_much_open_time_as_there_was(
    start: datetime, promised: int, spent: int, paused: int
) -> None:
    end = HOURS.due(start, promised)
    since = start + timedelta(minutes=spent)
    until = since + timedelta(minutes=paused)
    within = Window(amount=promised, unit=Unit.BUSINESS_MINUTES)
    after = window.after_pause(within, end, since=since, until=until, hours=HOURS)
    if end <= since:
        assert after == end
    else:
        assert after >= end
        assert HOURS.minutes_between(until, after) == HOURS.minutes_between(since, end)


@pytest.mark.parametrize(
    ("written", "end", "expected"),
    [
        ("3 business days", "2026-11-25 17:00", "2026-11-30 09:00"),
        ("30 minutes", "2026-11-24 10:20", "2026-11-25 11:20"),
        ("30 calendar days", "2026-12-24 10:00", "2026-12-25 11:00"),
        ("1 business day before the visit", "2026-11-25 17:00", "2026-11-25 17:00"),
        ("2 business days", "2026-11-24 09:59", "2026-11-24 09:59"),
    ],
)
def test_the_end_after_a_pause_from_ten_to_eleven_of_the_next_day(
    written: str, end: str, expected: str
) -> None:
    found = window.after_pause(
        window.read(written),
        at(end),
        since=at("2026-11-24 10:00"),
        until=at("2026-11-25 11:00"),
        hours=WITH_HOLIDAY,
    )
    assert found == at(expected)


def test_half_past_three_is_half_an_hour_after_three() -> None:
    found = window.ends(
        window.read("1 business day before the visit at 15:30"),
        at("2026-11-16 09:00"),
        HOURS,
        visit=date(2026, 11, 20),
    )
    assert found == at("2026-11-19 15:30")


NEVER = clock.open_hours(
    clock.Calendar(zone=NEW_YORK, week=((),) * 7), first=date(2026, 1, 1), last=date(2027, 1, 1)
)


def test_where_the_practice_never_opens_days_before_a_visit_are_plain_days() -> None:
    assert window.days_before(date(2026, 11, 20), 3, NEVER) == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 business minutes", "2026-11-24 12:00"),
        ("2 business days", "2026-11-26 11:00"),
        ("2 business days before the visit at 15:30", "2026-11-28 15:30"),
    ],
)
def test_where_the_practice_never_opens_a_visit_counts_only_what_is_before_it(
    text: str, expected: str
) -> None:
    found = window.ends(window.read(text), at("2026-11-24 11:00"), NEVER, visit=date(2026, 11, 30))
    assert found == at(expected)


def test_where_the_practice_never_opens_a_pause_counts_on_the_clock() -> None:
    found = window.after_pause(
        window.read("60 business minutes"),
        at("2026-11-24 11:00"),
        since=at("2026-11-24 10:30"),
        until=at("2026-11-24 12:30"),
        hours=NEVER,
    )
    assert found == at("2026-11-24 13:00")
