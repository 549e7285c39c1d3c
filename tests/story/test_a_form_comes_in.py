"""Somebody fills in the form on the website: it is in the queue, live, and found where it came in.

Another form cannot be read: it waits on the same page for somebody who looks at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.channels.formhook import twin
from tests.connectors import a_form, connected, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

SERVED_WITH = {"RINGBACK_INBOUND_EVERY_S": "0.5"}
WITHIN_MS = 4000


def test_a_form_is_in_the_queue_live_and_found_where_it_came_in(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = connected(cedar)
    desk = at_work(cedar.dana)
    desk.wait_for_selector('[data-live-state][data-state="live"]', state="attached")

    # Tom's form comes in while the desk looks on, and with it one that nobody can read.
    assert send(it, a_form(reason="My knee hurts.")).status_code == 200
    assert send(it, twin.of_bytes(b"%PDF-1.7")).status_code == 200
    desk.locator(".row", has_text="Ana Ruiz").wait_for(timeout=WITHIN_MS)

    # The desk finds both where they came in, and goes from one to its callback.
    desk.get_by_role("link", name="What came in").first.click()
    desk.get_by_role("link", name="in the queue").click()
    desk.wait_for_url("**/callbacks/*")

    # The other is looked at as it came, and there is nothing to do about it.
    desk.get_by_role("link", name="What came in").first.click()
    desk.get_by_role("link", name="Needs a look: 1").click()
    desk.get_by_role("link", name="Look at it").click()
    desk.get_by_text("%PDF-1.7").wait_for()
    desk.get_by_label("Why there is nothing to do").fill("A test of the form builder")
    desk.get_by_role("button", name="Nothing to do").click()
    desk.get_by_text("Dana Reyes: A test of the form builder").wait_for()
    desk.get_by_role("link", name="Needs a look: 0").wait_for()
