"""Signing in to a real practice: password, second step, lock, and what is written down of it."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from ringback.actions import door, invitation, leaving, wayin
from ringback.actions.invitation import Asked
from ringback.engine.wallclock import now as clock
from ringback.models import Entry, Person
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.web import standing
from tests.cast import came_in
from tests.post import post
from tests.signing import in_earnest

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
PASSWORD = "seven green bicycles"
SECRET = generate_totp_secret()
FORGERY = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    """A real practice, not the demo."""
    in_earnest(settings)
    settings.EVEN_ANSWER_S = 0


@pytest.fixture(autouse=True)
def not_guessed_yet() -> None:
    """Guesses of one test do not count in the next."""
    cache.clear()


def with_password(actor: Actor, *, app: bool = True) -> Person:
    them = Person.objects.get(id=actor.person_id)
    them.set_password(PASSWORD)
    them.save()
    if app:
        TOTP.activate(them, SECRET)
    return them


def code(ago: int = 0) -> str:
    """What the app shows now; each is good once."""
    return f"{hotp_value(SECRET, int(time.time()) // 30 - ago):06d}"


def gives_password(client: Client, them: Person, password: str = PASSWORD) -> HttpResponse:
    return client.post("/sign-in", {"login": them.email, "password": password})


def signs_in(client: Client, them: Person, ago: int = 0) -> HttpResponse:
    gives_password(client, them)
    return client.post("/sign-in/second-step", {"code": code(ago)})


def entries(actor: Actor, verb: str) -> list[Any]:
    with scope(actor.practice_id):
        found = Entry.objects.filter(verb=verb, subject_id=actor.person_id).order_by("at")
        return [(each.actor_id, each.refused, each.details) for each in found]


def test_password_and_code_lead_to_the_queue_and_are_written_down(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    assert gives_password(client, them).headers["Location"] == "/sign-in/second-step"
    assert client.get("/").headers["Location"] == "/sign-in?next=%2F"
    answer = client.post("/sign-in/second-step", {"code": code()})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    how = {"how": ["password", "mfa"], "from": "127.0.0.1"}
    assert entries(cedar.dana, "signed in") == [(cedar.dana.person_id, False, how)]


def test_nobody_is_sent_to_sign_in_and_back_to_the_page_without_what_they_searched_for() -> None:
    answer = Client().get("/search?q=Lindqvist")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=%2Fsearch")
    page = Client().get("/sign-in")
    assert page.status_code == 200
    assert b"Sign in" in page.content


def test_a_wrong_password_says_nothing_and_is_written_down_as_nobodys(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    answer = gives_password(client, them, "wrong")
    stranger = client.post("/sign-in", {"login": "nobody@example.org", "password": "wrong"})
    told = [page.context["form"].non_field_errors() for page in (answer, stranger)]
    assert told[0] == told[1]
    assert answer.status_code == stranger.status_code == 200
    refused = {"refused": ["password"], "from": "127.0.0.1"}
    assert entries(cedar.dana, "sign-in failed") == [(None, True, refused)]


def test_a_code_signs_in_once_only(cedar: Cast) -> None:
    them = with_password(cedar.dana)
    used = code()
    first, second = Client(), Client()
    gives_password(first, them)
    gives_password(second, them)
    assert first.post("/sign-in/second-step", {"code": used}).status_code == 302
    assert second.post("/sign-in/second-step", {"code": used}).status_code == 200
    assert second.get("/").headers["Location"] == "/sign-in?next=%2F"
    assert entries(cedar.dana, "sign-in failed")[-1][2]["refused"] == ["code"]


def test_the_second_step_cannot_be_left_out(cedar: Cast) -> None:
    them, client = with_password(cedar.dana, app=False), Client()
    assert gives_password(client, them).status_code == 302
    assert client.get("/").headers["Location"] == "/me/second-step?next=%2F"
    assert client.post("/next").headers["Location"].startswith("/me/second-step")
    assert client.get("/live").status_code == 302
    assert client.get("/me/second-step").status_code == 200


def test_another_browser_does_not_pass_because_a_second_step_was_added_in_this_one(
    cedar: Cast,
) -> None:
    them = with_password(cedar.dana, app=False)
    own, other = Client(), Client()
    gives_password(own, them)
    gives_password(other, them)
    own.post("/sign-in/again/password", {"password": PASSWORD})
    page = own.get("/me/app")
    secret = page.context["form"].secret
    shown = f"{hotp_value(secret, int(time.time()) // 30):06d}"
    assert own.post("/me/app", {"code": shown}).status_code == 302
    assert own.get("/").status_code == 200
    assert other.get("/").headers["Location"] == "/me/second-step?next=%2F"
    way = "/sign-in/again/password?next=%2F"
    assert other.get("/me/second-step?next=/").headers["Location"] == way
    assert other.post(way, {"password": PASSWORD, "next": "/"}).headers["Location"] == "/"
    assert other.get("/").headers["Location"] == "/me/second-step?next=%2F", "a code is missing"


def test_the_secret_of_an_app_is_not_readable_in_the_database(cedar: Cast) -> None:
    them = with_password(cedar.dana)
    kept = Authenticator.objects.get(user_id=them.id, type="totp").data
    assert SECRET not in str(kept)


def test_a_screen_nobody_touches_locks_and_opens_where_it_was(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    signs_in(client, them)
    held = client.session
    for key in (standing.BEGAN, standing.SEEN):
        held[key] = (clock() - timedelta(minutes=16)).timestamp()
    held["account_authentication_methods"] = [
        {**each, "at": each["at"] - 16 * 60} for each in held["account_authentication_methods"]
    ]
    held.save()
    answer = client.get("/setup")
    assert answer.headers["Location"] == "/sign-in/unlock?next=%2Fsetup"
    assert client.get("/live").status_code == 302
    way = client.get(answer.headers["Location"]).headers["Location"]
    assert way == "/sign-in/again/password?next=%2Fsetup"
    page = client.get(way)
    assert cedar.dana.name.encode() in page.content
    back = client.post(way, {"password": PASSWORD, "next": "/setup"})
    assert (back.status_code, back.headers["Location"]) == (302, "/setup")
    assert client.get("/setup").status_code == 200
    assert len(entries(cedar.dana, "unlocked")) == 1


def test_a_screen_is_locked_at_a_press(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    signs_in(client, them)
    assert client.post("/me/lock", {"next": "/setup"}).headers["Location"] == (
        "/sign-in/unlock?next=%2Fsetup"
    )
    assert client.get("/").headers["Location"] == "/sign-in/unlock?next=%2F"
    assert client.post("/next").headers["Location"] == "/sign-in/unlock?next=%2F"
    assert len(entries(cedar.dana, "locked")) == 1


def test_after_twelve_hours_everybody_signs_in_anew(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    signs_in(client, them)
    held = client.session
    held[standing.BEGAN] = (clock() - timedelta(hours=12)).timestamp()
    held.save()
    assert client.get("/").headers["Location"] == "/sign-in?next=%2F"


def test_a_live_screen_keeps_nobody_signed_in(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    signs_in(client, them)
    held = client.session
    seen = held[standing.SEEN] = (clock() - timedelta(minutes=10)).timestamp()
    held.save()
    it = came_in(cedar.dana).callback_id
    client.get("/?rows=1")
    assert client.get(f"/callbacks/{it}?watching").status_code == 200
    assert client.session[standing.SEEN] == seen
    client.get(f"/callbacks/{it}")
    assert client.session[standing.SEEN] > seen


def test_guessing_from_elsewhere_locks_nobody_out_at_their_own_desk(cedar: Cast) -> None:
    them, own = with_password(cedar.dana), Client()
    signs_in(own, them, ago=1)
    own.post("/people/leave")
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    answers = [gives_password(stranger, them, "wrong") for _ in range(11)]
    assert "Too many" in str(answers[-1].context["form"].non_field_errors())
    assert gives_password(stranger, them).status_code == 200, "also with the right password"
    assert gives_password(own, them).status_code == 302
    why = [details["refused"][0] for _, _, details in entries(cedar.dana, "sign-in failed")]
    assert why == ["password"] * 10 + ["too_often"]


def test_a_mark_of_another_browser_or_person_is_no_known_browser(cedar: Cast) -> None:
    them, other = with_password(cedar.dana), with_password(cedar.mara, app=False)
    own = Client()
    signs_in(own, them, ago=1)
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    stranger.cookies["ringback_known"] = own.cookies["ringback_known"].value + "x"
    for _ in range(10):
        gives_password(stranger, them, "wrong")
    assert gives_password(stranger, them).status_code == 200
    stranger.cookies["ringback_known"] = own.cookies["ringback_known"].value
    for _ in range(10):
        gives_password(stranger, other, "wrong")
    assert gives_password(stranger, other).status_code == 200


def test_a_new_password_ends_every_other_sign_in(cedar: Cast) -> None:
    them, here, there = with_password(cedar.dana), Client(), Client()
    signs_in(here, them, ago=1)
    signs_in(there, them)
    changed = here.post(
        "/me/password",
        {
            "oldpassword": PASSWORD,
            "password1": "eight red tricycles",
            "password2": "eight red tricycles",
        },
    )
    assert changed.status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").headers["Location"] == "/sign-in?next=%2F"


def test_the_session_gets_a_new_name_when_somebody_signs_in(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    client.get("/sign-in")
    gives_password(client, them)
    before = client.session.session_key
    client.post("/sign-in/second-step", {"code": code()})
    assert client.session.session_key != before


def test_signing_out_clears_the_browser_and_the_session(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    signs_in(client, them)
    kept = client.cookies["sessionid"].value
    answer = client.post("/people/leave")
    assert answer.headers["Location"] == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    again = Client()
    again.cookies["sessionid"] = kept
    assert again.get("/").headers["Location"] == "/sign-in?next=%2F"
    assert len(entries(cedar.dana, "signed out")) == 1


def test_a_page_is_never_kept_by_the_browser(cedar: Cast) -> None:
    them, client = with_password(cedar.dana), Client()
    signs_in(client, them)
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_an_invited_person_chooses_a_password_and_a_second_step(cedar: Cast) -> None:
    asked = Asked(
        email="Nora.Vale@example.org", name="Nora Vale", roles=frozenset({Role.FRONT_DESK})
    )
    secret = invitation.invite(asked, by=cedar.mara, now=clock())
    client = Client()
    page = client.get(f"/sign-in/welcome/{secret}")
    assert b"Nora Vale" in page.content
    assert client.post(f"/sign-in/welcome/{secret}", {"password": "short"}).status_code == 409
    answer = client.post(f"/sign-in/welcome/{secret}", {"password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").headers["Location"] == "/me/second-step?next=%2F"
    assert Client().get(f"/sign-in/welcome/{secret}").status_code == 404


def test_somebody_who_works_elsewhere_keeps_their_password_when_they_join(
    cedar: Cast, elm: Cast
) -> None:
    them = with_password(elm.dana)
    asked = Asked(email=them.email, name="Whatever", roles=frozenset({Role.ASSISTANT}))
    secret = invitation.invite(asked, by=cedar.mara, now=clock())
    client, way = Client(), f"/sign-in/welcome/{secret}"
    assert f"/sign-in?next={way.replace('/', '%2F')}".encode() in client.get(way).content
    gives = {"login": them.email, "password": PASSWORD, "next": way}
    second = client.post("/sign-in", gives).headers["Location"]
    assert client.post(second, {"code": code()}).headers["Location"] == way
    assert client.post(way, {"password": "not theirs at all"}).headers["Location"] == "/"
    assert Person.objects.get(id=them.id).check_password(PASSWORD)
    assert len(person.practices_of(them.id)) == 2
    assert client.get("/").status_code == 200


def reset_link(them: Person, settings: SettingsWrapper) -> str:
    settings.POST = post()
    door_id = wayin.forgotten(them.email, now=clock())
    assert door_id is not None
    return f"/sign-in/welcome/{door.link_token('password_reset', door_id)}"


def test_whoever_left_is_out_at_once_everywhere(cedar: Cast, settings: SettingsWrapper) -> None:
    them, client = with_password(cedar.vik), Client()
    signs_in(client, them, ago=1)
    assert client.get("/").status_code == 200
    reset = reset_link(them, settings)
    leaving.leave(them.id, by=cedar.mara, now=clock())
    assert client.get("/").headers["Location"] == "/sign-in?next=%2F"
    assert client.get("/live").status_code == 302
    assert Client().get(reset).status_code == 404
    again = Client()
    gives_password(again, them)
    closed = again.post("/sign-in/second-step", {"code": code()})
    assert closed.headers["Location"] == "/sign-in/closed"
    assert again.get("/sign-in/closed").status_code == 200


def test_a_forgotten_password_is_answered_alike_for_everybody(cedar: Cast) -> None:
    them = with_password(cedar.dana)
    known = Client().post("/sign-in/forgotten", {"email": them.email})
    unknown = Client().post("/sign-in/forgotten", {"email": "nobody@example.org"})
    pages = [FORGERY.sub(b"", each.content) for each in (known, unknown)]
    assert known.status_code == unknown.status_code == 200
    assert pages[0] == pages[1]


def test_a_new_password_by_link_leaves_the_second_step(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    them = with_password(cedar.dana)
    client = Client()
    answer = client.post(reset_link(them, settings), {"password": "eight red tricycles"})
    assert answer.headers["Location"] == "/sign-in/second-step"
    assert client.post("/sign-in/second-step", {"code": code()}).status_code == 302
    assert client.get("/").status_code == 200


def test_a_new_way_in_made_by_a_manager_takes_the_lost_second_step_away(cedar: Cast) -> None:
    them = with_password(cedar.dana)
    Person.objects.filter(id=them.id).update(pin="kept")
    secret = wayin.renew(them.id, by=cedar.mara, now=clock())
    client = Client()
    assert client.post(f"/sign-in/welcome/{secret}", {"password": PASSWORD}).status_code == 302
    assert client.get("/").headers["Location"] == "/me/second-step?next=%2F"
    assert not Authenticator.objects.filter(user_id=them.id).exists()
    assert Person.objects.get(id=them.id).pin == ""


@pytest.mark.parametrize(
    ("path", "status"), [("/sign-in/signup", 404), ("/signup", 302), ("/sign-in/email", 404)]
)
def test_nobody_can_sign_up(path: str, status: int) -> None:
    assert Client().get(path).status_code == status
    assert Client().post(path, {"email": "a@example.org"}).status_code == status
