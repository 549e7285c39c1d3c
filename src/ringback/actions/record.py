"""Whoever looks at the record of who saw what, searches, or takes a list away is in it too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from ringback.actions.act import NotFound, signed
from ringback.queries import record
from ringback.rules.access import Permission, refusals

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

LOOKED: Final = "looked at the record"

REMEMBERED: Final = 10_000
_LATELY: Final[dict[tuple[UUID, UUID, str, int | None], datetime]] = {}
"""Who had what before them when, as far as this process wrote it down."""


def looked_at(page: str, of: UUID | None = None, *, by: Actor, now: datetime) -> None:
    """A page of the record is looked at; again within five minutes is the same look.

    Raises NotPermitted, and NotFound where what it is of is not this practice's.
    """
    details: dict[str, Any] = {"page": page, **({"of": str(of)} if of else {})}
    with _signed(LOOKED, by=by, now=now) as act:
        act.details, act.changed = details, False
        if of and not record.is_here(by.practice_id, page, of):
            raise NotFound
        since = now - timedelta(seconds=settings.OPENING_REPEAT_S)
        act.silent = record.looked_lately(
            by.practice_id, by.person_id, LOOKED, details, since=since
        )


def queue_seen(*, by: Actor, now: datetime) -> None:
    """Somebody has the queue before them. A live page that renews itself is the same look."""
    _glanced("queue seen", "queue", None, by=by, now=now)


def queue_shown(*, since: datetime, by: Actor, now: datetime) -> None:
    """The rows of the queue alone: a page renews itself, and that is the look it began with.

    Whoever asks for nothing else has had no such look since they signed in, and has one now.
    """
    _glanced("queue seen", "queue", None, by=by, now=now, since=since)


def moves_seen(number: int, *, by: Actor, now: datetime) -> None:
    """Somebody reads whose times a change of hours moved."""
    _glanced("moves seen", "policy", number, by=by, now=now)


def _glanced(
    verb: str,
    kind: str,
    number: int | None,
    *,
    by: Actor,
    now: datetime,
    since: datetime | None = None,
) -> None:
    """Again within five minutes is the same look; this process remembers, so most cost nothing.

    Whoever may not see the queue is shown none of it, and has seen nothing.
    """
    key = (by.practice_id, by.person_id, verb, number)
    lately = now - timedelta(seconds=settings.OPENING_REPEAT_S)
    since = min(since or lately, lately)
    if refusals(by, Permission.SEE_QUEUE) or since < _LATELY.get(key, since) <= now:
        return
    details = {} if number is None else {"version": number}
    with signed(verb, by=by, now=now, needs=None, subject_kind=kind) as act:
        act.details, act.changed = details, False
        act.silent = record.looked_lately(by.practice_id, by.person_id, verb, details, since=since)
    if len(_LATELY) >= REMEMBERED:
        _LATELY.clear()
    # Found rather than written: when is not known, but later than asked about.
    _LATELY[key] = max(_LATELY.get(key, since), since + timedelta.resolution if act.silent else now)


def exported(page: str, lines: int, of: UUID | None = None, *, by: Actor, now: datetime) -> None:
    """A list of the record is taken away as a file. Raises NotPermitted."""
    with _signed("record exported", by=by, now=now) as act:
        act.changed = False
        act.details = {"page": page, "lines": lines, **({"of": str(of)} if of else {})}


def searched(found: int, *, outside: UUID | None = None, by: Actor, now: datetime) -> None:
    """Somebody searched the queue. What for is not kept: it would be a patient's name or number.

    But which callback outside their lanes they were told is there. Raises NotPermitted.
    """
    needs = Permission.SEE_QUEUE
    with signed("searched", by=by, now=now, needs=needs, subject_kind="queue") as act:
        act.details, act.changed = {"found": found}, False
        if outside:
            act.subject_kind, act.subject_id = "callback", outside


def _signed(verb: str, *, by: Actor, now: datetime) -> AbstractContextManager[Act]:
    return signed(verb, by=by, now=now, needs=Permission.SEE_LEDGER, subject_kind="record")
