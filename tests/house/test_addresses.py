"""Every address of the product, walked as nobody, without a token of its form, and as IT.

The list is read from the product itself: an address without a verdict here fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from ringback.actions import claim
from tests.cast import NOON, came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

ENTRANCE = {
    "account_login", "mfa_authenticate", "mfa_login_webauthn", "account_inactive", "forgotten",
    "welcome", "unlock", "address-confirm", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "openid_connect_login", "openid_connect_callback",
    "socialaccount_login_error", "socialaccount_login_cancelled", "socialaccount_signup",
    "desk", "desk-passkey", "desk-other",
}  # fmt: skip
"""Where people sign in: open to everybody, tested by themselves (tests/web/test_signin.py)."""

OWN = {
    "mfa_index", "second-factor", "account_change_password", "mfa_activate_totp",
    "own-address", "own-address-withdraw",
    "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_edit_webauthn",
    "mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "pin", "pin-remove",
}  # fmt: skip
"""One's own ways of signing in: the library's pages and forms in one, tested there too."""

OPEN_TO_ALL = {
    "people",
    "leave",
    "become",
    "gallery",
    "healthz",
    "language",
    "outbox-demo",
    "inbound",
    *ENTRANCE,
}
"""Reached by somebody who is not signed in; the gallery, the people, mail only in the demo."""

READS = {
    "queue", "search", "new-arrival", "callback", "people", "gallery", "healthz", "audit-day",
    "callback-print",
    "arrival-found",
    "list", "list-import",
    "patient-lists", "patient-list", "patient-list-bad-rows",
    "imports", "import", "import-bad-rows", "audited", "setup", "setup-kinds", "setup-kind",
    "setup-kind-version", "setup-kind-compare", "setup-kind-change",
    "setup-hours", "setup-hours-change", "setup-close", "setup-hours-changed",
    "setup-part-compare", "setup-places", "setup-place", "setup-promises",
    "setup-scripts", "setup-script", "setup-contact", "setup-checking",
    "setup-people", "setup-person", "setup-posts", "setup-lanes", "setup-lane", "setup-lane-new",
    "lanes", "setup-known-callers", "setup-invite", "setup-mail", "outbox-demo",
    "setup-practice", "setup-in-need", "setup-desks", "setup-person-leave",
    "queue-export", "sheet-new", "sheet-find", "sheet", "sheet-enter", "put-right", "incidents",
    "shift-end", "shift-ended", "setup-person-shift",
    "ledger", "ledger-callback", "ledger-person", "ledger-unusual", "ledger-export",
    "came-in", "came-in-one", "setup-connectors", "setup-connector",
}  # fmt: skip
WRITES = {
    "several", "several-do", "several-undo",
    "next", "search", "new-arrival", "take", "give-back", "accept", "ask", "answer", "attempt",
    "arrival-found", "here", "they-called",
    "note", "draft", "facts", "sort", "done", "unreachable", "leave", "become", "audit-day",
    "list", "list-import-start", "list-import-step",
    "audited", "imports", "draft-back", "words-to-lead", "addendum", "in-chart",
    "patient-lists", "patient-list-start", "patient-list-step", "patient-list-cancel",
    "patient-list-undo",
    "import-upload", "import-start", "language", "import-step", "import-cancel", "import-undo",
    "setup-kind-change", "setup-kind-restore",
    "setup-hours-change", "setup-close", "setup-reopen", "setup-hours-as-practice",
    "setup-hours-restore", "setup-part-restore",
    "setup-places", "setup-place", "setup-place-remove",
    "setup-promises", "setup-script", "setup-script-suggest", "setup-suggestion", "setup-contact",
    "setup-checking",
    "setup-person", "setup-post-fill", "setup-post-leave", "setup-on-call", "setup-off-call",
    "setup-lane", "setup-lane-new", "setup-lane-shifts", "setup-lane-shift-end",
    "setup-lane-remove", "lane-looked", "not-patient", "reopen", "setup-known-caller-remove",
    "setup-set-aside-right",
    "setup-bring-back", "lock", "still-here", "setup-invite", "setup-invite-again",
    "setup-invite-withdraw", "setup-way-in", "setup-person-leave", "setup-mail-again",
    "switch-practice", "break-glass", "setup-practice", "setup-in-need-reviewed",
    "setup-desks", "setup-desk-off", "switch-person",
    "shift-undo", "incident-close",
    "left-draft", "left-draft-mine", "left-draft-on", "setup-address-link",
    "call-begin", "call-end", "call-caller", "call-situation", "call-office", "check",
    "asked-settle", "new-number", "old-told",
    "check-age", "check-not-verified", "check-lift", "question",
    "hand-over", "put-aside", "wait", "wait-on", "undo", "use-number",
    "came-in-again", "came-in-nothing", "setup-connectors", "setup-connector",
    "setup-connector-agreement", "setup-connector-switch", "setup-connector-address",
}  # fmt: skip
STREAMS = {"live"}
MACHINES = {"inbound"}
"""Asked by other systems, which have no session: its address is the secret (see tests/web)."""

PLACES = (
    "callback_id", "practice_id", "person_id", "batch_id", "entry_id", "lane_id", "shift_id",
    "incident_id", "arrival_id", "suggestion_id", "invitation_id", "mail_id", "glass_id",
    "desk_id", "inbound_id", "connector_id",
)  # fmt: skip


def addresses() -> dict[str, str]:
    """Name -> address of every page, with invented ids in their places."""
    found = {}
    for pattern in get_resolver().url_patterns:
        if getattr(pattern, "name", None):
            route = str(pattern.pattern)
            for place in PLACES:
                route = route.replace(f"<uuid:{place}>", str(uuid4()))
            route = route.replace("<slug:code>", "NEWPT").replace("<int:number>", "1")
            route = route.replace("<slug:part>", "hours").replace("<slug:slug>", "north")
            found[pattern.name] = f"/{route}"
    return found


def test_every_address_has_a_verdict() -> None:
    assert set(addresses()) - READS - WRITES - STREAMS - MACHINES - ENTRANCE - OWN == set()


@pytest.mark.parametrize("name", sorted(set(addresses()) - OPEN_TO_ALL))
def test_nobody_is_led_to_the_sign_in_page(name: str) -> None:
    answer = Client().get(addresses()[name])
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/")


@pytest.mark.parametrize("name", sorted(set(addresses()) & WRITES))
def test_a_forged_form_is_refused(cedar: Cast, name: str) -> None:
    client = signed_in(cedar.dana, forgery_checked=True)
    assert client.post(addresses()[name]).status_code == 403


@pytest.mark.parametrize("name", sorted(set(addresses()) - READS - STREAMS - ENTRANCE - OWN))
def test_what_changes_something_cannot_be_done_by_following_a_link(cedar: Cast, name: str) -> None:
    address = addresses()[name]
    answer = signed_in(cedar.dana).get(address)
    if address.startswith("/callbacks/"):
        assert (answer.status_code, answer.headers["Location"]) == (302, address.rsplit("/", 1)[0])
    else:
        assert answer.status_code == 405


@pytest.mark.parametrize("name", sorted(set(addresses()) & (READS | WRITES)))
def test_an_absent_callback_is_never_a_crash(cedar: Cast, name: str) -> None:
    client = signed_in(cedar.dana)
    answers = {
        client.get(addresses()[name]).status_code,
        client.post(addresses()[name]).status_code,
    }
    assert {status for status in answers if status >= 500} == set()


def test_it_sees_no_patient_on_any_page(cedar: Cast) -> None:
    found = came_in(cedar.dana, name="Grace Lindqvist", text="a canary", phone="+12025550188")
    claim.claim(found.callback_id, by=cedar.dana, now=NOON)
    client = signed_in(cedar.ines)
    pages = [client.get(each) for each in ("/", f"/callbacks/{found.callback_id}")]
    shown = b"".join(page.content for page in pages).decode()
    assert [hidden for hidden in ("Lindqvist", "canary", "0188") if hidden in shown] == []


def test_another_practices_callback_looks_like_an_absent_one(cedar: Cast, elm: Cast) -> None:
    found = came_in(cedar.dana)
    client = signed_in(elm.dana)
    theirs = client.get(f"/callbacks/{found.callback_id}")
    absent = client.get(f"/callbacks/{uuid4()}")
    assert (
        (theirs.status_code, theirs.content)
        == (absent.status_code, absent.content)
        == (
            404,
            absent.content,
        )
    )


def test_a_nul_character_is_refused_politely(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    assert client.get("/?q=%00").status_code == 400
    assert client.post("/arrivals/new", {"name": "a\0b"}).status_code == 400
