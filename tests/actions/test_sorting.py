"""Somebody read it, and it gets its kind of request."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, parts, sorting, waiting
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.actions.attempt import Made
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.policy import Part
from tests import records
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

MINUTE = timedelta(minutes=1)


def voicemail(cast: Cast) -> UUID:
    found = came_in(cast.dana, kind=Kind.VOICEMAIL, text="about Friday").callback_id
    assert found is not None
    return found


def test_sorting_starts_the_new_clock_from_the_same_arrival(cedar: Cast) -> None:
    it = voicemail(cedar)
    sorting.sort(it, "NEWPT", by=cedar.dana, now=NOON, fence=1)
    found = records.callback(cedar, it)
    assert (found.category, found.stage, found.read_at, found.owner_id) == (
        "NEWPT",
        "waiting",
        NOON,
        None,
    )
    assert (found.due_at, found.respond_by) == (NOON + 110 * MINUTE, NOON + 110 * MINUTE)
    assert found.outcome_needed == "book or offer the wait list"
    assert records.journal(cedar, "sorted")[0].details == {"category": "NEWPT"}


def test_held_by_somebody_it_stays_theirs(cedar: Cast) -> None:
    it = voicemail(cedar)
    view = claim.claim(it, by=cedar.mara, now=NOON)
    assert view.stage == "unsorted"
    sorting.sort(it, "MISSED", by=cedar.dana, now=NOON + MINUTE, fence=view.fence)
    found = records.callback(cedar, it)
    assert (found.stage, found.owner_id, found.lease_until) == (
        "owned",
        cedar.mara.person_id,
        NOON + 15 * MINUTE,
    )


def test_sorting_what_one_holds_is_activity(cedar: Cast) -> None:
    it = voicemail(cedar)
    view = claim.claim(it, by=cedar.mara, now=NOON)
    sorting.sort(it, "MISSED", by=cedar.mara, now=NOON + MINUTE, fence=view.fence)
    assert records.callback(cedar, it).lease_until == NOON + 16 * MINUTE


def test_what_moves_it_earlier_still_does_after_sorting(cedar: Cast) -> None:
    first = came_in(cedar.dana, phone=NUMBER, category="INTAKE", happened_at=NOON - 30 * MINUTE,
                    visit_date=date(2026, 12, 1))  # fmt: skip
    came_in(cedar.dana, phone=NUMBER, happened_at=NOON - 10 * MINUTE)
    sorting.sort(first.callback_id, "MISSED", by=cedar.dana, now=NOON, fence=1)
    found = records.callback(cedar, first.callback_id)
    assert (found.due_at, found.due_why) == (NOON + 5 * MINUTE, "called twice: moved earlier")


def test_after_a_try_only_the_end_moves(cedar: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    sorting.sort(it, "NEWPT", by=cedar.dana, now=NOON, fence=fence)
    found = records.callback(cedar, it)
    assert found.due_at == found.resolve_by == NOON.replace(hour=22) + timedelta(days=1)
    assert found.respond_by == NOON + 50 * MINUTE


@pytest.mark.parametrize(
    ("code", "reason"), [("UNSORTED", "not_sorted"), ("NOPE", "no_category"), ("", "no_category")]
)
def test_it_must_become_some_kind_of_request(cedar: Cast, code: str, reason: str) -> None:
    for it in (voicemail(cedar), came_in(cedar.dana).callback_id):
        with pytest.raises(Refused) as refusal:
            sorting.sort(it, code, by=cedar.dana, now=NOON, fence=1)
        assert [each.code for each in refusal.value.reasons] == [reason]


def test_an_assistant_does_not_sort(cedar: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    with pytest.raises(NotPermitted):
        sorting.sort(it, "NEWPT", by=cedar.vik, now=NOON, fence=1)


def test_sorting_needs_the_present_fence(cedar: Cast) -> None:
    it = voicemail(cedar)
    with pytest.raises(Stale):
        sorting.sort(it, "NEWPT", by=cedar.dana, now=NOON, fence=7)


def test_what_waits_for_a_clinician_is_not_sorted_away(cedar: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence)
    with pytest.raises(Refused, match="A clinician has this one"):
        sorting.sort(it, "NEWPT", by=cedar.dana, now=NOON, fence=fence + 1)


def test_what_their_website_promises_holds_once_it_is_sorted_too(cedar: Cast) -> None:
    parts.change(
        Part.PROMISES,
        {"web": "60 business minutes"},
        seen=1,
        reason="our site",
        by=cedar.mara,
        now=NOON,
    )
    for source, minutes in (("web", 60), ("phone", 120)):
        it = came_in(
            cedar.dana,
            kind=Kind.WEB_FORM,
            text="May I come next week?",
            source=source,
            happened_at=NOON,
        )
        sorting.sort(it.callback_id, "NEWPT", by=cedar.dana, now=NOON, fence=1)
        assert records.callback(cedar, it.callback_id).due_at == NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize("code", ["RX", "RESULT", "CLIN"])
def test_what_is_urgent_stays_as_urgent_once_it_is_read(cedar: Cast, code: str) -> None:
    text = "he has had a fever of 102 since this morning"
    it = came_in(cedar.dana, kind=Kind.VOICEMAIL, text=text, happened_at=NOON).callback_id
    before = records.callback(cedar, it)
    assert (before.stage, before.level) == ("unsorted", "urgent")
    sorting.sort(it, code, by=cedar.dana, now=NOON + MINUTE, fence=1)
    after = records.callback(cedar, it)
    assert (after.level, after.due_at, after.respond_by, after.due_why) == (
        "urgent",
        NOON + 10 * MINUTE,
        NOON + 10 * MINUTE,
        "marked urgent: moved earlier",
    )


def test_a_promise_that_was_broken_stays_broken(cedar: Cast) -> None:
    at = NOON - 3 * 60 * MINUTE
    it = came_in(cedar.dana, category="MISSED", happened_at=at, now=at).callback_id
    promised = records.callback(cedar, it).respond_by
    assert promised < NOON
    for fence, code in enumerate(("BILL", "REFER", "BILL"), start=1):
        sorting.sort(it, code, by=cedar.dana, now=NOON, fence=records.callback(cedar, it).fence)
        found = records.callback(cedar, it)
        assert (found.category, found.due_at, found.respond_by) == (code, promised, promised), fence


def test_an_end_that_has_passed_stays_passed(cedar: Cast) -> None:
    at = NOON - timedelta(days=14)
    it = came_in(cedar.dana, category="MISSED", happened_at=at, now=at).callback_id
    end = records.callback(cedar, it).resolve_by
    sorting.sort(it, "BILL", by=cedar.dana, now=NOON, fence=1)
    assert records.callback(cedar, it).resolve_by == end


def test_a_try_is_no_hand_off(cedar: Cast) -> None:
    it = came_in(cedar.dana, category="MISSED", happened_at=NOON).callback_id
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cedar.dana, now=NOON, fence=fence)
    sorting.sort(it, "CLIN", by=cedar.dana, now=NOON + MINUTE, fence=fence)
    found = records.callback(cedar, it)
    assert (found.first_action_at, found.due_at) == (None, found.respond_by)
    assert found.respond_by == NOON + 30 * MINUTE


def test_a_try_that_was_no_hand_off_is_the_first_action_of_a_routine_request(cedar: Cast) -> None:
    it = came_in(cedar.dana, category="CLIN", happened_at=NOON).callback_id
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cedar.dana, now=NOON, fence=fence)
    assert records.callback(cedar, it).first_action_at is None
    sorting.sort(it, "BILL", by=cedar.osei, now=NOON + MINUTE, fence=fence)
    assert records.callback(cedar, it).first_action_at == NOON


def test_an_urgent_matter_beside_it_counts_once_it_is_sorted_too(cedar: Cast) -> None:
    came_in(cedar.dana, phone=NUMBER, category="URGENT", happened_at=NOON)
    other = came_in(cedar.dana, phone=NUMBER, kind=Kind.VOICEMAIL, text="please call me back soon",
                    happened_at=NOON)  # fmt: skip
    sorting.sort(other.callback_id, "MISSED", by=cedar.dana, now=NOON, fence=1)
    assert records.callback(cedar, other.callback_id).due_at == NOON + 15 * MINUTE
