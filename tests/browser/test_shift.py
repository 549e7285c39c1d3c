"""The end of a shift by keyboard alone: one press where what is proposed is right."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.actions import claim, note
from ringback.engine.wallclock import now as clock
from ringback.models import Callback
from ringback.queries.scope import scope
from tests import records
from tests.browser import axe
from tests.cast import a_number, came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast


def held(cast: Cast, name: str) -> None:
    """One that is needed before anybody's next shift, whatever the time."""
    it = came_in(cast.dana, now=clock(), phone=a_number(), name=name).callback_id
    assert it is not None
    claim.claim(it, by=cast.dana, now=clock())
    with scope(cast.practice_id):
        Callback.objects.filter(id=it).update(due_at=clock() + timedelta(minutes=20))


def test_by_keyboard_everything_goes_where_it_is_proposed(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    for name in ("Tom Whitfield", "Ana Ruiz"):
        held(cedar, name)
    page = at_work(cedar.dana)
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/shift/end")
    assert axe.violations(page) == []
    page.keyboard.press("d")
    page.wait_for_url("**/shift/ended")
    assert "2 went to anyone" in page.locator("main").inner_text()
    assert all(each.owner_id is None for each in records.callbacks(cedar))
    page.keyboard.press("u")
    page.wait_for_url("**/shift/end")
    assert all(each.owner_id == cedar.dana.person_id for each in records.callbacks(cedar))


def test_without_scripts_words_stay_ones_own(cedar: Cast, at_work: Callable[..., Page]) -> None:
    held(cedar, "Tom Whitfield")
    (it,) = records.callbacks(cedar)
    note.save_draft(it.id, "She asked for the form", by=cedar.dana, now=clock())
    page = at_work(cedar.dana, script=False)
    page.goto("/shift/end")
    page.get_by_role("button", name="End my shift").click()
    assert "Say what becomes of what you wrote" in page.locator(".problems").inner_text()
    page.locator(f"#draft-{it.id}").select_option("keep")
    if shots := os.environ.get("RINGBACK_SHOTS"):
        page.screenshot(path=f"{shots}/shift.png", full_page=True)
    page.get_by_role("button", name="End my shift").click()
    page.wait_for_url("**/shift/ended")
    assert records.drafts(cedar) == [(cedar.dana.person_id, "She asked for the form")]
