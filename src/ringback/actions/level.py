"""How pressing a callback is may be raised by whoever works here; nothing here lowers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions.act import Refused, locked, signed
from ringback.queries import practice
from ringback.rules import due, lifecycle
from ringback.rules.access import Permission
from ringback.rules.lifecycle import Stage, Step
from ringback.rules.queue import RANK, Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.rules.access import Actor

NOT_HIGHER: Final = gettext_noop(
    "It is at least this pressing already; only a clinician lowers it."
)

_MOST_PRESSING_FIRST: Final = tuple(Level)


def raise_level(callback_id: UUID, to: Level, *, by: Actor, now: datetime) -> None:
    """Make a callback more pressing, whoever holds it. Raises Refused, NotFound, NotPermitted.

    Its due time moves earlier as the level says, never later. It changes no owner and no fence:
    whoever is at work on it goes on, and sees it move.
    """
    with signed("level raised", by=by, now=now, needs=Permission.WORK) as act:
        callback = locked(act, callback_id)
        if callback.stage == Stage.CLOSED:
            raise Refused(*lifecycle.refusals(Step.CLOSE, Stage.CLOSED))
        before = Level(callback.level)
        if _MOST_PRESSING_FIRST.index(to) >= _MOST_PRESSING_FIRST.index(before):
            raise Refused(Reason(code="not_higher", words=NOT_HIGHER))
        callback.level, callback.rank = to, RANK[to]
        _tighten(callback, to, now)
        callback.save(update_fields=["level", "rank", "due_at", "respond_by", "due_why"])
        act.details = {"from": before, "to": to}


def _tighten(callback: Callback, to: Level, now: datetime) -> None:
    hours = practice.hours(callback.practice_id, since=callback.received_at, now=now)
    sooner = due.at_level(to, now, hours)
    if sooner is None or sooner >= callback.due_at:
        return
    callback.due_at, callback.due_why = sooner, due.MARKED[to]
    if callback.first_action_at is None:
        callback.respond_by = min(callback.respond_by, sooner)
