"""A callback waits for a clinician or for somebody outside."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, opening, waiting
from ringback.actions.act import Held, Refused, Stale
from ringback.actions.attempt import Made
from ringback.queries import practice
from ringback.queries.callback import Asked
from ringback.queries.scope import scope
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Party
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON
from tests.together import at_once

if TYPE_CHECKING:
    from datetime import datetime

    from tests.cast import Cast

TOMORROW = NOON + timedelta(days=1)


def hold(
    cast: Cast, waits_for: Party = Party.PATIENT, review_at: datetime = TOMORROW
) -> records.Callback:
    it, fence = taken(cast)
    waiting.hold(it, waits_for=waits_for, review_at=review_at, by=cast.dana, now=NOON, fence=fence)
    return records.callback(cast, it)


def test_a_clinicians_matter_is_nobodys_until_they_answer(cedar: Cast) -> None:
    it, fence = taken(cedar)
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence)
    found = records.callback(cedar, it)
    assert (found.stage, found.next_party, found.owner_id, found.lease_until, found.fence) == (
        "escalated",
        "clinician",
        None,
        None,
        fence + 1,
    )
    with pytest.raises(Refused, match="A clinician has this one"):
        claim.claim(it, by=cedar.dana, now=NOON)
    assert claim.claim_next(by=cedar.dana, now=NOON) is None


def test_handed_up_twice_at_once_it_is_asked_once(cedar: Cast) -> None:
    it, fence = taken(cedar)

    def press(number: int) -> str:
        words = f"Question {number}?"
        try:
            waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence, words=words)
        except (Stale, Refused):
            return ""
        return words

    (asked,) = [each for each in at_once(10, press) if each]
    view = opening.opened(it, by=cedar.osei, now=NOON)
    assert view.asked == Asked(by=cedar.dana.name, at=NOON, words=asked)
    assert len(records.journal(cedar, "escalated", refused=False)) == 1
    assert records.callback(cedar, it).fence == fence + 1


WORDS = "Two tablets left. Do I stop on Monday?"
NOTE = "Reached the patient; half a sen"


def test_the_patients_words_are_kept_with_who_asked(cedar: Cast) -> None:
    it, fence = taken(cedar)
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence, words=f" {WORDS} ", draft=NOTE)
    view = opening.opened(it, by=cedar.osei, now=NOON)
    assert (view.asked, view.notes) == (Asked(by=cedar.dana.name, at=NOON, words=WORDS), [])
    assert records.drafts(cedar) == [(cedar.dana.person_id, NOTE)]
    unseen = opening.opened(it, by=cedar.vik, now=NOON).asked
    assert unseen == Asked(by=cedar.dana.name, at=NOON, words=None)


@pytest.mark.parametrize("words", ["", " \n", "\x00"])
def test_nobody_is_asked_without_words_and_the_note_is_kept(cedar: Cast, words: str) -> None:
    it, fence = taken(cedar)
    with pytest.raises(Refused, match="exact words"):
        waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence, words=words, draft=NOTE)
    assert records.callback(cedar, it).stage == "owned"
    assert records.drafts(cedar) == [(cedar.dana.person_id, NOTE)]


def test_words_for_a_clinician_outlive_a_change_of_hands(cedar: Cast) -> None:
    it, fence = taken(cedar)
    with pytest.raises(Stale):
        waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence - 1, words=WORDS, draft=NOTE)
    assert records.drafts(cedar) == [(cedar.dana.person_id, f"{NOTE}\n\n{WORDS}")]


def test_what_nobody_read_is_not_handed_on(cedar: Cast) -> None:
    it, fence = taken(cedar, kind=Kind.VOICEMAIL)
    with pytest.raises(Refused, match="cannot be done at this stage"):
        waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence)


@pytest.mark.parametrize("party", [Party.PATIENT, Party.THIRD_PARTY])
def test_on_hold_it_waits_for_them_and_stays_its_owners(cedar: Cast, party: Party) -> None:
    found = hold(cedar, waits_for=party)
    assert (found.stage, found.next_party, found.review_at, found.owner_id) == (
        "on_hold",
        party,
        TOMORROW,
        cedar.dana.person_id,
    )
    assert claim.return_lapsed(cedar.practice_id, now=TOMORROW) == 0
    with pytest.raises(Held):
        claim.claim(found.id, by=cedar.mara, now=NOON)


@pytest.mark.parametrize("party", [Party.PRACTICE, Party.OWNER, Party.CLINICIAN])
def test_one_cannot_wait_for_oneself(cedar: Cast, party: Party) -> None:
    with pytest.raises(Refused, match="Say whom you are waiting for"):
        hold(cedar, waits_for=party)


def test_on_hold_always_has_a_time_to_look_again(cedar: Cast) -> None:
    with pytest.raises(Refused, match="a time still to come"):
        hold(cedar, review_at=NOON)


def test_what_is_on_hold_cannot_be_put_on_hold_again(cedar: Cast) -> None:
    found = hold(cedar)
    with pytest.raises(Refused, match="cannot be done at this stage"):
        waiting.hold(found.id, waits_for=Party.PATIENT, review_at=TOMORROW, by=cedar.dana, now=NOON,
                     fence=found.fence)  # fmt: skip


def test_on_hold_the_clock_of_the_end_stands_still_and_goes_on_afterwards(cedar: Cast) -> None:
    found = hold(cedar)
    before = records.callback(cedar, found.id)
    assert before.paused_at == NOON
    later = NOON + timedelta(hours=2)
    claim.claim(before.id, by=cedar.dana, now=later)
    after = records.callback(cedar, before.id)
    assert (after.stage, after.paused_at, after.respond_by) == ("owned", None, before.respond_by)
    with scope(cedar.practice_id):
        hours = practice.hours(cedar.practice_id, since=NOON, now=later)
    assert hours.minutes_between(later, after.resolve_by) == hours.minutes_between(
        NOON, before.resolve_by
    )


def test_a_try_ends_the_pause_and_the_end_is_due_then(cedar: Cast) -> None:
    before = records.callback(cedar, hold(cedar).id)
    later = NOON + timedelta(hours=2)
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(before.id, made, by=cedar.dana, now=later, fence=before.fence)
    after = records.callback(cedar, before.id)
    assert (after.stage, after.paused_at) == ("owned", None)
    assert after.due_at == after.resolve_by > before.resolve_by
