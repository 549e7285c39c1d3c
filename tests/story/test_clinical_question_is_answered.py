"""A question turns clinical: a clinician is asked, answers, and the desk tells the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.engine.wallclock import now as clock
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

WORDS = "Two tablets left. Do I stop on Monday?"
TOLD = "Come in today; nothing to eat until then."


def test_a_clinician_answers_and_the_front_desk_tells_the_patient(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), name="Tom Whitfield", phone="+12025550162")
    desk = at_work(cedar.dana)
    desk.goto(f"/callbacks/{found.callback_id}", wait_until="domcontentloaded")
    desk.keyboard.press("t")
    desk.wait_for_selector("#work")
    desk.keyboard.press("e")
    desk.keyboard.type(WORDS)
    desk.get_by_role("button", name="Ask a clinician").click()
    desk.wait_for_selector(".asking")
    clinician = at_work(cedar.osei)
    clinician.keyboard.press("j")
    clinician.keyboard.press("Enter")
    clinician.wait_for_url("**/callbacks/*")
    assert WORDS in clinician.locator(".asking").inner_text()
    clinician.keyboard.press("r")
    clinician.keyboard.type(TOLD)
    clinician.keyboard.press("Control+Enter")
    desk.wait_for_selector(".answer")
    assert "It opens with the check." in desk.locator(".answer").inner_text()
    assert TOLD not in desk.content()
    desk.keyboard.press("t")
    desk.wait_for_selector("#work")
    assert "Dr. Osei" in desk.locator(".answer").inner_text()
    desk.keyboard.press("c")
    desk.get_by_role("button", name="said first and last name").click()
    desk.get_by_role("button", name="Agrees, of age").click()
    desk.wait_for_selector(".answer .words")
    assert TOLD in desk.locator(".answer").inner_text()
