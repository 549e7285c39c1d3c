"""What every write to a callback checks first: the fence, and whose it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings

from ringback.actions.act import Act, Held, Refused, Stale, locked
from ringback.queries import practice, statement
from ringback.queries.words import clock_time
from ringback.rules import queue
from ringback.rules.lifecycle import Stage
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.rules.access import Actor

STALE: Final = gettext_noop(
    "This callback changed hands since you opened it. What you wrote is kept."
)

LEASED: Final = (Stage.OWNED, Stage.UNSORTED, Stage.ESCALATED)
"""The stages in which an item is somebody's only for as long as they do something with it."""


def current(act: Act, callback_id: UUID, fence: int) -> Callback:
    """The locked callback, if `fence` is still its own. Raises NotFound, Stale, NotPermitted."""
    callback = locked(act, callback_id)
    if callback.fence != fence:
        raise Stale(Reason(code="stale", words=STALE), fence=callback.fence)
    return callback


def mine(act: Act, callback_id: UUID, fence: int) -> Callback:
    """The locked callback, held by the actor. Raises also Held or Refused where it is not."""
    callback = current(act, callback_id, fence)
    reasons = queue.work_refusals(
        callback.facts(), act.by.person_id, act.now, until_words=until(act, callback)
    )
    if reasons:
        raise refusal(reasons)
    return callback


def refusal(reasons: tuple[Reason, ...]) -> Refused:
    """The error that names what kind of refusal this is."""
    return (Held if reasons[0].code in {"held", "not_yours", "answered"} else Refused)(*reasons)


def until(act: Act, callback: Callback) -> str:
    """When the present owner's time ends, on the practice's clock: "10:57", "Tuesday 9:30"."""
    if callback.lease_until is None:
        return ""
    return clock_time(callback.lease_until, practice.zone(act.by.practice_id), now=act.now)


def extended(callback_id: UUID, *, by: Actor, now: datetime) -> datetime | None:
    """Whatever its owner does is activity: their time begins again. None for anybody else."""
    until = lease_from(now)
    whose = {"practice": by.practice_id, "callback": callback_id, "person": by.person_id}
    values = {**whose, "until": until, "stages": [str(each) for each in LEASED]}
    return until if statement.run("lease", values) else None


def at_least(callback: Callback, now: datetime) -> datetime:
    """Until when it is theirs after something they did: a call under way lasts longer than that."""
    return max(callback.lease_until or now, lease_from(now))


def lease_from(now: datetime) -> datetime:
    """Until when somebody who acts now keeps the item without further activity."""
    return now + timedelta(seconds=settings.LEASE_S)
