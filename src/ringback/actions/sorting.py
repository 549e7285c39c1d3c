"""Somebody read or listened, and the callback gets its kind of request. Nothing is forgiven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import arrival, holding, progress
from ringback.actions.act import signed
from ringback.rules import due
from ringback.rules.access import Permission
from ringback.rules.lifecycle import Stage, Step, after, refusals

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


def sort(callback_id: UUID, code: str, *, by: Actor, now: datetime, fence: int) -> None:
    """Put a callback on the pathway `code`. Raises Refused, Stale, Held, NotFound, NotPermitted.

    Its clock starts from the same arrival, under the new pathway's windows: time already spent
    stays spent. Held by somebody, it stays theirs.
    """
    with signed("sorted", by=by, now=now, needs=Permission.SORT) as act:
        callback = holding.current(act, callback_id, fence)
        if reasons := refusals(Step.SORT, Stage(callback.stage)):
            raise holding.refusal(reasons)
        where = arrival.bearings(act, code, callback.received_at)
        times = due.first_times(
            category=where.pathway.category,
            hours=where.hours,
            zone=where.zone,
            facts=due.Facts(received_at=callback.received_at, visit_date=callback.visit_date),
        )
        if callback.owner_id is None:
            callback.stage = after(Step.SORT, Stage(callback.stage)) or callback.stage
        else:
            callback.stage = Stage.OWNED
            callback.lease_until = holding.lease_from(now)
        callback.category = code
        callback.category_version_id = where.pathway.version_id
        if callback.first_action_at is None:
            callback.due_at = callback.respond_by = times.due_at
            callback.due_why = times.why
        callback.resolve_by = times.resolve_by
        callback.read_at = callback.read_at or now
        callback.outcome_needed = progress.outcome_needed(callback)
        callback.save(
            update_fields=[
                "stage", "lease_until", "category", "category_version", "due_at", "respond_by", "due_why",
                "resolve_by", "read_at", "outcome_needed",
            ]
        )  # fmt: skip
        act.details = {"category": code}
