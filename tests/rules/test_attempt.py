"""What each result of a try means, and when the next one is made."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ringback.rules import attempt
from ringback.rules.attempt import FOLLOWS, Follows, Result, Try
from ringback.rules.partsofday import AS_USUAL, Parts
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
    ("tries", "expected"),
    [
        ([], False),
        ([no_answer(f"{MON} 09:00")], False),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{MON} 09:30")], False),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{MON} 15:00")], True),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{TUE} 09:00")], False),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{TUE} 12:00")], True),
        (
            [no_answer(f"{MON} 09:00"), made(Result.PATIENT_CALLED_US, f"{MON} 15:00")],
            False,
        ),
    ],
)
def test_two_tries_count_in_different_parts_of_the_day(tries: list[Try], expected: bool) -> None:
    assert attempt.two_day_parts(tries, NEW_YORK, AS_USUAL) == expected


def test_the_practice_says_which_part_of_the_day_a_try_was_made_in() -> None:
    tries = [no_answer(f"{MON} 09:00"), no_answer(f"{MON} 10:30")]
    early = Parts(morning=(420, 600), lunch=(600, 720), afternoon=(720, 960), evening=(960, 1200))
    found = [attempt.two_day_parts(tries, NEW_YORK, parts) for parts in (AS_USUAL, early)]
    assert found == [False, True]


def voicemail(text: str, number: str = "+12025550147") -> Try:
    return Try(result=Result.VOICEMAIL_LEFT, happened_at=at(text), number=number)


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ([], []),
        ([voicemail(f"{MON} 09:00")], ["one_voicemail_a_day"]),
        ([voicemail(f"{MON} 15:00")], ["one_voicemail_a_day"]),
        ([voicemail("2026-11-22 23:59")], []),
        ([voicemail(f"{MON} 09:00", "+12025550148")], []),
        ([no_answer(f"{MON} 09:00")], []),
    ],
)
def test_a_number_has_one_voicemail_a_day_at_most(earlier: list[Try], expected: list[str]) -> None:
    reasons = attempt.voicemail_refusals(voicemail(f"{MON} 12:00"), earlier, NEW_YORK)
    assert [each.code for each in reasons] == expected


def test_only_a_voicemail_is_refused_after_one() -> None:
    silent = Try(result=Result.NO_ANSWER, happened_at=at(f"{MON} 12:00"), number="+12025550147")
    assert attempt.voicemail_refusals(silent, [voicemail(f"{MON} 09:00")], NEW_YORK) == ()


def test_the_day_of_a_voicemail_is_the_practices_day() -> None:
    late, next_in_utc = voicemail(f"{MON} 09:00"), voicemail(f"{MON} 20:00")
    reasons = attempt.voicemail_refusals(next_in_utc, [late], NEW_YORK)
    assert [str(each) for each in reasons] == [
        "One voicemail a day is the most, and one was left for them that day already."
    ]


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([], False),
        ([no_answer(f"{MON} 09:00")], False),
        ([made(Result.DECLINED, f"{MON} 10:00")], True),
        ([made(Result.DECLINED, f"{MON} 09:00")], True),
        ([made(Result.DECLINED, f"{MON} 08:59")], False),
        ([made(Result.DECLINED, f"{MON} 10:00"), no_answer(f"{TUE} 09:00")], True),
        ([made(Result.DECLINED, f"{MON} 10:00"), made(Result.REACHED_OTHER, f"{TUE} 09:00")], True),
        (
            [made(Result.DECLINED, f"{MON} 10:00"), made(Result.PATIENT_CALLED_US, f"{TUE} 09:00")],
            False,
        ),
        (
            [
                made(Result.DECLINED, f"{MON} 10:00"),
                made(Result.CALL_LATER, f"{TUE} 09:00", f"{WED} 09:00"),
                no_answer(f"{WED} 09:00"),
            ],
            False,
        ),
    ],
)
def test_a_no_holds_until_they_ask_for_us_again(tries: list[Try], expected: bool) -> None:
    assert attempt.declined(tries, at(f"{MON} 09:00")) is expected


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


@pytest.mark.parametrize(
    ("hours", "why_late", "codes"),
    [
        (24, "", []),
        (25, None, []),
        (25, " ", ["why_late"]),
        (25, "The line was down", []),
    ],
)
def test_told_more_than_a_day_late_it_says_why(
    hours: int, why_late: str | None, codes: list[str]
) -> None:
    now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    found = attempt.refusals(
        result=Result.NO_ANSWER,
        happened_at=now - timedelta(hours=hours),
        received_at=now - timedelta(days=9),
        now=now,
        call_again_at=None,
        why_late=why_late,
    )
    assert [each.code for each in found] == codes
