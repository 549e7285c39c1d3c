"""A callback waits for somebody else: for a clinician's answer, or on hold with a review time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import besttime, calling, done, holding
from ringback.actions.act import Refused, keep_draft, signed
from ringback.queries import practice
from ringback.rules import escalation, note
from ringback.rules.access import Permission
from ringback.rules.lifecycle import Party, Stage, Step, refusals
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor

REVIEW_AHEAD: Final = gettext_noop("Say when to look at this again: a time still to come.")
SOMEBODY_ELSE: Final = gettext_noop("Say whom you are waiting for: the patient or somebody else.")


def escalate(
    callback_id: UUID,
    *,
    by: Actor,
    now: datetime,
    fence: int,
    words: str | None = None,
    draft: str = "",
) -> None:
    """Hand to a clinician; it waits for their answer. Raises Refused, Stale, Held, NotFound.

    `words` are the patient's own, to be answered; None where what came in says it all. `draft` is
    the note being written meanwhile: it stays its author's, and with a refusal so do the words.
    What waits for a clinician does not wait for the patient's best time.
    """
    said = note.kept(words or "").strip()
    kept = "\n\n".join(each for each in (draft.strip(), said) if each)
    with signed(
        "escalated", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=kept
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        reasons = refusals(Step.ESCALATE, Stage(callback.stage))
        if reasons := (*reasons, *escalation.asking_refusals(words)):
            raise holding.refusal(reasons)
        if words is not None:
            _keep_words(act, callback, said)
        act.draft = draft
        keep_draft(act)
        besttime.lose(callback)
        calling.end_open(by.practice_id, now, callbacks=[callback.id])
        callback.stage = Stage.ESCALATED
        callback.next_party = Party.CLINICIAN
        callback.fence += 1
        callback.owner_id = None
        callback.lease_until = None
        callback.save(
            update_fields=[
                "stage", "next_party", "fence", "owner", "lease_until", "due_at", "respond_by",
                "due_why", *besttime.FIELDS,
            ]
        )  # fmt: skip


def _keep_words(act: Act, callback: Callback, said: str) -> None:
    """The patient's words of this asking; where the pathway asks for them, they are that too."""
    code = escalation.asked_code(callback.fence)
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    asked = escalation.EXACT_WORDS in {fact.code for fact in pathway.facts()}
    done.write(act, callback, {code: said, **({escalation.EXACT_WORDS: said} if asked else {})})
    act.details = {"facts": [code]}


def hold(
    callback_id: UUID,
    *,
    waits_for: Party,
    review_at: datetime,
    by: Actor,
    now: datetime,
    fence: int,
) -> None:
    """Wait for the patient or a third party until `review_at`. Raises as `escalate` does.

    It stays with its owner. The clock of its end stands still, that of the first action does not.
    """
    with signed(
        "put on hold", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        if waits_for not in {Party.PATIENT, Party.THIRD_PARTY}:
            raise Refused(Reason(code="waits_for", words=SOMEBODY_ELSE))
        if review_at <= now:
            raise Refused(Reason(code="review_at", words=REVIEW_AHEAD))
        if reasons := refusals(Step.HOLD, Stage(callback.stage)):
            raise holding.refusal(reasons)
        callback.stage = Stage.ON_HOLD
        callback.next_party = waits_for
        callback.review_at = review_at
        callback.paused_at = now
        callback.lease_until = None
        callback.save(
            update_fields=["stage", "next_party", "review_at", "paused_at", "lease_until"]
        )
        act.details = {"waits_for": waits_for, "review_at": review_at.isoformat()}
