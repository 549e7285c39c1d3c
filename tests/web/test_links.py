"""What the links that lead people in may do, and what they may not any more."""

from __future__ import annotations

import re
from time import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, hotp_value
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from ringback.actions import desk, invitation, leaving, newaddress, people, wayin
from ringback.actions.act import Refused
from ringback.actions.door import link_token
from ringback.actions.invitation import Asked
from ringback.actions.practice import member
from ringback.cli.actor import acting_at
from ringback.engine.wallclock import now as clock
from ringback.models import Invitation, Membership, NewAddress, Outgoing, Person
from ringback.queries import door as doors
from ringback.queries import invitation as asked_in
from ringback.queries import newaddress as asked_address
from ringback.queries import person, signins
from ringback.queries.desk import DESK
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.web import signin_words, welcome
from ringback.web.words import Clock
from tests import records
from tests.cast import joined
from tests.post import post
from tests.sharing import SECRET, with_pin
from tests.signing import in_earnest, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
PASSWORD = "seven green bicycles"
OTHER = "another green bicycle"


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    """A real practice that sends no mail: links are handed over."""
    in_earnest(settings)


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


PEOPLE = (
    ("get", "/setup/people/{osei}"),
    ("post", "/setup/people/{osei}"),
    ("post", "/setup/people/{osei}/way-in"),
    ("post", "/setup/people/{osei}/address"),
    ("post", "/setup/people/{osei}/leave"),
    ("get", "/setup/people/invite"),
    ("post", "/setup/people/invite"),
)


@pytest.mark.parametrize(("method", "address"), PEOPLE)
def test_it_lets_nobody_in_gives_no_role_and_reads_no_sign_ins(
    cedar: Cast, settings: SettingsWrapper, method: str, address: str
) -> None:
    settings.DEMO = True
    before = records.entries(cedar)
    sent = {"name": "Nora", "email": an_address(), "role": "clinician", "part": "roles"}
    there = address.format(osei=cedar.osei.person_id)
    assert getattr(signed_in(cedar.ines), method)(there, sent).status_code == 403
    assert records.entries(cedar) == before + 1
    assert asked_in.waiting(cedar.mara) == []


def test_a_password_that_came_by_a_managers_link_says_whose_link_it_was(cedar: Cast) -> None:
    secret = wayin.renew(cedar.osei.person_id, by=cedar.mara, now=clock())
    wayin.walk_in(secret, OTHER, now=clock())
    (entry,) = records.journal(cedar, "new password set")
    assert entry.details == {"link_by": str(cedar.mara.person_id)}
    wall = Clock(clock(), "America/New_York")
    log = signin_words.lines(signins.of(cedar.osei.person_id, cedar.practice_id), wall)
    assert [each["words"] for each in log] == ["Set a new password, by a link that Mara Lindt made"]


