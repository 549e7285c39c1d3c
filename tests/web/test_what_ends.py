"""What leaving and a new way in end: browsers that were signed in, and keys of programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from ringback.actions import door, invitation, leaving, wayin
from ringback.actions.invitation import Asked
from ringback.actions.practice import member
from ringback.cli.actor import acting_at
from ringback.engine.wallclock import now as clock
from ringback.models import Person
from ringback.queries import person
from ringback.rules.access import Role
from tests import records
from tests.post import post
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
OTHER = "another green bicycle"


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    """A real practice that sends no mail: links are handed over."""
    settings.DEMO = False
    settings.POST = None
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def rejoins(cast: Cast, them: Person, proven: UUID | None) -> None:
    asked = Asked(email=them.email, name=them.name, roles=frozenset({Role.ASSISTANT}))
    secret = invitation.invite(asked, by=cast.mara, now=clock()) or ""
    wayin.walk_in(secret, OTHER, now=clock(), proven=proven)


def test_a_browser_signed_in_before_somebody_left_stays_out_after_they_come_back(
    cedar: Cast, elm: Cast, settings: SettingsWrapper
) -> None:
    settings.DEMO = True  # asks for no second step
    them = Person.objects.get(id=cedar.vik.person_id)
    member(them.id, elm.practice_id, roles=[Role.CLINICIAN])
    at_elm = signed_in(replace(cedar.vik, practice_id=elm.practice_id))
    before = [signed_in(cedar.vik), signed_in(cedar.vik)]
    dana = signed_in(cedar.dana)
    leaving.leave(them.id, by=cedar.mara, now=clock())
    rejoins(cedar, them, proven=them.id)
    assert [each.get("/").status_code for each in before] == [302, 302]
    assert [each.get("/").status_code for each in (at_elm, dana)] == [200, 200]
    for each in (cedar, elm):
        leaving.leave(them.id, by=each.mara, now=clock())
    assert not Session.objects.filter(session_key=at_elm.cookies["sessionid"].value).exists()


def test_a_managers_new_way_in_ends_the_tokens_of_that_practice(cedar: Cast) -> None:
    vik = cedar.vik.person_id
    here = [door.issue_token("a script", by=cedar.vik, now=clock()) for _ in range(2)]
    others = door.issue_token("a script", by=cedar.dana, now=clock())
    secret = wayin.renew(vik, by=cedar.mara, now=clock())
    assert [person.actor_of_token(each, now=clock()) for each in here] == [None, None]
    assert person.actor_of_token(others, now=clock()) is not None
    made = [each.details for each in records.journal(cedar, "new way in made", subject_id=vik)]
    assert made == [{"tokens": 2}]
    since = door.issue_token("a script", by=cedar.vik, now=clock())
    wayin.walk_in(secret, OTHER, now=clock())
    assert person.actor_of_token(since, now=clock()) is None


def test_the_machines_new_way_in_ends_tokens_everywhere_and_a_lost_password_none(
    cedar: Cast, elm: Cast, settings: SettingsWrapper
) -> None:
    settings.POST = post()
    member(cedar.vik.person_id, elm.practice_id, roles=[Role.CLINICIAN])
    at_elm = replace(cedar.vik, practice_id=elm.practice_id, roles=frozenset({Role.CLINICIAN}))
    tokens = [door.issue_token("a script", by=each, now=clock()) for each in (cedar.vik, at_elm)]
    asked = wayin.forgotten(Person.objects.get(id=cedar.vik.person_id).email, now=clock())
    assert asked is not None
    wayin.walk_in(door.link_token("password_reset", asked), OTHER, now=clock())
    assert None not in [person.actor_of_token(each, now=clock()) for each in tokens]
    by = [acting_at(each.practice_id) for each in (cedar, elm)]
    wayin.renew_everywhere(cedar.vik.person_id, by=by, now=clock())
    assert [person.actor_of_token(each, now=clock()) for each in tokens] == [None, None]
