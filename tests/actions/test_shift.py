"""A shift ends in one press: everything held goes where it is said, or nothing does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ringback.actions import (
    attempt,
    calling,
    claim,
    escalation,
    handover,
    note,
    puttingright,
    shift,
    shiftover,
    undo,
    waiting,
)
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.attempt import Made
from ringback.actions.handover import To
from ringback.actions.note import Page
from ringback.actions.puttingright import Move, Wrong
from ringback.actions.shift import Choice, DraftChoice, NotYet
from ringback.models import Call, Draft, Lane, LaneShift
from ringback.queries import shift as rows
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Party
from ringback.rules.puttingright import Said, What
from ringback.rules.shift import DraftNext, Next
from tests import patients, records
from tests.actions.test_attempt import taken
from tests.cast import NOON, a_number
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

WHY = "My shift is over"
LATER = NOON + timedelta(days=3)


def on_duty(cast: Cast, who: Actor, *weekdays: int, start: int = 480, end: int = 960) -> None:
    """A lane for missed calls and requests, with a shift of this person."""
    with scope(cast.practice_id):
        lane = Lane.objects.create(
            practice_id=cast.practice_id, name=f"Lane of {who.name} {start}",
            categories=["MISSED", "APPT"], created_at=NOON,
        )  # fmt: skip
        for each in weekdays:
            LaneShift.objects.create(
                practice_id=cast.practice_id, lane=lane, weekday=each, start=start, end=end,
                owner_id=who.person_id, since=NOON,
            )  # fmt: skip


def not_due(cast: Cast) -> tuple[UUID, int]:
    """One whose first action was made and which is due only days later."""
    it, fence = taken(cast, phone=a_number())
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cast.dana, now=NOON, fence=fence)
    with scope(cast.practice_id):
        found = records.Callback.objects.get(id=it)
        found.due_at = found.resolve_by = LATER
        found.save(update_fields=["due_at", "resolve_by"])
    return it, fence


def chosen(it: tuple[UUID, int], where: Next | None, **more: Any) -> Choice:
    return Choice(callback_id=it[0], fence=it[1], next=where, **{"why": WHY, **more})


def end(cast: Cast, *choices: Choice, drafts: tuple[DraftChoice, ...] = ()) -> shift.Ended:
    return shift.end(choices, drafts, by=cast.dana, now=NOON)


def test_all_of_it_goes_where_it_is_said_in_one_press(cedar: Cast) -> None:
    on_duty(cedar, cedar.dana, 0, 1)
    kept, passed, freed = not_due(cedar), taken(cedar), taken(cedar)
    mara = cedar.mara.person_id
    found = end(
        cedar,
        chosen(kept, Next.KEEP),
        chosen(passed, Next.PERSON, to=mara),
        chosen(freed, Next.ANYONE),
    )
    assert (found.kept, found.passed, found.freed) == (1, 1, 1)
    one, two, three = (records.callback(cedar, each[0]) for each in (kept, passed, freed))
    tomorrow = NOON + timedelta(hours=20)  # Tuesday 8:00 in New York
    assert (one.stage, one.owner_id, one.next_attempt_at, one.hand) == (
        "scheduled", cedar.dana.person_id, tomorrow, "aside",
    )  # fmt: skip
    assert (two.owner_id, two.hand, two.hand_why, two.fence) == (
        mara, "handed", WHY, passed[1] + 1,
    )  # fmt: skip
    assert (three.stage, three.owner_id, three.came_back) == ("waiting", None, "given_back")
    assert [each.details for each in records.journal(cedar, "shift ended")] == [
        {"kept": 1, "passed": 1, "freed": 1}
    ]
    own = records.journal(cedar, "kept to the next shift", "handed over", "released")
    assert {each.subject_id for each in own} == {kept[0], passed[0], freed[0]}


def test_one_in_the_way_and_nothing_happens(cedar: Cast) -> None:
    on_duty(cedar, cedar.dana, 0, 1)
    due, other = taken(cedar), taken(cedar)
    with pytest.raises(NotYet) as refusal:
        end(cedar, chosen(due, Next.KEEP), chosen(other, Next.ANYONE))
    assert [(each, reason.code) for each, _, reason in refusal.value.of] == [
        (due[0], "needed_before")
    ]
    assert dict(refusal.value.reasons[0].values)["when"] == "12:50"
    assert records.callback(cedar, other[0]).owner_id == cedar.dana.person_id
    assert records.journal(cedar, "shift ended")[0].refused


def codes(cast: Cast, *choices: Choice, drafts: tuple[DraftChoice, ...] = ()) -> set[str]:
    with pytest.raises(NotYet) as refusal:
        end(cast, *choices, drafts=drafts)
    return {reason.code for reason in refusal.value.reasons}


def test_what_is_in_the_way_is_said(cedar: Cast) -> None:
    it = taken(cedar, category="APPT")
    assert codes(cedar) == {"left_out"}
    assert codes(cedar, chosen(it, None)) == {"no_next"}
    assert codes(cedar, chosen((it[0], it[1] + 1), Next.ANYONE)) == {"not_held"}
    assert codes(cedar, chosen(it, Next.PERSON)) == {"to_whom"}
    assert codes(cedar, chosen(it, Next.PERSON, to=cedar.mara.person_id, why="")) == {"say_why"}
    assert codes(cedar, chosen(it, Next.PERSON, to=cedar.vik.person_id)) == {"not_theirs"}
    claim.release(it[0], by=cedar.dana, now=NOON, fence=it[1])
    assert codes(cedar, chosen(it, Next.ANYONE)) == {"not_held"}


def test_unread_ones_go_to_anyone(cedar: Cast) -> None:
    it = taken(cedar, category="UNSORTED")
    assert codes(cedar, chosen(it, Next.KEEP)) == {"unread"}
    assert end(cedar, chosen(it, Next.ANYONE)).freed == 1
    assert records.callback(cedar, it[0]).stage == "unsorted"


def test_a_clinician_gives_back_what_was_asked_of_them(cedar: Cast) -> None:
    it, fence = taken(cedar)
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence)
    escalation.accept(it, by=cedar.osei, now=NOON)
    fence = records.callback(cedar, it).fence
    them = Choice(callback_id=it, fence=fence, next=Next.PERSON, to=cedar.mara.person_id, why=WHY)
    with pytest.raises(NotYet, match="A clinician has this one"):
        shift.end([them], [], by=cedar.osei, now=NOON)
    anyone = Choice(callback_id=it, fence=fence, next=Next.ANYONE)
    assert shift.end([anyone], [], by=cedar.osei, now=NOON).freed == 1
    found = records.callback(cedar, it)
    assert (found.stage, found.owner_id, found.next_party) == ("escalated", None, "clinician")


# What was written


GOOD = "Reached Ana; she wants Tuesday morning and we booked it."


def test_words_are_signed_kept_or_handed_to_a_lead(cedar: Cast) -> None:
    signed, left_to, own = taken(cedar), taken(cedar), taken(cedar)
    for it, text in ((signed, GOOD), (left_to, "half"), (own, "mine")):
        note.save_draft(it[0], text, by=cedar.dana, now=NOON)
    note.save_draft(left_to[0], "my own", by=cedar.mara, now=NOON)
    choices = [chosen(each, Next.ANYONE) for each in (signed, left_to, own)]
    assert codes(cedar, *choices) == {"no_draft_next"}
    drafts = (
        DraftChoice(callback_id=signed[0], next=DraftNext.SIGN),
        DraftChoice(callback_id=left_to[0], next=DraftNext.LEAD, to=cedar.mara.person_id),
        DraftChoice(callback_id=own[0], next=DraftNext.KEEP),
    )
    end(cedar, *choices, drafts=drafts)
    assert [each.text for each in records.notes(cedar)] == [GOOD]
    assert set(records.drafts(cedar)) == {
        (cedar.dana.person_id, ""),
        (cedar.dana.person_id, "mine"),
        (cedar.mara.person_id, "my own\n\nhalf"),
    }
    assert len(records.journal(cedar, "draft handed to a lead", "noted")) == 2


def test_what_was_picked_for_a_note_is_signed_with_it(cedar: Cast) -> None:
    it = taken(cedar)
    attempt.log(it[0], Made(result=Result.REACHED_PATIENT), by=cedar.dana, now=NOON, fence=it[1])
    about = Page(fields={"pick.offered": "Tuesday", "fact.reason_learned": "a form"}, saw=0)
    note.save_draft(it[0], "", by=cedar.dana, now=NOON, more=about)
    assert codes(cedar, chosen(it, Next.ANYONE)) == {"no_draft_next"}
    draft = DraftChoice(callback_id=it[0], next=DraftNext.SIGN)
    lacking = codes(cedar, chosen(it, Next.ANYONE), drafts=(draft,))
    assert {"note_verified", "note_next_step"} <= lacking
    note.save_draft(it[0], GOOD, by=cedar.dana, now=NOON, more=replace(about, saw=1))
    end(cedar, chosen(it, Next.ANYONE), drafts=(draft,))
    (signed,) = records.notes(cedar)
    assert "Offered Tuesday." in signed.text
    assert signed.text.endswith(f"\n\n{GOOD}")
    with scope(cedar.practice_id):
        (left,) = Draft.objects.all()
        assert (left.text, left.fields) == ("", {"fact.reason_learned": "a form"})


def test_what_is_handed_to_a_lead_outlives_their_open_page(cedar: Cast) -> None:
    it = taken(cedar)
    page = Page(saw=0, window="leads")
    had = note.save_draft(it[0], "my own", by=cedar.mara, now=NOON, more=page).version
    given = Page(fields={"pick.offered": "Tuesday"}, saw=0)
    note.save_draft(it[0], "half", by=cedar.dana, now=NOON, more=given)
    to_mara = DraftChoice(callback_id=it[0], next=DraftNext.LEAD, to=cedar.mara.person_id)
    end(cedar, chosen(it, Next.ANYONE), drafts=(to_mara,))
    goes_on = replace(page, saw=had)
    found = note.save_draft(it[0], "my own words", by=cedar.mara, now=NOON, more=goes_on)
    assert found.draft.text == "my own\n\nhalf\n\nTuesday"
    assert [each.text for each in found.beside] == ["my own words"]
    assert records.drafts(cedar, author_id=cedar.dana.person_id) == [(cedar.dana.person_id, "")]


def test_which_words_are_not_signed_or_handed_on(cedar: Cast) -> None:
    it = taken(cedar)
    note.save_draft(it[0], "half", by=cedar.dana, now=NOON)

    def of(where: DraftNext, to: UUID | None = None) -> set[str]:
        draft = DraftChoice(callback_id=it[0], next=where, to=to)
        return codes(cedar, chosen(it, Next.ANYONE), drafts=(draft,))

    assert of(DraftNext.SIGN) == {"note"}
    assert of(DraftNext.LEAD) == {"no_lead"}
    assert of(DraftNext.LEAD, cedar.vik.person_id) == {"no_lead"}
    assert of(DraftNext.LEAD, cedar.ines.person_id) == {"no_lead"}
    claim.release(it[0], by=cedar.dana, now=NOON, fence=it[1])
    with pytest.raises(NotYet) as refusal:
        end(cedar, drafts=(DraftChoice(callback_id=it[0], next=DraftNext.SIGN),))
    assert [each.code for each in refusal.value.reasons] == ["not_held"]
    assert records.drafts(cedar) == [(cedar.dana.person_id, "half")]


def test_what_a_clinician_writes_of_a_clinical_matter_goes_to_clinicians(cedar: Cast) -> None:
    it, fence = taken(cedar)
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence)
    note.save_draft(it, "half", by=cedar.osei, now=NOON)
    draft = DraftChoice(callback_id=it, next=DraftNext.LEAD, to=cedar.mara.person_id)
    with pytest.raises(NotYet, match="Choose a manager or a clinician"):
        shift.end([], [draft], by=cedar.osei, now=NOON)


# For somebody absent


def test_a_lead_does_it_for_somebody_absent_and_leaves_their_words(cedar: Cast) -> None:
    it, other = taken(cedar), taken(cedar)
    note.save_draft(it[0], "half", by=cedar.dana, now=NOON)
    choices = [
        chosen(it, Next.PERSON, to=cedar.mara.person_id),  # to herself
        chosen(other, Next.ANYONE),
    ]
    shift.end_for(cedar.dana.person_id, choices, by=cedar.mara, now=NOON)
    assert records.callback(cedar, it[0]).owner_id == cedar.mara.person_id
    assert records.callback(cedar, other[0]).owner_id is None
    assert records.drafts(cedar) == [(cedar.dana.person_id, "half")]
    (entry,) = records.journal(cedar, "shift ended for somebody")
    assert entry.subject_id == cedar.dana.person_id
    (handed,) = records.journal(cedar, "handed over")
    assert handed.details["owner"] == str(cedar.dana.person_id)


def test_who_may_not(cedar: Cast, elm: Cast) -> None:
    for who in (cedar.vik, cedar.ines, cedar.dana):
        with pytest.raises(NotPermitted):
            shift.end_for(cedar.osei.person_id, [], by=who, now=NOON)
    with pytest.raises(NotPermitted):
        shift.end([], [], by=cedar.ines, now=NOON)
    with pytest.raises(NotFound):
        shift.end_for(elm.dana.person_id, [], by=cedar.mara, now=NOON)
    with pytest.raises(NotFound):
        shift.may_cover(elm.dana.person_id, by=cedar.mara, now=NOON)
    with pytest.raises(Refused, match="your own"):
        shift.end_for(cedar.mara.person_id, [], by=cedar.mara, now=NOON)


# Two at once, and taking it back


def test_pressed_by_five_at_once_it_ends_once(cedar: Cast) -> None:
    it = taken(cedar)

    def press(_number: int) -> bool:
        try:
            return end(cedar, chosen(it, Next.ANYONE)).freed == 1
        except NotYet:
            return False

    assert sum(at_once(5, press)) == 1
    assert records.callback(cedar, it[0]).fence == it[1] + 1


def test_it_is_taken_back_for_ten_seconds(cedar: Cast) -> None:
    first, second = taken(cedar), taken(cedar)
    end(cedar, chosen(first, Next.ANYONE), chosen(second, Next.PERSON, to=cedar.mara.person_id))
    claim.claim(first[0], by=cedar.osei, now=NOON + timedelta(seconds=2))
    assert shift.take_back(by=cedar.dana, now=NOON + timedelta(seconds=5)) == 1
    assert records.callback(cedar, first[0]).owner_id == cedar.osei.person_id
    assert records.callback(cedar, second[0]).owner_id == cedar.dana.person_id
    with pytest.raises(Refused):
        shift.take_back(by=cedar.dana, now=NOON + timedelta(seconds=6))
    assert len(records.journal(cedar, "undone")) == 1
    with pytest.raises(Refused):
        undo.undo(first[0], by=cedar.dana, now=NOON + timedelta(seconds=6))


def test_there_may_be_nothing_to_take_back(cedar: Cast) -> None:
    with pytest.raises(Refused, match="nothing here to undo"):
        shift.take_back(by=cedar.dana, now=NOON)


# What is left over


def tick(cast: Cast, hours: float = 5) -> int:
    """New York's 17:00, an hour after the shift."""
    return shiftover.return_left_over(cast.practice_id, now=NOON + timedelta(hours=hours))


