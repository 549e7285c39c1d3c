"""A try that is sent again, because the answer never came, is still one try."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, undo
from ringback.actions.act import Refused
from ringback.actions.arrival import KeyReused
from ringback.models import Attempt, Entry, Note
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

TRY = attempt.Made(
    result=Result.REACHED_PATIENT,
    note="Spoke to her, she will come on Friday.",
    idempotency_key="try-1",
    body_digest="one",
)


def test_a_try_sent_again_under_its_key_is_written_down_once(cedar: Cast) -> None:
    callback_id, fence = held(cedar)
    first = attempt.log(callback_id, TRY, by=cedar.dana, now=NOON, fence=fence)
    again = attempt.log(callback_id, TRY, by=cedar.dana, now=NOON, fence=fence)
    assert (again.attempt_id, first.again, again.again) == (first.attempt_id, False, True)
    with scope(cedar.practice_id):
        assert Attempt.objects.filter(callback_id=callback_id).count() == 1
        assert Note.objects.filter(callback_id=callback_id).count() == 1
        assert Entry.objects.filter(subject_id=callback_id, verb="attempted").count() == 1


def test_it_is_still_the_same_try_after_the_callback_changed_hands(cedar: Cast) -> None:
    callback_id, fence = held(cedar)
    first = attempt.log(callback_id, TRY, by=cedar.dana, now=NOON, fence=fence)
    claim.release(callback_id, by=cedar.dana, now=NOON, fence=fence)
    again = attempt.log(callback_id, TRY, by=cedar.dana, now=NOON, fence=fence)
    assert again.attempt_id == first.attempt_id
    assert again.fence == fence + 1


def test_another_body_under_the_same_key_is_refused(cedar: Cast) -> None:
    callback_id, fence = held(cedar)
    attempt.log(callback_id, TRY, by=cedar.dana, now=NOON, fence=fence)
    other = attempt.Made(result=Result.BUSY, idempotency_key="try-1", body_digest="two")
    with pytest.raises(KeyReused):
        attempt.log(callback_id, other, by=cedar.dana, now=NOON, fence=fence)


def held(cast: Cast) -> tuple[UUID, int]:
    came_in(cast.dana)
    view = claim.claim_next(by=cast.dana, now=NOON)
    assert view is not None
    return view.id, view.fence


def test_taken_back_and_sent_again_from_the_old_page_it_says_so_and_keeps_the_words(
    cedar: Cast,
) -> None:
    callback_id, fence = held(cedar)
    attempt.log(callback_id, TRY, by=cedar.dana, now=NOON, fence=fence)
    undo.undo(callback_id, by=cedar.dana, now=NOON)
    with pytest.raises(Refused, match="taken back since"):
        attempt.log(callback_id, TRY, by=cedar.dana, now=NOON, fence=fence)
    assert records.callback(cedar, callback_id).tries == 0
    ((_, kept),) = records.drafts(cedar, callback_id=callback_id)
    assert TRY.note in kept
    fence = records.callback(cedar, callback_id).fence
    anew = replace(TRY, idempotency_key="try-2")
    attempt.log(callback_id, anew, by=cedar.dana, now=NOON, fence=fence)
    assert records.callback(cedar, callback_id).tries == 1
