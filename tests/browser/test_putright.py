"""Putting right and the queue on paper in a real browser: no flaw in any look, no script needed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ringback.actions import attempt, claim, note
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from tests import records
from tests.browser import axe
from tests.cast import a_number, came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

GOOD = "Reached Ana; she wants Tuesday morning and we booked it."


def shot(page: Page, name: str) -> None:
    if shots := os.environ.get("RINGBACK_SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png", full_page=True)


def test_a_result_on_the_wrong_person_is_struck_through(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = came_in(cedar.dana, now=clock(), phone=a_number(), name="Ana Ruiz").callback_id
    assert it is not None
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(it, made, by=cedar.dana, now=clock(), fence=fence)
    note.sign(it, GOOD, by=cedar.dana, now=clock(), fence=fence)
    page = at_work(cedar.dana, script=False)
    page.goto(f"/callbacks/{it}")
    page.get_by_role("link", name="Something stands on the wrong person").click()
    page.get_by_text("Reached the patient").click()
    page.get_by_label("Why, in one line").fill("It was the other Ana")
    page.get_by_label("Yes", exact=True).check()
    shot(page, "put-right")
    page.get_by_role("button", name="Strike it through").click()
    page.wait_for_url(f"**/callbacks/{it}")
    assert page.locator("s", has_text="reached the patient").count() == 2
    shot(page, "struck")
    assert records.callback(cedar, it).tries == 0
    mara = at_work(cedar.mara)
    for address in (f"/callbacks/{it}/put-right", "/incidents"):
        mara.goto(address)
        assert axe.flaws(mara, axe.OPPOSITES) == []
    shot(mara, "incidents")


def test_the_sheet_and_its_form_have_no_flaw(cedar: Cast, at_work: Callable[..., Page]) -> None:
    for name in ("Ana Ruiz", "Tom Whitfield"):
        came_in(cedar.dana, now=clock(), phone=a_number(), name=name)
    page = at_work(cedar.dana)
    page.get_by_role("link", name="On paper").click()
    page.wait_for_url("**/sheet*")
    page.keyboard.press("d")
    page.wait_for_url("**/sheet/1")
    assert axe.violations(page) == []
    page.emulate_media(media="print")
    shot(page, "sheet")
    page.emulate_media(media="screen")
    page.goto("/sheet/1/enter")
    assert axe.flaws(page, axe.OPPOSITES) == []
    shot(page, "enter")
