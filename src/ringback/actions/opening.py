"""Looking at a callback is written down: who saw it, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from ringback.actions import holding
from ringback.actions.act import NotFound, NotPermitted, signed
from ringback.queries import callback as callbacks
from ringback.queries import whilewriting
from ringback.queries.breakglass import LOOKED
from ringback.rules.access import Permission, lane_refusals, refusals

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.callback import CallbackView
    from ringback.queries.whilewriting import WhileWriting
    from ringback.rules.access import Actor

LATELY: Final = "opened_lately"


def opened(callback_id: UUID, *, by: Actor, now: datetime, watching: bool = False) -> CallbackView:
    """The callback as this person may see it. Raises NotFound, NotPermitted.

    Opening it again within five minutes is the same opening; in need, each is one. For its owner it
    is activity, but not where the page asks anew by itself because somebody else changed it
    (`watching`): nobody pressed anything.
    """
    with signed(
        "opened", by=by, now=now, needs=Permission.SEE_QUEUE, subject_id=callback_id,
        asked=[_lately(callback_id, by, now)],
    ) as act:  # fmt: skip
        act.changed = False
        view = callbacks.view(callback_id, by, now=now)
        if view is None:
            raise NotFound
        if view.in_need is not None:
            act.verb, act.details = LOOKED, {"glass": str(view.in_need.id)}
            return view
        if no := lane_refusals(by, view.category):
            raise NotPermitted(*no)
        act.silent = act.found[LATELY][0][0]
        if not watching and (until := holding.extended(callback_id, by=by, now=now)):
            view = replace(view, lease_until=max(view.lease_until or until, until))
    return view


def writing(callback_id: UUID, *, by: Actor, now: datetime) -> WhileWriting:
    """What the page shows anew while they write. Raises NotFound, NotPermitted.

    It is no press, so it keeps nobody's callback theirs; the opening it belongs to is written down.
    """
    with signed(
        "opened", by=by, now=now, needs=Permission.SEE_QUEUE, subject_id=callback_id,
        asked=[_lately(callback_id, by, now)],
    ) as act:  # fmt: skip
        act.changed = False
        view = whilewriting.view(callback_id, by, now=now)
        if view is None:
            raise NotFound
        if no := lane_refusals(by, view.category):
            raise NotPermitted(*no)
        act.silent = act.found[LATELY][0][0]
    return view


def may(verb: str, needs: Permission, *, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not look; otherwise leave no trace."""
    if refusals(by, needs):
        with signed(verb, by=by, now=now, needs=needs, subject_kind="practice") as act:
            act.silent = True


def moved(practice_id: UUID, *, by: Actor, theirs: Collection[UUID], now: datetime) -> None:
    """Go on in another practice of one's own; `theirs` are those. Raises NotFound for any other."""
    with signed(
        "went to another practice", by=by, now=now, needs=None, subject_kind="practice",
        subject_id=practice_id,
    ) as act:  # fmt: skip
        act.changed = False
        if practice_id not in theirs:
            raise NotFound


def _lately(callback_id: UUID, by: Actor, now: datetime) -> tuple[str, dict[str, Any]]:
    """Which statement tells whether they opened it a moment ago."""
    values = {"practice": by.practice_id, "person": by.person_id, "callback": callback_id}
    since = now - timedelta(seconds=settings.OPENING_REPEAT_S)
    return LATELY, {**values, "since": since}
