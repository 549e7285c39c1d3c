"""Whoever has a callback puts it aside until a time, and says why; it stays theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringback.actions import besttime, calling, holding, undo
from ringback.actions.act import Refused, keep_draft, signed
from ringback.models import Hand
from ringback.queries import practice
from ringback.queries.words import clock_time
from ringback.rules import handover, snooze, window
from ringback.rules.access import Permission
from ringback.rules.handover import Kind
from ringback.rules.lifecycle import Stage, Step, after
from ringback.rules.queue import Level
from ringback.rules.undo import Undoable

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.reason import Reason


def aside(
    callback_id: UUID,
    until: datetime | None,
    why: str,
    *,
    by: Actor,
    now: datetime,
    fence: int,
    draft: str = "",
) -> None:
    """Put it aside until then. Raises Refused, Stale, Held, NotFound, NotPermitted.

    A promised first action stays due when it was; anyone may take it half an hour of opening time
    after `until`, as after any planned try.
    """
    with signed(
        "put aside", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=draft
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        reasons = snooze.refusals_of(facts(callback), until, why, now)
        if until is None or reasons:
            raise Refused(*(_told(each, act) for each in reasons))
        keep_draft(act)
        act.details = laid(act, callback, until, why)


def laid(act: Act, callback: Callback, until: datetime, why: str) -> dict[str, str]:
    """Within another action: put it aside until then; answers what the entry says of it."""
    before = undo.routing(callback)
    Hand.objects.create(
        practice_id=act.by.practice_id,
        callback=callback,
        kind=Kind.ASIDE,
        by_id=act.by.person_id,
        until=until,
        why=handover.line(why),
        at=act.now,
    )
    calling.end_open(act.by.practice_id, act.now, callbacks=[callback.id])
    _lay(callback, until, act.now)
    callback.hand, callback.hand_name = Kind.ASIDE, act.by.name
    callback.hand_post, callback.hand_why = "", handover.line(why)
    callback.save(
        update_fields=[
            "stage", "next_attempt_at", "due_at", "lease_until", "hand", "hand_name",
            "hand_post", "hand_why",
        ]
    )  # fmt: skip
    undo.remember(act, callback, Undoable.ASIDE, before)
    return {"until": until.isoformat()}


def facts(callback: Callback) -> snooze.Aside:
    """What the rule of putting aside asks of it."""
    zone = ZoneInfo(practice.zone(callback.practice_id))
    due_by = callback.resolve_by if callback.first_action_at else callback.respond_by
    return snooze.Aside(
        stage=Stage(callback.stage),
        level=Level(callback.level),
        due_by=due_by,
        promised_at=callback.promised_at,
        visit_ends=snooze.visit_ends(callback.visit_date, zone),
    )


def _told(reason: Reason, act: Act) -> Reason:
    """The reason with its time on the practice's clock."""
    if not isinstance(reason, snooze.TooLate):
        return reason
    at = clock_time(reason.latest, practice.zone(act.by.practice_id), now=act.now)
    return replace(reason, values=(("time", at),))


def _lay(callback: Callback, until: datetime, now: datetime) -> None:
    """As a planned try; a time the patient was told stays the time of their call."""
    at = callback.promised_at or until
    hours = practice.hours(
        callback.practice_id, since=callback.received_at, now=now, location=callback.location
    )
    callback.stage = after(Step.SCHEDULE, Stage(callback.stage)) or callback.stage
    callback.next_attempt_at = at
    callback.lease_until = window.ends(besttime.FREE_AFTER, at, hours)
    callback.due_at = at if callback.first_action_at else min(at, callback.respond_by)
