"""Somebody changes their e-mail address: when it counts, who is told, and what nobody learns."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client

from ringback.actions import leaving, newaddress
from ringback.actions import practice as practices
from ringback.channels.email import kinds
from ringback.engine.wallclock import now as clock
from ringback.models import Entry, FormerAddress, NewAddress, Outgoing, Person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from tests.post import post
from tests.web.test_signin import code, gives_password, not_guessed_yet, real, with_password

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
__all__ = ["not_guessed_yet", "real"]
LINK = re.compile(r"https?://\S+?(/sign-in/address/\S+)")
ASKED, SET, WITHDRAWN = "new address asked for", "new address set", "new address withdrawn"
NOT_ANY_MORE = "This link leads nowhere any more"


def fresh() -> str:
    return f"dana.{uuid4().hex[:10]}@example.org"


def proven(actor: Actor) -> Client:
    """Somebody who signed in fully a moment ago."""
    them, client = with_password(actor), Client()
    gives_password(client, them)
    client.post("/sign-in/second-step", {"code": code()})
    return client


def email(actor: Actor) -> str:
    return Person.objects.get(id=actor.person_id).email


def verbs(actor: Actor, practice_id: Any = None) -> list[str]:
    with scope(practice_id or actor.practice_id):
        found = Entry.objects.filter(subject_id=actor.person_id, verb__startswith="new address")
        return list(found.order_by("at", "id").values_list("verb", flat=True))


def mails(cast: Cast, kind: str) -> list[Any]:
    """What is to be sent, as (to, text)."""
    with scope(cast.practice_id):
        found = list(Outgoing.objects.filter(kind=kind).order_by("created_at"))
    said = [kinds.build(cast.practice_id, each.kind, each.payload, now=clock()) for each in found]
    return [(each.to, each.body) for each in said]


def link_of(cast: Cast) -> str:
    ((_, body),) = mails(cast, "new_address")
    found = LINK.search(body)
    assert found is not None
    return found[1]


@pytest.fixture
def mailing(settings: SettingsWrapper) -> None:
    settings.POST = post()


@pytest.mark.usefixtures("mailing")
def test_a_new_address_counts_once_its_link_was_opened_and_the_old_one_is_told(
    cedar: Cast,
) -> None:
    old, new, client = email(cedar.dana), fresh(), proven(cedar.dana)
    assert client.post("/me/address", {"email": f" {new.upper()} "}).status_code == 302
    assert (email(cedar.dana), new in client.get("/me/address").content.decode()) == (old, True)
    link = link_of(cedar)
    anybody = Client()
    assert new in anybody.get(link).content.decode()
    assert email(cedar.dana) == old  # looked at is not opened
    assert new in anybody.post(link).content.decode()
    assert email(cedar.dana) == new
    ((to, body),) = mails(cedar, "contact_changed")[-1:]
    assert (to, "your e-mail address" in body, new in body) == (old, True, False)
    assert FormerAddress.objects.get(person_id=cedar.dana.person_id).email == old
    assert verbs(cedar.dana) == [ASKED, SET]
    them = Person.objects.get(id=cedar.dana.person_id)
    assert gives_password(Client(), them).headers["Location"].startswith("/sign-in/second-step")
    them.email = old
    assert gives_password(Client(), them).status_code == 200
    assert client.get("/").status_code == 200  # whoever is at work stays at work
    assert NOT_ANY_MORE in anybody.get(link).content.decode()
    assert anybody.post(link).status_code == 404


@pytest.mark.usefixtures("mailing")
def test_every_practice_of_theirs_has_its_entries(cedar: Cast, elm: Cast) -> None:
    practices.member(cedar.dana.person_id, elm.practice_id, roles=[Role.FRONT_DESK])
    newaddress.ask(fresh(), by=cedar.dana, now=clock())
    client = Client()
    assert client.post(link_of(cedar)).status_code == 200
    assert verbs(cedar.dana) == verbs(cedar.dana, elm.practice_id) == [ASKED, SET]
    assert mails(elm, "contact_changed") == [] or mails(cedar, "contact_changed") == []


@pytest.mark.usefixtures("mailing")
def test_an_address_somebody_else_has_is_answered_like_any_other(cedar: Cast, elm: Cast) -> None:
    client, taken, free = proven(cedar.dana), email(elm.dana), fresh()
    pages = []
    for wanted in (taken, free):
        answer = client.post("/me/address", {"email": wanted})
        page = client.get("/me/address").content.decode().replace(wanted, "...")
        mark = re.sub(r'value="\w{64}"', "", page)
        pages.append((answer.status_code, answer.headers["Location"], mark))
        client.post("/me/address/withdraw")
    assert pages[0] == pages[1]
    assert verbs(cedar.dana) == [ASKED, WITHDRAWN, ASKED, WITHDRAWN]


@pytest.mark.usefixtures("mailing")
def test_the_link_of_an_address_that_is_taken_leads_nowhere(cedar: Cast, elm: Cast) -> None:
    newaddress.ask(email(elm.dana), by=cedar.dana, now=clock())
    link, before = link_of(cedar), email(cedar.dana)
    answer = Client().post(link)
    assert (answer.status_code, NOT_ANY_MORE in answer.content.decode()) == (404, True)
    assert email(cedar.dana) == before


def test_without_mail_a_manager_hands_the_link_over(cedar: Cast, elm: Cast) -> None:
    new, client = fresh(), proven(cedar.dana)
    client.post("/me/address", {"email": new})
    assert "a manager" in client.get("/me/address").content.decode()
    manager, at = proven(cedar.mara), f"/setup/people/{cedar.dana.person_id}"
    assert new in manager.get(at).content.decode()
    found = LINK.search(manager.post(f"{at}/address").content.decode())
    assert found is not None
    link = found[1].split('"')[0].split("<")[0]
    assert proven(elm.mara).post(f"{at}/address").status_code == 404
    assert Client().post(link).status_code == 200
    assert (email(cedar.dana), new in manager.get(at).content.decode()) == (new, False)
    assert manager.post(f"{at}/address").status_code == 404
    assert verbs(cedar.dana)[:2] == [ASKED, "new address link made"]
    assert SET in verbs(cedar.dana)


@pytest.mark.usefixtures("mailing")
def test_where_mail_goes_out_no_manager_gets_the_link(cedar: Cast) -> None:
    newaddress.ask(fresh(), by=cedar.dana, now=clock())
    at = f"/setup/people/{cedar.dana.person_id}"
    manager = proven(cedar.mara)
    assert f"{at}/address" not in manager.get(at).content.decode()
    assert manager.post(f"{at}/address").status_code == 404


@pytest.mark.usefixtures("mailing")
@pytest.mark.parametrize("how", ["withdraw", "again", "another"])
def test_what_was_asked_for_ends(cedar: Cast, how: str) -> None:
    client = proven(cedar.dana)
    client.post("/me/address", {"email": fresh()})
    link, before = link_of(cedar), email(cedar.dana)
    if how == "withdraw":
        client.post("/me/address/withdraw")
    elif how == "again":
        again = Client()
        gives_password(again, Person.objects.get(id=cedar.dana.person_id))
        again.post("/sign-in/second-step", {"code": code(1)})
        assert again.get("/").status_code == 200
    else:
        client.post("/me/address", {"email": fresh()})
    assert Client().post(link).status_code == 404
    assert email(cedar.dana) == before
    waiting = NewAddress.objects.filter(person_id=cedar.dana.person_id, ended_at__isnull=True)
    assert waiting.count() == (1 if how == "another" else 0)


def test_who_signed_in_a_while_ago_shows_again_who_they_are(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    client = proven(cedar.dana)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    before = email(cedar.dana)
    for answer in (client.get("/me/address"), client.post("/me/address", {"email": fresh()})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/again/")
    assert (email(cedar.dana), verbs(cedar.dana)) == (before, [])


@pytest.mark.parametrize("wrong", ["", "dana", "dana@example", "dana@removed.invalid", "own"])
def test_what_is_no_new_address_is_told(cedar: Cast, wrong: str) -> None:
    client = proven(cedar.dana)
    answer = client.post("/me/address", {"email": email(cedar.dana) if wrong == "own" else wrong})
    assert (answer.status_code, 'href="#email"' in answer.content.decode()) == (409, True)
    assert verbs(cedar.dana) == []


def test_a_link_is_over_after_two_hours_and_with_whoever_left(cedar: Cast) -> None:
    newaddress.ask(fresh(), by=cedar.dana, now=clock())
    secret = newaddress.hand_over(cedar.dana.person_id, by=cedar.mara, now=clock())
    late = clock() + timedelta(hours=2, seconds=1)
    with pytest.raises(newaddress.Refused):
        newaddress.confirm(secret, now=late)
    leaving.leave(cedar.dana.person_id, by=cedar.mara, now=clock())
    with pytest.raises(newaddress.Refused):
        newaddress.confirm(secret, now=clock())
