"""What each result of a try means, and when the next one is made."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import attempt
from ringback.rules.attempt import FOLLOWS, DayPart, Follows, Result, Try
from ringback.rules.clock import OpenHours
from tests.rules.pathways import NEW_YORK, hours

ZONE = ZoneInfo(NEW_YORK)
HOURS = hours()
TRY_AGAIN = [result for result in Result if FOLLOWS[result] is Follows.TRY_AGAIN]
MON, TUE, WED = "2026-11-23", "2026-11-24", "2026-11-25"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def made(result: Result, text: str, again: str | None = None) -> Try:
    return Try(result=result, happened_at=at(text), call_again_at=at(again) if again else None)


def no_answer(text: str) -> Try:
    return made(Result.NO_ANSWER, text)


def after(*tries: Try, now: datetime | None = None, table: OpenHours = HOURS) -> datetime | None:
    moment = now or tries[-1].happened_at
    return attempt.next_try(tries=tries, hours=table, zone=NEW_YORK, now=moment)


# What may be written down


def refused(
    result: Result = Result.NO_ANSWER,
    happened: str = f"{MON} 12:00",
    again: str | None = None,
) -> list[str]:
    reasons = attempt.refusals(
        result=result,
        happened_at=at(happened),
        received_at=at(f"{MON} 09:00"),
        now=at(f"{MON} 12:00"),
        call_again_at=at(again) if again else None,
    )
    return [each.code for each in reasons]


@pytest.mark.parametrize("result", Result)
def test_a_result_without_a_time_is_enough_unless_they_asked_for_one(result: Result) -> None:
    assert refused(result) == (["time_needed"] if result is Result.CALL_LATER else [])


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        (f"{MON} 12:01", ["in_the_future"]),
        (f"{MON} 08:59", ["before_arrival"]),
        (f"{MON} 09:00", []),
    ],
)
def test_a_try_lies_between_their_call_and_now(happened: str, expected: list[str]) -> None:
    assert refused(happened=happened) == expected


@pytest.mark.parametrize(
    ("result", "again", "expected"),
    [
        (Result.CALL_LATER, f"{MON} 12:00", ["time_needed"]),
        (Result.CALL_LATER, f"{MON} 12:01", []),
        (Result.REACHED_OTHER, f"{MON} 11:00", ["time_needed"]),
        (Result.REACHED_OTHER, f"{MON} 16:00", []),
        (Result.DECLINED, f"{MON} 16:00", ["they_declined"]),
        (Result.CALL_LATER, "2027-05-21 12:00", []),
        (Result.CALL_LATER, "2027-05-23 12:00", ["too_far_ahead"]),
    ],
)
def test_a_time_to_call_lies_ahead_and_within_reason(
    result: Result, again: str, expected: list[str]
) -> None:
    assert refused(result, again=again) == expected


# When the next one is made


def test_every_result_has_something_that_follows() -> None:
    assert set(FOLLOWS) == set(Result)


@pytest.mark.parametrize("result", [r for r in Result if FOLLOWS[r] is Follows.STAY])
def test_after_a_result_that_settles_it_no_try_follows(result: Result) -> None:
    assert after(made(result, f"{MON} 09:00")) is None


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Result.NO_ANSWER, f"{MON} 11:30"),
        (Result.NO_VOICEMAIL, f"{MON} 11:30"),
        (Result.REACHED_OTHER, f"{MON} 11:30"),
        (Result.BUSY, f"{MON} 09:15"),
        (Result.VOICEMAIL_LEFT, f"{TUE} 11:30"),
    ],
)
def test_the_first_try_in_the_morning_leads_to(result: Result, expected: str) -> None:
    assert after(made(result, f"{MON} 09:00")) == at(expected)


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([no_answer(f"{MON} 12:00")], f"{MON} 14:00"),
        ([no_answer(f"{MON} 15:00")], f"{TUE} 08:30"),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{MON} 11:30")], f"{TUE} 14:00"),
        ([no_answer("2026-11-20 09:00"), no_answer("2026-11-20 15:00")], f"{MON} 11:30"),
        (
            [no_answer(f"{MON} 09:00"), no_answer(f"{MON} 11:30"), no_answer(f"{TUE} 14:00")],
            f"{WED} 08:30",
        ),
        ([no_answer("2026-11-16 15:00"), no_answer(f"{MON} 09:00")], f"{TUE} 11:30"),
    ],
)
def test_the_next_try_falls_in_another_part_of_the_day_and_later_on_another_day(
    tries: list[Try], expected: str
) -> None:
    assert after(*tries) == at(expected)


def test_the_third_try_falls_on_another_weekday() -> None:
    tries = [no_answer("2026-11-20 09:00"), no_answer("2026-11-20 12:00")]
    only_fridays_and_mondays = hours((((480, 1020),), (), (), (), ((480, 1020),), (), ()))
    found = after(*tries, table=only_fridays_and_mondays)
    assert found == at(f"{MON} 14:00")


def test_a_line_engaged_twice_running_is_treated_like_one_nobody_answers() -> None:
    busy = [made(Result.BUSY, f"{MON} 09:00"), made(Result.BUSY, f"{MON} 09:15")]
    assert after(*busy) == at(f"{TUE} 11:30")


def test_an_engaged_line_before_closing_is_tried_at_the_next_opening() -> None:
    assert after(made(Result.BUSY, f"{MON} 16:50")) == at(f"{TUE} 08:00")


def test_the_time_they_asked_for_wins() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", again=f"{WED} 16:10")
    assert after(asked) == at(f"{WED} 16:10")


def test_a_time_somebody_else_told_us_wins_too() -> None:
    told = made(Result.REACHED_OTHER, f"{MON} 09:00", again=f"{MON} 15:30")
    assert after(told) == at(f"{MON} 15:30")


def test_a_try_before_the_time_they_asked_for_does_not_take_it_away() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", again=f"{WED} 16:00")
    assert after(asked, no_answer(f"{MON} 12:00")) == at(f"{WED} 16:00")


def test_once_their_time_has_passed_our_rhythm_goes_on() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", again=f"{MON} 14:00")
    assert after(asked, no_answer(f"{MON} 14:05")) == at(f"{TUE} 11:30")


def test_speaking_to_them_settles_the_time_they_had_asked_for() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", again=f"{WED} 16:00")
    spoke = made(Result.REACHED_PATIENT, f"{MON} 11:00")
    assert after(asked, spoke, no_answer(f"{MON} 12:00")) == at(f"{TUE} 14:00")


def test_a_try_written_down_late_plans_nothing_in_the_past() -> None:
    assert after(no_answer(f"{MON} 09:00"), now=at(f"{TUE} 09:00")) == at(f"{TUE} 11:30")
    busy = made(Result.BUSY, f"{MON} 09:00")
    assert after(busy, now=at(f"{TUE} 09:00")) == at(f"{TUE} 09:15")


def test_a_practice_open_in_one_part_of_the_day_only_tries_again_the_next_business_day() -> None:
    afternoons = hours((((840, 1080),),) * 5 + ((), ()))
    assert after(no_answer(f"{MON} 15:00"), table=afternoons) == at(f"{TUE} 14:00")


def test_a_practice_open_on_one_weekday_only_waits_for_it() -> None:
    mondays = hours((((480, 1020),), (), (), (), (), (), ()))
    tries = [no_answer(f"{MON} 09:00"), no_answer(f"{MON} 12:00")]
    assert after(*tries, table=mondays) == at("2026-11-30 08:00")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2026-11-23 10:59", DayPart.MORNING),
        ("2026-11-23 11:00", DayPart.MIDDAY),
        ("2026-11-23 13:59", DayPart.MIDDAY),
        ("2026-11-23 14:00", DayPart.AFTERNOON),
    ],
)
def test_parts_of_the_day_are_the_practices_own(text: str, part: DayPart) -> None:
    assert attempt.day_part(at(text), ZONE) == part


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([], False),
        ([no_answer(f"{MON} 09:00")], False),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{MON} 09:30")], False),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{MON} 15:00")], True),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{TUE} 09:00")], True),
        (
            [no_answer(f"{MON} 09:00"), made(Result.PATIENT_CALLED_US, f"{MON} 15:00")],
            False,
        ),
    ],
)
def test_two_tries_count_in_different_parts_of_the_day(tries: list[Try], expected: bool) -> None:
    assert attempt.two_day_parts(tries, NEW_YORK) == expected


MOMENTS = st.integers(0, 60 * 24 * 14).map(lambda m: at("2026-11-09 08:00") + timedelta(minutes=m))
TRIES = st.lists(
    st.builds(Try, result=st.sampled_from([*TRY_AGAIN, Result.BUSY]), happened_at=MOMENTS),
    min_size=1,
    max_size=6,
).map(lambda found: sorted(found, key=lambda each: each.happened_at))


@given(TRIES, st.integers(0, 60 * 24 * 3))
def test_the_next_try_is_always_ahead_and_in_opening_hours(tries: list[Try], late: int) -> None:
    now = tries[-1].happened_at + timedelta(minutes=late)
    found = after(*tries, now=now)
    assert found is not None
    assert found > now
    assert HOURS.is_open(found)


@given(TRIES)
def test_the_day_of_a_voicemail_sees_no_further_try_of_ours(tries: list[Try]) -> None:
    left = Try(result=Result.VOICEMAIL_LEFT, happened_at=tries[-1].happened_at)
    found = after(*tries[:-1], left)
    assert found is not None
    assert found.astimezone(ZONE).date() > left.happened_at.astimezone(ZONE).date()


@given(TRIES)
def test_by_the_third_the_tries_are_spread_over_two_weekdays(tries: list[Try]) -> None:
    found = after(*tries)
    assert found is not None
    busy_again = tries[-1].result is Result.BUSY
    days = {each.happened_at.astimezone(ZONE).weekday() for each in tries}
    if len(tries) > 1 and not busy_again:
        assert len(days | {found.astimezone(ZONE).weekday()}) > 1
