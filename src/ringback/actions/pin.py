"""A person's own PIN, for coming back to a shared computer: set and taken away by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from ringback.actions import signin
from ringback.actions.act import Refused
from ringback.models import Person
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules import pin as rules
from ringback.rules.outbox import Changed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def choose(person_id: UUID, pin: str, *, now: datetime) -> None:
    """Set or change somebody's own PIN, kept as passwords are. Raises Refused."""
    if reasons := rules.refusals(pin):
        raise Refused(*reasons)
    _keep(person_id, make_password(pin), verb="PIN set", now=now)


def remove(person_id: UUID, *, now: datetime) -> None:
    """Take it away: no computer opens by it any more."""
    _keep(person_id, "", verb="PIN removed", now=now)


def _keep(person_id: UUID, kept: str, *, verb: str, now: datetime) -> None:
    """In one transaction with its entry in every practice of theirs and a mail that says so.

    Nothing where it is so already.
    """
    for place in person.practices_of(person_id)[:1]:
        with scope(place.id):
            if Person.objects.filter(id=person_id).exclude(pin=kept).update(pin=kept):
                signin.everywhere(
                    person_id, verb=verb, now=now, actor_id=person_id, tell=Changed.PIN
                )
