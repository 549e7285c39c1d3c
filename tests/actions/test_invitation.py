"""Somebody is asked in; the link works once, for a while, and for the one it is for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from ringback.actions import door, invitation
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.invitation import Asked
from ringback.channels.email import kinds
from ringback.models import Invitation, Membership, Outgoing, Person
from ringback.queries import invitation as asked_in
from ringback.queries import person, roster
from ringback.queries.scope import scope
from ringback.rules.access import Role
from tests.cast import NOON
from tests.post import SITE, post
from tests.together import at_once

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
PASSWORD = "seven green bicycles"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def no_mail(settings: SettingsWrapper) -> None:
    settings.POST = None


def invited(asked: Asked, *, by: Actor) -> str:
    secret = invitation.invite(asked, by=by, now=NOON)
    assert secret is not None, "no mail is sent here"
    return secret


def nora(cast: Cast, **given: object) -> Asked:
    lanes = [each.id for each in roster.read(cast.mara, now=NOON).lanes][:1]
    facts = {
        "email": f"nora-{cast.slug}@example.org",
        "name": "Nora Vale",
        "roles": frozenset({Role.ASSISTANT}),
        "lanes": frozenset(lanes),
        **given,
    }
    return Asked(**facts)  # type: ignore[arg-type]


def test_whoever_opens_the_link_has_the_place_they_were_asked_into(cedar: Cast) -> None:
    asked = nora(cedar)
    secret = invited(asked, by=cedar.mara)
    assert [each.email for each in asked_in.waiting(cedar.mara)] == [asked.email]
    person_id = invitation.accept(secret, PASSWORD, now=NOON).person_id
    them = person.actor(person_id, cedar.practice_id, via="web")
    assert them is not None
    assert (them.name, them.roles) == ("Nora Vale", frozenset({Role.ASSISTANT}))
    lanes = roster.read(cedar.mara, now=NOON).lanes_of(person_id)
    assert {each.id for each in lanes} == asked.lanes
    assert Person.objects.get(id=person_id).check_password(PASSWORD)
    assert asked_in.waiting(cedar.mara) == []


def test_a_link_works_once_also_for_two_at_the_same_moment(cedar: Cast) -> None:
    secret = invited(nora(cedar), by=cedar.mara)

    def opens(_: int) -> bool:
        try:
            invitation.accept(secret, PASSWORD, now=NOON)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(opens, range(4))) == [False, False, False, True]


def test_five_invitations_of_one_address_at_once_are_one_and_four_refusals(cedar: Cast) -> None:
    asked = nora(cedar)

    def asks(_: int) -> list[str]:
        try:
            invitation.invite(asked, by=cedar.mara, now=NOON)
        except Refused as refusal:
            return [each.code for each in refusal.reasons]
        return []

    assert sorted(at_once(5, asks)) == [[], *[["was_asked"]] * 4]
    with scope(cedar.practice_id):
        assert Invitation.objects.filter(email=asked.email).count() == 1


@pytest.mark.parametrize(("days", "works"), [(6.99, True), (7, False)])
def test_a_link_works_for_a_week(cedar: Cast, days: float, works: bool) -> None:
    secret = invited(nora(cedar), by=cedar.mara)
    found = asked_in.link(secret, now=NOON + days * DAY)
    assert (found is not None) == works


def test_a_new_link_shuts_the_old_one_and_taking_it_back_shuts_both(cedar: Cast) -> None:
    first = invited(nora(cedar), by=cedar.mara)
    (waiting,) = asked_in.waiting(cedar.mara)
    second = invitation.renew(waiting.id, by=cedar.mara, now=NOON) or ""
    assert asked_in.link(first, now=NOON) is None
    assert asked_in.link(second, now=NOON) is not None
    invitation.withdraw(waiting.id, by=cedar.mara, now=NOON)
    assert asked_in.link(second, now=NOON) is None
    assert asked_in.waiting(cedar.mara) == []
    with pytest.raises(NotFound):
        invitation.renew(waiting.id, by=cedar.mara, now=NOON)


def test_where_mail_is_sent_nobody_here_sees_the_link(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    settings.POST = post()
    asked = nora(cedar)
    assert invitation.invite(asked, by=cedar.mara, now=NOON, language="es") is None
    with scope(cedar.practice_id):
        (mail,) = Outgoing.objects.filter(kind="invitation")
        found = Invitation.objects.get(email=asked.email)
    assert mail.payload == {
        "person": str(found.id),
        "by": str(cedar.mara.person_id),
        "door": str(found.door_id),
        "language": "es",
    }
    message = kinds.build(cedar.practice_id, mail.kind, mail.payload, now=NOON)
    secret = door.link_token("invitation", found.door_id)
    assert message.to == asked.email
    assert f"{SITE}/sign-in/welcome/{secret}" in message.body
    assert asked_in.link(secret, now=NOON) is not None


def test_only_managers_ask_in_and_only_into_their_own(cedar: Cast, elm: Cast) -> None:
    for by in (cedar.dana, cedar.vik, cedar.osei, cedar.ines):
        with pytest.raises(NotPermitted):
            invitation.invite(nora(cedar), by=by, now=NOON)
    invitation.invite(nora(cedar), by=cedar.mara, now=NOON)
    (waiting,) = asked_in.waiting(cedar.mara)
    with pytest.raises(NotFound):
        invitation.withdraw(waiting.id, by=elm.mara, now=NOON)
    assert asked_in.waiting(elm.mara) == []


def test_somebody_is_asked_in_once_and_not_who_is_here(cedar: Cast) -> None:
    invitation.invite(nora(cedar), by=cedar.mara, now=NOON)
    with pytest.raises(Refused) as asked_twice:
        invitation.invite(nora(cedar), by=cedar.mara, now=NOON)
    dana = Person.objects.get(id=cedar.dana.person_id)
    with pytest.raises(Refused) as is_here:
        invitation.invite(nora(cedar, email=dana.email), by=cedar.mara, now=NOON)
    codes = [each.value.reasons[0].code for each in (asked_twice, is_here)]
    assert codes == ["was_asked", "is_here"]


def test_whoever_comes_back_has_one_place_with_the_roles_they_are_asked_back_in(
    cedar: Cast,
) -> None:
    vik = Person.objects.get(id=cedar.vik.person_id)
    here = Membership.objects.filter(practice_id=cedar.practice_id, person_id=vik.id)
    here.update(left_at=NOON)
    asked = nora(cedar, email=vik.email, roles=frozenset({Role.FRONT_DESK}))
    secret = invited(asked, by=cedar.mara)
    assert invitation.accept(secret, PASSWORD, now=NOON).person_id == vik.id
    found = here.get()
    assert (found.roles, found.left_at) == (["front_desk"], None)
    assert Person.objects.get(id=vik.id).check_password(PASSWORD), "it belonged nowhere"
