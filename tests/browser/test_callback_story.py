"""Two people at two desks: taken, tried, written down, refused, completed; each sees the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import claim, waiting
from ringback.engine.wallclock import now as clock
from ringback.queries.scope import scope
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

NOTE = "Reached the patient, who wanted to move Friday's visit. Offered Tuesday at 10:30, chosen."


def test_a_missed_call_is_taken_tried_and_done_while_a_colleague_watches(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    came_in(cedar.dana, now=clock(), name="Tom Whitfield", phone="+12025550162")
    watching = at_work(cedar.mara)
    watching.wait_for_selector('[data-live-state][data-state="live"]', state="attached")
    page = at_work(cedar.dana)

    page.locator('[data-key="n"]').first.click()
    page.wait_for_url("**/callbacks/*")
    watching.wait_for_function(
        "() => document.querySelector('[data-cell=owner]').innerText.includes('Dana Reyes')"
    )

    page.locator('textarea[name="note"]').first.fill("no answer, will try again after lunch")
    page.locator('button[name="result"][value="no_answer"]').click()
    page.wait_for_load_state("domcontentloaded")
    watching.wait_for_function(
        "() => document.querySelector('[data-cell=tried]').innerText.includes('no answer')"
    )

    page.locator('[data-key="d"]').first.click()
    page.wait_for_selector(".problems")
    assert "reach them, learn the reason" in page.locator(".problems").inner_text()

    page.locator('input[name="fact.reason_learned"]').fill("wants to move Friday's visit")
    page.locator('textarea[name="note"]').first.fill(NOTE)
    page.locator('[data-key="d"]').first.click()
    page.wait_for_selector(".problems button")
    assert "no try reached them" in page.locator(".problems").inner_text()
    page.locator('.problems button[value="reached_patient"]').click()
    page.wait_for_selector(".problems", state="detached")
    page.locator('[data-key="d"]').first.click()
    watching.wait_for_function("() => document.querySelectorAll('.row').length === 0")
    assert _closed(cedar) == [("closed", "done")]


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


def test_a_clinician_answers_and_the_front_desk_tells_the_patient(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), name="Tom Whitfield", phone="+12025550162")
    fence = claim.claim(found.callback_id, by=cedar.dana, now=clock()).fence
    waiting.escalate(found.callback_id, by=cedar.dana, now=clock(), fence=fence)
    clinician = at_work(cedar.osei)
    clinician.keyboard.press("j")
    clinician.keyboard.press("Enter")
    clinician.wait_for_url("**/callbacks/*")
    clinician.keyboard.press("r")
    clinician.keyboard.type("Come in today; nothing to eat until then.")
    desk = at_work(cedar.dana)
    desk.goto(f"/callbacks/{found.callback_id}", wait_until="domcontentloaded")
    clinician.keyboard.press("Control+Enter")
    desk.wait_for_selector(".answer")
    assert "Come in today; nothing to eat until then." in desk.locator(".answer").inner_text()
    desk.keyboard.press("t")
    desk.wait_for_selector("#work")
    assert "Dr. Osei" in desk.locator(".answer").inner_text()


def _closed(cast: Cast) -> list[tuple[str, str]]:
    from ringback.models import Callback

    with scope(cast.practice_id):
        return list(Callback.objects.values_list("stage", "outcome"))
