"""Who reads a callback now, as the rule of what waits for the check asks it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from ringback.rules.access import FieldClass, sees
from ringback.rules.aftercheck import Reader, kept_back

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Call
    from ringback.rules.access import Actor


def reader(
    actor: Actor, *, verified: bool, now: datetime, since: datetime | None, in_need: bool = False
) -> Reader:
    """Who would read what is noted; `since` is when their call began, where there is one."""
    return Reader(
        person_id=actor.person_id,
        always=in_need or sees(actor, FieldClass.CLINICAL, owns=True),
        verified=verified,
        since=since or now - timedelta(seconds=settings.CALL_S),
    )


def of_call(actor: Actor, call: Call | None, *, now: datetime) -> Reader:
    """The same for the note of a call, while it lasts and as long again as one may."""
    if call is None:
        return reader(actor, verified=False, now=now, since=None)
    fresh = call.ended_at is None or now - call.ended_at <= timedelta(seconds=settings.CALL_S)
    verified = call.verified_at is not None and not call.ended_why and fresh
    return reader(actor, verified=verified, now=now, since=call.begun_at)


def waits(code: str, value: object, *, by: UUID, at: datetime, reader: Reader) -> bool:
    """Whether a fact waits for the check."""
    return kept_back(code, value, by=by, at=at, reader=reader)
