"""A manager shortens a promise: tried on last month, saved with a reason, in force at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.engine.wallclock import now as clock
from ringback.queries.scope import scope
from tests import records
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from playwright.sync_api import Page

    from tests.cast import Cast


def test_a_new_request_is_called_within_sixty_minutes_from_now_on(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    for days in (3, 4, 5):
        came_in(
            cedar.dana, now=clock(), category="NEWPT", happened_at=clock() - timedelta(days=days)
        )
    page = at_work(cedar.mara)
    page.get_by_role("link", name="How we work").click()
    page.get_by_role("link", name="Kinds of request").click()
    page.get_by_role("link", name="New patient or appointment request").click()
    page.get_by_role("link", name="Change it").click()

    promise = page.get_by_role("group", name="First action within", exact=True).first
    assert promise.get_by_label("How many").input_value() == "120"
    promise.get_by_label("How many").fill("60")
    page.get_by_role("button", name="Try it on the last 30 days").first.click()
    tried = page.locator(".tried").inner_text()
    assert "3 of these came in during the last 30 days." in tried
    assert "Due earlier: 3. Due later: 0." in tried
    assert "Nothing is saved yet." in tried
    assert _due_after(cedar) == _in_minutes(cedar, 120)

    page.get_by_label("Why", exact=True).fill("patients waited too long for a first call")
    page.get_by_role("button", name="Save it").first.click()
    page.wait_for_url("**/setup/kinds/NEWPT")
    said = page.locator("main").inner_text()
    assert "60 business minutes" in said
    assert "patients waited too long for a first call" in said

    assert _due_after(cedar) == _in_minutes(cedar, 60)
    newest = records.callbacks(cedar)[-1]
    page.goto(f"/callbacks/{newest.id}", wait_until="domcontentloaded")
    page.get_by_role("link", name="Judged by version 2").click()
    page.wait_for_url("**/setup/kinds/NEWPT/2")


def _due_after(cast: Cast) -> datetime:
    """When the next request is due."""
    found = came_in(cast.dana, category="NEWPT", now=clock())
    return records.callback(cast, found.callback_id).due_at


def _in_minutes(cast: Cast, minutes: int) -> datetime:
    """So many business minutes after the newest request."""
    from ringback.queries import practice
    from ringback.rules import window

    newest = records.callbacks(cast)[-1]
    with scope(cast.practice_id):
        hours = practice.hours(cast.practice_id, since=newest.received_at, now=clock())
    found = window.ends(window.read(f"{minutes} business minutes"), newest.received_at, hours)
    assert found is not None
    return found
