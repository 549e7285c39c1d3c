"""A computer that several people share, and people who signed in at it, for tests."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core.signing import Signer
from django.test import Client

from ringback.actions import desk
from ringback.engine.wallclock import now as clock
from ringback.models import Person
from ringback.queries import door
from ringback.queries.desk import DESK
from ringback.web import desk_cookie

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.queries.door import Opened
    from ringback.rules.access import Actor
    from tests.cast import Cast


class Watched(MD5PasswordHasher):
    """Keeps PINs, takes a while to look at one, and counts how many were looked at."""

    algorithm = "watched"
    looked_at: ClassVar[list[str]] = []

    def verify(self, password: str, encoded: str) -> bool:
        """Slowly, so that whoever does not wait for their turn is seen."""
        self.looked_at.append(password)
        time.sleep(0.02)
        return super().verify(password, encoded)


PASSWORD = "seven green bicycles"
SECRET = generate_totp_secret()
PIN = "7305"
WRONG = "9164"


def with_pin(actor: Actor, pin: str = PIN) -> Person:
    """Somebody with a password, an app for codes, and a PIN."""
    them = Person.objects.get(id=actor.person_id)
    them.set_password(PASSWORD)
    them.pin = make_password(pin) if pin else ""
    them.save()
    if not is_mfa_enabled(them):
        TOTP.activate(them, SECRET)
    return them


def shared(cast: Cast, name: str = "Front counter", *, now: datetime | None = None) -> str:
    """The secret of a computer this practice shares."""
    return desk.share(name, by=cast.mara, now=now or clock())


def opened(secret: str) -> Opened:
    """Its door."""
    found = door.opened(secret, DESK, now=clock())
    assert found is not None
    return found


def at(secret: str) -> Client:
    """The browser of that computer."""
    client = Client()
    client.cookies[desk_cookie.COOKIE] = Signer(salt=desk_cookie.COOKIE).sign(secret)
    return client


def signs_in(client: Client, them: Person, ago: int = 0) -> None:
    """Fully: password and code. Each code is good once."""
    client.post("/sign-in", {"login": them.email, "password": PASSWORD})
    code = f"{hotp_value(SECRET, int(time.time()) // 30 - ago):06d}"
    answer = client.post("/sign-in/second-step", {"code": code})
    assert answer.status_code == 302, answer.content


def comes_back(client: Client, who: Actor, pin: str = PIN, then: str = "/") -> tuple[int, str]:
    """Somebody chooses their name and types their PIN: the status, and where it leads."""
    answer = client.post("/sign-in/desk", {"who": str(who.person_id), "pin": pin, "next": then})
    return answer.status_code, answer.headers.get("Location", "")


def at_work(client: Client) -> str | None:
    """Who is at work in this browser, as the page says; None where nobody is."""
    page = client.get("/")
    return page.context["actor_name"] if page.status_code == 200 else None
