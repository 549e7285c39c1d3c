"""The pages of hours, places, promises, words and contact rules, as people see them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ringback.actions import parts, places
from ringback.engine.wallclock import now as clock
from ringback.rules.closure import Closure
from tests.browser.axe import OPPOSITES, flaws
from tests.browser.keyboard import to

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

ALSO_TOLD = (422,)
PAGES = (
    "/setup", "/setup/hours", "/setup/hours/change", "/setup/hours/close", "/setup/places",
    "/setup/promises", "/setup/scripts", "/setup/scripts/why", "/setup/contact",
    "/setup/checking",
    "/setup/places/north", "/setup/hours?place=north", "/setup/hours/2/moved",
    "/setup/versions/hours?one=1&other=2", "/setup/kinds",
)  # fmt: skip


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    places.add("North", ["(202) 555-0123"], by=cedar.mara, now=clock())
    snow = Closure(day=date(2099, 12, 24), minute=14 * 60, why="snow")
    parts.close(snow, [""], seen={"": 1}, by=cedar.mara, now=clock())
    page = at_work(cedar.mara)
    wrong = {}
    for address in PAGES:
        page.goto(address, wait_until="domcontentloaded")
        wrong[address] = flaws(page, OPPOSITES)
    assert {address: found for address, found in wrong.items() if found} == {}


def test_the_hours_are_changed_with_the_keyboard_only(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.mara)
    page.goto("/setup/hours", wait_until="domcontentloaded")
    to(page, "Change the hours")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/hours/change")
    to(page, "Friday")
    page.keyboard.type("8-15")
    to(page, "Show what it moves")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Fridays are short")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Not saved yet: this is what it moves").wait_for()
    assert flaws(page, OPPOSITES) == []
    to(page, "Save it")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/setup/hours(/2/moved)?$"))
    page.get_by_text("Saved.").wait_for()
    page.goto("/setup/hours", wait_until="domcontentloaded")
    page.get_by_text("Fridays are short").wait_for()
    assert "8:00–15:00" in page.locator("main").inner_text()


def test_closing_is_looked_at_and_done_with_the_mouse(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.mara)
    page.goto("/setup/hours/close", wait_until="domcontentloaded")
    page.get_by_label("Day").fill("2099-12-24")
    page.get_by_role("button", name="Show what it moves").click()
    page.get_by_role("alert").get_by_text("Say why it closes").wait_for()
    assert flaws(page, OPPOSITES) == []
    page.get_by_label("Why").fill("Christmas Eve")
    page.get_by_role("button", name="Show what it moves").click()
    page.get_by_role("button", name="Close, and move these").click()
    page.get_by_text("Nothing that is open is due earlier.").wait_for()
    page.get_by_role("link", name="Hours and closures").click()
    page.get_by_text("after the next twelve months").click()
    page.get_by_text("Thu Dec 24, 2099", exact=True).wait_for()
