"""A clinician takes what was handed to them, or answers it: what to tell the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import calling, done, holding, note, progress
from ringback.actions.act import Refused, Stale, locked, signed
from ringback.models import DoneFact
from ringback.queries import practice
from ringback.rules import escalation, firstaction, lifecycle
from ringback.rules.access import Permission
from ringback.rules.done import ACCEPTED
from ringback.rules.firstaction import Did
from ringback.rules.lifecycle import Party, Stage, Step
from ringback.rules.queue import CameBack, Level
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor


def accept(callback_id: UUID, *, by: Actor, now: datetime) -> None:
    """Take a matter that waits for a clinician. Raises Held with who has it or answered it.

    Also Refused, NotFound, NotPermitted. It stays a clinician's matter: given back or forgotten,
    it waits for a clinician again. Accepting one's own only extends the time.
    """
    with signed(
        "accepted", by=by, now=now, needs=Permission.ANSWER, subject_id=callback_id, takes=True
    ) as act:
        callback = locked(act, callback_id)
        _may(act, callback, Step.ACCEPT)
        if callback.owner_id != by.person_id:
            calling.end_open(by.practice_id, now, callbacks=[callback.id])
            callback.fence += 1
            callback.owner_id = by.person_id
        callback.lease_until = holding.lease_from(now)
        callback.came_back = ""
        done.write(act, callback, {ACCEPTED: True})
        _taken_on(act, callback)
        callback.outcome_needed = progress.outcome_needed(callback, by=by, now=now)
        callback.save(
            update_fields=[
                "fence", "owner", "lease_until", "came_back", "outcome_needed", "first_action_at",
                "due_at",
            ]
        )  # fmt: skip


def _taken_on(act: Act, callback: Callback) -> None:
    """Where a hand-off is what was promised first, it is made now; then its end is due."""
    category = practice.category(callback.practice_id, callback.category_version_id)
    if callback.first_action_at or not firstaction.counts(category.first_action_is, Did.ACCEPTED):
        return
    callback.first_action_at = act.now
    callback.due_at = callback.next_attempt_at or callback.resolve_by


def answer(callback_id: UUID, text: str, *, by: Actor, now: datetime, fence: int) -> None:
    """Say what the patient is to be told; anyone who may work it then takes it and tells them.

    Raises Held with who has it or answered it, Refused, Stale, NotFound, NotPermitted; what was
    written is kept then. Nobody has to accept first.
    """
    with signed(
        "answered", by=by, now=now, needs=Permission.ANSWER, subject_id=callback_id, draft=text
    ) as act:
        callback = locked(act, callback_id)
        _may(act, callback, Step.ANSWER)
        if callback.fence != fence:
            raise Stale(Reason(code="stale", words=holding.STALE), fence=callback.fence)
        if reasons := escalation.text_refusals(text):
            raise Refused(*reasons)
        code = escalation.fact_code(len(_answers(callback)))
        done.write(act, callback, {ACCEPTED: True, code: note.finish(act, callback, text)})
        _taken_on(act, callback)
        _return(act, callback)
        act.details = {"facts": [code]}


def _may(act: Act, callback: Callback, step: Step) -> None:
    answers = _answers(callback)
    reasons = escalation.refusals(
        step,
        callback.facts(),
        act.by.person_id,
        act.now,
        until_words=holding.until(act, callback),
        answered_by=answers[-1].by.name if answers else "",
    )
    if reasons:
        raise holding.refusal(reasons)


def _answers(callback: Callback) -> list[DoneFact]:
    """Every answer so far, oldest first."""
    found = DoneFact.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id, code__startswith="answer"
    ).select_related("by")
    return [each for each in found.order_by("at", "id") if escalation.is_answer(each.code)]


def _return(act: Act, callback: Callback) -> None:
    """Back among those anyone may take; what was late before its first action stays late."""
    category = practice.category(callback.practice_id, callback.category_version_id)
    hours = practice.hours(
        act.by.practice_id, since=callback.received_at, now=act.now, location=callback.location
    )
    due_at = escalation.tell_by(Level(callback.level), category, act.now, hours)
    if callback.first_action_at is None:
        due_at = min(due_at, callback.respond_by)
    calling.end_open(act.by.practice_id, act.now, callbacks=[callback.id])
    callback.stage = lifecycle.after(Step.ANSWER, Stage(callback.stage)) or callback.stage
    callback.fence += 1
    callback.owner_id = None
    callback.lease_until = None
    callback.next_attempt_at = callback.promised_at = None
    callback.next_party = Party.PRACTICE
    callback.came_back, callback.came_back_at = CameBack.ANSWERED, act.now
    callback.due_at, callback.due_why = due_at, escalation.WHY_DUE
    callback.due_window, callback.due_since = str(category.first_action), act.now
    callback.outcome_needed = progress.outcome_needed(callback)
    callback.save(
        update_fields=[
            "stage", "fence", "owner", "lease_until", "next_attempt_at", "promised_at",
            "next_party", "outcome_needed", "came_back", "came_back_at", "due_at", "due_why",
            "due_window", "due_since", "first_action_at",
        ]
    )  # fmt: skip
