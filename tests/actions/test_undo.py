"""What was just done is taken back: routed as before, under a new fence, nothing removed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import (
    attempt,
    claim,
    done,
    handover,
    holding,
    level,
    note,
    outbox,
    snooze,
    undo,
    waitingon,
)
from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.actions.attempt import Made
from ringback.actions.handover import To
from ringback.actions.waitingon import Given
from ringback.models import Attempt, Callback, LastStep, Outgoing
from ringback.queries import callback as callbacks
from ringback.queries.scope import scope
from ringback.rules.access import Permission
from ringback.rules.attempt import Result
from ringback.rules.category import Post
from ringback.rules.outbox import Kind as Mail
from ringback.rules.queue import Level
from ringback.rules.waitingon import Whom
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON
from tests.post import post

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

SOON = NOON + timedelta(seconds=3)
LATER = NOON + timedelta(hours=1)
WHY = "She wants to hear it from you"
FACTS = {"reason_learned": "a new appointment"}
NOTE = "Reached Ana; she wants Tuesday morning and we booked it."


def result(kind: Result, **given: Any) -> Callable[[Cast, UUID, int], object]:
    return lambda cast, it, fence: attempt.log(
        it, Made(result=kind, **given), by=cast.dana, now=NOON, fence=fence
    )


STEPS: dict[str, Callable[[Cast, UUID, int], object]] = {
    **{str(each): result(each) for each in Result if each not in {Result.CALL_LATER, Result.SENT}},
    "sent": result(
        Result.SENT, channel="portal", note="Sent her the form; she may call on Tuesday."
    ),
    "call later": result(Result.CALL_LATER, call_again_at=LATER),
    "to a person": lambda cast, it, fence: handover.hand(
        it, To(person_id=cast.mara.person_id), WHY, by=cast.dana, now=NOON, fence=fence
    ),
    "to anyone": lambda cast, it, fence: handover.hand(
        it, To(anyone=True), "", by=cast.dana, now=NOON, fence=fence
    ),
    "put aside": lambda cast, it, fence: snooze.aside(
        it, LATER, WHY, by=cast.dana, now=NOON, fence=fence
    ),
    "waiting": lambda cast, it, fence: waitingon.begin(
        it,
        Given(whom=Whom.OFFICE, name="Valley Imaging", what="the report", review_at=LATER),
        by=cast.dana,
        now=NOON,
        fence=fence,
    ),
    "waiting, a colleague asks": lambda cast, it, fence: waitingon.begin(
        it,
        Given(whom=Whom.RECORDS, what="x", review_at=LATER, asks_id=cast.mara.person_id),
        by=cast.dana,
        now=NOON,
        fence=fence,
    ),
}


def row(cast: Cast, it: UUID) -> dict[str, Any]:
    found = records.callback(cast, it)
    return {each.attname: getattr(found, each.attname) for each in Callback._meta.concrete_fields}


@pytest.mark.parametrize("step", STEPS)
def test_done_and_undone_the_row_is_as_before_but_for_its_fence(cedar: Cast, step: str) -> None:
    it, fence = taken(cedar)
    before = row(cedar, it)
    STEPS[step](cedar, it, fence)
    between = row(cedar, it)
    undo.undo(it, by=cedar.dana, now=SOON)
    after = row(cedar, it)
    assert between != before
    assert {**after, "fence": 0} == {**before, "fence": 0}
    assert after["fence"] == between["fence"] + 1
    (entry,) = records.journal(cedar, "undone")
    assert (entry.actor_id, entry.refused, entry.subject_id) == (cedar.dana.person_id, False, it)


@pytest.mark.parametrize("first", ["put aside", "no_answer", "to a person"])
def test_a_step_upon_another_is_undone_alone(cedar: Cast, first: str) -> None:
    it, fence = taken(cedar)
    STEPS[first](cedar, it, fence)
    if first == "to a person":
        fence = records.callback(cedar, it).fence
        before, who = row(cedar, it), cedar.mara
    else:
        before, who = row(cedar, it), cedar.dana
    at = NOON + timedelta(seconds=20)
    snooze.aside(it, LATER + timedelta(minutes=5), "x", by=who, now=at, fence=fence)
    undo.undo(it, by=who, now=at)
    assert {**row(cedar, it), "fence": 0} == {**before, "fence": 0}


def test_a_try_taken_back_counts_no_more_and_is_kept(cedar: Cast) -> None:
    it, fence = taken(cedar)
    attempt.log(it, Made(result=Result.VOICEMAIL_LEFT), by=cedar.dana, now=NOON, fence=fence)
    undo.undo(it, by=cedar.dana, now=SOON)
    with scope(cedar.practice_id):
        assert Attempt.objects.filter(callback_id=it).count() == 1
        view = callbacks.view(it, cedar.dana, now=SOON)
    assert view is not None
    assert (view.attempts, view.tries) == ([], 0)
    fence = records.callback(cedar, it).fence
    attempt.log(it, Made(result=Result.VOICEMAIL_LEFT), by=cedar.dana, now=SOON, fence=fence)
    assert records.callback(cedar, it).tries == 1


def test_what_was_signed_with_a_try_taken_back_is_a_draft_again(cedar: Cast) -> None:
    it, fence = taken(cedar)
    left = Made(result=Result.VOICEMAIL_LEFT, note=NOTE)
    attempt.log(it, left, by=cedar.dana, now=NOON, fence=fence)
    undo.undo(it, by=cedar.dana, now=SOON)
    with scope(cedar.practice_id):
        view = callbacks.view(it, cedar.dana, now=SOON)
    assert view is not None
    assert (view.notes, view.draft) == ([], NOTE)
    assert [each.text for each in records.notes(cedar)] == [NOTE], "what was signed is kept"


def finished(cast: Cast) -> UUID:
    it, fence = taken(cast)
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cast.dana, now=NOON, fence=fence)
    done.complete(it, FACTS, NOTE, by=cast.dana, now=NOON, fence=fence)
    return it


def test_done_is_taken_back_its_note_stays_signed_and_it_can_be_closed_again(cedar: Cast) -> None:
    it = finished(cedar)
    undo.undo(it, by=cedar.dana, now=SOON)
    found = records.callback(cedar, it)
    assert (found.stage, found.outcome, found.closed_at, found.owner_id) == (
        "owned",
        None,
        None,
        cedar.dana.person_id,
    )
    assert [each.text for each in records.notes(cedar)] == [NOTE]
    done.complete(it, {}, "", by=cedar.dana, now=SOON, fence=found.fence)
    assert records.callback(cedar, it).outcome == "done"


def refused(it: UUID, by: Any, now: Any = SOON) -> list[str]:
    with pytest.raises(Refused) as refusal:
        undo.undo(it, by=by, now=now)
    return [each.code for each in refusal.value.reasons]


def test_after_ten_seconds_it_is_too_late(cedar: Cast, settings: Any) -> None:
    it, fence = taken(cedar)
    STEPS["put aside"](cedar, it, fence)
    assert settings.UNDO_S == 10
    late = NOON + timedelta(seconds=10.1)
    assert refused(it, cedar.dana, late) == ["too_late"]
    assert undo.forget(cedar.practice_id, now=late) == 1
    assert refused(it, cedar.dana, late) == ["nothing_to_undo"]


def test_who_acted_since_is_not_undone(cedar: Cast) -> None:
    it, fence = taken(cedar)
    STEPS["to anyone"](cedar, it, fence)
    claim.claim(it, by=cedar.mara, now=SOON)
    before = row(cedar, it)
    assert refused(it, cedar.dana) == ["acted_since"]
    assert row(cedar, it) == before


def test_what_was_written_since_is_acting_too(cedar: Cast) -> None:
    it, fence = taken(cedar)
    STEPS["put aside"](cedar, it, fence)
    note.sign(it, NOTE, by=cedar.dana, now=SOON, fence=fence)
    assert refused(it, cedar.dana) == ["acted_since"]
    it, fence = taken(cedar)
    STEPS["put aside"](cedar, it, fence)
    level.raise_level(it, Level.URGENT, by=cedar.mara, now=SOON)
    assert refused(it, cedar.dana) == ["acted_since"]


def test_only_who_did_it_and_only_once(cedar: Cast, elm: Cast) -> None:
    it, fence = taken(cedar)
    assert refused(it, cedar.dana) == ["nothing_to_undo"]
    STEPS["put aside"](cedar, it, fence)
    assert refused(it, cedar.mara) == ["not_your_step"]
    with pytest.raises(NotFound):
        undo.undo(it, by=elm.dana, now=SOON)
    with pytest.raises(NotPermitted):
        undo.undo(it, by=cedar.ines, now=SOON)
    undo.undo(it, by=cedar.dana, now=SOON)
    assert refused(it, cedar.dana) == ["nothing_to_undo"]


def test_what_is_remembered_holds_nothing_of_the_patient(cedar: Cast) -> None:
    it, fence = taken(cedar, name="Quetzalina", text="my heliotrope cushion")
    STEPS["put aside"](cedar, it, fence)
    with scope(cedar.practice_id):
        kept = str(LastStep.objects.get(callback_id=it).before)
    assert [each for each in ("Quetzalina", "heliotrope", WHY, "+1202") if each in kept] == []


def test_every_post_is_a_post_to_hand_to() -> None:
    assert all(len(str(post)) <= 24 for post in Post)


def handed_with_mail(cast: Cast) -> tuple[UUID, UUID]:
    """Handed on, with a mail that is to go out unless that is taken back."""
    it, fence = taken(cast)
    told = {"person": str(cast.mara.person_id), "what": "phone"}
    with signed("handed over", by=cast.dana, now=NOON, needs=Permission.WORK, subject_id=it) as act:
        callback = holding.mine(act, it, fence)
        mail = outbox.record(
            act, Mail.CONTACT_CHANGED, told, dedupe_key=f"handed {it}", undoable=True
        )
        to = To(person_id=cast.mara.person_id)
        handing = handover.handing(act, callback, to, WHY, by=act.by)
        handover.passed(act, callback, to, handing)
    assert mail is not None
    return it, mail


def leased(cast: Cast, now: datetime) -> list[UUID]:
    return [each.id for each in outbox.lease(cast.practice_id, set(Mail), now=now, most=9)]


def test_what_may_be_taken_back_is_mailed_only_once_it_cannot_be(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    settings.POST = post()
    over = NOON + timedelta(seconds=settings.UNDO_S)
    _, mail = handed_with_mail(cedar)
    assert leased(cedar, over - timedelta(milliseconds=1)) == []
    assert leased(cedar, over) == [mail]


def test_taken_back_it_is_never_mailed_and_done_once_more_it_is(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    settings.POST = post()
    it, mail = handed_with_mail(cedar)
    undo.undo(it, by=cedar.dana, now=SOON)
    assert leased(cedar, LATER) == []
    with scope(cedar.practice_id):
        gone = Outgoing.objects.get(id=mail)
        assert (gone.cancelled_at, gone.tries) == (SOON, 0)
    with signed("x", by=cedar.dana, now=SOON, needs=None) as act:
        told = {"person": str(cedar.mara.person_id), "what": "phone"}
        anew = outbox.record(act, Mail.CONTACT_CHANGED, told, dedupe_key=f"handed {it}")
    assert leased(cedar, LATER) == [anew] != [mail]


def test_what_is_going_out_already_is_not_undone(cedar: Cast, settings: SettingsWrapper) -> None:
    settings.POST = post()
    over = NOON + timedelta(seconds=settings.UNDO_S)
    it, _ = handed_with_mail(cedar)
    assert len(leased(cedar, over)) == 1
    before = row(cedar, it)
    with pytest.raises(Refused, match="too late"):
        undo.undo(it, by=cedar.dana, now=over)
    assert row(cedar, it) == before


def test_a_mail_to_be_undone_with_no_step_is_the_callers_mistake(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    settings.POST = post()
    told = {"person": str(cedar.mara.person_id), "what": "phone"}
    with (
        pytest.raises(RuntimeError, match="no step"),
        signed("x", by=cedar.dana, now=NOON, needs=None) as act,
    ):
        outbox.record(act, Mail.CONTACT_CHANGED, told, dedupe_key="k", undoable=True)
    assert leased(cedar, LATER) == []
