"""Who signed in, where from and how surely, is written down in every practice they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringback.actions import outbox
from ringback.actions.act import signed
from ringback.models import Entry
from ringback.queries import person
from ringback.queries.scope import scope

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.outbox import Changed


def note(person_id: UUID, verb: str, *, now: datetime, **details: Any) -> None:  # noqa: ANN401
    """Write down that somebody signed in, out, locked or unlocked, wherever they belong."""
    _write(person_id, verb, now=now, actor_id=person_id, details=details)


def note_change(person_id: UUID, verb: str, what: Changed, *, now: datetime) -> None:
    """Write down that somebody changed how they sign in, and tell them by mail."""
    for number, place in enumerate(person.practices_of(person_id)):
        by = person.actor(person_id, place.id, via="web")
        if by is None:
            continue  # they left in this very moment
        with signed(
            verb, by=by, now=now, needs=None, subject_kind="person", subject_id=person_id
        ) as act:
            act.changed = False
            if number == 0:
                outbox.tell_of_change(act, person_id, what)


def note_failed(email: str, *, why: str, where_from: str, now: datetime) -> None:
    """Write down that somebody failed to sign in as one of us: who it was, nobody knows.

    An address that is nobody's here leaves no trace: there is no practice to tell.
    """
    person_id = person.of_email(email)
    if person_id is not None:
        details = {"refused": [why], "from": where_from}
        _write(person_id, "sign-in failed", now=now, details=details, refused=True)


def _write(
    person_id: UUID,
    verb: str,
    *,
    now: datetime,
    details: dict[str, Any],
    actor_id: UUID | None = None,
    refused: bool = False,
) -> None:
    for place in person.practices_of(person_id):
        with scope(place.id):
            Entry.objects.create(
                practice_id=place.id,
                at=now,
                actor_id=actor_id,
                via="web",
                verb=verb,
                subject_kind="person",
                subject_id=person_id,
                details=details,
                refused=refused,
                changed=False,
            )
