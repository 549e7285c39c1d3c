"""Notes are signed once; drafts are their author's alone and never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim, note, opening, people
from ringback.actions.act import Held, NotFound, NotPermitted, Refused, Stale
from ringback.rules.access import Role
from ringback.rules.notetime import Told
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from datetime import datetime

    from tests.cast import Cast

WORDS = "Reached Ana; she wants Tuesday morning and we booked it."
LATER = NOON + timedelta(minutes=10)


def test_a_signed_note_says_who_and_when_and_ends_the_draft(cedar: Cast) -> None:
    it, fence = taken(cedar)
    note.save_draft(it, "Reached", by=cedar.dana, now=NOON)
    note.sign(it, WORDS, by=cedar.dana, now=LATER, fence=fence)
    (signed,) = records.notes(cedar)
    assert (signed.text, signed.author_id, signed.signed_at) == (
        WORDS,
        cedar.dana.person_id,
        LATER,
    )
    assert records.drafts(cedar) == [(cedar.dana.person_id, "")]
    assert records.callback(cedar, it).lease_until == LATER + timedelta(minutes=15)


def test_words_that_are_signed_do_not_come_back_as_a_draft_by_a_page_that_goes_away(
    cedar: Cast,
) -> None:
    it, fence = taken(cedar)
    note.sign(it, WORDS, by=cedar.dana, now=NOON, fence=fence)
    note.save_draft(it, f" {WORDS}\n", by=cedar.dana, now=LATER)
    assert records.drafts(cedar) == [(cedar.dana.person_id, "")]
    note.save_draft(it, f"{WORDS} And", by=cedar.dana, now=LATER)
    assert records.drafts(cedar) == [(cedar.dana.person_id, f"{WORDS} And")]


def test_a_note_may_tell_of_an_earlier_time_and_keeps_both(cedar: Cast) -> None:
    it, fence = taken(cedar)
    earlier = NOON - timedelta(minutes=5)
    note.sign(it, WORDS, told=Told(happened_at=earlier), by=cedar.dana, now=NOON, fence=fence)
    (signed,) = records.notes(cedar)
    assert (signed.happened_at, signed.signed_at, signed.late) == (earlier, NOON, False)


@pytest.mark.parametrize(
    ("told", "now", "code"),
    [
        (Told(happened_at=NOON - timedelta(hours=1)), NOON, "note_at"),
        (Told(happened_at=NOON + timedelta(hours=1)), NOON, "note_at"),
        (Told(happened_at=NOON), NOON + timedelta(hours=25), "note_late"),
    ],
)
def test_a_note_of_no_possible_time_is_refused_and_kept(
    cedar: Cast, told: Told, now: datetime, code: str
) -> None:
    it, fence = taken(cedar)
    with pytest.raises(Refused) as refusal:
        note.sign(it, WORDS, told=told, by=cedar.dana, now=now, fence=fence)
    assert [each.code for each in refusal.value.reasons] == [code]
    assert records.drafts(cedar) == [(cedar.dana.person_id, WORDS)]


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n", "empty"), ("left message", "note")]
)
def test_an_empty_or_vague_note_is_not_signed(cedar: Cast, text: str, code: str) -> None:
    it, fence = taken(cedar)
    with pytest.raises(Refused) as refusal:
        note.sign(it, text, by=cedar.dana, now=NOON, fence=fence)
    assert [each.code for each in refusal.value.reasons] == [code]
    assert records.notes(cedar) == []


def test_only_who_holds_it_signs(cedar: Cast) -> None:
    it, fence = taken(cedar)
    with pytest.raises(Held):
        note.sign(it, WORDS, by=cedar.vik, now=NOON, fence=fence)


def test_the_loser_keeps_the_text(cedar: Cast) -> None:
    it, fence = taken(cedar)
    claim.release(it, by=cedar.dana, now=NOON, fence=fence)
    claim.claim(it, by=cedar.vik, now=NOON)
    with pytest.raises(Stale):
        note.sign(it, WORDS, by=cedar.dana, now=NOON, fence=fence)
    assert opening.opened(it, by=cedar.dana, now=NOON).draft == WORDS
    assert opening.opened(it, by=cedar.vik, now=NOON).draft == ""


def test_a_draft_is_seen_by_its_author_alone(cedar: Cast) -> None:
    it, _ = taken(cedar)
    note.save_draft(it, "half a thought", by=cedar.dana, now=NOON)
    note.save_draft(it, "half a thought more", by=cedar.dana, now=LATER)
    note.save_draft(it, "mine", by=cedar.mara, now=NOON)
    seen = {
        who.name: opening.opened(it, by=who, now=NOON).draft
        for who in (cedar.dana, cedar.mara, cedar.osei, cedar.vik)
    }
    assert seen == {
        "Dana Reyes": "half a thought more",
        "Mara Lindt": "mine",
        "Dr. Osei": "",
        "Vik Sharma": "",
    }


def test_typing_is_activity_for_the_owner_and_nobody_else(cedar: Cast) -> None:
    it, fence = taken(cedar)
    note.save_draft(it, "a", by=cedar.mara, now=LATER)
    assert records.callback(cedar, it).lease_until == NOON + timedelta(minutes=15)
    note.save_draft(it, "a", by=cedar.dana, now=LATER)
    found = records.callback(cedar, it)
    assert (found.lease_until, found.fence) == (LATER + timedelta(minutes=15), fence)


def test_whoever_may_work_no_more_keeps_their_words_and_the_callback_from_nobody(
    cedar: Cast,
) -> None:
    it, _ = taken(cedar)
    note.save_draft(it, "half a thought", by=cedar.dana, now=NOON)
    whom, auditor = cedar.dana.person_id, frozenset({Role.AUDITOR})
    people.set_roles(whom, auditor, seen="front_desk", by=cedar.mara, now=NOON)
    note.save_draft(it, "half a thought more", by=cedar.dana, now=LATER)
    assert records.drafts(cedar) == [(whom, "half a thought more")]
    assert records.callback(cedar, it).lease_until == NOON + timedelta(minutes=15)


def test_typing_writes_no_journal(cedar: Cast) -> None:
    it, _ = taken(cedar)
    before = records.entries(cedar)
    note.save_draft(it, "half a thought", by=cedar.dana, now=NOON)
    assert records.entries(cedar) == before


def test_a_draft_survives_the_loss_of_the_callback(cedar: Cast) -> None:
    it, _ = taken(cedar)
    note.save_draft(it, "half a thought", by=cedar.dana, now=NOON)
    claim.return_lapsed(cedar.practice_id, now=NOON + timedelta(hours=1))
    claim.claim(it, by=cedar.mara, now=NOON + timedelta(hours=1))
    assert opening.opened(it, by=cedar.dana, now=NOON).draft == "half a thought"


def test_what_cannot_be_stored_does_not_lose_the_rest(cedar: Cast) -> None:
    it, _ = taken(cedar)
    note.save_draft(it, "a\x00b\ud800c", by=cedar.dana, now=NOON)
    assert records.drafts(cedar) == [(cedar.dana.person_id, "abc")]


def test_the_same_draft_saved_from_many_tabs_at_once_is_one_draft(cedar: Cast) -> None:
    it, _ = taken(cedar)
    at_once(8, lambda n: note.save_draft(it, f"tab {n}", by=cedar.dana, now=NOON))
    assert len(records.drafts(cedar)) == 1


def test_typing_and_signing_at_the_same_moment_wait_for_each_other_and_lose_nothing(
    cedar: Cast,
) -> None:
    it, fence = taken(cedar)
    note.save_draft(it, "It began", by=cedar.dana, now=NOON)

    def do(number: int) -> None:
        text = f"Reached Ana, who chose Tuesday at ten, for the {number // 2}th time."
        if number % 2:
            note.save_draft(it, text, by=cedar.dana, now=NOON)
        else:
            note.sign(it, text, by=cedar.dana, now=NOON, fence=fence)

    for _ in range(5):
        at_once(8, do)
    assert len(records.notes(cedar)) == 4
    assert opening.opened(it, by=cedar.dana, now=NOON).draft == "It began"


def test_nobody_drafts_where_they_may_not_look(cedar: Cast, elm: Cast) -> None:
    it, _ = taken(cedar)
    outside = came_in(cedar.dana, category="INTAKE").callback_id
    with pytest.raises(NotFound):
        note.save_draft(it, "x", by=elm.dana, now=NOON)
    for who, what in ((cedar.ines, it), (cedar.vik, outside)):
        with pytest.raises(NotPermitted):
            note.save_draft(what, "x", by=who, now=NOON)
    assert len(records.journal(cedar, "draft kept", refused=True)) == 2
    assert len(records.journal(elm, "draft kept", refused=True)) == 1
