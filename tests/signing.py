"""Sign somebody in for a test without going through the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from ringback.web.middleware import PERSON, PRACTICE

if TYPE_CHECKING:
    from ringback.rules.access import Actor


def signed_in(actor: Actor, *, forgery_checked: bool = False) -> Client:
    """A client at work as this person."""
    client = Client(enforce_csrf_checks=forgery_checked)
    session = client.session
    session[PERSON] = str(actor.person_id)
    session[PRACTICE] = str(actor.practice_id)
    session.save()
    return client
