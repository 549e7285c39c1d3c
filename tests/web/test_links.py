"""What the links that lead people in may do, and what they may not any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client

from ringback.actions import desk, invitation, leaving, people, wayin
from ringback.actions.act import Refused
from ringback.actions.invitation import Asked
from ringback.actions.practice import member
from ringback.cli.actor import acting_at
from ringback.engine.wallclock import now as clock
from ringback.models import Membership, Person
from ringback.queries import door as doors
from ringback.queries import invitation as asked_in
from ringback.queries.desk import DESK
from ringback.rules.access import Role
from ringback.web import welcome
from tests.cast import joined

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


def managers_links(cast: Cast) -> tuple[Actor, list[str]]:
    """A second manager, and what they made for others: an invitation and a new way in."""
    them = joined("Max Second", cast.practice_id, [Role.MANAGER])
    invitation_link = invited(an_address(), by=them)
    return them, [invitation_link, wayin.renew(cast.osei.person_id, by=them, now=clock())]


def works(secret: str) -> tuple[int, bool]:
    """What the page of a link says, and whether somebody gets in by it."""
    status = Client().get(f"/sign-in/welcome/{secret}").status_code
    try:
        wayin.walk_in(secret, OTHER, now=clock())
    except Refused:
        return status, False
    return status, True


def test_links_that_a_manager_made_lead_in_while_they_manage(cedar: Cast) -> None:
    _, links = managers_links(cedar)
    assert [works(each) for each in links] == [(200, True), (200, True)]


def test_whoever_leaves_takes_their_invitations_and_links_for_others_with_them(
    cedar: Cast,
) -> None:
    them, links = managers_links(cedar)
    leaving.leave(them.person_id, by=cedar.mara, now=clock())
    assert asked_in.waiting(cedar.mara) == []
    assert [works(each) for each in links] == [(404, False), (404, False)]


def test_whoever_is_no_manager_any_more_takes_their_links_with_them_too(cedar: Cast) -> None:
    them, links = managers_links(cedar)
    people.set_roles(them.person_id, [Role.FRONT_DESK], seen="manager", by=cedar.mara, now=clock())
    assert asked_in.waiting(cedar.mara) == []
    assert [works(each) for each in links] == [(404, False), (404, False)]


def test_a_link_is_asked_again_whether_whoever_made_it_may_still_let_people_in(
    cedar: Cast,
) -> None:
    """Also where their place ended otherwise than by a press here."""
    them, links = managers_links(cedar)
    Membership.objects.filter(person_id=them.person_id).update(left_at=clock())
    assert [works(each) for each in links] == [(404, False), (404, False)]


def test_an_invitation_sent_again_is_that_of_whoever_sent_it_again(cedar: Cast) -> None:
    them, _ = managers_links(cedar)
    (waiting,) = asked_in.waiting(cedar.mara)
    secret = invitation.renew(waiting.id, by=cedar.mara, now=clock()) or ""
    leaving.leave(them.person_id, by=cedar.mara, now=clock())
    assert works(secret) == (200, True)


def test_a_computer_stays_shared_when_whoever_shared_it_leaves(cedar: Cast) -> None:
    them, _ = managers_links(cedar)
    secret = desk.share("Front counter", by=them, now=clock())
    leaving.leave(them.person_id, by=cedar.mara, now=clock())
    assert doors.opened(secret, DESK, now=clock()) is not None
