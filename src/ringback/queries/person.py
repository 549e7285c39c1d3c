"""Who somebody is in a practice: what sign-in, a token or `--as` leads to."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import Q

from ringback.models import Membership
from ringback.queries import statement
from ringback.rules.access import Actor, Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person of a practice, as the log-in page of the demo shows them."""

    id: UUID
    email: str
    name: str
    roles: tuple[Role, ...]


def actor(person_id: UUID, practice_id: UUID, *, via: str) -> Actor | None:
    """The person at work in a practice, or None where they are not (or no longer) of it.

    Asked by every page, so written by hand: one statement, and nothing remembered, because
    somebody who left must be gone at once.
    """
    found = statement.rows("actor", {"practice": practice_id, "person": person_id})
    return _made(*found[0], via=via) if found else None


def actor_by_email(email: str, practice_id: UUID, *, via: str) -> Actor | None:
    """The same, by e-mail address."""
    here = Q(person__email=email.strip().lower(), practice_id=practice_id)
    found = (
        Membership.objects.filter(here, left_at__isnull=True, person__is_active=True)
        .values_list("person_id", "practice_id", "person__name", "roles", "lanes")
        .first()
    )
    return None if found is None else _made(*found, via=via)


def actor_of_token(token: str, *, now: datetime) -> Actor | None:
    """Whom a bearer token acts as, or None for one that opens nothing (any more)."""
    digest = sha256(token.encode()).digest()
    found = statement.rows("actor_of_token", {"digest": digest, "now": now})
    return _made(*found[0], via="api") if found else None


def members(practice_id: UUID) -> list[PersonRow]:
    """The people of a practice who can sign in, by name."""
    found = (
        Membership.objects.filter(
            practice_id=practice_id, left_at__isnull=True, person__is_active=True
        )
        .exclude(person__email__endswith=".invalid")
        .select_related("person")
        .order_by("person__name")
    )
    return [
        PersonRow(
            id=each.person_id,
            email=each.person.email,
            name=each.person.name,
            roles=tuple(Role(role) for role in each.roles),
        )
        for each in found
    ]


def _made(
    person_id: UUID,
    practice_id: UUID,
    name: str,
    roles: list[str],
    lanes: list[str] | None,
    *,
    via: str,
) -> Actor:
    return Actor(
        person_id=person_id,
        practice_id=practice_id,
        name=name,
        roles=frozenset(Role(role) for role in roles),
        lanes=None if lanes is None else frozenset(lanes),
        via=via,
    )
