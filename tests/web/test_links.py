"""What the links that lead people in may do, and what they may not any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client

from ringback.actions import invitation
from ringback.actions.invitation import Asked
from ringback.engine.wallclock import now as clock
from ringback.models import Person
from ringback.rules.access import Role
from ringback.web import welcome

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
PASSWORD = "seven green bicycles"
OTHER = "another green bicycle"


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    """A real practice that sends no mail: links are handed over."""
    settings.DEMO = False
    settings.POST = None
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def an_address() -> str:
    return f"nora-{uuid4().hex[:12]}@example.org"


def invited(email: str, *, by: Actor, role: Role = Role.FRONT_DESK) -> str:
    asked = Asked(email=email, name="Nora Vale", roles=frozenset({role}))
    secret = invitation.invite(asked, by=by, now=clock())
    assert secret is not None, "no mail is sent here"
    return secret


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_link_signs_nobody_in_as_somebody_who_came_first_by_another_one(
    cedar: Cast, elm: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = an_address()
    first, second = invited(email, by=cedar.mara), invited(email, by=elm.mara)
    looked = welcome._wrong

    def meanwhile(*given: Any) -> list[str]:
        if not Person.objects.filter(email=email).exists():
            invitation.accept(first, "the words they chose", now=clock())
        return looked(*given)

    monkeypatch.setattr(welcome, "_wrong", meanwhile)
    client = Client()
    client.post(f"/sign-in/welcome/{second}", {"password": PASSWORD})
    assert signed_in_as(client) is None
    assert Person.objects.get(email=email).check_password("the words they chose")
