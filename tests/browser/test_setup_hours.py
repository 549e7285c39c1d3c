"""The pages of hours, places, promises, words and contact rules, as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import places
from ringback.engine.wallclock import now as clock
from tests.browser.axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

ALSO_TOLD = (422,)
PAGES = (
    "/setup", "/setup/hours", "/setup/hours/change", "/setup/hours/close", "/setup/places",
    "/setup/promises", "/setup/scripts", "/setup/scripts/why", "/setup/contact",
)  # fmt: skip


@pytest.mark.parametrize(("size", "theme"), [("desk", "light"), ("phone", "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    cedar: Cast, at_work: Callable[..., Page], size: str, theme: str
) -> None:
    places.add("North", ["(202) 555-0123"], by=cedar.mara, now=clock())
    page = at_work(cedar.mara, size=size, theme=theme)
    wrong = {}
    for address in PAGES:
        page.goto(address, wait_until="domcontentloaded")
        wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        wrong[address] = [*violations(page), *(["scrolls sideways"] if wide else [])]
    assert {address: found for address, found in wrong.items() if found} == {}


def test_closing_is_looked_at_and_done_with_the_mouse(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.mara)
    page.goto("/setup/hours/close", wait_until="domcontentloaded")
    page.get_by_label("Day").fill("2099-12-24")
    page.get_by_role("button", name="Show what it moves").click()
    assert page.get_by_role("alert").get_by_text("Say why it closes").is_visible()
    assert violations(page) == []
    page.get_by_label("Why").fill("Christmas Eve")
    page.get_by_role("button", name="Show what it moves").click()
    page.get_by_role("button", name="Close, and move these").click()
    page.get_by_text("Nothing that is open is due earlier.").wait_for()
    page.get_by_role("link", name="Hours and closures").click()
    page.get_by_text("Thu 24 Dec 2099", exact=True).wait_for()
