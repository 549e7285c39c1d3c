"""Several of one's own: ticked in the list, put aside in one press, taken back within seconds."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.actions import attempt, claim
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from tests import records
from tests.browser import axe
from tests.cast import a_number, came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast


def shot(page: Page, name: str) -> None:
    if shots := os.environ.get("RINGBACK_SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png")


def mine(cast: Cast) -> list[UUID]:
    found = []
    for name in ("Ana Ruiz", "Tom Whitfield", "Ada Brook"):
        it = came_in(cast.dana, now=clock(), phone=a_number(), name=name, category="APPT")
        assert it.callback_id is not None
        claim.claim(it.callback_id, by=cast.dana, now=clock())
        found.append(it.callback_id)
    return found


def stages(cast: Cast, keys: list[UUID]) -> list[str]:
    return sorted(records.callback(cast, each).stage for each in keys)


def test_two_are_put_aside_and_taken_back(cedar: Cast, at_work: Callable[..., Page]) -> None:
    keys = mine(cedar)
    page = at_work(cedar.dana)
    for name in ("Ana Ruiz", "Tom Whitfield"):
        page.get_by_label(f"Choose: {name}").check()
    came_in(cedar.dana, now=clock(), phone=a_number(), name="Somebody new")
    page.get_by_text("Somebody new").first.wait_for()
    assert page.locator(".row-pick :checked").count() == 2
    shot(page, "several-list")
    assert axe.flaws(page, axe.OPPOSITES) == []
    page.keyboard.press("Escape")
    page.locator("#several [data-key=m]").click()
    page.wait_for_url("**/queue/several")
    page.get_by_label("Back to anyone").check()
    shot(page, "several")
    assert axe.flaws(page, axe.OPPOSITES) == []
    page.get_by_role("button", name="Do it with all of them").click()
    page.wait_for_selector("#undo")
    shot(page, "several-done")
    assert stages(cedar, keys) == ["owned", "waiting", "waiting"]
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/$"))
    assert stages(cedar, keys) == ["owned"] * 3


def test_without_scripts_what_cannot_be_says_why(cedar: Cast, at_work: Callable[..., Page]) -> None:
    keys = mine(cedar)
    page = at_work(cedar.dana, size="phone", theme="dark", script=False)
    page.get_by_label("Choose: Ana Ruiz").check()
    page.locator("#several [data-key=m]").click()
    page.get_by_label("Back to anyone").check()
    claim.release(keys[0], by=cedar.dana, now=clock(), fence=records.callback(cedar, keys[0]).fence)
    page.get_by_role("button", name="Do it with all of them").click()
    page.get_by_text("changed hands since you opened it").wait_for()
    shot(page, "several-refused")


def test_the_time_of_ones_own_is_read_whole_beside_the_box(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    key = mine(cedar)[0]
    fence = records.callback(cedar, key).fence
    made = Made(result=Result.CALL_LATER, call_again_at=clock() + timedelta(days=1))
    attempt.log(key, made, by=cedar.dana, now=clock(), fence=fence)
    page = at_work(cedar.dana)
    page.set_viewport_size({"width": 1366, "height": 768})
    cut = "each => each.scrollWidth > each.clientWidth"
    assert page.locator(f"#row-{key} .row-owner small").evaluate(cut) is False
