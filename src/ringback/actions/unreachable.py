"""Somebody who may decide it says that a patient cannot be reached, and the callback is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import done, holding, lanewords, note, progress
from ringback.actions.act import Refused, signed
from ringback.queries import practice, queue
from ringback.rules import lifecycle, unreachable
from ringback.rules.access import Permission
from ringback.rules.lifecycle import Outcome, Stage, Step
from ringback.rules.queue import Level

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.queue import QueueRow
    from ringback.rules.access import Actor


def decide(callback_id: UUID, reason: str, *, by: Actor, now: datetime, fence: int) -> QueueRow:
    """Close as not reached, with the reason as the signed note; see it closed.

    Raises Refused with everything that comes first, and Stale, Held, NotFound, NotPermitted; what
    was written is kept as the draft then.
    """
    with signed(
        "unreachable", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=reason
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        if reasons := lifecycle.refusals(Step.CLOSE, Stage(callback.stage)):
            raise holding.refusal(reasons)
        category = practice.category(callback.practice_id, callback.category_version_id)
        record = progress.read(callback)
        tried = unreachable.Tried(
            tries=record.tries,
            level=Level(callback.level),
            zone=practice.zone(callback.practice_id),
            parts=record.parts,
            promised_at=callback.promised_at,
        )
        wrong = unreachable.refusals(category, tried, roles=by.roles, reason=reason, now=now)
        if wrong:
            raise Refused(*wrong)
        lanewords.refuse_unsettled(callback, reason, by=by)
        note.sign_within(act, callback, reason)
        done.close(act, callback, Outcome.UNREACHABLE)
        act.details = {
            "tries": callback.tries,
            "by_rule": unreachable.by_rule(category, tried.level),
        }
        return queue.row_of(by, callback, owner_name=None)
