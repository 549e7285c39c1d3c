"""What goes with an entry that is struck through: its facts, its picks, the time they asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, incident, note, puttingright, shift
from ringback.actions.act import NotPermitted
from ringback.actions.attempt import Made
from ringback.actions.note import Page
from ringback.actions.puttingright import Move, Wrong
from ringback.actions.shift import Choice, DraftChoice, NotYet
from ringback.models import Draft, Incident
from ringback.queries import after
from ringback.queries import shift as rows
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.puttingright import Ended, Said, What
from ringback.rules.shift import DraftNext, Next
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
PICKED = {"pick.reason": "a new appointment", "pick.said_back": "yes"}
WORDS = "Agreed on Tuesday morning; the front desk sends the confirmation."


def strike(cast: Cast, it: UUID, entry: UUID, *, said: Said = Said.NO, **more: object) -> None:
    wrong = Wrong(what=What.TRY, id=entry, reason="the other Ana", said=said, **more)  # type: ignore[arg-type]
    puttingright.strike(it, wrong, by=cast.dana, now=NOON + 5 * MINUTE)


def draft(cast: Cast, it: UUID) -> tuple[str, dict[str, str]]:
    with scope(cast.practice_id):
        found = Draft.objects.get(callback_id=it, author_id=cast.dana.person_id)
    return found.text, found.fields


def test_a_try_that_moves_takes_its_facts_and_picks_with_it(cedar: Cast) -> None:
    it, fence = taken(cedar, category="APPT")
    right, _ = taken(cedar, category="APPT")
    facts = {"slot_released": True, "cancelled_because": "moved away"}
    made = Made(result=Result.REACHED_PATIENT, facts=facts)
    tried = attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence).attempt_id
    typed = Page(fields={**PICKED, "fact.booked_where": "Suite 2"})
    note.save_draft(it, "Own words", by=cedar.dana, now=NOON, more=typed)
    strike(cedar, it, tried, move=Move(callback_id=right, text="Reached, at noon."))
    assert draft(cedar, right) == (
        "Reached, at noon.",
        {**PICKED, "tick.slot_released": "yes", "fact.cancelled_because": "moved away"},
    )
    assert draft(cedar, it) == ("Own words", {"fact.booked_where": "Suite 2"})


def test_what_was_struck_is_not_offered_to_be_undone(cedar: Cast) -> None:
    it, fence = taken(cedar)
    first, second = (
        attempt.log(it, Made(result=each), by=cedar.dana, now=NOON, fence=fence).attempt_id
        for each in (Result.NO_ANSWER, Result.BUSY)
    )

    def undo() -> after.Undo | None:
        with scope(cedar.practice_id):
            found = records.callback(cedar, it)
        with scope(cedar.practice_id):
            return after.view(found, cedar.dana, owns=True, now=NOON).undo

    offered = undo()
    assert offered is not None
    assert offered.result == "busy"
    strike(cedar, it, second)
    assert undo() is None
    assert first != second


def test_the_time_they_asked_for_stands_again_once_the_only_try_is_struck(cedar: Cast) -> None:
    found = came_in(cedar.dana, phone=NUMBER, category="APPT").callback_id
    assert found is not None
    fence = claim.claim(found, by=cedar.dana, now=NOON).fence
    made = Made(result=Result.NO_ANSWER)
    tried = attempt.log(found, made, by=cedar.dana, now=NOON, fence=fence).attempt_id
    wish = {"phone": NUMBER, "best_time": "tomorrow after 2 pm", "now": NOON + 11 * MINUTE}
    came_in(cedar.dana, category="APPT", **wish)
    strike(cedar, found, tried)

    other = came_in(cedar.dana, phone="+12025550148", category="APPT").callback_id
    came_in(cedar.dana, category="APPT", **{**wish, "phone": "+12025550148"})
    struck, never = (records.callback(cedar, each) for each in (found, other))
    assert (struck.due_at, struck.respond_by) == (never.due_at, never.respond_by)
    assert struck.due_at > NOON + timedelta(hours=24)


def test_an_incident_outside_ones_lanes_is_not_ones_to_close(cedar: Cast) -> None:
    it, fence = taken(cedar)
    made = Made(result=Result.REACHED_PATIENT)
    tried = attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence).attempt_id
    strike(cedar, it, tried, said=Said.YES)
    with scope(cedar.practice_id):
        key = Incident.objects.get().id
    elsewhere = replace(cedar.mara, lanes=frozenset({"NEWPT"}))
    with pytest.raises(NotPermitted):
        incident.close(key, Ended.TOLD, "We told her.", by=elsewhere, now=NOON)
    assert records.journal(cedar, "incident closed")[-1].refused
    incident.close(key, Ended.TOLD, "We told her.", by=cedar.mara, now=NOON)


def ended(cast: Cast, it: tuple[UUID, int], what: DraftNext, to: UUID | None = None) -> None:
    choice = Choice(callback_id=it[0], fence=it[1], next=Next.ANYONE, why="")
    words = DraftChoice(callback_id=it[0], next=what, to=to)
    shift.end([choice], [words], by=cast.dana, now=NOON + MINUTE)


def test_the_end_of_a_shift_signs_what_was_picked_with_the_words(cedar: Cast) -> None:
    it = taken(cedar)
    attempt.log(it[0], Made(result=Result.NO_ANSWER), by=cedar.dana, now=NOON, fence=it[1])
    note.save_draft(it[0], "", by=cedar.dana, now=NOON, more=Page(fields=PICKED))
    view = rows.view(cedar.dana, cedar.dana.person_id, now=NOON)
    assert view is not None
    assert [each.text for each in view.drafts] == ["a new appointment"]
    ended(cedar, it, DraftNext.SIGN)
    (signed,) = records.notes(cedar)
    assert "about a new appointment." in signed.text
    assert draft(cedar, it[0]) == ("", {})


def test_what_is_missing_in_the_picks_is_said_at_the_end_of_a_shift(cedar: Cast) -> None:
    it = taken(cedar)
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(it[0], made, by=cedar.dana, now=NOON, fence=it[1])
    note.save_draft(it[0], "", by=cedar.dana, now=NOON, more=Page(fields=PICKED))
    with pytest.raises(NotYet) as refusal:
        ended(cedar, it, DraftNext.SIGN)
    assert "note_verified" in {each.code for each in refusal.value.reasons}


def test_a_lead_gets_what_was_picked_as_words(cedar: Cast) -> None:
    it = taken(cedar)
    note.save_draft(it[0], WORDS, by=cedar.dana, now=NOON, more=Page(fields=PICKED))
    ended(cedar, it, DraftNext.LEAD, cedar.mara.person_id)
    assert dict(records.drafts(cedar)) == {
        cedar.dana.person_id: "",
        cedar.mara.person_id: f"{WORDS}\n\na new appointment",
    }
    assert draft(cedar, it[0]) == ("", {})
