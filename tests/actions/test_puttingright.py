"""What was entered on the wrong person counts no more, and nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ringback.actions import (
    attempt,
    claim,
    done,
    handover,
    incident,
    note,
    puttingright,
    undo,
    waitingon,
)
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.attempt import Made
from ringback.actions.handover import To
from ringback.actions.puttingright import Move, Wrong
from ringback.actions.waitingon import Given
from ringback.models import Incident, Struck
from ringback.queries import callback as callbacks
from ringback.queries import counted, struck
from ringback.queries import incident as incidents
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.puttingright import Ended, Said, What
from ringback.rules.waitingon import Whom
from tests import patients, records
from tests.actions.test_attempt import taken
from tests.cast import NOON, a_number, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

LATER = NOON + timedelta(hours=2)
WHY = "It was the other Ana Ruiz"
GOOD = "Reached Ana; she wants Tuesday morning and we booked it."


def made(cast: Cast, it: tuple[UUID, int], result: Result, now: Any = NOON) -> UUID | None:
    """Logged, or None where the rules refuse it."""
    again = now + timedelta(hours=20) if result is Result.CALL_LATER else None
    sent = {"channel": "portal", "note": GOOD} if result is Result.SENT else {}
    told = Made(result=result, call_again_at=again, **sent)
    try:
        return attempt.log(it[0], told, by=cast.dana, now=now, fence=it[1]).attempt_id
    except Refused:
        return None


def wrong(key: UUID | None, what: What = What.TRY, **more: Any) -> Wrong:
    assert key is not None
    return Wrong(**{"what": what, "id": key, "reason": WHY, "said": Said.NO, **more})


def strike(cast: Cast, it: UUID, what: Wrong, by: Actor | None = None, now: Any = LATER) -> Any:
    return puttingright.strike(it, what, by=by or cast.dana, now=now)


def state(cast: Cast, it: UUID) -> dict[str, Any]:
    found = records.callback(cast, it)
    fields = set(puttingright.COUNTED) - {"lease_until"}
    return {each: getattr(found, each) for each in fields}


@pytest.mark.parametrize("first", Result)
def test_striking_and_recomputing_is_never_having_entered_it(cedar: Cast, first: Result) -> None:
    for second, gone in product(Result, (0, 1)):
        it, never = taken(cedar), taken(cedar)
        keys = [made(cedar, it, first), made(cedar, it, second, LATER)]
        if None in keys:
            continue
        strike(cedar, it[0], wrong(keys[gone]))
        made(cedar, never, *((second, LATER), (first, NOON))[gone])
        assert state(cedar, it[0]) == state(cedar, never[0]), (second, gone)


@pytest.mark.parametrize("result", Result)
def test_struck_alone_it_is_as_if_nobody_had_tried(cedar: Cast, result: Result) -> None:
    it, never = taken(cedar), taken(cedar)
    strike(cedar, it[0], wrong(made(cedar, it, result)), now=NOON)
    assert state(cedar, it[0]) == state(cedar, never[0])
    assert records.callback(cedar, it[0]).lease_until == NOON + timedelta(minutes=15)


def test_what_somebody_gave_back_stays_anyones(cedar: Cast) -> None:
    it = taken(cedar)
    key = made(cedar, it, Result.NO_ANSWER)
    handover.hand(it[0], To(anyone=True), "", by=cedar.dana, now=NOON, fence=it[1])
    strike(cedar, it[0], wrong(key))
    found = records.callback(cedar, it[0])
    assert (found.stage, found.owner_id, found.lease_until, found.tries) == (
        "waiting", None, None, 0,
    )  # fmt: skip


def seen(cast: Cast, it: UUID, who: Actor | None = None) -> callbacks.CallbackView:
    with scope(cast.practice_id):
        found = callbacks.view(it, who or cast.dana, now=LATER)
    assert found is not None
    return found


def test_a_note_is_struck_through_and_kept(cedar: Cast) -> None:
    it = taken(cedar)
    note.sign(it[0], GOOD, by=cedar.dana, now=NOON, fence=it[1])
    (written,) = records.notes(cedar)
    strike(cedar, it[0], wrong(written.id, What.NOTE))
    found = seen(cedar, it[0])
    assert found.notes == []
    told = found.struck.entries[str(written.id)]
    assert (told.text, told.reason, told.author) == (GOOD, WHY, cedar.dana.name)
    assert [each.text for each in records.notes(cedar)] == [GOOD]
    (entry,) = records.journal(cedar, "put right")
    assert entry.details == {"what": "note", "entry": str(written.id), "said": "no"}
    note.sign(it[0], GOOD, by=cedar.dana, now=LATER, fence=it[1])
    assert [each.text for each in seen(cedar, it[0]).notes] == [GOOD]
    hidden = seen(cedar, it[0], cedar.vik).struck.entries[str(written.id)]
    assert (hidden.text, hidden.reason) == (None, None)


def test_what_was_struck_through_is_neither_settled_nor_the_note_of_its_try(cedar: Cast) -> None:
    it = taken(cedar)
    made(cedar, it, Result.REACHED_PATIENT)
    text = "Told her it is probably just a cold, she will call on Tuesday."
    note.sign(it[0], text, by=cedar.dana, now=NOON, fence=it[1])
    before = seen(cedar, it[0]).writing
    assert (before.signed, len(before.finds)) == (True, 1)
    (written,) = records.notes(cedar)
    strike(cedar, it[0], wrong(written.id, What.NOTE))
    after = seen(cedar, it[0]).writing
    assert (after.signed, after.finds) == (False, ())


def test_the_check_of_a_call_is_struck_through(cedar: Cast) -> None:
    it = taken(cedar)
    call = patients.a_call(cedar, it[0], ended_at=NOON, verified_at=NOON, begun_at=NOON)
    before = state(cedar, it[0])
    strike(cedar, it[0], wrong(call, What.CHECK))
    assert state(cedar, it[0]) == before
    with scope(cedar.practice_id):
        assert not counted.checks(cedar.practice_id).filter(id=call).exists()


# Who may


def test_who_may_strike_it_through(cedar: Cast, elm: Cast) -> None:
    it = taken(cedar)
    key = made(cedar, it, Result.NO_ANSWER)
    tomorrow = NOON + timedelta(days=1)
    for who, when, words in (
        (cedar.osei, LATER, "Whoever entered it"),
        (cedar.dana, tomorrow, "another day"),
    ):
        with pytest.raises(Refused, match=words):
            strike(cedar, it[0], wrong(key), by=who, now=when)
    with pytest.raises(NotPermitted):
        strike(cedar, it[0], wrong(key), by=cedar.ines)
    with pytest.raises(NotFound):
        puttingright.strike(it[0], wrong(key), by=elm.dana, now=LATER)
    with pytest.raises(NotFound):
        strike(cedar, it[0], wrong(it[0]))
    strike(cedar, it[0], wrong(key), by=cedar.mara, now=tomorrow)
    with pytest.raises(Refused, match="already"):
        strike(cedar, it[0], wrong(key), by=cedar.mara, now=tomorrow)


def test_what_was_struck_is_no_more_to_be_undone(cedar: Cast) -> None:
    it = taken(cedar)
    strike(cedar, it[0], wrong(made(cedar, it, Result.NO_ANSWER)), now=NOON)
    with pytest.raises(Refused, match="nothing here to undo"):
        undo.undo(it[0], by=cedar.dana, now=NOON)


def test_what_was_undone_is_not_there_to_strike(cedar: Cast) -> None:
    it = taken(cedar)
    key = made(cedar, it, Result.NO_ANSWER)
    undo.undo(it[0], by=cedar.dana, now=NOON)
    with pytest.raises(NotFound):
        strike(cedar, it[0], wrong(key))
    with scope(cedar.practice_id):
        found = records.Callback.objects.get(id=it[0])
        assert struck.choices(found, cedar.dana, now=LATER) == []


def test_what_each_may_strike_is_offered(cedar: Cast) -> None:
    it = taken(cedar)
    made(cedar, it, Result.NO_ANSWER)
    note.sign(it[0], GOOD, by=cedar.dana, now=LATER, fence=it[1])
    patients.a_call(cedar, it[0], ended_at=NOON, verified_at=NOON, begun_at=NOON)
    with scope(cedar.practice_id):
        found = records.Callback.objects.get(id=it[0])
        own, none, whole = (
            [each.what for each in struck.choices(found, who, now=LATER)]
            for who in (cedar.dana, cedar.osei, cedar.mara)
        )
    assert (own[0], len(own), none, len(whole)) == (What.NOTE, 3, [], 3)


def test_a_clinicians_note_is_there_for_clinicians_only(cedar: Cast) -> None:
    """Moved, its words would stand in the draft of whoever struck it through."""
    it, theirs = (came_in(cedar.dana, category=each).callback_id for each in ("CLIN", "MISSED"))
    assert it is not None
    assert theirs is not None
    claim.claim(theirs, by=cedar.mara, now=NOON)
    fence = claim.claim(it, by=cedar.osei, now=NOON).fence
    note.sign(it, GOOD, by=cedar.osei, now=NOON, fence=fence)
    (written,) = records.notes(cedar)
    assert written.clinical
    move = Move(callback_id=theirs)
    with pytest.raises(NotFound):
        strike(cedar, it, wrong(written.id, What.NOTE, move=move), by=cedar.mara)
    assert records.drafts(cedar) == []
    found = struck.right_view(it, cedar.mara, now=LATER)
    assert found is not None
    assert found.choices == []
    strike(cedar, it, wrong(written.id, What.NOTE), by=cedar.osei)


def test_pressed_by_five_at_once_it_is_struck_once(cedar: Cast) -> None:
    it = taken(cedar)
    key = made(cedar, it, Result.NO_ANSWER)

    def press(_number: int) -> bool:
        try:
            strike(cedar, it[0], wrong(key, said=Said.YES))
        except Refused:
            return False
        return True

    assert sum(at_once(5, press)) == 1
    with scope(cedar.practice_id):
        assert (Struck.objects.count(), Incident.objects.count()) == (1, 1)


# Written anew on the right person's


def test_it_is_written_anew_on_a_new_callback_beside_it(cedar: Cast) -> None:
    it = taken(cedar, category="NEWPT")
    note.sign(it[0], GOOD, by=cedar.dana, now=NOON, fence=it[1])
    (written,) = records.notes(cedar)
    number = a_number()
    move = Move(name=" Ana  Ruiz", number=number)
    found = strike(cedar, it[0], wrong(written.id, What.NOTE, move=move))
    other = records.callback(cedar, found.moved_to)
    assert (other.phone, other.name, other.category, other.linked_to_id, other.owner_id) == (
        number, "Ana Ruiz", "NEWPT", it[0], cedar.dana.person_id,
    )  # fmt: skip
    assert records.drafts(cedar, callback_id=other.id) == [(cedar.dana.person_id, GOOD)]
    (entry,) = records.journal(cedar, "opened beside")
    assert (entry.subject_id, entry.actor_id, entry.details) == (
        other.id, cedar.dana.person_id, {"linked_to": str(it[0])},
    )  # fmt: skip
    assert seen(cedar, it[0]).struck.entries[str(written.id)].moved_to == other.id


def test_or_on_another_of_ones_own(cedar: Cast) -> None:
    it, other = taken(cedar), taken(cedar)
    key = made(cedar, it, Result.NO_ANSWER)
    note.save_draft(other[0], "begun", by=cedar.dana, now=NOON)
    move = Move(callback_id=other[0], text="No answer at 12:00")
    assert strike(cedar, it[0], wrong(key, move=move)).moved_to == other[0]
    assert records.drafts(cedar, callback_id=other[0]) == [
        (cedar.dana.person_id, "begun\n\nNo answer at 12:00")
    ]


def test_a_page_that_lies_open_there_does_not_write_over_it(cedar: Cast) -> None:
    it, other = taken(cedar), taken(cedar)
    key = made(cedar, it, Result.NO_ANSWER)
    page = note.Page(saw=0, window="open")
    had = note.save_draft(other[0], "begun", by=cedar.dana, now=NOON, more=page).version
    strike(cedar, it[0], wrong(key, move=Move(callback_id=other[0], text="No answer at 12:00")))
    on = note.Page(saw=had, window="open")
    found = note.save_draft(other[0], "begun and more", by=cedar.dana, now=NOON, more=on)
    assert found.draft.text == "begun\n\nNo answer at 12:00"
    assert [each.text for each in found.beside] == ["begun and more"]


def test_never_on_somebody_elses_nor_without_a_number(cedar: Cast) -> None:
    it = taken(cedar)
    key = made(cedar, it, Result.NO_ANSWER)
    theirs = came_in(cedar.dana).callback_id
    claim.claim(theirs, by=cedar.mara, now=NOON)  # type: ignore[arg-type]
    for move in (
        Move(callback_id=theirs), Move(callback_id=it[0]), Move(number="12"), Move(name="Ana"),
    ):  # fmt: skip
        with pytest.raises(Refused, match="right person’s number"):
            strike(cedar, it[0], wrong(key, move=move))
    with scope(cedar.practice_id):
        assert Struck.objects.count() == 0


# What was closed on it


def closed(cast: Cast) -> tuple[tuple[UUID, int], UUID]:
    it = taken(cast)
    key = made(cast, it, Result.REACHED_PATIENT)
    assert key is not None
    facts = {"reason_learned": "wants a visit"}
    done.complete(it[0], facts, GOOD, by=cast.dana, now=NOON, fence=it[1])
    return it, key


def test_closed_on_what_was_wrong_it_is_open_again_and_says_why(cedar: Cast) -> None:
    it, key = closed(cedar)
    assert strike(cedar, it[0], wrong(key)).reopened
    found = records.callback(cedar, it[0])
    assert (found.stage, found.outcome, found.came_back, found.tries) == (
        "waiting", None, "reopened", 0,
    )  # fmt: skip
    (entry,) = records.journal(cedar, "reopened")
    assert entry.details["leaned_on"]


def test_closed_on_something_else_it_stays_closed(cedar: Cast) -> None:
    it = taken(cedar)
    first = made(cedar, it, Result.NO_ANSWER)
    made(cedar, it, Result.REACHED_PATIENT, LATER)
    facts = {"reason_learned": "wants a visit"}
    done.complete(it[0], facts, GOOD, by=cedar.dana, now=LATER, fence=it[1])
    assert not strike(cedar, it[0], wrong(first)).reopened
    found = records.callback(cedar, it[0])
    assert (found.stage, found.outcome, found.tries) == ("closed", "done", 1)


# Incidents


def test_what_was_said_to_somebody_else_is_an_incident_with_its_time(cedar: Cast) -> None:
    it = taken(cedar)
    key = made(cedar, it, Result.REACHED_PATIENT)
    assert strike(cedar, it[0], wrong(key, said=Said.UNSURE)).incident
    with scope(cedar.practice_id):
        found = Incident.objects.get()
    assert (found.discovered_at, found.tell_by) == (LATER, LATER + timedelta(days=60))
    with pytest.raises(Refused):
        incident.close(found.id, None, "", by=cedar.mara, now=LATER)
    with pytest.raises(NotPermitted):
        incident.close(found.id, Ended.TOLD, "x", by=cedar.dana, now=LATER)
    with pytest.raises(NotFound):
        incident.close(it[0], Ended.TOLD, "x", by=cedar.mara, now=LATER)
    incident.close(found.id, Ended.TOLD, "We told her.", by=cedar.mara, now=LATER)
    with pytest.raises(Refused, match="closed already"):
        incident.close(found.id, Ended.TOLD, "x", by=cedar.mara, now=LATER)
    assert len(records.journal(cedar, "incident closed", refused=False)) == 1


def test_what_was_said_of_an_incident_is_read_in_its_lane_only(cedar: Cast) -> None:
    it = taken(cedar)
    strike(cedar, it[0], wrong(made(cedar, it, Result.REACHED_PATIENT), said=Said.YES))
    (whole,) = incidents.listed(cedar.mara)
    incident.close(whole.id, Ended.TOLD, "We told her.", by=cedar.mara, now=LATER)
    elsewhere = replace(cedar.mara, lanes=frozenset({"NEWPT"}))
    for who, told in ((cedar.mara, (WHY, "We told her.")), (elsewhere, (None, None))):
        (found,) = incidents.listed(who)
        assert (found.id, found.reason, found.words) == (whole.id, *told)


def test_refused_nothing_was_struck(cedar: Cast) -> None:
    it = taken(cedar)
    key = made(cedar, it, Result.NO_ANSWER)
    with pytest.raises(Refused) as refusal:
        strike(cedar, it[0], replace(wrong(key), reason="", said=None))
    assert [each.code for each in refusal.value.reasons] == ["why", "said"]
    assert records.callback(cedar, it[0]).tries == 1


def test_what_was_moved_is_not_written_over_by_the_page_that_was_open_there(cedar: Cast) -> None:
    here, there, window = taken(cedar), taken(cedar), str(uuid4())

    def writes(text: str, saw: int) -> int:
        page = note.Page(fields={}, saw=saw, window=window)
        return note.save_draft(there[0], text, by=cedar.dana, now=NOON, more=page).version

    saw = writes("She wants", 0)
    note.sign(here[0], GOOD, by=cedar.dana, now=NOON, fence=here[1])
    (written,) = records.notes(cedar)
    moved = Move(callback_id=there[0])
    strike(cedar, here[0], wrong(written.id, What.NOTE, move=moved))
    writes("She wants a letter", saw)
    ((_, text),) = records.drafts(cedar, callback_id=there[0])
    assert text == f"She wants\n\n{GOOD}"


def test_moved_both_ways_at_once_neither_waits_for_the_other_for_ever(cedar: Cast) -> None:
    ways = [taken(cedar), taken(cedar)]
    for each in ways:
        note.sign(each[0], f"{GOOD} {each[0]}", by=cedar.dana, now=NOON, fence=each[1])
    notes = [records.notes(cedar, callback_id=each[0])[0].id for each in ways]

    def move(turn: int) -> UUID | None:
        to = Move(callback_id=ways[1 - turn][0])
        found = strike(cedar, ways[turn][0], wrong(notes[turn], What.NOTE, move=to))
        return found.moved_to

    assert at_once(2, move) == [ways[1][0], ways[0][0]]


def test_closed_while_somebody_was_waited_for_it_opens_again_with_its_clock_going(
    cedar: Cast,
) -> None:
    it = taken(cedar)
    key = made(cedar, it, Result.REACHED_PATIENT)
    asked = Given(whom=Whom.OFFICE, what="the report", review_at=NOON + timedelta(days=1))
    waitingon.begin(it[0], asked, by=cedar.dana, now=NOON, fence=it[1])
    facts = {"reason_learned": "a visit"}
    done.complete(it[0], facts, GOOD, by=cedar.dana, now=NOON, fence=it[1])
    assert strike(cedar, it[0], wrong(key)).reopened
    found = records.callback(cedar, it[0])
    assert (found.stage, found.paused_at) == ("waiting", None)
