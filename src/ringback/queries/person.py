"""Who somebody is in a practice: what sign-in, a token or `--as` leads to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from ringback.models import Membership, Person
from ringback.queries import statement
from ringback.rules.access import Actor, Role

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person of a practice, as the log-in page of the demo shows them."""

    id: UUID
    email: str
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, kw_only=True)
class PlaceOfWork:
    """A practice somebody works in, as its band shows it."""

    id: UUID
    name: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class AtWork:
    """A person at work in one practice, with every practice they work in, by name.

    `beats` is when each part of the clockwork was last alive (UTC).
    """

    actor: Actor
    places: tuple[PlaceOfWork, ...]
    beats: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def here(self) -> PlaceOfWork:
        """The practice they are at work in now."""
        return next(each for each in self.places if each.id == self.actor.practice_id)


def actor(person_id: UUID, practice_id: UUID, *, via: str) -> Actor | None:
    """The person at work in a practice, or None where they are not (or no longer) of it."""
    found = at_work(person_id, practice_id, via=via)
    return found.actor if found else None


def at_work(person_id: UUID, practice_id: UUID, *, via: str) -> AtWork | None:
    """The same, with the other practices they work in.

    Asked by every page, so written by hand: one statement, and nothing remembered, because
    somebody who left must be gone at once.
    """
    found = statement.rows("actor", {"practice": practice_id, "person": person_id})
    return _at_work(found[0], via=via) if found else None


def at_work_in_session(person_id: UUID, practice_id: UUID, seal: str) -> AtWork | None:
    """The same for a browser's session. It ends with the password it was begun with."""
    found = statement.rows("actor", {"practice": practice_id, "person": person_id})
    if not found or not constant_time_compare(seal, session_seal(found[0][-1])):
        return None
    return _at_work(found[0], via="web")


def _at_work(row: tuple[Any, ...], *, via: str) -> AtWork:
    *them, places, beats, _ = row
    works_in = (PlaceOfWork(id=UUID(key), name=name, colour=colour) for key, name, colour in places)
    return AtWork(
        actor=_made(*them, via=via),
        places=tuple(works_in),
        beats={name: datetime.fromisoformat(at) for name, at in (beats or {}).items()},
    )


def session_seal(password: str) -> str:
    """What Django writes into a session, so that a new password ends it."""
    return Person(password=password).get_session_auth_hash()


def practices_of(person_id: UUID) -> list[PlaceOfWork]:
    """Where somebody belongs, by the practice's name."""
    found = (
        Membership.objects.filter(person_id=person_id, left_at__isnull=True, person__is_active=True)
        .order_by("practice__name")
        .values_list("practice_id", "practice__name", "practice__colour")
    )
    return [PlaceOfWork(id=each[0], name=each[1], colour=each[2]) for each in found]


def known(person_id: UUID) -> Person:
    """Somebody as Django's sessions want them."""
    return Person.objects.get(id=person_id)


def has_pin(person_id: UUID) -> bool:
    """Whether somebody has set a PIN for shared computers."""
    return Person.objects.filter(id=person_id).exclude(pin="").exists()


def confirmed(person_id: UUID) -> bool:
    """Whether they chose their password by a link that was sent to the address they have."""
    email = Person.objects.filter(id=person_id).values("email")
    found = EmailAddress.objects.filter(user_id=person_id, email__in=email, verified=True)
    return bool(found.exists())


def named(email: str, name: str) -> Person:
    """Somebody who may not exist yet, so that a password can be held against their name."""
    return Person(email=email, name=name)


def of_email(email: str) -> UUID | None:
    """Whose e-mail address this is, in whatever practice; None where nobody's."""
    found = Person.objects.filter(email=email.strip().lower(), is_active=True)
    return found.values_list("id", flat=True).first()


def everywhere(them: AtWork) -> list[Actor]:
    """The same person at work in each of their practices, where they are now first."""
    others = (each.id for each in them.places if each.id != them.actor.practice_id)
    found = (actor(them.actor.person_id, each, via=them.actor.via) for each in others)
    return [them.actor, *(each for each in found if each is not None)]


def actor_by_email(email: str, practice_id: UUID, *, via: str) -> Actor | None:
    """The same, by e-mail address."""
    here = Q(person__email=email.strip().lower(), practice_id=practice_id)
    found = (
        Membership.objects.filter(here, left_at__isnull=True, person__is_active=True)
        .values_list(
            "person_id", "practice_id", "person__name", "roles", "lanes",
            "practice__shows_first_names",
        )
        .first()
    )  # fmt: skip
    return None if found is None else _made(*found, via=via)


def actor_of_token(token: str, *, now: datetime) -> Actor | None:
    """Whom a bearer token acts as, or None for one that opens nothing (any more)."""
    return _of_door(token, "api", now=now)


def connector_of(secret: str, *, now: datetime) -> Actor | None:
    """As whom another system acts that knows this address, or None for one that leads nowhere."""
    return _of_door(secret, "inbound", now=now)


def _of_door(secret: str, purpose: str, *, now: datetime) -> Actor | None:
    """Whom a door's secret acts as; the purpose says by which way they come, too."""
    digest = sha256(secret.encode("utf-8", "replace")).digest()
    asked = {"digest": digest, "purpose": purpose, "now": now}
    found = statement.rows("actor_of_token", asked)
    return _made(*found[0], via=purpose) if found else None


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
    first_names: bool,  # noqa: FBT001 - in the order of the statements' columns
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
        first_names=first_names,
    )
