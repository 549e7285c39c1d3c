"""How pressing a callback is may be raised by whoever works here; nothing here lowers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import judging, progress
from ringback.actions.act import Refused, locked, signed
from ringback.rules import lifecycle
from ringback.rules.access import Permission
from ringback.rules.lifecycle import Stage, Step
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

NOT_HIGHER: Final = gettext_noop(
    "It is at least this pressing already; only a clinician lowers it."
)

_MOST_PRESSING_FIRST: Final = tuple(Level)


def raise_level(callback_id: UUID, to: Level, *, by: Actor, now: datetime) -> None:
    """Make a callback more pressing, whoever holds it. Raises Refused, NotFound, NotPermitted.

    It moves to the pathway for what is this pressing, unless a clinical one has it. Its due time
    moves earlier, never later; owner and fence stay: whoever is at work goes on.
    """
    with signed("level raised", by=by, now=now, needs=Permission.WORK) as act:
        callback = locked(act, callback_id)
        if callback.stage == Stage.CLOSED:
            raise Refused(*lifecycle.refusals(Step.CLOSE, Stage.CLOSED))
        before = Level(callback.level)
        if _MOST_PRESSING_FIRST.index(to) >= _MOST_PRESSING_FIRST.index(before):
            raise Refused(Reason(code="not_higher", words=NOT_HIGHER))
        found = judging.marked(act, callback, to)
        judging.tighten(callback, found, since=now)
        callback.outcome_needed = progress.outcome_needed(callback, by=act.by, now=now)
        callback.save(update_fields=[*judging.FIELDS, "outcome_needed"])
        judging.follow(act, callback, found)
        act.details = {"from": before, "to": to}
