"""How somebody signs in is changed only by who shows everything anew, and never in silence."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from allauth.account.internal import flows
from allauth.core.internal.httpkit import serialize_request
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value
from django.core.cache import cache
from django.test import Client, RequestFactory

from ringback.actions import signin
from ringback.actions.act import Refused
from ringback.config import signin_urls
from ringback.models import Entry, Outgoing, Person
from ringback.queries.scope import scope
from ringback.rules.outbox import Kind
from ringback.rules.reason import Reason
from tests.post import post
from tests.sharing import PASSWORD, SECRET, at, comes_back, shared, signs_in, with_pin

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
ONLY_SEEN = {
    "mfa_index",
    "mfa_list_webauthn",
    "second-factor",
    "own-address-withdraw",
    "switch-person",
    "lock",
    "still-here",
}
"""Addresses of somebody's own that change no way in; withdrawing leaves everything as it is."""

BY_CODE = "/sign-in/again/code"
PIN = {"pin": "8264", "again": "8264"}


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    """A real practice, not the demo."""
    settings.DEMO = False
    settings.POST = post()
    settings.EVEN_ANSWER_S = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def code(secret: str = SECRET, ago: int = 0) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30 - ago):06d}"


def changing() -> list[str]:
    """Every address at which a way in is changed or a secret of one is seen."""
    found = [each for each in signin_urls.own if each.name not in ONLY_SEEN]
    return [f"/{each.pattern}".replace("<int:pk>", "1") for each in found]


def by_pin(cast: Cast) -> Client:
    """Mara came back to a shared computer by PIN, and somebody typed her password there."""
    browser = at(shared(cast))
    signs_in(browser, with_pin(cast.mara))
    browser.post("/me/switch")
    browser.post("/sign-in/desk/other")
    signs_in(browser, with_pin(cast.dana), ago=1)
    browser.post("/me/switch")
    comes_back(browser, cast.mara)
    browser.post("/sign-in/again/password", {"password": PASSWORD, "next": "/me"})
    return browser


def begun_before(cast: Cast) -> Client:
    """Dana's password was typed here before she had a second step; she added it elsewhere."""
    them = with_pin(cast.dana)
    Authenticator.objects.filter(user_id=them.id).delete()
    browser = Client()
    browser.post("/sign-in", {"login": them.email, "password": PASSWORD})
    TOTP.activate(them, SECRET)
    browser.post("/sign-in/again/password", {"password": PASSWORD, "next": "/me"})
    return browser


@pytest.mark.parametrize("begun", [by_pin, begun_before])
def test_a_pin_and_a_password_change_no_way_in_of_who_has_a_second_step(
    cedar: Cast, begun: object
) -> None:
    browser = begun(cedar)  # type: ignore[operator]
    for address in changing():
        for answer in (browser.get(address), browser.post(address, PIN)):
            assert answer.status_code == 302, address
            assert answer.headers["Location"].split("?")[0] == BY_CODE, address
    assert Authenticator.objects.filter(user_id=browser.session["_auth_user_id"]).count() == 1