def test_what_is_needed_before_they_are_back_goes_to_anyone(cedar: Cast) -> None:
    on_duty(cedar, cedar.dana, 0, 1)
    due, later = taken(cedar), not_due(cedar)
    assert tick(cedar, hours=3) == 0
    assert tick(cedar) == 1
    found = records.callback(cedar, due[0])
    assert (found.owner_id, found.came_back, found.stage) == (None, "shift_over", "waiting")
    assert records.callback(cedar, later[0]).owner_id == cedar.dana.person_id
    (entry,) = records.journal(cedar, "shift over")
    assert (entry.via, entry.details["owner"]) == ("tick", str(cedar.dana.person_id))
    assert tick(cedar) == 0


def test_whoever_goes_on_working_keeps_it(cedar: Cast) -> None:
    on_duty(cedar, cedar.dana, 0, 1)
    it, phoned = taken(cedar), taken(cedar)
    evening = NOON + timedelta(hours=4, minutes=10)
    claim.claim(it[0], by=cedar.dana, now=evening)
    patients.a_call(cedar, phoned[0])
    assert tick(cedar, hours=4.2) == 0


def test_without_shifts_nothing_goes_by_itself(cedar: Cast) -> None:
    taken(cedar)
    assert tick(cedar, hours=50) == 0


