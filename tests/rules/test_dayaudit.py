"""The audited day: each definition, at its edges."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules.clock import Calendar, OpenHours, open_hours
from ringback.rules.dayaudit import DayAudit, Given, Wait, audit
from ringback.rules.phonelog import Call

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

NY = ZoneInfo("America/New_York")
ANN, BOB, LAB, OURS = "+12025550101", "+12025550102", "+12025550190", "+12025550100"
TUESDAY = date(2026, 11, 17)


def hours(**days: Any) -> OpenHours:
    calendar = Calendar(zone="America/New_York", **days)
    return open_hours(calendar, first=date(2026, 11, 1), last=date(2026, 12, 31))


HOURS = hours()


def call(clock: str, caller: str | None = ANN, *, day: int = 17, **more: Any) -> Call:
    """Write a missed inbound call of ten seconds on a day of November 2026."""
    hour, minute = (int(part) for part in clock.split(":"))
    started = datetime(2026, 11, day, hour, minute, tzinfo=NY).astimezone(UTC)
    seconds = more.get("seconds", 10)
    usual: dict[str, Any] = {
        "external_id": f"{day} {clock} {caller} {more.get('callee')}",
        "started_at": started,
        "ended_at": started + timedelta(seconds=seconds or 0),
        "caller": caller,
        "callee": OURS,
        "direction": "inbound",
        "answered": False,
        "voicemail": False,
        "voicemail_seconds": 0,
        "ring_seconds": None,
        "talk_seconds": 0,
        "seconds": seconds,
        "withheld": caller is None,
        "rows": 1,
        "line": 1,
    }
    return Call(**{**usual, **more})


def answered(clock: str, caller: str | None = ANN, **more: Any) -> Call:
    return call(clock, caller, answered=True, **more)


def called(clock: str, number: str = ANN, *, reached: bool = True, **more: Any) -> Call:
    return call(
        clock, OURS, callee=number, direction="outbound", answered=reached, withheld=False, **more
    )


def people(told: DayAudit) -> tuple[int, int, int]:
    return told.returned, told.reached_us_later, told.never_returned


def of(*calls: Call, **more: Any) -> DayAudit:
    return audit(calls, **{"hours": HOURS, **more})


def test_the_json_has_exactly_the_promised_keys_in_their_order() -> None:
    told = of(
        call("9:00"),
        given=Given(rows=3, rejected_rows=1, opening_hours_assumed="Mon-Fri 08:00-17:00"),
    )
    assert list(told.as_json().items()) == [
        ("rows", 3),
        ("rejected_rows", 1),
        ("dates", ["2026-11-17"]),
        ("calls", 1),
        ("inbound", 1),
        ("outbound", 0),
        ("internal", 0),
        ("direction_unknown", 0),
        ("answered", 0),
        ("missed", 1),
        ("hung_up_early", 0),
        ("voicemails", 0),
        ("returned", 0),
        ("reached_us_later", 0),
        ("never_returned", 1),
        ("median_return_minutes", None),
        ("slowest_return_minutes", None),
        ("repeat_callers", 0),
        ("withheld", 0),
        ("known_non_patients", 0),
        ("by_hour", [0] * 9 + [1] + [0] * 14),
        ("open_at_close", 1),
        ("due_missed", 1),
        ("opening_hours_assumed", "Mon-Fri 08:00-17:00"),
        ("web_inquiries", None),
        ("appointment_requests", None),
        ("incomplete_forms", None),
    ]


def test_an_empty_log_counts_nothing() -> None:
    told = of()
    assert (told.calls, told.dates, told.due_missed, people(told)) == (0, (), 0, (0, 0, 0))


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        # What became of Ann: returned, reached us later, never returned.
        ([call("9:00")], (0, 0, 1)),
        ([call("9:00"), called("9:30")], (1, 0, 0)),
        ([call("9:00"), called("9:30", reached=False)], (0, 0, 1)),
        ([call("9:00"), answered("9:30")], (0, 1, 0)),
        ([called("8:30"), call("9:00")], (0, 0, 1)),
        ([answered("8:30"), call("9:00")], (0, 0, 1)),
        ([call("9:00"), call("10:00"), called("11:00")], (1, 0, 0)),
        ([call("9:00"), called("10:00"), call("15:00")], (0, 0, 1)),
        ([call("9:00"), called("10:00"), call("15:00"), answered("15:30")], (0, 1, 0)),
        ([call("9:00"), answered("10:00"), called("11:00")], (0, 1, 0)),
        ([call("9:00"), called("10:00"), answered("11:00")], (1, 0, 0)),
        ([call("9:00"), called("10:00", BOB)], (0, 0, 1)),
        ([call("9:00"), called("9:10", day=18)], (1, 0, 0)),
        ([call("9:00"), call("9:00", BOB), called("9:30")], (1, 0, 1)),
        ([call("9:00", direction="unknown"), called("9:30")], (1, 0, 0)),
        ([call("9:00", None)], (0, 0, 0)),
        ([answered("9:00")], (0, 0, 0)),
        ([called("9:00", reached=False)], (0, 0, 0)),
    ],
)
def test_a_person_is_judged_by_the_last_wait(
    calls: list[Call], expected: tuple[int, int, int]
) -> None:
    assert people(of(*calls)) == expected


def test_minutes_run_from_the_first_missed_call_of_the_wait() -> None:
    told = of(call("9:00"), call("9:50"), called("10:15"), call("9:00", BOB), called("9:20", BOB))
    assert told.slowest_return_minutes == 75.0
    assert told.median_return_minutes == 47.5


def test_of_several_returned_waits_the_longest_counts() -> None:
    told = of(call("9:00"), called("10:00"), call("11:00"), called("11:05"))
    assert (told.returned, told.median_return_minutes) == (1, 60.0)


def test_a_return_of_somebody_missed_again_is_in_no_minutes() -> None:
    assert of(call("9:00"), called("10:00"), call("15:00")).median_return_minutes is None


def test_minutes_are_wall_clock_also_over_a_weekend() -> None:
    told = of(call("16:00", day=20), called("9:00", day=23))
    assert told.slowest_return_minutes == 65 * 60


def test_answered_and_missed_count_every_call_in() -> None:
    told = of(
        call("9:00", None),
        call("9:01", direction="unknown", seconds=4),
        call("9:02", LAB, voicemail=True),
        answered("9:03", BOB),
        call("9:04", "201", callee="202", direction="internal"),
        called("9:05", reached=False),
        known_callers={LAB},
    )
    assert (told.calls, told.inbound, told.outbound, told.internal) == (6, 3, 1, 1)
    assert told.direction_unknown == 1
    assert (told.answered, told.missed, told.hung_up_early) == (1, 3, 1)
    assert (told.voicemails, told.withheld, told.known_non_patients) == (1, 1, 1)
    assert told.missed_withheld_at == (call("9:00").started_at,)


def test_who_was_called_back_and_missed_again_waits_since_then() -> None:
    told = of(call("9:00", BOB), called("9:30", BOB), call("10:00", BOB), call("10:20", BOB))
    (bob,) = told.callers
    assert (bob.outcome, bob.missed, bob.first_missed_at) == (
        "never returned",
        2,
        call("10:00").started_at,
    )


def test_a_hidden_caller_somebody_talked_to_waits_for_nobody() -> None:
    told = of(answered("9:00", None), call("9:05", None))
    assert (told.withheld, told.missed_withheld_at) == (2, (call("9:05").started_at,))


def test_a_length_that_is_not_known_is_not_hung_up_early() -> None:
    assert of(call("9:00", seconds=None), call("9:10", seconds=5)).hung_up_early == 0


def test_a_listed_number_is_nobody_waiting_for_us() -> None:
    told = of(call("9:00", LAB), call("9:10", LAB), call("9:20"), known_callers={LAB})
    assert (told.known_non_patients, told.missed) == (2, 3)
    assert people(told) == (0, 0, 1)
    assert (told.repeat_callers, told.open_at_close, told.due_missed) == (0, 1, 1)


def test_a_repeat_caller_called_more_than_once_answered_or_not() -> None:
    told = of(answered("9:00"), call("9:30"), call("9:40", BOB), call("9:00", None))
    assert (told.repeat_callers, told.repeats) == (1, ((ANN, 2),))


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([call("7:00")], 1),  # before opening: the day still closes later
        ([call("16:59")], 1),
        ([call("17:00")], 0),
        ([call("10:00", day=21)], 0),  # a Saturday has no closing time
        ([call("17:30"), call("9:00", day=18)], 1),
        ([call("9:00"), answered("16:00")], 0),
        ([call("9:00"), called("18:00")], 0),
        ([call("9:00"), call("9:00", BOB)], 2),
    ],
)
def test_open_at_close_is_never_returned_and_missed_before_closing(
    calls: list[Call], expected: int
) -> None:
    assert of(*calls).open_at_close == expected


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([call("9:00"), called("10:00")], 0),  # just in time
        ([call("9:00"), called("10:01")], 1),
        ([call("9:00"), answered("9:30")], 0),
        ([call("9:00"), answered("10:30")], 1),
        ([call("9:00"), call("9:30"), called("10:15")], 1),
        ([call("9:00"), call("9:30")], 2),  # missed calls are counted, not people
        ([call("16:30")], 0),  # the log ends before 60 business minutes have passed
        ([call("16:30"), answered("12:00", BOB, day=18)], 1),
        ([call("16:30"), called("8:30", day=18)], 0),
        ([call("10:00", day=21), called("8:59", day=23)], 0),  # Saturday: due Monday at nine
        ([call("10:00", day=21), called("9:01", day=23)], 1),
        ([call("6:00"), called("9:00")], 0),
        ([call("9:00", None)], 0),
    ],
)
def test_due_missed_counts_calls_whose_sixty_business_minutes_passed(
    calls: list[Call], expected: int
) -> None:
    assert of(*calls).due_missed == expected


def test_a_practice_that_never_opens_has_nothing_due_and_nothing_open() -> None:
    told = of(call("9:00"), hours=hours(week=((),) * 7))
    assert (told.due_missed, told.open_at_close, told.never_returned) == (0, 0, 1)


def test_one_day_of_several_counts_that_day_and_looks_ahead_for_returns() -> None:
    calls = [call("9:00"), call("9:00", BOB), called("9:30", day=18), call("11:00", day=18)]
    told = of(*calls, day=TUESDAY, given=Given(rows=9))
    assert (told.rows, told.dates, told.calls) == (9, (TUESDAY,), 2)
    assert people(told) == (1, 0, 1)
    assert told.slowest_return_minutes == 24 * 60 + 30


def test_all_days_are_counted_together_by_the_hour_of_the_practice() -> None:
    told = of(call("9:00"), call("9:59", BOB), call("23:30", day=18), called("9:00"))
    assert told.dates == (TUESDAY, date(2026, 11, 18))
    assert told.by_hour == (0,) * 9 + (2,) + (0,) * 13 + (1,)
    assert told.missed_by_hour == told.by_hour


CALLS = st.lists(
    st.builds(
        call,
        st.builds("{}:{:02}".format, st.integers(7, 18), st.integers(0, 59)),
        st.sampled_from([ANN, BOB, LAB, OURS, None]),
        day=st.integers(16, 22),
        callee=st.sampled_from([ANN, BOB, OURS]),
        direction=st.sampled_from(["inbound", "outbound", "internal", "unknown"]),
        answered=st.booleans(),
        seconds=st.sampled_from([None, 3, 40]),
    ),
    max_size=15,
    unique_by=lambda one: one.external_id,
)


@UNHURRIED
@given(CALLS, st.booleans())
def test_the_counts_agree_with_each_other(calls: list[Call], one_day: bool) -> None:
    told = of(*calls, day=TUESDAY if one_day else None, known_callers={LAB})
    directions = told.inbound + told.outbound + told.internal + told.direction_unknown
    assert told.calls == directions
    assert told.answered + told.missed == told.inbound + told.direction_unknown
    assert sum(told.by_hour) == told.inbound + told.direction_unknown
    assert told.hung_up_early <= told.missed
    assert told.open_at_close <= told.never_returned
    assert sum(people(told)) == len(told.callers)
    assert (told.median_return_minutes is None) == (told.returned == 0)


def test_a_wait_nobody_ended_has_no_minutes() -> None:
    assert Wait(missed=(call("9:00"),), contact=None).minutes is None
