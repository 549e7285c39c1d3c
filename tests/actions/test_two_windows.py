"""Somebody has one callback open in two windows; what the older one was refused is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, note
from ringback.actions.act import Stale
from ringback.models import Draft
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

OLD = "She asked for 100 % of the papers, both pages."
NEW = "Spoke to her, she will come on Friday."


def test_what_the_older_window_was_refused_outlives_the_note_of_the_newer(cedar: Cast) -> None:
    callback_id, fence = held(cedar)
    said = attempt.Made(result=Result.REACHED_PATIENT, note=OLD)
    with pytest.raises(Stale):
        attempt.log(callback_id, said, by=cedar.dana, now=NOON, fence=fence - 1)
    note.sign(callback_id, NEW, by=cedar.dana, now=NOON, fence=fence)
    assert draft(cedar, callback_id) == OLD


@pytest.mark.parametrize("typed", ["", "Spoke to her,", NEW, f"  {NEW} "])
def test_a_draft_whose_words_are_in_the_signed_note_is_finished(cedar: Cast, typed: str) -> None:
    callback_id, fence = held(cedar)
    note.save_draft(callback_id, typed, by=cedar.dana, now=NOON)
    note.sign(callback_id, NEW, by=cedar.dana, now=NOON, fence=fence)
    assert draft(cedar, callback_id) == ""


def held(cast: Cast) -> tuple[UUID, int]:
    came_in(cast.dana)
    view = claim.claim_next(by=cast.dana, now=NOON)
    assert view is not None
    return view.id, view.fence


def draft(cast: Cast, callback_id: UUID) -> str:
    with scope(cast.practice_id):
        return Draft.objects.get(callback_id=callback_id, author_id=cast.dana.person_id).text
