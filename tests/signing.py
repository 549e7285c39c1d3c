"""Sign somebody in for a test without going through the page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.signals import setting_changed
from django.test import Client
from django.test.client import ClientHandler

from ringback.engine.wallclock import now as clock
from ringback.models import Person
from ringback.web import standing
from ringback.web.session import SessionStore

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor


def signed_in(actor: Actor, *, forgery_checked: bool = False) -> Client:
    """A client at work as this person."""
    client = Client(enforce_csrf_checks=forgery_checked)
    client.handler = _handler(forgery_checked=forgery_checked)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(actor)
    return client


def session_of(actor: Actor) -> str:
    """What the cookie of a browser holds in which this person is at work.

    Written as signing in leaves it, at once. Django's own `force_login` asks and writes three times
    as often, which was a fifth of every walk in which thousands are signed in.
    """
    person = Person.objects.only("password").get(id=actor.person_id)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[standing.PRACTICE] = str(actor.practice_id)
    session[standing.BEGAN] = session[standing.SEEN] = clock().timestamp()
    session.create()
    key: str = session.session_key
    return key


def in_earnest(settings: SettingsWrapper) -> None:
    """A real practice, not the demo, that sends no mail; passwords are hashed in no time."""
    settings.DEMO = False
    settings.POST = None
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@cache
def _handler(*, forgery_checked: bool) -> ClientHandler:
    """One for all: each would read the list of static files anew, which takes as long as a page."""
    return ClientHandler(enforce_csrf_checks=forgery_checked)


def _another_handler(**_: Any) -> None:
    """Parts of it read their settings once; a test that changes some gets one of its own."""
    _handler.cache_clear()


setting_changed.connect(_another_handler)
