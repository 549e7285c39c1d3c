"""A change of how the practice works is said once, on the page that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.web.kept import COOKIE
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

TOAST = '<div class="toast">'
PLACE = {"name": "North", "numbers": "(202) 555-0123"}


def test_what_was_saved_is_said_on_the_next_page_and_only_there(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post("/setup/places", PLACE)
    shown = [TOAST in client.get("/setup/places").content.decode() for _ in range(3)]
    assert shown == [True, False, False]


def test_what_was_not_saved_is_not_said(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    refused = client.post("/setup/places", {**PLACE, "name": ""})
    assert (refused.status_code, COOKIE in client.cookies) == (422, False)
    assert TOAST not in client.get("/setup/places").content.decode()


def test_work_on_the_queue_says_nothing_of_the_kind(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post("/next")
    assert COOKIE not in client.cookies
