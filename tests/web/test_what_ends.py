"""What leaving and a new way in end: browsers that were signed in, and keys of programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from ringback.actions import claim, door, invitation, leaving, note, wayin
from ringback.actions.invitation import Asked
from ringback.actions.practice import member
from ringback.cli.actor import acting_at
from ringback.engine.wallclock import now as clock
from ringback.models import Person
from ringback.queries import person
from ringback.rules.access import Role
from tests import records
from tests.cast import came_in
from tests.post import post
from tests.signing import in_earnest, signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
OTHER = "another green bicycle"


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    """A real practice that sends no mail: links are handed over."""
    in_earnest(settings)


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


def test_before_somebody_leaves_the_page_says_what_will_happen_and_nothing_has_yet(
    cedar: Cast, elm: Cast, settings: SettingsWrapper
) -> None:
    settings.DEMO = True
    vik, now = cedar.vik.person_id, clock()
    at, client = f"/setup/people/{vik}/leave", signed_in(cedar.mara)
    seen = [
        "They hold no callback.", "They were not writing anything that is not signed.",
        "1 callback they hold goes back to anyone.", "2 callbacks they hold go back to anyone.",
        "about 1 callback: a manager may read that or hand it",
        "1 program that works in their name stops.",
    ]  # fmt: skip
    assert f'href="{at}"' in client.get(f"/setup/people/{vik}").content.decode()
    before = client.get(at).content.decode()
    assert [each in before for each in seen] == [True, True, False, False, False, False]
    door.issue_token("a script", by=cedar.vik, now=now)
    for _ in range(2):
        it = came_in(cedar.dana, category="MISSED", now=now).callback_id
        assert it is not None
        claim.claim(it, by=cedar.vik, now=now)
    note.save_draft(it, "She asked for", by=cedar.vik, now=now)
    shown = client.get(at).content.decode()
    assert [each in shown for each in seen] == [False, False, False, True, True, True]
    assert person.actor(vik, cedar.practice_id, via="web") is not None
    assert [signed_in(each).get(at).status_code for each in (cedar.dana, elm.mara)] == [403, 404]
    answer = client.post(at)
    assert answer.headers["Location"] == "/setup/people?returned=2"
    assert client.get(at).status_code == 404
