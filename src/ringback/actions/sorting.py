"""Somebody read or listened, and the callback gets its kind of request. Nothing is forgiven."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import arrival, holding, progress
from ringback.actions.act import Refused, signed
from ringback.rules import due
from ringback.rules.access import Permission
from ringback.rules.arrival import UNSORTED
from ringback.rules.lifecycle import Stage, Step, after, refusals
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor

SAY_WHICH: Final = gettext_noop("Say what kind of request it is.")


def sort(callback_id: UUID, code: str, *, by: Actor, now: datetime, fence: int) -> None:
    """Put a callback on the pathway `code`. Raises Refused, Stale, Held, NotFound, NotPermitted.

    Its clock starts from the same arrival, under the new pathway's windows: time already spent
    stays spent. Held by somebody, it stays theirs.
    """
    with signed("sorted", by=by, now=now, needs=Permission.SORT, subject_id=callback_id) as act:
        callback = holding.current(act, callback_id, fence)
        if reasons := refusals(Step.SORT, Stage(callback.stage)):
            raise holding.refusal(reasons)
        if code == UNSORTED:
            raise Refused(Reason(code="not_sorted", words=SAY_WHICH))
        _judge(act, callback, code)
        _place(act, callback)
        callback.read_at = callback.read_at or now
        callback.outcome_needed = progress.outcome_needed(callback)
        callback.save(
            update_fields=[
                "stage", "lease_until", "category", "category_version", "due_at", "respond_by",
                "due_why", "resolve_by", "read_at", "outcome_needed",
            ]
        )  # fmt: skip
        act.details = {"category": code}


def _judge(act: Act, callback: Callback, code: str) -> None:
    """The new pathway's times, from the same arrivals."""
    where = arrival.bearings(act, code, callback.received_at)
    times = due.first_times(
        category=where.pathway.category,
        hours=where.hours,
        facts=due.Facts(
            received_at=callback.received_at,
            visit_date=callback.visit_date,
            contacts=arrival.contacts(callback),
        ),
    )
    callback.category = code
    callback.category_version_id = where.pathway.version_id
    callback.resolve_by = times.resolve_by
    if callback.first_action_at is None:
        callback.due_at = callback.respond_by = times.due_at
        callback.due_why = times.why
    elif callback.next_attempt_at is None:
        callback.due_at = times.resolve_by


def _place(act: Act, callback: Callback) -> None:
    """Held by somebody, it stays theirs; held by nobody, anyone may take it."""
    if callback.owner_id is None:
        callback.stage = after(Step.SORT, Stage(callback.stage)) or callback.stage
        return
    callback.stage = Stage.OWNED
    if callback.owner_id == act.by.person_id:
        callback.lease_until = holding.lease_from(act.now)
