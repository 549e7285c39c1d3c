"""The page of one callback: without scripts, and after it was closed by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.cast import Cast

NOTE = "Reached the patient, who wanted to move Friday's visit. Offered Tuesday at 10:30, chosen."


def test_without_scripts_a_callback_can_be_read_taken_and_noted(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    came_in(cedar.dana, now=clock(), name="Tom Whitfield", text="Anything before the 30th?")
    page = at_work(cedar.dana, script=False)
    page.locator(".row button").first.click()
    page.wait_for_url("**/callbacks/*")
    assert "Anything before the 30th?" in page.locator("main").inner_text()
    page.locator('textarea[name="note"]').first.fill(NOTE)
    page.locator('button[formaction$="/notes"]').first.click()
    page.wait_for_load_state("domcontentloaded")
    assert NOTE in page.locator("main").inner_text()


def test_a_draft_outlives_a_closed_page(cedar: Cast, at_work: Callable[..., Page]) -> None:
    found = came_in(cedar.dana, now=clock(), name="Tom Whitfield")
    page = at_work(cedar.dana)
    page.locator(".row button").first.click()
    page.wait_for_url("**/callbacks/*")
    page.locator('textarea[name="note"]').first.fill("Half a sentence")
    page.wait_for_function(
        "() => document.querySelector('#note-saved').innerText.startsWith('saved')"
    )
    page.close()
    again = at_work(cedar.dana)
    again.goto(f"/callbacks/{found.callback_id}", wait_until="domcontentloaded")
    assert again.locator('textarea[name="note"]').first.input_value() == "Half a sentence"


def test_what_somebody_else_changed_is_shown_without_a_press(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), name="Tom Whitfield")
    page = at_work(cedar.vik)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    with page.expect_response("**/live*"):
        page.goto(f"/callbacks/{found.callback_id}", wait_until="domcontentloaded")
    claim.claim(found.callback_id, by=cedar.dana, now=clock())
    page.locator(".owner", has_text=cedar.dana.name).wait_for()
    opened = f"{found.callback_id}"
    assert {each for each in asked if opened in each} == {opened, f"{opened}?watching"}


def test_a_tick_stays_though_what_was_filled_in_before_it_arrives_later(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = came_in(cedar.dana, now=clock(), category="APPT").callback_id
    claim.claim(it, by=cedar.dana, now=clock())
    page = at_work(cedar.dana)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    late: list[Route] = []
    slow = [True]
    page.route("**/facts", lambda route: late.append(route) if slow else route.continue_())
    page.keyboard.press("1")
    page.locator("#fact-booked_for").fill("2027-01-14T09:30")
    page.locator("#fact-read_back_done").check()
    page.wait_for_timeout(300)
    slow.clear()
    for each in reversed(late):
        each.continue_()
        page.wait_for_timeout(900)
    page.reload(wait_until="domcontentloaded")
    assert page.locator("#fact-read_back_done").is_checked()
