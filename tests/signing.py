"""Sign somebody in for a test without going through the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from ringback.engine.wallclock import now as clock
from ringback.models import Person
from ringback.web import standing

if TYPE_CHECKING:
    from ringback.rules.access import Actor


def signed_in(actor: Actor, *, forgery_checked: bool = False) -> Client:
    """A client at work as this person."""
    client = Client(enforce_csrf_checks=forgery_checked)
    client.force_login(Person.objects.get(id=actor.person_id))
    session = client.session
    session[standing.PRACTICE] = str(actor.practice_id)
    session[standing.BEGAN] = session[standing.SEEN] = clock().timestamp()
    session.save()
    return client
