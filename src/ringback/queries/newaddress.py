"""A new e-mail address somebody asked for that does not count yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ringback.models import NewAddress, Person
from ringback.queries import door, person
from ringback.rules.outbox import Kind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


def own(person_id: UUID) -> tuple[str, str]:
    """The address somebody has, and the one they asked for; "" where they asked for none."""
    return Person.objects.get(id=person_id).email, _asked(person_id)


def to_hand_over(actor: Actor, person_id: UUID) -> str:
    """What a colleague asked for, where no mail takes the link there; "" for nothing."""
    if settings.POST is not None:
        return ""
    here = actor.practice_id in {each.id for each in person.practices_of(person_id)}
    return _asked(person_id) if here else ""


def behind(secret: str, *, now: datetime) -> str:
    """The address a link would make count; "" for a link that leads nowhere (any more)."""
    found = door.opened(secret, str(Kind.NEW_ADDRESS), now=now)
    if found is None:
        return ""
    asked = NewAddress.objects.filter(door_id=found.id, ended_at__isnull=True)
    return asked.values_list("email", flat=True).first() or ""


def _asked(person_id: UUID) -> str:
    found = NewAddress.objects.filter(person_id=person_id, ended_at__isnull=True)
    return found.values_list("email", flat=True).first() or ""
