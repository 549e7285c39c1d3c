"""Every address there is: what its answers carry, what asking changes, and who is not yet in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache as counted
from django.test import Client

from ringback.actions import door
from ringback.api.app import api
from ringback.config.signin import single_sign_on
from ringback.engine.wallclock import now as clock
from ringback.rules.access import Role
from tests import oidc
from tests.cast import gather, joined
from tests.house import entrance, matrix
from tests.ledgers import superuser
from tests.signing import in_earnest, signed_in
from tests.web.test_signin import PASSWORD, code, gives_password, with_password

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from ringback.models import Person
    from ringback.rules.access import Actor
    from tests.cast import Cast

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; script-src 'self'; "
    "style-src 'self'"
)
CARRIED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Stricter than "same-origin" a referrer cannot be: forms are held against it."""

WRITTEN_ANYWAY = ("journal", "seal", "django_session", "cache")
"""What a look may write: its entry, and how somebody stands."""

ADDRESS = re.compile(r"/api/v1/\S*")


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> Iterator[None]:
    """A real practice, not the demo, with a provider of its own."""
    counted.clear()
    in_earnest(settings)
    settings.EVEN_ANSWER_S = 0
    for each in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        setattr(settings, each, True)
    with oidc.a_provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(provider.environment())
        yield


def at_work(actor: Actor, *, forgery_checked: bool = False) -> Client:
    """Somebody who showed a password and a code a moment ago."""
    client = signed_in(actor, forgery_checked=forgery_checked)
    held, at = client.session, clock().timestamp()
    held["account_authentication_methods"] = [
        {"method": "password", "at": at}, {"method": "mfa", "type": "totp", "at": at},
    ]  # fmt: skip
    held.save()
    return client


class Everywhere:
    """Somebody with every role and two steps, and every address with real things in its places."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.eve = joined("Eve Everything", cast.practice_id, Role)
        self.them: Person = with_password(self.eve)
        self.token = f"Bearer {door.issue_token('test', by=self.eve, now=clock())}"
        self.pages = [
            (each, each.address(matrix.things(cast, each)))
            for each in matrix.inventory()
            if each.name != "live"
        ]
        self.ways = entrance.ways(cast, self.them)
        self.work = at_work(self.eve)
        self.unmarked = at_work(self.eve, forgery_checked=True)

    def got(self) -> Iterator[tuple[str, HttpResponse]]:
        """Every address that is asked by GET, as Eve and, of the sign-in, as nobody too."""
        for route, address in self.pages:
            if route.method == "GET" and route.name != "outbox-demo":
                more: dict[str, Any] = (
                    {"HTTP_AUTHORIZATION": self.token} if "api" in address else {}
                )
                yield address, self.work.get(address, **more)  # type: ignore[misc]
        for way in self.ways:
            yield way.address, self.work.get(way.address)  # type: ignore[misc]
            yield way.address, Client().get(way.address)  # type: ignore[misc]

    def sent(self) -> Iterator[tuple[str, HttpResponse]]:
        """Every address a form is sent to, without the form's mark; the sign-in by nobody too."""
        addresses = [
            address
            for route, address in self.pages
            if route.method == "POST" and not ADDRESS.fullmatch(address)
        ]
        open_to_all = [way.address for way in self.ways if way.before]
        addresses += [way.address for way in self.ways]
        form = {"login": self.them.email, "password": PASSWORD, "fence": "1", "note": "x"}
        for address in addresses:
            yield address, self.unmarked.post(address, form)  # type: ignore[misc]
        for address in open_to_all:
            yield address, Client(enforce_csrf_checks=True).post(address, form)  # type: ignore[misc]


