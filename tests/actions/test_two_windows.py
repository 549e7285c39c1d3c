"""Somebody has one callback open in two windows; what the older one was refused is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, done, note
from ringback.actions.act import Stale
from ringback.models import Draft
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

OLD = "She asked for 100 % of the papers, both pages."
WINDOW = "6d1b3c1e-2f0a-4d5e-9a3b-6f7c8d9e0a1b"
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


LEARNED = {"fact.reason_learned": "a form"}


def writes(cast: Cast, callback_id: UUID, text: str, fields: dict[str, str]) -> None:
    page = note.Page(fields=fields, saw=0, window=WINDOW)
    note.save_draft(callback_id, text, by=cast.dana, now=NOON, more=page)


def fields_of(cast: Cast, callback_id: UUID) -> dict[str, str]:
    with scope(cast.practice_id):
        return Draft.objects.get(callback_id=callback_id).fields


def test_signing_a_note_leaves_the_facts_that_were_typed_and_not_recorded(cedar: Cast) -> None:
    callback_id, fence = held(cedar)
    writes(cedar, callback_id, NEW, {**LEARNED, "tick.said": "yes", "pick.chosen": "Tuesday"})
    note.sign(callback_id, NEW, by=cedar.dana, now=NOON, fence=fence)
    assert fields_of(cedar, callback_id) == {**LEARNED, "tick.said": "yes"}
    writes(cedar, callback_id, NEW, {**LEARNED, "tick.said": "yes"})  # as the page goes away
    assert fields_of(cedar, callback_id) == {**LEARNED, "tick.said": "yes"}


def test_what_was_recorded_is_no_draft_any_more(cedar: Cast) -> None:
    callback_id, fence = held(cedar)
    writes(cedar, callback_id, NEW, LEARNED)
    done.record(callback_id, {"reason_learned": "a form"}, by=cedar.dana, now=NOON, fence=fence)
    note.sign(callback_id, NEW, by=cedar.dana, now=NOON, fence=fence)
    writes(cedar, callback_id, NEW, LEARNED)
    assert fields_of(cedar, callback_id) == {}