def test_what_waits_for_somebody_goes_when_it_is_to_be_looked_at(cedar: Cast) -> None:
    on_duty(cedar, cedar.dana, 0, 2)
    it, fence = taken(cedar)
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cedar.dana, now=NOON, fence=fence)
    review = NOON + timedelta(hours=22)
    waiting.hold(
        it, waits_for=Party.THIRD_PARTY, review_at=review, by=cedar.dana, now=NOON, fence=fence
    )
    assert tick(cedar) == 0
    assert tick(cedar, hours=22) == 1
    assert records.callback(cedar, it).stage == "waiting"


# What is shown


def test_what_is_proposed_and_to_whom(cedar: Cast) -> None:
    on_duty(cedar, cedar.dana, 0, 1)
    on_duty(cedar, cedar.mara, 0, end=1020)
    due, later = taken(cedar, phone=a_number(), name="Ana Ruiz"), not_due(cedar)
    note.save_draft(due[0], "half", by=cedar.dana, now=NOON)
    found = rows.view(cedar.dana, cedar.dana.person_id, now=NOON)
    assert found is not None
    assert found.back == NOON + timedelta(hours=20)
    told = {each.id: (each.proposal.next, each.proposal.to, each.name) for each in found.held}
    assert told == {
        due[0]: (Next.PERSON, cedar.mara.person_id, "Ana Ruiz"),
        later[0]: (Next.KEEP, None, ""),
    }
    assert {name for _, name in found.held[0].to} == {"Vik Sharma", "Dr. Osei", "Mara Lindt"}
    (draft,) = found.drafts
    assert (draft.text, draft.held, [name for _, name in draft.leads]) == (
        "half", True, ["Dr. Osei", "Mara Lindt"],
    )  # fmt: skip
    over = rows.view(cedar.osei, cedar.dana.person_id, now=NOON)
    assert over is not None
    assert (len(over.held), over.drafts) == (2, [])
    assert rows.view(cedar.dana, cedar.practice_id, now=NOON) is None


