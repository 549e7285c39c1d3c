"""Guessing who works here, with what password, and locking a clinic out by it: none of it works."""

from __future__ import annotations

import re
import time
from statistics import median
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from ringback.config import signin
from ringback.web import evenly
from tests.post import post
from tests.sharing import at, shared
from tests.signing import in_earnest
from tests.web.test_signin import FORGERY, PASSWORD, code, entries, gives_password, with_password

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from ringback.models import Person
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
CLINIC = "203.0.113.7"
"""The one address of a whole clinic, behind which somebody guesses, too."""

STRANGER = "nobody-at-all@example.org"
TYPED = re.compile(rb'value="[^"]*@example.org"')
OFTEN = "Too many"
VARIES = {"Content-Length", "Expires"}


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    """A real practice, not the demo."""
    cache.clear()
    in_earnest(settings)
    settings.EVEN_ANSWER_S = 0


def guess(client: Client, email: str) -> HttpResponse:
    return client.post("/sign-in", {"login": email, "password": "wrong"})


def asks(client: Client, email: str) -> HttpResponse:
    return client.post("/sign-in/forgotten", {"email": email})


def said(answer: HttpResponse) -> tuple[int, dict[str, str], bytes]:
    """All that an answer tells, but for the mark of its form, what was typed and the time."""
    told = {name: value for name, value in answer.headers.items() if name not in VARIES}
    return answer.status_code, told, TYPED.sub(b"", FORGERY.sub(b"", answer.content))


@pytest.mark.parametrize("way", [guess, asks])
@pytest.mark.parametrize("state", ["with a password", "without one", "left"])
def test_a_known_and_an_unknown_address_are_answered_alike(
    cedar: Cast, settings: SettingsWrapper, way: object, state: str
) -> None:
    settings.POST = post()
    them = with_password(cedar.dana)
    if state == "without one":
        them.set_unusable_password()
    them.is_active = state != "left"
    them.save()
    known, unknown = (said(way(Client(), each)) for each in (them.email, STRANGER))  # type: ignore[operator]
    assert known == unknown


def test_the_last_guess_is_refused_alike_too(cedar: Cast) -> None:
    them = with_password(cedar.dana)
    answers = [[said(guess(Client(), each)) for _ in range(12)] for each in (them.email, STRANGER)]
    assert answers[0] == answers[1]
    assert OFTEN in answers[0][-1][2].decode()
    assert OFTEN not in answers[0][9][2].decode()


def guess_too_often(client: Client, email: str) -> HttpResponse:
    """One guess more than is looked at."""
    answer = guess(client, email)
    assert OFTEN in answer.content.decode()
    return answer


@pytest.mark.parametrize("way", [guess, guess_too_often, asks])
def test_both_take_the_same_time(cedar: Cast, settings: SettingsWrapper, way: object) -> None:
    settings.POST = post()
    them, taken = with_password(cedar.dana), {}
    if way is guess_too_often:
        for number in range(20):
            guess(Client(), (them.email, STRANGER)[number % 2])
    settings.EVEN_ANSWER_S = 0.15
    for email in (them.email, STRANGER):
        taken[email] = []
        for _ in range(5):
            begun = time.monotonic()
            way(Client(), email)  # type: ignore[operator]
            taken[email].append(time.monotonic() - begun)
    known, unknown = (median(each) for each in taken.values())
    assert min(known, unknown) >= settings.EVEN_ANSWER_S
    assert abs(known - unknown) < 0.06


def test_one_entry_tells_of_tries_that_were_too_many_in_each_quarter_of_an_hour(
    cedar: Cast,
) -> None:
    them = with_password(cedar.dana)
    own = known_here(them)
    for _ in range(30):
        guess(Client(), them.email)
    for _ in range(30):
        guess(own, them.email)
    why = [each[2]["refused"][0] for each in entries(cedar.dana, "sign-in failed")]
    assert why == (["password"] * 10 + ["too_often"]) * 2, "each browser that is known by itself"


