"""What each result of a try means, and when the next one is made."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ringback.rules import attempt
from ringback.rules.attempt import FOLLOWS, DayPart, Follows, Result, Try
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


def test_every_result_has_something_that_follows() -> None:
    assert set(FOLLOWS) == set(Result)


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


AHEAD = attempt.FURTHEST_AHEAD


@pytest.mark.parametrize(
    ("result", "happened", "again", "said"),
    [
        (Result.NO_ANSWER, f"{MON} 12:01", None, "A try cannot have happened in the future."),
        (
            Result.NO_ANSWER,
            f"{MON} 08:59",
            None,
            "A try cannot be earlier than the patient's own call.",
        ),
        (
            Result.CALL_LATER,
            f"{MON} 12:00",
            None,
            "When did they ask to be called? Give a time still to come.",
        ),
        (
            Result.CALL_LATER,
            f"{MON} 12:00",
            f"{MON} 12:00",
            "When did they ask to be called? Give a time still to come.",
        ),
        (
            Result.DECLINED,
            f"{MON} 12:00",
            f"{MON} 16:00",
            "They declined, so no further call is planned. Leave the time out.",
        ),
        (
            Result.CALL_LATER,
            f"{MON} 12:00",
            "2027-05-23 12:00",
            "That is more than half a year ahead. Check the date.",
        ),
    ],
)
def test_a_refusal_says_what_to_do(
    result: Result, happened: str, again: str | None, said: str
) -> None:
    reasons = attempt.refusals(
        result=result,
        happened_at=at(happened),
        received_at=at(f"{MON} 09:00"),
        now=at(f"{MON} 12:00"),
        call_again_at=at(again) if again else None,
    )
    assert [str(each) for each in reasons] == [said]


@pytest.mark.parametrize(("beyond", "expected"), [(0, []), (1, ["too_far_ahead"])])
def test_half_a_year_ahead_is_the_furthest(beyond: int, expected: list[str]) -> None:
    now = at(f"{MON} 12:00")
    again = now + AHEAD + timedelta(seconds=beyond)
    reasons = attempt.refusals(
        result=Result.CALL_LATER, happened_at=now, received_at=now, now=now, call_again_at=again
    )
    assert [each.code for each in reasons] == expected
