"""How pressing a callback is may be raised by whoever works here; nothing in this file lowers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions.act import Refused, locked, signed
from ringback.rules import lifecycle
from ringback.rules.access import Permission
from ringback.rules.lifecycle import Stage, Step
from ringback.rules.queue import RANK, Level
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

    It changes no owner and no fence: whoever is at work on it goes on, and sees it move.
    """
    with signed("level raised", by=by, now=now, needs=Permission.WORK) as act:
        callback = locked(act, callback_id)
        if callback.stage == Stage.CLOSED:
            raise Refused(*lifecycle.refusals(Step.CLOSE, Stage.CLOSED))
        before = Level(callback.level)
        if _MOST_PRESSING_FIRST.index(to) >= _MOST_PRESSING_FIRST.index(before):
            raise Refused(Reason(code="not_higher", words=NOT_HIGHER))
        callback.level, callback.rank = to, RANK[to]
        callback.save(update_fields=["level", "rank"])
        act.details = {"from": before, "to": to}
