"""A callback waits for somebody else: for a clinician's answer, or on hold with a review time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import holding
from ringback.actions.act import Refused, signed
from ringback.rules.access import Permission
from ringback.rules.lifecycle import Party, Stage, Step, refusals
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

REVIEW_AHEAD: Final = gettext_noop("Say when to look at this again: a time still to come.")
SOMEBODY_ELSE: Final = gettext_noop("Say whom you are waiting for: the patient or somebody else.")


def escalate(callback_id: UUID, *, by: Actor, now: datetime, fence: int) -> None:
    """Hand to a clinician; it waits for their answer. Raises Refused, Stale, Held, NotFound."""
    with signed("escalated", by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        callback = holding.mine(act, callback_id, fence)
        if reasons := refusals(Step.ESCALATE, Stage(callback.stage)):
            raise holding.refusal(reasons)
        callback.stage = Stage.ESCALATED
        callback.next_party = Party.CLINICIAN
        callback.fence += 1
        callback.owner_id = None
        callback.lease_until = None
        callback.save(update_fields=["stage", "next_party", "fence", "owner", "lease_until"])


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

    It stays with its owner; the clock of the first action does not stop.
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
        callback.lease_until = None
        callback.save(update_fields=["stage", "next_party", "review_at", "lease_until"])
        act.details = {"waits_for": waits_for, "review_at": review_at.isoformat()}
