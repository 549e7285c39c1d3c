"""Who was asked in and has not come yet; and what a link is for, to whoever holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.models import Invitation, Person, Practice
from ringback.queries import door
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.outbox import Kind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.door import Opened
    from ringback.rules.access import Actor

PURPOSES: Final = (
    str(Kind.INVITATION),
    str(Kind.PASSWORD_RESET),
    door.RENEWAL,
    door.RENEWAL_EVERYWHERE,
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """What a link is for: whose, and in which practice. Whether they have an account it keeps."""

    purpose: str
    practice: str
    email: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody who was asked in: as what, when (UTC), and until when the link leads in."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    created_at: datetime
    expires_at: datetime | None


def link(secret: str, *, now: datetime) -> Link | None:
    """What a link is for; None for one that leads nowhere (any more)."""
    for purpose in PURPOSES:
        if found := door.opened(secret, purpose, now=now):
            return _anew(found, found.person_id, purpose) if found.person_id else _welcome(found)
    return None


def waiting(actor: Actor) -> list[Asked]:
    """Who was asked into the actor's practice and has not come yet, by name."""
    with scope(actor.practice_id):
        found = (
            Invitation.objects.filter(
                practice_id=actor.practice_id, accepted_at__isnull=True, withdrawn_at__isnull=True
            )
            .select_related("door")
            .order_by("name", "created_at")
        )
        return [
            Asked(
                id=each.id,
                name=each.name,
                email=each.email,
                roles=tuple(Role(role) for role in each.roles),
                created_at=each.created_at,
                expires_at=each.door.expires_at,
            )
            for each in found
        ]


def _welcome(found: Opened) -> Link | None:
    with scope(found.practice_id):
        asked = Invitation.objects.filter(door_id=found.id).first()
    if asked is None or not door.still_may(found.by_id, found.practice_id):
        return None
    return Link(
        purpose=str(Kind.INVITATION),
        practice=_practice(found.practice_id),
        email=asked.email,
        name=asked.name,
    )


def _anew(found: Opened, person_id: UUID, purpose: str) -> Link | None:
    if not door.renews(found, purpose):
        return None
    them = Person.objects.get(id=person_id)
    return Link(
        purpose=purpose, practice=_practice(found.practice_id), email=them.email, name=them.name
    )


def _practice(practice_id: UUID) -> str:
    return Practice.objects.get(id=practice_id).name