def stands() -> dict[str, str]:
    """Everything the database holds, a mark for each table; but for leases, which a look keeps."""
    with superuser() as hand:
        tables = hand.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s)",
            [list(WRITTEN_ANYWAY)],
        ).fetchall()
        each = (
            "SELECT md5(coalesce(string_agg(row, '' ORDER BY row), '')) FROM "
            "(SELECT (to_jsonb(t) - 'lease_until')::text AS row FROM {} t) rows"
        )
        found = {}
        for (name,) in tables:
            (mark,) = hand.execute(each.format(f'"{name}"').encode()).fetchone() or ("",)
            found[name] = str(mark)
        return found


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What asking every address once, by GET, was answered and changed."""

    answers: list[tuple[str, HttpResponse]]
    changed: set[str]


@cache
def looked() -> Looked:
    everywhere = Everywhere(gather("Cedar Street Family"))
    before = stands()
    answers = list(everywhere.got())
    after = stands()
    return Looked(answers=answers, changed={each for each in after if after[each] != before[each]})


def test_every_answer_carries_what_keeps_a_page_to_itself() -> None:
    wrong = {}
    for address, answer in looked().answers:
        told = {name: answer.headers.get(name) for name in CARRIED}
        policy = "; ".join(sorted(answer.headers["Content-Security-Policy"].split("; ")))
        unused = answer.headers.get("Permissions-Policy", "")
        if (told, policy) != (CARRIED, POLICY) or "camera=()" not in unused:
            wrong[address] = (told, policy, unused)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            wrong[address] = ("it is kept", answer.headers.get("Cache-Control", ""), "")
        assert answer.status_code < 500, address
    assert wrong == {}


def test_every_cookie_is_for_this_site_alone_and_no_script_reads_it(cedar: Cast) -> None:
    them, set_by, client = with_password(cedar.dana), {}, Client()
    client.get("/sign-in")
    gives_password(client, them)
    entered = client.post("/sign-in/second-step", {"code": code()})
    spoken = client.post("/language", {"language": "es", "next": "/"})
    for answer in (entered, spoken, *(each for _, each in looked().answers)):
        for name, morsel in answer.cookies.items():
            set_by[name] = (morsel["secure"], morsel["httponly"], morsel["samesite"])
    names = {"sessionid", "csrftoken", "ringback_known", "django_language"}
    assert set_by == dict.fromkeys(names, (True, True, "Lax"))


def test_following_a_link_changes_nothing() -> None:
    assert looked().changed == set()
    assert len(looked().answers) > 90


def test_a_form_without_its_mark_changes_nothing_at_any_address(cedar: Cast) -> None:
    everywhere = Everywhere(cedar)
    before, statuses = stands(), {}
    for address, answer in everywhere.sent():
        statuses.setdefault(address, set()).add(answer.status_code)
    after = stands()
    assert {name for name in after if after[name] != before[name]} == set()
    assert {address: each for address, each in statuses.items() if each != {403}} == {}
    assert len(statuses) > 90


def test_the_machine_door_takes_no_cookie(cedar: Cast) -> None:
    """So no form of another site reaches it, though no form there has a mark."""
    everywhere, client = Everywhere(cedar), at_work(joined("Eve", cedar.practice_id, Role))
    ways = [(route, address) for route, address in everywhere.pages if ADDRESS.fullmatch(address)]
    asked = [getattr(client, route.method.lower())(address) for route, address in ways]
    assert {each.status_code for each in asked} == {401}
    assert len(ways) == sum(len(each) for each in api.get_openapi_schema()["paths"].values())


def _half(them: Person) -> Client:
    """Their password was given; their second step was not."""
    client = Client()
    assert gives_password(client, them).headers["Location"] == "/sign-in/second-step"
    return client


def _without_one(actor: Actor) -> Client:
    """Signed in with a password alone, as on the first evening."""
    client = signed_in(actor)
    held = client.session
    held["account_authentication_methods"] = [{"method": "password", "at": clock().timestamp()}]
    held.save()
    return client


@pytest.mark.parametrize("how", ["half signed in", "without a second step"])
def test_without_the_second_step_no_page_and_no_form_answers(cedar: Cast, how: str) -> None:
    everywhere = Everywhere(cedar)
    clients: dict[str, Callable[[], Client]] = {
        "half signed in": lambda: half,
        "without a second step": lambda: alone,
    }
    half, alone = _half(everywhere.them), _without_one(everywhere.eve)
    led, before = {}, stands()
    for route, address in everywhere.pages:
        if address.startswith(("/people/", "/language", "/gallery", "/healthz", "/outbox-demo")):
            continue
        ask = getattr(clients[how](), route.method.lower())
        answer = ask(address)
        led[route.key] = answer.headers.get("Location", "").partition("?")[0] or answer.status_code
    leads = {"half signed in": {"/sign-in", 401}, "without a second step": {"/me/second-step", 401}}
    own = {f"{way} {each}" for way in ("GET", "POST") for each in ("lock", "still-here")}
    own = own if how == "without a second step" else set()
    assert {key: each for key, each in led.items() if each not in leads[how]}.keys() == own
    assert {name for name, mark in stands().items() if before[name] != mark} == set()
    assert half.get("/live").status_code == 302


def test_healthz_is_only_looked_at() -> None:
    client = Client(enforce_csrf_checks=False)
    assert client.get("/healthz").content == b"ok\n"
    assert [client.post("/healthz").status_code, client.head("/healthz").status_code] == [405, 200]
