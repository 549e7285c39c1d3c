"""Somebody read or listened, and the callback gets its kind of request. Nothing is forgiven."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ringback.actions import arrival, besttime, holding, judging, progress, promised
from ringback.actions.act import Refused, signed
from ringback.rules import escalation
from ringback.rules.access import Permission, Role
from ringback.rules.arrival import UNSORTED
from ringback.rules.lifecycle import Stage, Step, after, refusals
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.queries.practice import Bearings
    from ringback.rules.access import Actor

SAY_WHICH: Final = gettext_noop("Say what kind of request it is.")


def sort(callback_id: UUID, code: str, *, by: Actor, now: datetime, fence: int) -> None:
    """Put a callback on the pathway `code`. Raises Refused, Stale, Held, NotFound, NotPermitted.

    Its clock starts from the same arrival, under the new pathway's windows: time already spent
    stays spent, and a first action once promised to a patient is not put off. Held by somebody, it
    stays theirs.
    """
    with signed("sorted", by=by, now=now, needs=Permission.SORT, subject_id=callback_id) as act:
        callback = holding.current(act, callback_id, fence)
        if reasons := refusals(Step.SORT, Stage(callback.stage)):
            raise holding.refusal(reasons)
        if code == UNSORTED:
            raise Refused(Reason(code="not_sorted", words=SAY_WHICH))
        where = judging.bearings(act, code, callback.received_at, location=callback.location)
        found = _stand(act, callback, where)
        _move(callback, found, now)
        _place(act, callback)
        callback.read_at = callback.read_at or now
        callback.outcome_needed = progress.outcome_needed(callback, by=act.by, now=now)
        callback.save(
            update_fields=[
                *judging.FIELDS, "stage", "lease_until", "read_at", "first_action_at",
                "outcome_needed",
            ]
        )  # fmt: skip
        judging.follow(act, callback, found)
        act.details = {"category": callback.category}


def _stand(act: Act, callback: Callback, where: Bearings) -> judging.Stand:
    """Where it comes to stand, with everything known of it."""
    level = _level(act, callback, where)
    known = judging.facts(
        callback,
        contacts=arrival.contacts(callback),
        urgent_open=judging.pressing_beside(callback),
    )
    facts = replace(known, promise=judging.promised(where, callback.source))
    return judging.stand(act, where, facts, level, said=besttime.said(callback))


def _level(act: Act, callback: Callback, where: Bearings) -> Level:
    """As pressing as it was; only a clinician puts it where less pressing things are."""
    level, category = Level(callback.level), where.pathway.category
    clinician = Role.CLINICIAN in act.by.roles
    if reasons := escalation.sort_refusals(level, category, clinician=clinician):
        raise Refused(*reasons)
    return escalation.level_of(category) if escalation.pathway_for(level, category) else level


def _move(callback: Callback, found: judging.Stand, now: datetime) -> None:
    """The new pathway's times, from the same arrivals.

    A try counts for the new pathway only if that promises no more than a try. What was read just
    now has had its promise of being read; of every other the earlier first action holds, and an
    end that has passed.
    """
    before = promised.of(callback)
    promised.carry(callback, found.where.pathway.category, before, now=now)
    judging.begin(callback, found, since=callback.received_at)
    if before.category != UNSORTED:
        promised.hold_to(callback, before, now=now)
    if callback.first_action_at is not None:
        callback.due_at = before.due_at if callback.next_attempt_at else callback.resolve_by


def _place(act: Act, callback: Callback) -> None:
    """Held by somebody, it stays theirs; held by nobody, anyone may take it."""
    if callback.owner_id is None:
        callback.stage = after(Step.SORT, Stage(callback.stage)) or callback.stage
        return
    callback.stage = Stage.OWNED
    if callback.owner_id == act.by.person_id:
        callback.lease_until = holding.at_least(callback, act.now)
