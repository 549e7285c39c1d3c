"""The note by keys alone, what it costs, and how the card looks to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from tests import records
from tests.browser import axe
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast

OWN = (
    "Verified date of birth against the chart; she wants Friday moved. Agreed on Tuesday: she will"
    " come at 10:30, front desk sends the confirmation. No clinical questions."
)
MOST_KEYS, MOST_CLICKS = 5, 4


def reached(cast: Cast) -> UUID:
    it = came_in(cast.dana, now=clock(), name="Tom Whitfield").callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(it, made, by=cast.dana, now=clock(), fence=fence)
    return it


def is_done(cast: Cast, it: UUID) -> None:
    assert records.callback(cast, it).stage == "closed"
    (signed,) = records.notes(cast, callback_id=it)
    assert "Patient reached." in signed.text
    assert signed.text.endswith(OWN)


def test_a_structured_note_and_done_by_keys(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, page, keys = reached(cedar), at_work(cedar.dana), 0
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    for key, typed in (("1", "moving Friday"), ("Escape", ""), ("w", OWN), ("Escape", "")):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
        page.keyboard.insert_text(typed)
        keys += 1
    page.wait_for_timeout(1200)
    page.keyboard.press("d")
    page.wait_for_load_state("domcontentloaded")
    page.get_by_role("button", name="Next for me").wait_for()
    is_done(cedar, it)
    assert keys + 1 <= MOST_KEYS


def test_a_structured_note_and_done_by_clicks(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, page = reached(cedar), at_work(cedar.dana)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    page.locator("#want-1 > summary").click()
    page.wait_for_timeout(150)
    page.keyboard.insert_text("moving Friday")
    page.locator("#note").click()
    page.keyboard.insert_text(OWN)
    page.wait_for_timeout(1200)
    page.locator("#done").click()
    page.get_by_role("button", name="Next for me").wait_for()
    is_done(cedar, it)
    clicks = ("the line", "the box", "done")
    assert len(clicks) <= MOST_CLICKS


def test_a_gap_leads_to_its_field(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, page = reached(cedar), at_work(cedar.dana)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    page.locator("a.gap", has_text="Next step.").click()
    assert page.evaluate("document.activeElement.id") == "pick-next_what"
    page.locator("a.gap", has_text="About what?").click()
    assert page.evaluate("document.activeElement.id") == "pick-reason"


def test_without_scripts_the_note_is_picked_and_signed(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it, page = reached(cedar), at_work(cedar.dana, script=False)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    page.locator("#pick-offered").fill("Tuesday")
    page.locator("#note").fill(OWN)
    page.locator('button[formaction$="/notes"]').first.click()
    page.wait_for_load_state("domcontentloaded")
    (signed,) = records.notes(cedar, callback_id=it)
    assert "Offered Tuesday." in signed.text


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_card_has_no_flaws(
    cedar: Cast, at_work: Callable[..., Page], theme: str, size: str
) -> None:
    it, page = reached(cedar), at_work(cedar.dana, theme=theme, size=size)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    page.locator("#note").fill("Told her it is probably just a cold.")
    page.locator("#finds").wait_for()
    assert axe.violations(page) == []
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(f"() => {wide}")
