"""A try is written down, and the next one follows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ringback.actions import attempt, claim, parts, waiting
from ringback.actions.act import Held, Refused, Stale
from ringback.actions.attempt import Made
from ringback.rules.arrival import Kind
from ringback.rules.attempt import FOLLOWS, Follows, Result
from ringback.rules.lifecycle import Party
from ringback.rules.policy import Part
from tests import records
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.actions.attempt import Logged
    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
NEW_YORK = ZoneInfo("America/New_York")
CLOSING = datetime(2026, 11, 23, 17, 0, tzinfo=NEW_YORK)
HALF_PAST_ONE = datetime(2026, 11, 23, 13, 30, tzinfo=NEW_YORK)
TOMORROW = datetime(2026, 11, 24, 8, 30, tzinfo=NEW_YORK)
NEXT = {  # after a first try at noon
    Result.REACHED_OTHER: HALF_PAST_ONE,
    Result.VOICEMAIL_LEFT: TOMORROW,
    Result.NO_VOICEMAIL: HALF_PAST_ONE,
    Result.NO_ANSWER: HALF_PAST_ONE,
    Result.BUSY: NOON + 15 * MINUTE,
    Result.CALL_LATER: NOON + 90 * MINUTE,
    Result.SENT: NOON + 30 * MINUTE,
}


def taken(cast: Cast, **given: Any) -> tuple[UUID, int]:
    found = came_in(cast.dana, **given).callback_id
    assert found is not None
    return found, claim.claim(found, by=cast.dana, now=NOON).fence


def log(
    cast: Cast, it: tuple[UUID, int], result: Result, now: datetime = NOON, **made: Any
) -> Logged:
    return attempt.log(it[0], Made(result=result, **made), by=cast.dana, now=now, fence=it[1])


@pytest.mark.parametrize("result", Result)
def test_each_result_leads_to_its_next_step(cedar: Cast, result: Result) -> None:
    it = taken(cedar)
    told: dict[str, Any] = {"call_again_at": NEXT[result]} if result is Result.CALL_LATER else {}
    if result is Result.SENT:
        told = {"channel": "letter", "note": "Asked them to call us about their visit."}
    logged = log(cedar, it, result, **told)
    found = records.callback(cedar, it[0])
    planned = NEXT.get(result)
    assert (logged.next_attempt_at, found.next_attempt_at) == (planned, planned)
    assert (found.stage, found.due_at) == (
        ("scheduled", planned) if planned else ("owned", CLOSING)
    )
    assert found.lease_until == (planned or NOON - 15 * MINUTE) + 30 * MINUTE
    assert (found.tries, found.last_result, found.last_tried_at, found.first_action_at) == (
        1,
        result,
        NOON,
        NOON,
    )
    assert (found.owner_id, found.next_party, found.fence) == (cedar.dana.person_id, "owner", it[1])


def test_every_result_stands_in_the_table_above() -> None:
    assert set(NEXT) == {each for each in Result if FOLLOWS[each] is not Follows.STAY}


def test_what_was_done_is_kept_with_both_times_and_journalled(cedar: Cast) -> None:
    it = taken(cedar, phone=NUMBER)
    logged = log(cedar, it, Result.NO_ANSWER, happened_at=NOON - 5 * MINUTE)
    (made,) = records.attempts(cedar)
    assert (made.id, made.happened_at, made.entered_at, made.number, made.channel, made.by_id) == (
        logged.attempt_id,
        NOON - 5 * MINUTE,
        NOON,
        NUMBER,
        "phone",
        cedar.dana.person_id,
    )
    (entry,) = records.journal(cedar, "attempted")
    assert entry.details == {"attempt": str(made.id), "result": "no_answer"}


def test_a_number_that_was_used_instead_is_kept(cedar: Cast) -> None:
    it = taken(cedar)
    log(cedar, it, Result.NO_ANSWER, number="+12025550199")
    assert records.attempts(cedar)[0].number == "+12025550199"


def test_reaching_them_before_the_planned_try_puts_it_back_in_ones_hands(cedar: Cast) -> None:
    it = taken(cedar)
    log(cedar, it, Result.NO_ANSWER)
    log(cedar, it, Result.PATIENT_CALLED_US, now=NOON + MINUTE)
    found = records.callback(cedar, it[0])
    assert (found.stage, found.next_attempt_at, found.tries) == ("owned", None, 2)


def test_a_try_while_on_hold_ends_the_hold(cedar: Cast) -> None:
    it = taken(cedar)
    review = NOON + timedelta(days=1)
    waiting.hold(it[0], waits_for=Party.PATIENT, review_at=review, by=cedar.dana, now=NOON,
                 fence=it[1])  # fmt: skip
    log(cedar, it, Result.NO_ANSWER)
    assert records.callback(cedar, it[0]).stage == "scheduled"


def test_a_planned_try_of_something_not_read_yet_stays_with_whoever_reads_it(cedar: Cast) -> None:
    it = taken(cedar, kind=Kind.VOICEMAIL)
    log(cedar, it, Result.CALL_LATER, now=NOON + 10 * MINUTE, call_again_at=HALF_PAST_ONE)
    found = records.callback(cedar, it[0])
    assert (found.stage, found.lease_until) == ("unsorted", NOON + 25 * MINUTE)
    assert found.next_attempt_at == HALF_PAST_ONE


def test_an_earlier_try_written_down_late_does_not_take_a_promised_time_away(cedar: Cast) -> None:
    it = taken(cedar)
    promised = NOON + timedelta(hours=3)
    log(cedar, it, Result.CALL_LATER, call_again_at=promised)
    logged = log(cedar, it, Result.NO_ANSWER, happened_at=NOON - 8 * MINUTE)
    found = records.callback(cedar, it[0])
    assert logged.next_attempt_at == promised
    assert (found.last_result, found.last_tried_at, found.first_action_at, found.tries) == (
        "call_later",
        NOON,
        NOON - 8 * MINUTE,
        2,
    )


@pytest.mark.parametrize(
    ("result", "made", "code"),
    [
        (Result.CALL_LATER, {}, "time_needed"),
        (Result.CALL_LATER, {"call_again_at": NOON}, "time_needed"),
        (Result.CALL_LATER, {"call_again_at": NOON + timedelta(days=3000)}, "too_far_ahead"),
        (Result.NO_ANSWER, {"happened_at": NOON + MINUTE}, "in_the_future"),
        (Result.NO_ANSWER, {"happened_at": NOON - 11 * MINUTE}, "before_arrival"),
        (Result.DECLINED, {"call_again_at": NOON + MINUTE}, "they_declined"),
    ],
)
def test_what_cannot_be_is_refused_and_the_note_is_kept(
    cedar: Cast, result: Result, made: dict[str, Any], code: str
) -> None:
    it = taken(cedar)
    with pytest.raises(Refused) as refusal:
        log(cedar, it, result, note="half a note", **made)
    assert [each.code for each in refusal.value.reasons] == [code]
    assert records.attempts(cedar) == []
    assert records.drafts(cedar) == [(cedar.dana.person_id, "half a note")]


@pytest.mark.parametrize(
    ("hours", "ask", "planned"),
    [(7, True, None), (7, False, (4, False)), (3, True, (3, True)), (3, False, (3, True))],
)
def test_a_time_at_which_we_are_closed_is_asked_about_before_it_is_kept(
    cedar: Cast, hours: int, *, ask: bool, planned: tuple[int, bool] | None
) -> None:
    it = taken(cedar)
    made = {"call_again_at": NOON + timedelta(hours=hours), "ask_if_closed": ask}
    if planned is None:
        with pytest.raises(Refused, match=r"They asked for 19:00; we close at 17:00\."):
            log(cedar, it, Result.CALL_LATER, **made)
        assert records.attempts(cedar) == []
        return
    log(cedar, it, Result.CALL_LATER, **made)
    at, promised = NOON + timedelta(hours=planned[0]), planned[1]
    found = records.callback(cedar, it[0])
    assert (found.next_attempt_at, found.promised_at) == (at, at if promised else None)


def test_only_who_holds_it_writes_tries_down(cedar: Cast) -> None:
    it = taken(cedar)
    made = Made(result=Result.NO_ANSWER)
    with pytest.raises(Held, match=r"Dana Reyes has this one until 12:15\."):
        attempt.log(it[0], made, by=cedar.vik, now=NOON, fence=it[1])


def test_a_try_for_a_later_day_says_on_which_it_may_be_taken(cedar: Cast) -> None:
    it = taken(cedar)
    log(cedar, it, Result.VOICEMAIL_LEFT)
    with pytest.raises(Held, match=r"Dana Reyes has this one until Tuesday 9:00\."):
        claim.claim(it[0], by=cedar.vik, now=NOON)


def test_whoever_comes_too_late_keeps_their_text_and_learns_the_present_fence(cedar: Cast) -> None:
    it = taken(cedar)
    claim.release(it[0], by=cedar.dana, now=NOON, fence=it[1])
    with pytest.raises(Stale) as refusal:
        log(cedar, it, Result.NO_ANSWER, note="what I wrote")
    assert refusal.value.fence == it[1] + 1
    assert records.drafts(cedar) == [(cedar.dana.person_id, "what I wrote")]
    assert records.attempts(cedar) == []


def test_the_note_of_a_try_is_signed_with_it_and_ends_the_draft(cedar: Cast) -> None:
    it = taken(cedar)
    log(cedar, it, Result.NO_ANSWER, note="  Rang out; trying at two.\x00 ")
    (signed,) = records.notes(cedar)
    assert (signed.text, signed.author_id, signed.signed_at) == (
        "Rang out; trying at two.",
        cedar.dana.person_id,
        NOON,
    )


def test_two_tries_at_different_times_of_day_settle_what_is_needed(cedar: Cast) -> None:
    it = taken(cedar)
    log(cedar, it, Result.NO_ANSWER)
    assert records.callback(cedar, it[0]).outcome_needed == "reach them, learn the reason"
    later = NOON + timedelta(hours=3)
    log(cedar, it, Result.NO_ANSWER, now=later, channel="portal")
    assert records.callback(cedar, it[0]).outcome_needed == "reach them, learn the reason"
    log(cedar, it, Result.NO_ANSWER, now=later)
    assert records.callback(cedar, it[0]).outcome_needed == ""


def test_a_planned_try_nobody_made_is_anyones_again_and_says_so(cedar: Cast) -> None:
    it = taken(cedar)
    log(cedar, it, Result.NO_ANSWER)
    assert claim.return_lapsed(cedar.practice_id, now=HALF_PAST_ONE + 29 * MINUTE) == 0
    assert claim.return_lapsed(cedar.practice_id, now=HALF_PAST_ONE + 30 * MINUTE) == 1
    found = records.callback(cedar, it[0])
    assert (found.stage, found.owner_id, found.came_back) == ("waiting", None, "try_not_made")


def test_a_second_voicemail_on_one_day_is_refused_and_the_note_kept(cedar: Cast) -> None:
    it = taken(cedar)
    log(cedar, it, Result.VOICEMAIL_LEFT)
    later = NOON + 60 * MINUTE
    with pytest.raises(Refused, match="One voicemail a day is the most") as refusal:
        log(cedar, it, Result.VOICEMAIL_LEFT, later, note="Left word again.")
    assert [each.code for each in refusal.value.reasons] == ["one_voicemail_a_day"]
    assert len(records.attempts(cedar)) == 1
    assert records.drafts(cedar) == [(cedar.dana.person_id, "Left word again.")]
    entry = records.journal(cedar, "attempted")[-1]
    assert (entry.refused, entry.details) == (True, {"refused": ["one_voicemail_a_day"]})


def test_a_voicemail_on_another_number_or_the_next_day_is_taken(cedar: Cast) -> None:
    it = taken(cedar, phone=NUMBER)
    log(cedar, it, Result.VOICEMAIL_LEFT)
    log(cedar, it, Result.VOICEMAIL_LEFT, NOON + MINUTE, number="+12025550148")
    log(cedar, it, Result.VOICEMAIL_LEFT, NOON + timedelta(days=1))
    assert len(records.attempts(cedar)) == 3


@pytest.mark.parametrize(("reached_out", "planned"), [(False, False), (True, True)])
def test_after_a_no_a_try_plans_another_only_if_they_reached_out_again(
    cedar: Cast, reached_out: bool, planned: bool
) -> None:
    it = taken(cedar, phone=NUMBER, category="APPT")
    log(cedar, it, Result.DECLINED)
    if reached_out:
        came_in(cedar.dana, phone=NUMBER, now=NOON + 20 * MINUTE)
    logged = log(cedar, it, Result.NO_ANSWER, NOON + 30 * MINUTE)
    assert (logged.next_attempt_at is not None) is planned


def test_the_practices_own_parts_of_the_day_say_when_the_next_try_is(cedar: Cast) -> None:
    long_lunch = {"lunch": "12:00-15:00", "afternoon": "15:00-17:00"}
    written = {day: ["08:00-17:00"] for day in ("monday", "tuesday", "wednesday")}
    parts.change(
        Part.HOURS,
        written | {"parts_of_day": long_lunch},
        seen=1,
        reason="a long lunch",
        by=cedar.mara,
        now=NOON,
    )
    it = taken(cedar)
    three = datetime(2026, 11, 23, 15, 30, tzinfo=NEW_YORK)
    assert log(cedar, it, Result.NO_ANSWER).next_attempt_at == three
