"""The patient rings before a planned try and the front desk closes it: one item, one note."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.actions import attempt, claim
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from tests import records
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

NUMBER = "+12025550163"
NOTE = "Reached the patient, who wanted to move Friday's visit. Offered Tuesday at 10:30, chosen."
WITHIN_MS = 2000
PLANNED = re.compile("next try|promised")


def planned(cast: Cast) -> str:
    """Vik is to call Tom in two hours."""
    it = came_in(cast.dana, now=clock(), name="Tom Whitfield", phone=NUMBER).callback_id
    assert it is not None
    row = claim.claim(it, by=cast.vik, now=clock())
    later = attempt.Made(result=Result.CALL_LATER, call_again_at=clock() + timedelta(hours=2))
    attempt.log(it, later, by=cast.vik, now=clock(), fence=row.fence)
    return str(it)


def at_two_screens(cast: Cast, at_work: Callable[..., Page], it: str) -> tuple[Page, Page]:
    """Vik has the queue on one screen, and on the other the callback with half a note."""
    watching, owner = at_work(cast.vik), at_work(cast.vik)
    watching.wait_for_selector('[data-live-state][data-state="live"]', state="attached")
    with owner.expect_response("**/live*"):
        owner.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    owner.locator('textarea[name="note"]').first.fill("He said two o'clock would")
    return watching, owner


def answered(desk: Page, it: str) -> None:
    """Dana types the number, sees who has it, and deals with it: no mouse."""
    desk.keyboard.press("+")
    desk.locator("dialog [name=name]").wait_for()
    desk.keyboard.press("Tab")
    desk.keyboard.type("202 555 0163")
    found = desk.locator("dialog .came-in-open", has_text="Vik Sharma has it")
    found.wait_for()
    assert "1 try" in found.inner_text()
    for _ in range(2):  # the name, which leads there, and then its button
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/callbacks/{it}*")


def test_the_patient_rings_before_the_planned_try(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = planned(cedar)
    watching, owner = at_two_screens(cedar, at_work, it)
    own = watching.locator(".row [data-cell=owner]")
    assert PLANNED.search(own.inner_text())

    desk = at_work(cedar.dana)
    answered(desk, it)
    told = owner.locator(".toast", has_text="Dana Reyes is dealing with it now")
    told.wait_for(timeout=WITHIN_MS)
    watching.locator(".row [data-cell=owner]", has_text="Dana Reyes").wait_for(timeout=WITHIN_MS)
    assert not PLANNED.search(own.inner_text())

    desk.keyboard.press("1")
    desk.locator('input[name="fact.reason_learned"]').fill("wants to move Friday's visit")
    desk.locator('textarea[name="note"]').first.fill(NOTE)
    desk.locator('[data-key="d"]').first.click()
    desk.locator(".call-top", has_text="Done").wait_for()
    assert [each.outcome for each in records.callbacks(cedar)] == ["done"]
    assert [each.text for each in records.notes(cedar)] == [NOTE]
    owner.wait_for_function(
        "() => document.querySelector('#note-saved')?.dataset.state === 'saved'"
    )
    assert (cedar.vik.person_id, "He said two o'clock would") in records.drafts(cedar)
