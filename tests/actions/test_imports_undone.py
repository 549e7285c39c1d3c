"""An import is taken back, but for what people have worked on, and may come again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim, imports, loading, note, undoing
from ringback.actions.act import Refused
from ringback.channels.calllog import intake
from ringback.models import Callback, ImportFile, StagedCall
from ringback.queries import imports as found
from ringback.queries.scope import scope
from tests.cast import NOON, came_in
from tests.phonelogs import (
    TEN,
    arrivals_of,
    bring,
    journal_of,
    log,
    missed,
    queue_of,
    returned,
    run,
)

if TYPE_CHECKING:
    from tests.cast import Cast


def test_the_whole_import_can_be_undone(cedar: Cast) -> None:
    batch = run(bring(TEN, cedar.dana), cedar.dana)
    undone = undoing.undo(batch.id, by=cedar.mara, now=NOON)
    assert (undone.closed, undone.kept, undone.worked, undone.calls) == (10, 0, 0, 10)
    assert queue_of(cedar.dana) == []
    with scope(cedar.practice_id):
        assert set(Callback.objects.values_list("outcome", "closed_by_id")) == {
            ("entered_in_error", cedar.mara.person_id)
        }
    assert {each.settled for each in arrivals_of(cedar.dana)} == {"undone"}
    assert ("import undone", False) in journal_of(cedar.mara, batch.id)


def test_what_somebody_has_worked_on_stays(cedar: Cast) -> None:
    batch = run(bring(TEN, cedar.dana), cedar.dana)
    ids = [each.id for each in queue_of(cedar.dana)]
    taken = claim.claim(ids[0], by=cedar.vik, now=NOON)
    note.save_draft(ids[1], "calling now", by=cedar.dana, now=NOON)
    assert taken.fence == 2
    undone = undoing.undo(batch.id, by=cedar.dana, now=NOON)
    assert (undone.closed, undone.worked) == (8, 2)
    assert {each.id for each in queue_of(cedar.dana)} == set(ids[:2])
    assert {each.callback_id for each in arrivals_of(cedar.dana, settled="")} == set(ids[:2])


def test_a_callback_others_keep_loses_only_this_imports_calls(cedar: Cast) -> None:
    mine = came_in(cedar.dana, phone="+12025550101")
    batch = run(bring(log(missed("0101", "9:00"), missed("0102", "9:00")), cedar.dana), cedar.dana)
    later = came_in(cedar.dana, phone="+12025550102")
    undone = undoing.undo(batch.id, by=cedar.dana, now=NOON)
    assert (undone.closed, undone.kept, undone.worked) == (0, 2, 0)
    told = [(each.id, each.arrivals, each.received_at) for each in queue_of(cedar.dana)]
    ten_ago = NOON - timedelta(minutes=10)
    assert told == [(mine.callback_id, 1, ten_ago), (later.callback_id, 1, ten_ago)]


def test_a_new_import_after_undo_brings_them_back(cedar: Cast) -> None:
    file = log(missed("0101", "9:00"), missed("0102", "9:00"), returned("0102", "9:30"))
    came_in(cedar.dana, phone="+12025550103")
    first = run(bring(file, cedar.dana), cedar.dana)
    ids = [each.id for each in arrivals_of(cedar.dana)]
    undoing.undo(first.id, by=cedar.dana, now=NOON)
    second = run(bring(file, cedar.dana), cedar.dana)
    assert second.id != first.id
    assert (second.done["stored"], second.done["already_in"]) == (2, 0)
    assert [each.id for each in arrivals_of(cedar.dana)] == ids
    assert [each.phone for each in queue_of(cedar.dana)] == ["+12025550101", "+12025550103"]
    assert undoing.undo(second.id, by=cedar.dana, now=NOON).closed == 1


def test_what_was_worked_on_is_already_in_when_it_comes_again(cedar: Cast) -> None:
    first = run(bring(TEN, cedar.dana), cedar.dana)
    claim.claim(queue_of(cedar.dana)[0].id, by=cedar.vik, now=NOON)
    undoing.undo(first.id, by=cedar.dana, now=NOON)
    second = run(bring(TEN, cedar.dana), cedar.dana)
    assert (second.done["already_in"], second.done["opened"]) == (1, 9)
    assert len(queue_of(cedar.dana)) == 10


def test_an_import_is_undone_once(cedar: Cast) -> None:
    batch = run(bring(TEN, cedar.dana), cedar.dana)
    undoing.undo(batch.id, by=cedar.dana, now=NOON)
    with pytest.raises(Refused, match="undone already"):
        undoing.undo(batch.id, by=cedar.dana, now=NOON)


def test_half_an_import_is_cancelled_and_undone(cedar: Cast) -> None:
    batch_id = bring(TEN, cedar.dana, keep=True)
    loading.load_chunk(batch_id, by=cedar.dana, now=NOON, size=4)
    imports.cancel(batch_id, by=cedar.dana, now=NOON)
    assert len(queue_of(cedar.dana)) == 4
    with scope(cedar.practice_id):
        assert not StagedCall.objects.exists()
    with pytest.raises(Refused):
        loading.load_chunk(batch_id, by=cedar.dana, now=NOON)
    assert undoing.undo(batch_id, by=cedar.dana, now=NOON).closed == 4


def test_a_kept_file_is_forgotten_when_its_calls_go_in_or_nobody_goes_on(cedar: Cast) -> None:
    gone_in = bring(TEN, cedar.dana, keep=True)
    left = bring(log(missed("0101", "9:00")), cedar.dana, keep=True)
    assert found.file_of(cedar.dana, gone_in) == TEN
    run(gone_in, cedar.dana)
    assert found.file_of(cedar.dana, gone_in) is None
    later = NOON + timedelta(days=1, seconds=1)
    assert imports.forget_abandoned(cedar.practice_id, now=NOON) == 0
    assert imports.forget_abandoned(cedar.practice_id, now=later) == 1
    with scope(cedar.practice_id):
        assert not ImportFile.objects.exists()
        assert not StagedCall.objects.exists()
    assert found.batch(cedar.dana, left) is not None


def test_columns_are_corrected_without_choosing_the_file_again(cedar: Cast) -> None:
    file = log(missed("0101", "9:00")).replace(b"From", b"Other").replace(b"To", b"From")
    batch_id = bring(file, cedar.dana, keep=True)
    reading = imports.Reading(columns={"caller": "Other", "callee": "From"})
    intake.restage(batch_id, file, reading, by=cedar.dana, now=NOON)
    run(batch_id, cedar.dana)
    assert [each.phone for each in queue_of(cedar.dana)] == ["+12025550101"]
