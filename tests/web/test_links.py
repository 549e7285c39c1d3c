"""What the links that lead people in may do, and what they may not any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client

from ringback.actions import invitation, wayin
from ringback.actions.act import Refused
from ringback.actions.invitation import Asked
from ringback.actions.practice import member
from ringback.cli.actor import acting_at
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


def test_a_managers_new_way_in_leads_nowhere_once_the_person_joined_another_practice(
    cedar: Cast, elm: Cast
) -> None:
    them = Person.objects.get(id=cedar.vik.person_id)
    secret = wayin.renew(them.id, by=cedar.mara, now=clock())
    member(them.id, elm.practice_id, roles=[Role.CLINICIAN])
    assert Client().get(f"/sign-in/welcome/{secret}").status_code == 404
    with pytest.raises(Refused):
        wayin.walk_in(secret, OTHER, now=clock())
    assert not Person.objects.get(id=them.id).check_password(OTHER)


def test_the_one_who_runs_the_machine_lets_somebody_of_two_practices_in(
    cedar: Cast, elm: Cast
) -> None:
    member(cedar.vik.person_id, elm.practice_id, roles=[Role.CLINICIAN])
    by = [acting_at(each.practice_id) for each in (cedar, elm)]
    secret = wayin.renew_everywhere(cedar.vik.person_id, by=by, now=clock())
    assert Client().get(f"/sign-in/welcome/{secret}").status_code == 200
    assert wayin.walk_in(secret, OTHER, now=clock()).person_id == cedar.vik.person_id