def test_the_second_step_opens_them_for_five_minutes(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    browser = by_pin(cedar)
    answer = browser.get("/me/app/remove")
    assert answer.headers["Location"] == f"{BY_CODE}?next=%2Fme%2Fapp%2Fremove"
    back = browser.post(BY_CODE, {"code": code(ago=-1), "next": "/me/app/remove"})
    assert back.headers["Location"] == "/me/app/remove"
    assert browser.get("/me/app/remove").status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert browser.post("/me/app/remove").headers["Location"].startswith(BY_CODE)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert browser.post("/me/app/remove").headers["Location"] == "/me"
    assert not Authenticator.objects.filter(user_id=cedar.mara.person_id).exists()


def test_whoever_has_just_signed_in_fully_is_not_asked_again(cedar: Cast) -> None:
    browser = Client()
    signs_in(browser, with_pin(cedar.dana))
    assert [browser.get(each).status_code for each in ("/me/pin", "/me/address")] == [200, 200]


def test_who_has_no_second_step_yet_chooses_it_by_the_password(cedar: Cast) -> None:
    them = with_pin(cedar.dana, "")
    Authenticator.objects.filter(user_id=them.id).delete()
    browser = Client()
    browser.post("/sign-in", {"login": them.email, "password": PASSWORD})
    assert browser.get("/me/pin").headers["Location"] == "/me/second-step"
    secret = browser.get("/me/app").context["form"].secret
    assert browser.post("/me/app", {"code": code(secret)}).status_code == 302
    assert browser.post("/me/pin", PIN).headers["Location"] == "/me"
    assert Person.objects.get(id=them.id).pin != ""


def test_a_form_sent_too_late_is_kept_nowhere_and_its_page_comes_anew(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    them, browser = with_pin(cedar.dana, ""), Client()
    signs_in(browser, them)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    sent = {"/me/pin": PIN, "/me/address": {"email": "x@example.org"}, "/me/codes/new": {}}
    for address, form in sent.items():
        led = browser.post(address, form).headers["Location"]
        assert led.split("?")[0] == BY_CODE
        assert "account_reauthentication_state" not in browser.session
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    back = browser.post("/sign-in/again/password", {"password": PASSWORD, "next": "/me/pin"})
    assert (back.status_code, back.headers["Location"]) == (302, "/me/pin")
    assert Person.objects.get(id=them.id).pin == ""


def test_when_the_minutes_run_out_on_the_way_to_the_library_nothing_is_kept_either(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    signs_in(browser, with_pin(cedar.dana))
    monkeypatch.setattr(flows.reauthentication, "did_recently_reauthenticate", lambda _: False)
    answer = browser.post("/me/codes/new", {"secret": "8264"})
    assert answer.headers["Location"] == f"{BY_CODE}?next=%2Fme%2Fcodes%2Fnew"
    assert "8264" not in str(dict(browser.session))


def test_showing_again_who_one_is_sends_no_form_that_waited(cedar: Cast) -> None:
    them, browser = with_pin(cedar.dana, ""), Client()
    signs_in(browser, them)
    late = RequestFactory().post("/me/pin", PIN)
    held = browser.session
    held["account_reauthentication_state"] = {"request": serialize_request(late)}
    held.save()
    back = browser.post("/sign-in/again/password", {"password": PASSWORD, "next": "/me/pin"})
    assert (back.status_code, back.headers["Location"]) == (302, "/me/pin")
    assert "account_reauthentication_state" not in browser.session
    assert Person.objects.get(id=them.id).pin == ""


def test_the_page_that_asks_offers_no_way_round_the_second_step(cedar: Cast) -> None:
    browser, _ = with_passkey(cedar)
    page = browser.get(f"{BY_CODE}?next=/me/pin").content.decode()
    assert "Before you change how you sign in" in page
    assert ("Use a passkey" in page, "Use your password" in page) == (True, False)
    elsewhere = browser.get(f"{BY_CODE}?next=/").content.decode()
    assert "Before you change how you sign in" not in elsewhere
    assert "Use your password" in elsewhere


def test_who_has_a_passkey_only_is_asked_for_it_before_a_recovery_code(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    browser, _ = with_passkey(cedar)
    browser.post("/me/codes/new")
    browser.post("/me/app/remove")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert browser.get("/me/pin").headers["Location"] == "/sign-in/again/passkey?next=%2Fme%2Fpin"


def told(cast: Cast) -> tuple[list[tuple[str, bool]], list[str]]:
    """What the record has of Dana's ways in, and what she was told by mail, from the first on."""
    with scope(cast.practice_id):
        about = Entry.objects.filter(subject_id=cast.dana.person_id, actor_id=cast.dana.person_id)
        written = list(about.order_by("at").values_list("verb", "refused"))
        mails = Outgoing.objects.filter(kind=Kind.CONTACT_CHANGED).order_by("created_at")
        return written, [each.payload["what"] for each in mails]


NEW_PASSWORD = {
    "oldpassword": PASSWORD,
    "password1": "eight red tricycles",
    "password2": "eight red tricycles",
}
CHANGES = {
    "/me/password": (NEW_PASSWORD, "new password set", "password"),
    "/me/app/remove": ({}, "second step removed", "second_factor"),
    "/me/passkeys/0/remove": ({}, "second step removed", "second_factor"),
    "/me/codes/new": ({}, "recovery codes made", "recovery_codes"),
    "/me/pin": (PIN, "PIN set", "pin"),
    "/me/pin/remove": ({}, "PIN removed", "pin"),
}


def with_passkey(cast: Cast) -> tuple[Client, int]:
    """Dana, signed in, who has a passkey as well."""
    them, browser = with_pin(cast.dana), Client()
    key = Authenticator.objects.create(
        user_id=them.id, type="webauthn", data={"name": "key", "credential": {}}
    )
    signs_in(browser, them)
    return browser, key.pk


@pytest.mark.parametrize("address", CHANGES)
def test_each_change_of_a_way_in_is_written_down_and_told(cedar: Cast, address: str) -> None:
    browser, key = with_passkey(cedar)
    form, verb, what = CHANGES[address]
    answer = browser.post(address.replace("0", str(key)), form)
    assert answer.status_code == 302
    assert told(cedar) == ([("signed in", False), (verb, False)], [what])


@pytest.mark.parametrize("address", CHANGES)
def test_what_cannot_be_written_down_does_not_change(
    cedar: Cast, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise Refused(Reason(code="away", words="It cannot be written down."))

    browser, key = with_passkey(cedar)
    before = ways_of(cedar)
    monkeypatch.setattr(signin, "everywhere", fails)
    answer = browser.post(address.replace("0", str(key)), CHANGES[address][0])
    assert answer.status_code == 409
    assert ways_of(cedar) == before


def ways_of(cast: Cast) -> tuple[bool, str, list[tuple[int, str]]]:
    them = Person.objects.get(id=cast.dana.person_id)
    found = Authenticator.objects.filter(user_id=them.id).order_by("pk")
    return them.check_password(PASSWORD), them.pin, list(found.values_list("pk", "type"))


def test_an_app_that_is_added_is_written_down_and_told_too(cedar: Cast) -> None:
    them = with_pin(cedar.dana)
    Authenticator.objects.filter(user_id=them.id).delete()
    browser = Client()
    browser.post("/sign-in", {"login": them.email, "password": PASSWORD})
    secret = browser.get("/me/app").context["form"].secret
    browser.post("/me/app", {"code": code(secret)})
    verbs = [("signed in", False), ("second step added", False)]
    assert told(cedar) == (verbs, ["second_factor"])


def test_the_log_of_sign_ins_says_what_changed(cedar: Cast) -> None:
    browser, _ = with_passkey(cedar)
    browser.post("/me/codes/new")
    browser.post("/me/app/remove")
    page = browser.get("/me").content.decode()
    assert page.index("Took a second step away") < page.index("Made new recovery codes")
