"""Looking at a callback is written down: who saw it, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from ringback.actions import holding
from ringback.actions.act import NotFound, NotPermitted, signed
from ringback.models import Callback, Entry
from ringback.queries import callback as callbacks
from ringback.rules.access import Permission, lane_refusals
from ringback.rules.lifecycle import Stage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.callback import CallbackView
    from ringback.rules.access import Actor


def opened(callback_id: UUID, *, by: Actor, now: datetime) -> CallbackView:
    """The callback as this person may see it. Raises NotFound, NotPermitted.

    Opening it again within five minutes is the same opening. For its owner it is activity.
    """
    with signed("opened", by=by, now=now, needs=Permission.SEE_QUEUE) as act:
        act.changed = False
        view = callbacks.view(callback_id, by)
        if view is None:
            raise NotFound
        act.subject_id = callback_id
        if no := lane_refusals(by, view.category):
            raise NotPermitted(*no)
        act.silent = _opened_lately(callback_id, by, now)
        Callback.objects.filter(id=callback_id, owner_id=by.person_id, stage=Stage.OWNED).update(
            lease_until=holding.lease_from(now)
        )
    return view


def _opened_lately(callback_id: UUID, by: Actor, now: datetime) -> bool:
    return Entry.objects.filter(
        practice_id=by.practice_id,
        actor_id=by.person_id,
        subject_id=callback_id,
        verb="opened",
        refused=False,
        at__gt=now - timedelta(seconds=settings.OPENING_REPEAT_S),
    ).exists()