def test_whoever_waits_for_it_keeps_no_database_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: list[object] = []
    monkeypatch.setattr(evenly, "sleep", lambda _: held.append(connections["default"].connection))
    guess(Client(), STRANGER)
    asks(Client(), STRANGER)
    assert held == [None, None]


def test_how_long_that_is_in_life() -> None:
    assert signin.EVEN_ANSWER_S == 0.4


def known_here(them: Person) -> Client:
    """A browser at the clinic in which they have signed in before."""
    client = Client(REMOTE_ADDR=CLINIC)
    gives_password(client, them)
    client.post("/sign-in/second-step", {"code": code(1)})
    client.post("/people/leave")
    return client


def test_a_flood_of_guesses_at_the_clinic_itself_locks_out_nobody_who_works_there(
    cedar: Cast,
) -> None:
    them = with_password(cedar.dana)
    own, robot = known_here(them), Client(REMOTE_ADDR=CLINIC)
    answers = [guess(robot, f"{number}@example.org") for number in range(201)]
    assert OFTEN in answers[-1].content.decode()
    for _ in range(120):
        guess(robot, them.email)
    assert gives_password(own, them).headers["Location"] == "/sign-in/second-step"
    assert own.post("/sign-in/second-step", {"code": code()}).headers["Location"] == "/"
    assert own.get("/").status_code == 200


@pytest.mark.parametrize("way", ["/sign-in/passkey", "/sign-in/desk/passkey"])
def test_a_flood_of_passkeys_at_the_clinic_keeps_nobody_from_their_own(
    cedar: Cast, way: str
) -> None:
    browser = at(shared(cedar))
    sent = {"credential": "{}"}
    answers = [browser.post(way, sent, REMOTE_ADDR=CLINIC).status_code for _ in range(25)]
    assert set(answers) == {302}
    asked = {"X-Requested-With": "XMLHttpRequest"}
    options = browser.get(way, REMOTE_ADDR=CLINIC, headers=asked)
    assert (options.status_code, "request_options" in options.json()) == (200, True)


def test_a_morning_of_forgotten_passwords_at_one_clinic_is_answered(cedar: Cast) -> None:
    them = with_password(cedar.dana)
    client = Client(REMOTE_ADDR=CLINIC)
    answers = {asks(client, f"{number}@example.org").status_code for number in range(60)}
    assert (answers, asks(client, them.email).status_code) == ({200}, 200)
    often = [asks(client, them.email).status_code for _ in range(6)]
    assert often == [200] * 4 + [429] * 2, "one person's mailbox is spared all the same"


def test_guesses_of_one_persons_codes_are_counted_for_that_person_only(cedar: Cast) -> None:
    victim, other = with_password(cedar.dana), with_password(cedar.mara)
    robot = Client(REMOTE_ADDR=CLINIC)
    gives_password(robot, victim)
    answers = [robot.post("/sign-in/second-step", {"code": "000000"}) for _ in range(11)]
    assert OFTEN in answers[-1].content.decode()
    assert robot.post("/sign-in/second-step", {"code": code()}).status_code == 200
    client = Client(REMOTE_ADDR=CLINIC)
    gives_password(client, other)
    assert client.post("/sign-in/second-step", {"code": code()}).status_code == 302
    assert {each[2]["refused"][0] for each in entries(cedar.dana, "sign-in failed")} == {"code"}


def test_a_session_somebody_else_planted_is_never_that_of_whoever_signs_in(cedar: Cast) -> None:
    """Neither one that never was, nor one that is really there."""
    them = with_password(cedar.dana)
    planter = Client()
    planter.get("/sign-in/second-step")
    gives_password(planter, with_password(cedar.mara))
    for planted in ("a" * 32, planter.cookies["sessionid"].value):
        cache.clear()
        victim = Client()
        victim.cookies["sessionid"] = planted
        gives_password(victim, them, PASSWORD)
        victim.post("/sign-in/second-step", {"code": code(1)})
        assert victim.get("/").status_code == 200
        thief = Client()
        thief.cookies["sessionid"] = planted
        assert thief.get("/").headers["Location"] == "/sign-in?next=%2F"
