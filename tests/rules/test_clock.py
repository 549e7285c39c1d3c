"""The practice's clock, by hand-made vectors and by properties."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import clock
from ringback.rules.clock import DEFAULT_WEEK, Calendar, Interval, OpenHours, Step, Week

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

NY, PHX, KTM = "America/New_York", "America/Phoenix", "Asia/Kathmandu"
HNL, LHI, CHI = "Pacific/Honolulu", "Australia/Lord_Howe", "America/Chicago"
ALWAYS = (((0, 1440),),) * 7
LUNCH = (((480, 720), (780, 1020)),) * 5 + ((), ())
NIGHT = (((1320, 1800),),) * 7
SPLIT = (((420, 660), (900, 1140)),) * 5 + (((540, 720),), ())
EDGES = (((90, 150),),) * 7
JUMPED = (((150, 210),),) * 7
DOUBLED = (((60, 90),),) * 7
SATURDAYS = ((),) * 5 + (((540, 720),), ())
OVERLAP = (((480, 720), (660, 1020)),) * 5 + ((), ())
THANKSGIVING = date(2026, 11, 26)
HALF_DAY = ((date(2026, 12, 24), ((480, 720),)),)


def table(zone: str = NY, week: Week = DEFAULT_WEEK, **days: Any) -> OpenHours:
    calendar = Calendar(zone=zone, week=week, **days)
    return clock.open_hours(calendar, first=date(2026, 1, 1), last=date(2027, 1, 31))


def local(zone: str, text: str) -> datetime:
    """Read a wall clock; a trailing 'b' is the second time it shows that hour."""
    fold = int(text.endswith("b"))
    return datetime.fromisoformat(text.rstrip("b")).replace(tzinfo=ZoneInfo(zone), fold=fold)


VECTORS = [
    # what, zone, week, other days, start, minutes, due
    ("within the day", NY, DEFAULT_WEEK, {}, "2026-11-17 10:00", 60, "2026-11-17 11:00"),
    ("exactly to closing", NY, DEFAULT_WEEK, {}, "2026-11-17 16:00", 60, "2026-11-17 17:00"),
    ("over the night", NY, DEFAULT_WEEK, {}, "2026-11-17 16:40", 60, "2026-11-18 08:40"),
    ("over the weekend", NY, DEFAULT_WEEK, {}, "2026-11-20 16:59", 2, "2026-11-23 08:01"),
    ("arrived on Saturday", NY, DEFAULT_WEEK, {}, "2026-11-21 11:00", 15, "2026-11-23 08:15"),
    ("arrived before opening", NY, DEFAULT_WEEK, {}, "2026-11-17 06:30", 60, "2026-11-17 09:00"),
    ("arrived at closing", NY, DEFAULT_WEEK, {}, "2026-11-17 17:00", 60, "2026-11-18 09:00"),
    ("nothing to wait, open", NY, DEFAULT_WEEK, {}, "2026-11-17 10:00", 0, "2026-11-17 10:00"),
    ("nothing to wait, closed", NY, DEFAULT_WEEK, {}, "2026-11-17 19:00", 0, "2026-11-18 08:00"),
    ("two whole days", NY, DEFAULT_WEEK, {}, "2026-11-17 08:00", 1080, "2026-11-18 17:00"),
    ("through lunch", NY, LUNCH, {}, "2026-11-17 11:30", 60, "2026-11-17 13:30"),
    ("arrived at lunch", NY, LUNCH, {}, "2026-11-17 12:20", 10, "2026-11-17 13:10"),
    ("split shift", NY, SPLIT, {}, "2026-11-17 10:50", 20, "2026-11-17 15:10"),
    ("split shift to Saturday", NY, SPLIT, {}, "2026-11-20 18:50", 20, "2026-11-21 09:10"),
    (
        "closed day",
        NY,
        DEFAULT_WEEK,
        {"closed": frozenset({THANKSGIVING})},
        "2026-11-25 16:30",
        60,
        "2026-11-27 08:30",
    ),
    (
        "half day",
        NY,
        DEFAULT_WEEK,
        {"special": HALF_DAY},
        "2026-12-24 11:30",
        60,
        "2026-12-25 08:30",
    ),
    (
        "a closure beats a half day",
        NY,
        DEFAULT_WEEK,
        {"special": HALF_DAY, "closed": frozenset({date(2026, 12, 24)})},
        "2026-12-23 16:30",
        60,
        "2026-12-25 08:30",
    ),
    ("weekend of spring", NY, DEFAULT_WEEK, {}, "2026-03-06 16:30", 60, "2026-03-09 08:30"),
    ("weekend of autumn", NY, DEFAULT_WEEK, {}, "2026-10-30 16:30", 60, "2026-11-02 08:30"),
    ("open round the clock, spring", NY, ALWAYS, {}, "2026-03-08 01:30", 60, "2026-03-08 03:30"),
    ("open round the clock, autumn", NY, ALWAYS, {}, "2026-11-01 01:30", 60, "2026-11-01 01:30b"),
    ("second half past one", NY, ALWAYS, {}, "2026-11-01 01:30b", 60, "2026-11-01 02:30"),
    ("night shift", NY, NIGHT, {}, "2026-11-17 23:30", 60, "2026-11-18 00:30"),
    ("night shift of spring", NY, NIGHT, {}, "2026-03-07 23:00", 360, "2026-03-08 06:00"),
    ("night shift of autumn", NY, NIGHT, {}, "2026-10-31 23:00", 480, "2026-11-01 06:00"),
    ("night shift, daytime", NY, NIGHT, {}, "2026-11-17 12:00", 30, "2026-11-17 22:30"),
    (
        "a night shift runs into a closed day",
        NY,
        NIGHT,
        {"closed": frozenset({date(2026, 11, 18)})},
        "2026-11-18 05:50",
        20,
        "2026-11-19 22:10",
    ),
    ("closing in the jump", NY, EDGES, {}, "2026-03-08 01:45", 15, "2026-03-08 03:00"),
    ("no daylight saving", PHX, DEFAULT_WEEK, {}, "2026-03-06 16:30", 60, "2026-03-09 08:30"),
    ("no daylight saving, night", PHX, NIGHT, {}, "2026-03-07 23:00", 420, "2026-03-08 06:00"),
    ("a quarter-hour zone", KTM, DEFAULT_WEEK, {}, "2026-11-17 16:45", 30, "2026-11-18 08:15"),
    ("New Year", NY, DEFAULT_WEEK, {}, "2026-12-31 16:50", 20, "2027-01-01 08:10"),
    ("one minute", NY, DEFAULT_WEEK, {}, "2026-11-17 16:59", 1, "2026-11-17 17:00"),
    ("one minute too many", NY, DEFAULT_WEEK, {}, "2026-11-17 16:59", 2, "2026-11-18 08:01"),
    ("seconds are kept", NY, DEFAULT_WEEK, {}, "2026-11-17 16:59:30", 1, "2026-11-18 08:00:30"),
    ("a whole week", NY, DEFAULT_WEEK, {}, "2026-11-16 08:00", 2700, "2026-11-20 17:00"),
    ("to the end of lunch", NY, LUNCH, {}, "2026-11-17 08:00", 240, "2026-11-17 12:00"),
    ("lunch twice", NY, LUNCH, {}, "2026-11-17 11:00", 600, "2026-11-18 14:00"),
    ("overlapping hours count once", NY, OVERLAP, {}, "2026-11-17 10:30", 60, "2026-11-17 11:30"),
    ("only on Saturdays", NY, SATURDAYS, {}, "2026-11-17 10:00", 60, "2026-11-21 10:00"),
    ("two Saturdays", NY, SATURDAYS, {}, "2026-11-21 11:30", 60, "2026-11-28 09:30"),
    ("two closed days", NY, DEFAULT_WEEK, {"closed": frozenset({THANKSGIVING, date(2026, 11, 27)})},
     "2026-11-25 16:30", 60, "2026-11-30 08:30"),
    ("arrived on a closed day", NY, DEFAULT_WEEK, {"closed": frozenset({THANKSGIVING})},
     "2026-11-26 10:00", 30, "2026-11-27 08:30"),
    ("closed today at two", NY, DEFAULT_WEEK, {"special": ((date(2026, 11, 17), ((480, 840),)),)},
     "2026-11-17 13:40", 60, "2026-11-18 08:40"),
    ("open on a Sunday for once", NY, DEFAULT_WEEK,
     {"special": ((date(2026, 11, 22), ((600, 720),)),)}, "2026-11-20 16:50", 30,
     "2026-11-22 10:20"),
    ("a special day without hours", NY, DEFAULT_WEEK, {"special": ((date(2026, 11, 17), ()),)},
     "2026-11-17 10:00", 60, "2026-11-18 09:00"),
    ("a special night", NY, DEFAULT_WEEK, {"special": ((date(2026, 11, 20), ((1320, 1560),)),)},
     "2026-11-20 23:30", 60, "2026-11-21 00:30"),
    ("opening in the jump", NY, JUMPED, {}, "2026-03-07 03:20", 20, "2026-03-08 03:10"),
    ("short hours in the jump", NY, EDGES, {}, "2026-03-08 01:30", 45, "2026-03-09 01:45"),
    ("hours that happen twice", NY, EDGES, {}, "2026-11-01 01:45", 60, "2026-11-01 01:45b"),
    ("from the second time on", NY, EDGES, {}, "2026-11-01 01:45b", 60, "2026-11-02 01:45"),
    ("only the first time counts", NY, DOUBLED, {}, "2026-11-01 01:10", 30, "2026-11-02 01:10"),
    ("after the first time", NY, DOUBLED, {}, "2026-11-01 01:10b", 30, "2026-11-02 01:30"),
    ("round the clock over both nights", NY, ALWAYS, {}, "2026-03-07 12:00", 1440,
     "2026-03-08 13:00"),
    ("round the clock, autumn day", NY, ALWAYS, {}, "2026-10-31 12:00", 1440, "2026-11-01 11:00"),
    ("another zone in spring", CHI, DEFAULT_WEEK, {}, "2026-03-06 16:30", 60, "2026-03-09 08:30"),
    ("Honolulu in spring", HNL, ALWAYS, {}, "2026-03-08 01:30", 60, "2026-03-08 02:30"),
    ("Honolulu in autumn", HNL, ALWAYS, {}, "2026-11-01 00:30", 90, "2026-11-01 02:00"),
    ("Honolulu over the weekend", HNL, LUNCH, {}, "2026-11-20 16:50", 20, "2026-11-23 08:10"),
    ("Phoenix round the clock", PHX, ALWAYS, {}, "2026-03-08 01:30", 60, "2026-03-08 02:30"),
    ("Phoenix in autumn", PHX, NIGHT, {}, "2026-10-31 23:00", 420, "2026-11-01 06:00"),
    ("half an hour twice on Lord Howe", LHI, ALWAYS, {}, "2026-04-05 01:00", 60,
     "2026-04-05 01:30b"),
    ("half an hour jumped on Lord Howe", LHI, ALWAYS, {}, "2026-10-04 01:45", 30,
     "2026-10-04 02:45"),
    ("a longer night on Lord Howe", LHI, NIGHT, {}, "2026-04-04 23:00", 420, "2026-04-05 05:30"),
    ("a shorter night on Lord Howe", LHI, NIGHT, {}, "2026-10-03 23:00", 420, "2026-10-04 22:30"),
    ("over midnight in Kathmandu", KTM, ALWAYS, {}, "2026-11-17 23:50", 20, "2026-11-18 00:10"),
    ("lunch in Kathmandu", KTM, LUNCH, {}, "2026-11-17 11:59", 2, "2026-11-17 13:01"),
]  # fmt: skip


def test_the_hand_made_table_is_long_enough() -> None:
    assert len(VECTORS) >= 60


@pytest.mark.parametrize("vector", VECTORS, ids=[vector[0] for vector in VECTORS])
def test_due_times_match_the_hand_made_table(vector: Any) -> None:
    _, zone, week, days, start, minutes, due = vector
    hours = table(zone, week, **days)
    answer = hours.due(local(zone, start).astimezone(UTC), minutes)
    assert answer == local(zone, due).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-17 10:00", 0, "2026-11-17 17:00"),
        ("2026-11-17 06:00", 0, "2026-11-17 17:00"),
        ("2026-11-17 17:00", 0, "2026-11-18 17:00"),
        ("2026-11-17 19:00", 1, "2026-11-19 17:00"),
        ("2026-11-21 11:00", 0, "2026-11-23 17:00"),
        ("2026-11-24 10:00", 2, "2026-11-27 17:00"),
        ("2026-12-24 11:59", 0, "2026-12-24 12:00"),
        ("2026-12-24 12:00", 0, "2026-12-25 17:00"),
    ],
)
def test_business_days_end_at_the_close_of_the_day(start: str, days: Any, due: str) -> None:
    hours = table(closed=frozenset({THANKSGIVING}), special=HALF_DAY)
    assert hours.due_in_business_days(local(NY, start), days) == local(NY, due)


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
        (THANKSGIVING, 0, date(2026, 11, 25)),
        (date(2026, 11, 28), 0, date(2026, 11, 27)),
        (date(2026, 11, 30), 1, date(2026, 11, 27)),
        (date(2026, 11, 29), 1, date(2026, 11, 27)),
        (date(2026, 11, 30), 2, date(2026, 11, 25)),
    ],
)
def test_business_days_are_counted_back_over_closed_ones(
    day: date, days: int, expected: date
) -> None:
    assert table(closed=frozenset({THANKSGIVING})).business_day_before(day, days) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 25)),
        (date(2026, 11, 25), date(2026, 11, 27)),
        (THANKSGIVING, date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 11, 30)),
    ],
)
def test_the_next_business_day_is_the_next_that_opens(day: date, expected: date) -> None:
    assert table(closed=frozenset({THANKSGIVING})).business_day_after(day) == expected


def test_a_week_has_seven_days_and_a_table_runs_forward() -> None:
    with pytest.raises(clock.BadCalendar, match="a week has seven days, not 5"):
        Calendar(zone=NY, week=((),) * 5)
    with pytest.raises(clock.ClockError, match="the last day 2026-01-01 lies before the first"):
        clock.open_hours(Calendar(zone=NY), first=date(2026, 1, 2), last=date(2026, 1, 1))
    with pytest.raises(clock.ClockError, match="a due time cannot lie 1 business days back"):
        table().due_in_business_days(datetime(2026, 11, 17, 15, tzinfo=UTC), -1)


def test_before_the_first_opening_of_a_table_no_minute_has_passed() -> None:
    early = datetime(2026, 1, 1, 6, tzinfo=UTC)
    assert table().minutes_between(early, early + timedelta(hours=1)) == 0
    assert not table().is_open(early)


def test_why_gives_every_stretch_of_the_sum() -> None:
    start = local(NY, "2026-11-20 16:40").astimezone(UTC)
    closing = local(NY, "2026-11-20 17:00").astimezone(UTC)
    opening = local(NY, "2026-11-23 08:00").astimezone(UTC)
    assert table().why(start, 60) == (
        Step(kind="open", start=start, end=closing, minutes=20.0, total=20.0),
        Step(kind="closed", start=closing, end=opening, minutes=0.0, total=20.0),
        Step(
            kind="open",
            start=opening,
            end=opening + timedelta(minutes=40),
            minutes=40.0,
            total=60.0,
        ),
    )


def test_a_day_closes_at_its_last_closing_and_a_closed_day_never() -> None:
    hours = table(week=SPLIT, closed=frozenset({THANKSGIVING}))
    assert hours.closing_of(date(2026, 11, 25)) == local(NY, "2026-11-25 19:00")
    assert hours.closing_of(THANKSGIVING) is None
    assert hours.closing_of(date(2026, 11, 22)) is None


def test_closing_after_is_the_end_of_this_stretch_or_of_the_next() -> None:
    hours = table(week=LUNCH)
    assert hours.closing_after(local(NY, "2026-11-17 11:00")) == local(NY, "2026-11-17 12:00")
    assert hours.closing_after(local(NY, "2026-11-17 12:00")) == local(NY, "2026-11-17 17:00")


def test_at_the_closing_minute_the_practice_is_closed() -> None:
    hours = table()
    assert hours.is_open(local(NY, "2026-11-17 08:00"))
    assert not hours.is_open(local(NY, "2026-11-17 17:00"))
    assert hours.next_open(local(NY, "2026-11-17 17:00")) == local(NY, "2026-11-18 08:00")


def test_overlapping_hours_count_once() -> None:
    hours = table(week=(((480, 720), (600, 1020)),) * 7)
    opening, closing = local(NY, "2026-11-17 08:00"), local(NY, "2026-11-17 17:00")
    assert hours.minutes_between(opening, closing) == 540


def test_a_question_outside_the_table_is_refused_by_name() -> None:
    hours = table()
    with pytest.raises(clock.OutsideHours, match="outside"):
        hours.due(datetime(2025, 12, 31, 12, tzinfo=UTC), 10)
    with pytest.raises(clock.OutsideHours, match="beyond"):
        hours.due(datetime(2027, 1, 29, 12, tzinfo=UTC), 10_000)
    with pytest.raises(clock.OutsideHours, match="beyond"):
        hours.due_in_business_days(datetime(2027, 1, 29, 12, tzinfo=UTC), 10)
    with pytest.raises(clock.OutsideHours, match="no opening"):
        table(week=((),) * 7).next_open(datetime(2026, 5, 5, tzinfo=UTC))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(clock.ClockError, match="zone"):
        table().due(datetime(2026, 11, 17, 10), 10)  # noqa: DTZ001


@pytest.mark.parametrize("hours", [(500, 400), (-1, 60), (1440, 1500), (600, 2100), (60, 60)])
def test_hours_that_cannot_be_are_refused(hours: Interval) -> None:
    told = f"not an opening time: minute {hours[0]} to minute {hours[1]}"
    with pytest.raises(clock.BadCalendar, match=told):
        Calendar(zone=NY, week=((hours,),) * 7)


def test_a_time_back_is_refused() -> None:
    with pytest.raises(clock.ClockError, match="back"):
        table().due(datetime(2026, 11, 17, 15, tzinfo=UTC), -1)


# Properties -------------------------------------------------------------------------------------

MOMENTS = st.integers(0, 474_000).map(
    lambda minutes: datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from([NY, PHX, KTM, "Europe/Dublin", "Australia/Lord_Howe", "America/Havana"])
DAYS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(30, 720)).map(lambda x: (x[0], x[0] + x[1])),
    min_size=0,
    max_size=3,
).map(tuple)
WEEKS = st.lists(DAYS, min_size=7, max_size=7).map(tuple).filter(any)


def long_table(zone: str, week: Week) -> OpenHours:
    """Long enough for a practice that is open half an hour a week, and the longest promise."""
    calendar = Calendar(zone=zone, week=week)
    return clock.open_hours(calendar, first=date(2026, 1, 1), last=date(2028, 6, 30))


TABLES = st.builds(long_table, ZONES, WEEKS)
MINUTES = st.integers(0, 2000)


def slow_minutes(hours: OpenHours, start: datetime, end: datetime) -> timedelta:
    """Count by walking every stretch, the way one would on paper."""
    stretches = zip(hours.starts, hours.ends, strict=True)
    overlaps = (min(end, close) - max(start, opening) for opening, close in stretches)
    return sum((overlap for overlap in overlaps if overlap > timedelta(0)), timedelta(0))


@UNHURRIED
@given(TABLES, MOMENTS, MINUTES)
def test_the_open_minutes_to_a_due_time_are_the_minutes_asked_for(
    hours: OpenHours, start: datetime, minutes: float
) -> None:
    due = hours.due(start, minutes)
    assert due >= start
    assert slow_minutes(hours, start, due) == timedelta(minutes=minutes)
    assert hours.minutes_between(start, due) == pytest.approx(minutes)


@UNHURRIED
@given(TABLES, MOMENTS, MINUTES, MINUTES)
def test_a_longer_promise_is_never_due_earlier(
    hours: OpenHours, start: datetime, one: Any, other: Any
) -> None:
    short, long = sorted((one, other))
    assert hours.due(start, short) <= hours.due(start, long)


@UNHURRIED
@given(TABLES, MOMENTS, MOMENTS, MINUTES)
def test_a_later_arrival_is_never_due_earlier(
    hours: OpenHours, one: Any, other: Any, minutes: float
) -> None:
    early, late = sorted((one, other))
    assert hours.due(early, minutes) <= hours.due(late, minutes)


@UNHURRIED
@given(TABLES, MOMENTS, st.integers(1, 2000))
def test_why_adds_up_and_ends_at_the_due_time(
    hours: OpenHours, start: datetime, minutes: float
) -> None:
    steps = hours.why(start, minutes)
    assert steps[0].start == start
    assert steps[-1].end == hours.due(start, minutes)
    assert sum(step.minutes for step in steps) == pytest.approx(minutes)
    assert [step.start for step in steps[1:]] == [step.end for step in steps[:-1]]


@UNHURRIED
@given(TABLES, MOMENTS, MINUTES)
def test_the_zone_in_which_a_moment_is_written_changes_nothing(
    hours: OpenHours, start: datetime, minutes: float
) -> None:
    assert hours.due(start.astimezone(ZoneInfo(KTM)), minutes) == hours.due(start, minutes)


@UNHURRIED
@given(ZONES, MOMENTS)
def test_a_wall_clock_and_back_is_the_same_moment_unless_it_happens_twice(
    zone: str, moment: datetime
) -> None:
    wall = moment.astimezone(ZoneInfo(zone))
    minute = wall.hour * 60 + wall.minute
    answer = clock.utc(wall.date(), minute, ZoneInfo(zone))
    assert answer == moment or wall.fold == 1


@UNHURRIED
@given(ZONES, WEEKS, WEEKS, MOMENTS, MOMENTS, MOMENTS)
def test_new_hours_hold_from_the_moment_they_are_set(
    zone: str, old: Week, new: Week, at: datetime, one: datetime, other: datetime
) -> None:
    before, after = long_table(zone, old), long_table(zone, new)
    hours = clock.changed(before, after, at)
    start, end = sorted((one, other))
    expected = before.minutes_between(min(start, at), min(end, at)) + after.minutes_between(
        max(start, at), max(end, at)
    )
    assert hours.minutes_between(start, end) == pytest.approx(expected)
    today = at.astimezone(ZoneInfo(zone)).date()
    assert {day: end for day, end in hours.closes.items() if day < today} == {
        day: end for day, end in before.closes.items() if day < today
    }
    assert {day: end for day, end in hours.closes.items() if day > today} == {
        day: end for day, end in after.closes.items() if day > today
    }


@pytest.mark.parametrize(
    ("at", "closing"),
    [("2026-11-17 10:00", "2026-11-17 14:00"), ("2026-11-17 16:00", "2026-11-17 16:00"),
     ("2026-11-17 18:00", "2026-11-17 17:00")],
)  # fmt: skip
def test_the_day_the_hours_change_closes_when_nobody_is_in_any_more(at: str, closing: str) -> None:
    day = date(2026, 11, 17)
    until_two = Calendar(zone=NY, week=(((480, 840),),) * 7)
    after = clock.open_hours(until_two, first=day, last=day)
    hours = clock.changed(one_day(), after, local(NY, at))
    assert hours.closing_of(day) == local(NY, closing)


def test_a_day_on_which_nobody_is_in_before_or_after_does_not_open() -> None:
    day = date(2026, 11, 17)
    evening = Calendar(zone=NY, week=(((1080, 1200),),) * 7)
    before = clock.open_hours(evening, first=day, last=day)
    never = clock.open_hours(Calendar(zone=NY, week=((),) * 7), first=day, last=day)
    assert clock.changed(before, never, local(NY, "2026-11-17 12:00")).days == []


def test_a_day_that_was_closed_until_the_new_hours_of_it_are_over_did_not_open() -> None:
    day = date(2026, 11, 17)
    never = clock.open_hours(Calendar(zone=NY, week=((),) * 7), first=day, last=day)
    assert clock.changed(never, one_day(), local(NY, "2026-11-17 18:00")).days == []


@pytest.mark.parametrize("at", ["2026-11-17 08:00", "2026-11-17 17:00"])
def test_hours_that_change_at_an_opening_or_a_closing_leave_no_moment_of_opening(at: str) -> None:
    day = date(2026, 11, 17)
    never = clock.open_hours(Calendar(zone=NY, week=((),) * 7), first=day, last=day)
    opening, closing = (
        clock.changed(one_day(), never, local(NY, at)),
        clock.changed(never, one_day(), local(NY, at)),
    )
    assert len(opening.starts) == (at.endswith("17:00"))
    assert len(closing.starts) == (at.endswith("08:00"))


# What breaking the clock on purpose showed to be untested


def one_day(day: date = date(2026, 11, 17)) -> OpenHours:
    return clock.open_hours(Calendar(zone=NY, week=DEFAULT_WEEK), first=day, last=day)


def test_a_table_of_one_day_is_open_on_that_day_and_ends_with_it() -> None:
    hours = one_day()
    morning, closing = local(NY, "2026-11-17 09:00"), local(NY, "2026-11-17 17:00")
    assert hours.is_open(morning)
    assert hours.due_in_business_days(morning, 0) == closing
    assert hours.business_day_before(date(2026, 11, 17), 0) == date(2026, 11, 17)


def test_beyond_the_table_it_says_what_was_asked_and_where_it_ends() -> None:
    hours, day = one_day(), date(2026, 11, 17)
    morning = local(NY, "2026-11-17 09:00")
    with pytest.raises(clock.OutsideHours, match=r"1 business days after .* is beyond 2026"):
        hours.due_in_business_days(morning, 1)
    with pytest.raises(clock.OutsideHours, match=f"1 business days before {day} is before"):
        hours.business_day_before(day, 1)
    with pytest.raises(clock.OutsideHours, match=f"before {hours.covers[0]}".replace("+", r"\+")):
        hours.business_day_before(day, 1)
    with pytest.raises(clock.OutsideHours, match=f"no opening after {day} before"):
        hours.business_day_after(day)


def test_no_due_time_lies_back_and_it_says_how_far_it_would() -> None:
    with pytest.raises(clock.ClockError, match="cannot lie 5 minutes back"):
        table().due(local(NY, "2026-11-17 09:00"), -5)


@pytest.mark.parametrize("early_s", range(1, 5))
@pytest.mark.parametrize("late_s", range(5))
def test_the_second_in_which_a_zone_jumps_is_found_exactly(early_s: int, late_s: int) -> None:
    jump = datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    early, late = jump - timedelta(seconds=early_s), jump + timedelta(seconds=late_s)
    assert clock._jump(early, late, ZoneInfo(NY)) == jump


def test_a_table_covers_whole_days_of_its_own_zone() -> None:
    hours = one_day()
    assert hours.covers == (local(NY, "2026-11-17 00:00"), local(NY, "2026-11-18 00:00"))


def test_a_table_answers_from_its_first_moment_and_up_to_its_last() -> None:
    hours = one_day()
    first, last = hours.covers
    assert hours.due(first, 0) == local(NY, "2026-11-17 08:00")
    with pytest.raises(clock.OutsideHours) as refusal:
        hours.due(last, 0)
    assert str(refusal.value) == f"{last} is outside {first} to {last}"


def test_hours_that_touch_are_one_stretch_of_the_sum() -> None:
    hours = table(week=(((480, 720), (720, 1020)),) * 7)
    opening, closing = local(NY, "2026-11-17 08:00"), local(NY, "2026-11-17 17:00")
    assert [(each.kind, each.end) for each in hours.why(opening, 540)] == [("open", closing)]


@pytest.mark.parametrize(
    ("zone", "day", "minute", "expected"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 150, "2026-03-29T01:00:00+00:00"),
        (NY, date(2026, 3, 8), 150, "2026-03-08T07:00:00+00:00"),
        (LHI, date(2026, 10, 4), 135, "2026-10-03T15:30:00+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), 150, "2026-10-25T00:30:00+00:00"),
    ],
)
def test_a_wall_time_the_clocks_skip_or_repeat_is_one_moment_in_utc(
    zone: str, day: date, minute: int, expected: str
) -> None:
    moment = clock.utc(day, minute, ZoneInfo(zone))
    assert moment.isoformat() == expected
    assert moment.tzinfo is UTC


def test_the_sum_is_told_in_utc_whatever_zone_the_start_was_in() -> None:
    (step,) = table().why(local(NY, "2026-11-17 08:00"), 30)
    assert step.start.tzinfo is UTC


def test_hours_that_the_clocks_jump_over_make_no_business_day() -> None:
    only_the_lost_hour = Calendar(zone=NY, week=((),) * 6 + (((120, 180),),))
    days = (date(2026, 3, 1), date(2026, 3, 15))
    hours = clock.open_hours(only_the_lost_hour, first=days[0], last=days[1])
    assert hours.days == list(days)