def test_a_lead_sees_of_it_what_is_of_their_lanes(cedar: Cast) -> None:
    it = taken(cedar)
    note.save_draft(it[0], "half", by=cedar.dana, now=NOON)
    for who, held in ((cedar.mara, [it[0]]), (kept_to(cedar.mara, "NEWPT"), [])):
        found = rows.view(who, cedar.dana.person_id, now=NOON)
        assert found is not None
        assert [each.id for each in found.held] == held
    own = rows.view(kept_to(cedar.dana, "NEWPT"), cedar.dana.person_id, now=NOON)
    assert own is not None
    assert (own.held, own.drafts) == ([], [])


def kept_to(who: Actor, *lanes: str) -> Actor:
    """The same person, once they work these kinds of request only."""
    return replace(who, lanes=frozenset(lanes))


def test_the_open_page_of_the_lead_does_not_write_over_what_it_was_handed(cedar: Cast) -> None:
    it, window = taken(cedar), str(uuid4())
    note.save_draft(it[0], "She asked about the report.", by=cedar.dana, now=NOON)

    def writes(text: str, saw: int) -> int:
        page = note.Page(fields={}, saw=saw, window=window)
        return note.save_draft(it[0], text, by=cedar.mara, now=NOON, more=page).version

    saw = writes("I know her", 0)
    draft = DraftChoice(callback_id=it[0], next=DraftNext.LEAD, to=cedar.mara.person_id)
    end(cedar, chosen(it, Next.ANYONE), drafts=(draft,))
    writes("I know her, and", saw)
    (theirs,) = records.drafts(cedar, callback_id=it[0], author_id=cedar.mara.person_id)
    assert theirs[1] == "I know her\n\nShe asked about the report."


