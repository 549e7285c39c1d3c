"""A callback changes hands: who gets it, what they read, and what it may not be done with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, handover, level, people, waiting
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.actions.attempt import Made
from ringback.actions.handover import To
from ringback.models import Hand
from ringback.queries import queue
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.category import Post
from ringback.rules.queue import Level
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

WHY = "He asked for you: the form from Tuesday"


def to(cast: Cast, person_id: UUID, why: str = WHY) -> tuple[UUID, int]:
    it, fence = taken(cast)
    handover.hand(it, To(person_id=person_id), why, by=cast.dana, now=NOON, fence=fence)
    return it, fence


def test_it_is_theirs_at_once_with_who_and_why_in_their_row(cedar: Cast) -> None:
    it, fence = to(cedar, cedar.mara.person_id, f" {WHY}\n")
    found = records.callback(cedar, it)
    assert (found.stage, found.owner_id, found.fence, found.next_party) == (
        "owned",
        cedar.mara.person_id,
        fence + 1,
        "owner",
    )
    assert found.lease_until == NOON + timedelta(minutes=30)
    (row,) = queue.page(cedar.mara, queue.wanted(cedar.mara, now=NOON)).rows
    assert (row.hand, row.hand_name, row.hand_why) == ("handed", cedar.dana.name, WHY)
    (entry,) = records.journal(cedar, "handed over")
    assert entry.details == {"name": cedar.mara.name, "to": str(cedar.mara.person_id)}
    with scope(cedar.practice_id):
        assert Hand.objects.get(callback_id=it).why == WHY


def test_what_was_planned_stays_planned_and_is_theirs(cedar: Cast) -> None:
    it, fence = taken(cedar)
    attempt.log(it, Made(result=Result.NO_ANSWER), by=cedar.dana, now=NOON, fence=fence)
    before = records.callback(cedar, it)
    handover.hand(it, To(person_id=cedar.mara.person_id), WHY, by=cedar.dana, now=NOON, fence=fence)
    after = records.callback(cedar, it)
    assert (after.stage, after.next_attempt_at, after.lease_until) == (
        "scheduled",
        before.next_attempt_at,
        before.lease_until,
    )


def test_to_a_post_it_is_anyones_and_says_whose(cedar: Cast) -> None:
    people.fill_post(cedar.mara.person_id, Post.BILLING, by=cedar.mara, now=NOON)
    it, fence = taken(cedar)
    handover.hand(it, To(post=Post.BILLING), WHY, by=cedar.dana, now=NOON, fence=fence)
    found = records.callback(cedar, it)
    assert (found.stage, found.owner_id, found.hand_post, found.hand_why) == (
        "waiting",
        None,
        "billing",
        WHY,
    )
    claim.claim(it, by=cedar.mara, now=NOON)
    assert records.callback(cedar, it).hand_why == WHY


def codes(cast: Cast, it: UUID, fence: int, where: To, why: str = WHY, by=None) -> list[str]:  # noqa: ANN001
    with pytest.raises(Refused) as refusal:
        handover.hand(it, where, why, by=by or cast.dana, now=NOON, fence=fence)
    return [each.code for each in refusal.value.reasons]


def test_who_cannot_get_it(cedar: Cast, elm: Cast) -> None:
    it, fence = taken(cedar, category="APPT")
    assert codes(cedar, it, fence, To(person_id=cedar.vik.person_id)) == ["not_theirs"]
    assert codes(cedar, it, fence, To(person_id=cedar.ines.person_id)) == ["not_theirs"]
    assert codes(cedar, it, fence, To(person_id=elm.dana.person_id)) == ["to_whom"]
    assert codes(cedar, it, fence, To(person_id=cedar.dana.person_id)) == ["to_yourself"]
    assert codes(cedar, it, fence, To()) == ["to_whom"]
    assert codes(cedar, it, fence, To(post=Post.BILLING)) == ["nobody_there"]
    assert codes(cedar, it, fence, To(person_id=cedar.mara.person_id), " ") == ["say_why"]
    assert codes(cedar, it, fence, To(person_id=cedar.mara.person_id), "x" * 201) == [
        "why_too_long"
    ]
    assert records.callback(cedar, it).owner_id == cedar.dana.person_id


def test_back_to_anyone_needs_no_line(cedar: Cast) -> None:
    it, fence = taken(cedar)
    handover.hand(it, To(anyone=True), "", by=cedar.dana, now=NOON, fence=fence)
    found = records.callback(cedar, it)
    assert (found.stage, found.owner_id, found.came_back, found.hand) == (
        "waiting",
        None,
        "given_back",
        "back",
    )
    assert len(records.journal(cedar, "released")) == 1


def test_an_assistant_never_passes_on_what_is_pressing(cedar: Cast) -> None:
    found = came_in(cedar.dana).callback_id
    assert found is not None
    fence = claim.claim(found, by=cedar.vik, now=NOON).fence
    level.raise_level(found, Level.CLINICAL, by=cedar.vik, now=NOON)
    fence = records.callback(cedar, found).fence
    where = To(person_id=cedar.dana.person_id)
    assert codes(cedar, found, fence, where, by=cedar.vik) == ["clinicians_matter"]
    handover.hand(found, To(anyone=True), "", by=cedar.vik, now=NOON, fence=fence)


def test_what_waits_for_a_clinician_is_not_passed_on(cedar: Cast) -> None:
    it, fence = taken(cedar)
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence)
    fence = records.callback(cedar, it).fence
    with pytest.raises(Refused, match="A clinician has this one"):
        handover.hand(it, To(anyone=True), "", by=cedar.dana, now=NOON, fence=fence)


def test_only_under_the_present_fence_and_the_draft_is_kept(cedar: Cast) -> None:
    it, fence = taken(cedar)
    where = To(person_id=cedar.mara.person_id)
    with pytest.raises(Stale):
        handover.hand(it, where, WHY, by=cedar.dana, now=NOON, fence=fence + 1, draft="half")
    with pytest.raises(NotPermitted):
        handover.hand(it, where, WHY, by=cedar.ines, now=NOON, fence=fence)
    handover.hand(it, where, WHY, by=cedar.dana, now=NOON, fence=fence, draft="half a note")
    assert records.drafts(cedar) == [(cedar.dana.person_id, "half a note")]


def test_pressed_by_ten_at_once_it_changes_hands_once(cedar: Cast) -> None:
    it, fence = taken(cedar)

    def press(_number: int) -> bool:
        try:
            handover.hand(
                it, To(person_id=cedar.mara.person_id), WHY, by=cedar.dana, now=NOON, fence=fence
            )
        except Refused:
            return False
        return True

    assert sum(at_once(10, press)) == 1
    assert records.callback(cedar, it).fence == fence + 1


def test_the_line_goes_once_a_try_was_made(cedar: Cast) -> None:
    it, _ = to(cedar, cedar.mara.person_id)
    fence = records.callback(cedar, it).fence
    attempt.log(it, Made(result=Result.NO_ANSWER), by=cedar.mara, now=NOON, fence=fence)
    found = records.callback(cedar, it)
    assert (found.hand, found.hand_name, found.hand_why) == ("", "", "")