def test_a_password_by_a_link_one_asked_for_oneself_is_said_plainly(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    walks_in_by_mail(cedar.dana, settings)
    (entry,) = records.journal(cedar, "new password set")
    assert entry.details == {}


def walks_in_by_mail(whom: Actor, settings: SettingsWrapper) -> None:
    settings.POST = post()
    secret = reset_link(whom)
    wayin.walk_in(secret, OTHER, now=clock())


def by_a_link(cast: Cast) -> None:
    wayin.walk_in(reset_link(cast.vik), OTHER, now=clock())


def by_a_managers_link(cast: Cast) -> None:
    wayin.walk_in(wayin.renew(cast.vik.person_id, by=cast.mara, now=clock()), OTHER, now=clock())


def in_the_browser(cast: Cast) -> None:
    them = Person.objects.get(id=cast.vik.person_id)
    client = Client()
    client.post("/sign-in", {"login": them.email, "password": PASSWORD})
    sent = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    assert client.post("/me/password", sent).status_code == 302
    assert not Person.objects.get(id=them.id).check_password(PASSWORD)


def by_another_address(cast: Cast) -> None:
    newaddress.ask(an_address(), by=cast.vik, now=clock())
    newaddress.confirm(address_link(cast.vik), now=clock())


@pytest.mark.parametrize(
    "ends", [by_a_link, by_a_managers_link, in_the_browser, by_another_address]
)
def test_a_new_password_or_address_ends_every_link_made_before(
    cedar: Cast, settings: SettingsWrapper, ends: Callable[[Cast], object]
) -> None:
    settings.POST, settings.DEMO = post(), True
    them = Person.objects.get(id=cedar.vik.person_id)
    them.set_password(PASSWORD)
    them.save()
    newaddress.ask(an_address(), by=cedar.vik, now=clock())
    address = address_link(cedar.vik)
    links = [reset_link(cedar.vik), wayin.renew(them.id, by=cedar.mara, now=clock())]
    assert [Client().get(f"/sign-in/welcome/{each}").status_code for each in links] == [200, 200]
    ends(cedar)
    assert [works(each) for each in links] == [(404, False), (404, False)]
    assert Client().get(f"/sign-in/address/{address}").status_code == 404
    assert newaddress_asked(them.id) == ""


def test_a_second_new_way_in_shuts_the_first(cedar: Cast) -> None:
    first = wayin.renew(cedar.vik.person_id, by=cedar.mara, now=clock())
    second = wayin.renew(cedar.vik.person_id, by=cedar.mara, now=clock())
    assert [works(first), works(second)] == [(404, False), (200, True)]
    by = [acting_at(cedar.practice_id)]
    third, fourth = (
        wayin.renew_everywhere(cedar.vik.person_id, by=by, now=clock()) for _ in range(2)
    )
    assert [works(third), works(fourth)] == [(404, False), (200, True)]


def newaddress_asked(person_id: UUID) -> str:
    return asked_address.own(person_id)[1]


def address_link(whom: Actor) -> str:
    waiting = NewAddress.objects.get(person_id=whom.person_id, ended_at__isnull=True)
    return link_token("new_address", waiting.door_id)


def reset_link(whom: Actor) -> str:
    door_id = wayin.forgotten(Person.objects.get(id=whom.person_id).email, now=clock())
    assert door_id is not None
    return link_token("password_reset", door_id)


def with_account(email: str, *, by: Actor) -> tuple[Person, Client]:
    """Somebody who came by a link handed over, chose a second step, and is signed in."""
    client = Client()
    client.post(f"/sign-in/welcome/{invited(email, by=by)}", {"password": PASSWORD})
    them = Person.objects.get(email=email)
    return them, with_second_step(client)


def with_second_step(client: Client) -> Client:
    shown = f"{hotp_value(client.get('/me/app').context['form'].secret, int(time()) // 30):06d}"
    assert client.post("/me/app", {"code": shown}).status_code == 302
    return client


def places(them: Person) -> set[UUID]:
    return {each.id for each in person.practices_of(them.id)}


def test_before_signing_in_the_page_says_the_same_whether_there_is_an_account(
    cedar: Cast, elm: Cast
) -> None:
    new, old = an_address(), an_address()
    with_account(old, by=elm.mara)
    links = [invited(each, by=cedar.mara) for each in (new, old)]
    pages = []
    for email, each in zip((new, old), links, strict=True):
        page = Client().get(f"/sign-in/welcome/{each}").content.decode()
        pages.append(without_forgery(page.replace(email, "EMAIL").replace(each, "LINK")))
    assert pages[0] == pages[1]


def without_forgery(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)


def test_whoever_held_the_first_link_of_an_account_gets_no_place_in_the_next_practice(
    cedar: Cast, elm: Cast
) -> None:
    """The link alone joins nobody, and is not used up by whoever tries."""
    email = an_address()
    them, evil = with_account(email, by=elm.mara)
    way = f"/sign-in/welcome/{invited(email, by=cedar.mara)}"
    answer = Client().post(way, {"password": OTHER})
    assert answer.status_code == 409
    assert b"Sign in first, then open the link again." in answer.content
    assert (places(them), them.check_password(PASSWORD)) == ({elm.practice_id}, True)
    assert evil.get("/").status_code == 200
    (entry,) = records.journal(cedar, "invitation accepted")
    assert (entry.actor_id, entry.refused, entry.details) == (
        None, True, {"refused": ["sign_in_first"]},
    )  # fmt: skip
    assert Client().get(way).status_code == 200


def test_a_manager_joins_nobody_behind_their_back(cedar: Cast, elm: Cast) -> None:
    them = Person.objects.get(id=cedar.dana.person_id)
    secret = invited(them.email, by=elm.mara)
    for proven in (None, elm.mara.person_id):
        with pytest.raises(Refused):
            invitation.accept(secret, OTHER, now=clock(), proven=proven)
    assert places(them) == {cedar.practice_id}
    assert wayin.renew(them.id, by=cedar.mara, now=clock())


def test_only_a_session_with_the_second_step_shown_joins(cedar: Cast, elm: Cast) -> None:
    email = an_address()
    them, client = with_account(email, by=elm.mara)
    way = f"/sign-in/welcome/{invited(email, by=cedar.mara)}"
    half = Client()
    half.post("/sign-in", {"login": email, "password": PASSWORD})
    stranger = with_account(an_address(), by=elm.mara)[1]
    by_password_only = signed_in_client(them)
    for each in (half, stranger, by_password_only):
        assert each.post(way, {"password": OTHER}).status_code == 409
    assert places(them) == {elm.practice_id}
    assert client.post(way).headers["Location"] == "/"
    assert places(them) == {elm.practice_id, cedar.practice_id}


def signed_in_client(them: Person) -> Client:
    at = person.actor(them.id, person.practices_of(them.id)[0].id, via="web")
    assert at is not None
    return signed_in(at)


def test_an_account_that_began_by_hand_is_told_so_before_it_joins(cedar: Cast, elm: Cast) -> None:
    email = an_address()
    _, client = with_account(email, by=elm.mara)
    page = client.get(f"/sign-in/welcome/{invited(email, by=cedar.mara)}").content.decode()
    assert "This is an account of Elm" in page
    assert "It is mine alone: join" in page


def test_an_account_that_began_by_mail_just_joins(
    cedar: Cast, elm: Cast, settings: SettingsWrapper
) -> None:
    email, client = an_address(), Client()
    secret = invited_by_mail(email, by=elm.mara, settings=settings)
    client.post(f"/sign-in/welcome/{secret}", {"password": PASSWORD})
    with_second_step(client)
    settings.POST = None
    page = client.get(f"/sign-in/welcome/{invited(email, by=cedar.mara)}").content.decode()
    assert "handed over" not in page
    assert ">Join<" in "".join(page.split())


def invited_by_mail(email: str, *, by: Actor, settings: SettingsWrapper) -> str:
    settings.POST = post()
    asked = Asked(email=email, name="Nora Vale", roles=frozenset({Role.FRONT_DESK}))
    assert invitation.invite(asked, by=by, now=clock()) is None
    with scope(by.practice_id):
        door_id = Invitation.objects.get(email=email).door_id
        Outgoing.objects.filter(payload__door=str(door_id)).update(sent_at=clock())
    return link_token("invitation", door_id)


def test_only_a_password_by_mail_confirms_and_a_managers_link_undoes_it(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    them = Person.objects.get(id=cedar.vik.person_id)
    assert not person.confirmed(them.id)
    walks_in_by_mail(cedar.vik, settings)
    assert person.confirmed(them.id)
    newaddress.ask(an_address(), by=cedar.vik, now=clock())
    newaddress.confirm(address_link(cedar.vik), now=clock())
    assert person.confirmed(them.id), "it went by mail too"
    wayin.walk_in(wayin.renew(them.id, by=cedar.mara, now=clock()), OTHER, now=clock())
    assert not person.confirmed(them.id)
    TOTP.activate(them, SECRET)
    walks_in_by_mail(cedar.vik, settings)
    assert not person.confirmed(them.id), "the second step may be somebody else's"


def test_an_account_that_belongs_nowhere_begins_anew(cedar: Cast, elm: Cast) -> None:
    them = with_pin(cedar.vik)
    leaving.leave(them.id, by=cedar.mara, now=clock())
    came = invitation.accept(invited(them.email, by=elm.mara), OTHER, now=clock())
    assert (came.person_id, came.chose_password) == (them.id, True)
    them.refresh_from_db()
    assert (them.check_password(OTHER), them.pin, is_mfa_enabled(them)) == (True, "", False)
