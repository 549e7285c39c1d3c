"""Facts are recorded with who and when, and a callback is called done only when none is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ringback.actions import calling, holding, judging, lanewords, note, pause, progress, undo
from ringback.actions.act import Refused, signed
from ringback.models import DoneFact
from ringback.models.ids import new_id
from ringback.queries import practice, queue, statement
from ringback.rules import done, noteclose
from ringback.rules.access import Permission, Role
from ringback.rules.lifecycle import Outcome, Party, Stage
from ringback.rules.queue import Level
from ringback.rules.undo import Undoable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.queries.queue import QueueRow
    from ringback.rules.access import Actor


class NotDone(Refused):
    """Something is still missing; `reasons` names each piece. What was written is kept."""


def record(
    callback_id: UUID, facts: Mapping[str, Any], *, by: Actor, now: datetime, fence: int
) -> None:
    """Write facts down, each with who and when. Raises NotDone for ones that cannot be read."""
    with signed(
        "facts recorded", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        facts = record_within(act, callback, facts)
        found = judging.under_way(act, callback, judging.facts(callback), Level.ROUTINE)
        judging.tighten(callback, found, since=now)
        callback.outcome_needed = progress.outcome_needed(callback, by=by, now=now)
        if callback.stage in holding.LEASED:
            callback.lease_until = holding.at_least(callback, now)
        callback.save(update_fields=[*judging.FIELDS, "outcome_needed", "lease_until"])
        judging.follow(act, callback, found)
        act.details = {"facts": sorted(facts)}


def complete(
    callback_id: UUID,
    facts: Mapping[str, Any],
    text: str,
    *,
    picks: Mapping[str, str] | None = None,
    by: Actor,
    now: datetime,
    fence: int,
) -> QueueRow:
    """Close as done and see it closed. Raises NotDone naming what is missing, and as `record`.

    With `picks`, the note is written from what is known and picked, above the words of `text`.

    Stale, Held, NotFound and NotPermitted keep what was written as the draft.
    """
    with signed(
        "done", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=text
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        category = practice.category(callback.practice_id, callback.category_version_id)
        written = note.composed(act, callback, text, picks, facts)
        looked_at = text.strip() if written.lacking else written.whole
        missing = done.in_the_way(
            category,
            progress.of(callback, by=by, now=now, note=looked_at),
            facts,
            today=_today(act, callback),
            clinician=Role.CLINICIAN in by.roles,
        )
        if missing:
            raise NotDone(*noteclose.named(missing, written.lacking))
        lanewords.refuse_unsettled(callback, text, by=by)
        facts = _said(callback, facts)
        write(act, callback, facts)
        if written.said or not written.lacking:
            note.sign_within(act, callback, written.whole)
        before = undo.routing(callback)
        close(act, callback, Outcome.DONE)
        undo.remember(act, callback, Undoable.DONE, before)
        act.details = {"facts": sorted(facts)}
        return queue.row_of(by, callback, owner_name=None)


def record_within(act: Act, callback: Callback, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write facts down as part of another action; answers those that say something."""
    _refuse_unreadable(act, callback, facts)
    said = _said(callback, facts)
    write(act, callback, said)
    return said


def close(act: Act, callback: Callback, outcome: Outcome) -> None:
    """End a callback as part of an action that may: nobody owns it any more."""
    calling.end_open(act.by.practice_id, act.now, callbacks=[callback.id])
    pause.waits_no_more(callback, act.now)
    callback.stage = Stage.CLOSED
    callback.outcome = outcome
    callback.closed_at = act.now
    callback.closed_by_id = act.by.person_id
    callback.fence += 1
    callback.owner_id = None
    callback.lease_until = None
    callback.next_attempt_at = callback.promised_at = None
    callback.next_party = Party.PRACTICE
    callback.outcome_needed = ""
    callback.save(
        update_fields=[
            "stage", "outcome", "closed_at", "closed_by", "fence", "owner", "lease_until",
            "next_attempt_at", "promised_at", "next_party", "outcome_needed",
        ]
    )  # fmt: skip


def _refuse_unreadable(act: Act, callback: Callback, facts: Mapping[str, Any]) -> None:
    category = practice.category(callback.practice_id, callback.category_version_id)
    clinician = Role.CLINICIAN in act.by.roles
    today = _today(act, callback)
    if wrong := done.unreadable(category, facts, today=today, clinician=clinician):
        raise NotDone(*wrong)


def _today(act: Act, callback: Callback) -> date:
    return act.now.astimezone(ZoneInfo(practice.zone(callback.practice_id))).date()


def _said(callback: Callback, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without the boxes that were not ticked and never had been: they say nothing."""
    if False not in facts.values():
        return dict(facts)
    known = DoneFact.objects.filter(practice_id=callback.practice_id, callback_id=callback.id)
    codes = set(known.values_list("code", flat=True))
    return {code: value for code, value in facts.items() if value is not False or code in codes}


def write(act: Act, callback: Callback, facts: Mapping[str, Any]) -> None:
    """Keep facts that an action has looked at, each with who and when."""
    for code, value in facts.items():
        fact = {
            "id": new_id(),
            "practice": act.by.practice_id,
            "callback": callback.id,
            "code": code,
            "value": json.dumps(value),
            "by": act.by.person_id,
            "clinician": Role.CLINICIAN in act.by.roles,
            "now": act.now,
        }
        statement.run("fact", fact)
