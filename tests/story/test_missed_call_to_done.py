"""A missed call at two desks: taken, tried, refused, completed; each sees the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def _closed(cast: Cast) -> list[tuple[str, str]]:
    from ringback.models import Callback

    with scope(cast.practice_id):
        return list(Callback.objects.values_list("stage", "outcome"))