def test_a_call_ends_with_the_shift_of_whoever_keeps_its_callback(cedar: Cast) -> None:
    on_duty(cedar, cedar.dana, 0, 1)
    it = not_due(cedar)
    later = Made(result=Result.CALL_LATER, call_again_at=NOON + timedelta(hours=22))
    attempt.log(it[0], later, by=cedar.dana, now=NOON, fence=it[1])
    calling.begin(it[0], by=cedar.dana, now=NOON, fence=it[1])
    end(cedar, chosen(it, Next.KEEP))
    with scope(cedar.practice_id):
        assert Call.objects.get(ended_at=NOON).callback_id == it[0]


def test_a_lead_who_works_there_at_that_moment_and_the_end_of_a_shift_both_come_through(
    cedar: Cast,
) -> None:
    """What is handed to the lead lies on callbacks of theirs, which nobody held at the end."""
    ways = [taken(cedar) for _ in range(4)]
    for at, (it, fence) in enumerate(ways):
        to = To(person_id=cedar.mara.person_id)
        handover.hand(it, to, "yours", by=cedar.dana, now=NOON, fence=fence)
        ways[at] = it, records.callback(cedar, it).fence
    for it, fence in ways:
        note.save_draft(it, "half", by=cedar.dana, now=NOON)
        note.sign(it, f"{GOOD} {it}", by=cedar.mara, now=NOON, fence=fence)
    notes = [records.notes(cedar, callback_id=it)[0].id for it, _ in ways]

    def do(turn: int) -> None:
        if turn == 0:
            to_mara = [
                DraftChoice(callback_id=it, next=DraftNext.LEAD, to=cedar.mara.person_id)
                for it, _ in reversed(ways)
            ]
            end(cedar, drafts=tuple(to_mara))
            return
        wrong = Wrong(
            what=What.NOTE,
            id=notes[-turn],
            reason="The other Ana",
            said=Said.NO,
            move=Move(callback_id=ways[turn - 1][0]),
        )
        puttingright.strike(ways[-turn][0], wrong, by=cedar.mara, now=NOON)

    at_once(3, do)
    theirs = [text for _, text in records.drafts(cedar, author_id=cedar.mara.person_id)]
    assert ["half" in each for each in theirs] == [True] * 4
