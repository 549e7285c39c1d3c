"""What a password may be, how it is typed and how it is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.cache import cache
from django.test import Client

from ringback.actions import invitation
from ringback.actions.invitation import Asked
from ringback.config import signin
from ringback.engine.wallclock import now as clock
from ringback.rules.access import Role
from tests.signing import in_earnest, signed_in
from tests.web.test_signin import gives_password, with_password

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

COMMON = sorted(each for each in CommonPasswordValidator().passwords if len(each) >= 12)
LONG = "Ünïcode, spaces and  MIXED case: " + "correct horse battery staple " * 3


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    cache.clear()
    in_earnest(settings)
    settings.EVEN_ANSWER_S = 0


def link(cast: Cast) -> str:
    asked = Asked(
        email=f"Nora.Vale@{cast.slug}.example", name="Nora Vale", roles=frozenset({Role.FRONT_DESK})
    )
    return f"/sign-in/welcome/{invitation.invite(asked, by=cast.mara, now=clock())}"


def boxes(page: bytes) -> list[str]:
    return re.findall(r"<input[^>]*name=\"password\"[^>]*>", page.decode())


def test_what_is_typed_is_hidden_and_a_password_manager_may_fill_it_in(cedar: Cast) -> None:
    with_password(cedar.dana, app=False)
    client = signed_in(cedar.dana)
    found = {
        "sign-in": boxes(Client().get("/sign-in").content),
        "welcome": boxes(Client().get(link(cedar)).content),
        "again": boxes(client.get("/sign-in/again/password").content),
    }
    named = {"sign-in": "current-password", "welcome": "new-password", "again": "current-password"}
    for page, each in found.items():
        assert len(each) == 1, page
        assert 'type="password"' in each[0], page
        assert f'autocomplete="{named[page]}"' in each[0], page
        assert "onpaste" not in each[0], page


@pytest.mark.parametrize("password", [*COMMON[:3], "elevenlette", "nora.vale", "Nora Vale Nora"])
def test_what_is_easy_to_guess_is_refused(cedar: Cast, password: str) -> None:
    address = link(cedar)
    assert Client().post(address, {"password": password}).status_code == 409
    assert Client().get(address).status_code == 200, "the link still leads in"


def test_there_are_common_ones_as_long_as_ours() -> None:
    assert len(COMMON) > 50


def test_a_long_one_of_any_letters_is_taken_exactly_as_it_is(cedar: Cast) -> None:
    assert len(LONG) > 100
    address = link(cedar)
    assert Client().post(address, {"password": LONG}).status_code == 302
    them = with_password(cedar.dana, app=False)
    them.set_password(LONG)
    them.save()
    wrong = [LONG.lower(), LONG[:64], LONG.replace("  ", " "), f"{LONG}x"]
    assert [gives_password(Client(), them, each).status_code for each in wrong] == [200] * 4
    assert gives_password(Client(), them, LONG).status_code == 302


def test_passwords_are_kept_by_a_slow_function(settings: SettingsWrapper) -> None:
    settings.PASSWORD_HASHERS = signin.PASSWORD_HASHERS
    kept = make_password("seven green bicycles")
    assert kept.startswith("argon2$argon2id$")
    assert identify_hasher(kept).memory_cost >= 19 * 1024
