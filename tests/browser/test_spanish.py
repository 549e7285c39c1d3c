"""The screens in Spanish: as complete, as accessible and as tidy as in English."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.actions import claim, level
from ringback.engine.wallclock import now as clock
from ringback.rules.queue import Level
from tests.browser.axe import violations
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

HOUR = timedelta(hours=1)
SPILLING = """() => [...document.querySelectorAll(
  "button, summary, label, legend, h1, h2, time, dt, dd, .chip, .mark, .button, .rail a, .rail b"
)].filter(each => {
  const box = each.getBoundingClientRect(), style = getComputedStyle(each);
  if (!box.width || !each.checkVisibility()
    || each.closest(".unseen, .menu ul, .scroll, .chips > ul, .rail ul")) return false;
  const inside = style.display === "inline" || style.overflowX !== "visible";
  return box.right > innerWidth + 1 || !inside && each.scrollWidth > each.clientWidth + 1;
}).map(each => `${each.tagName}.${each.className}: ${each.textContent.trim()}`)"""
"""Words that stick out of their box or of the screen; what scrolls by itself may."""

SQUEEZED = """() => [...document.querySelectorAll("p.fact, .fact.tick")].filter(each => {
  const words = each.querySelector("span"), row = each.getBoundingClientRect().width;
  return row && words.getBoundingClientRect().width < .4 * row;
}).map(each => each.textContent.trim())"""
"""What is to be settled, pressed into a column by what is said beside it."""

OPENED = """() => {
  document.querySelectorAll(".result-later").forEach(each => { each.open = true; });
}"""

COVERED = """() => {
  const ends = document.querySelector(".chips > ul")?.getBoundingClientRect().right;
  return [...document.querySelectorAll(".chips > ul .chip")]
    .filter(chip => chip.getBoundingClientRect().right > ends + 1)
    .map(chip => chip.textContent.trim());
}"""
"""Filters that do not fit beside the menus."""


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize(
    "address", ["/", "/callbacks/mine", "/callbacks/unread", "/callbacks/urgent", "/people/"]
)
def test_nothing_sticks_out_and_axe_finds_nothing(
    cedar: Cast, at_work: Callable[..., Page], address: str, size: str
) -> None:
    found = came_in(cedar.dana, now=clock(), name="Grace Lindqvist", text="¿Atienden niños?")
    unread = came_in(cedar.dana, now=clock(), category="UNSORTED")
    urgent = came_in(cedar.dana, now=clock(), category="URGENT")
    for each in (found, unread, urgent):
        claim.claim(each.callback_id, by=cedar.dana, now=clock())
    late = came_in(cedar.dana, now=clock() - 14 * HOUR, category="NEWPT").callback_id
    level.raise_level(late, Level.EMERGENCY, by=cedar.dana, now=clock() - 14 * HOUR)
    page = at_work(cedar.dana, size=size, locale="es-US")
    address = address.replace("mine", str(found.callback_id))
    address = address.replace("urgent", str(urgent.callback_id))
    page.goto(address.replace("unread", str(unread.callback_id)), wait_until="domcontentloaded")
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.evaluate(SPILLING) == []
    assert page.evaluate(SQUEEZED) == []
    page.evaluate(OPENED)
    assert page.evaluate(SPILLING) == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    assert violations(page) == []


def test_twelve_rows_and_every_filter_stand_on_the_first_screen(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    for number in range(20):
        came_in(cedar.dana, now=clock(), name=f"Patient {number}")
    page = at_work(cedar.dana, locale="es-US")
    boxes = [row.bounding_box() for row in page.locator(".row").all()]
    assert sum(box["y"] + box["height"] <= 768 for box in boxes if box) >= 12
    assert page.evaluate(COVERED) == []


def test_what_somebody_takes_is_told_in_the_readers_language(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), name="Grace Lindqvist")
    pages = {"hasta": at_work(cedar.mara, locale="es-US"), "until": at_work(cedar.mara)}
    for page in pages.values():
        page.wait_for_selector('[data-live-state][data-state="live"]', state="attached")
    claim.claim(found.callback_id, by=cedar.dana, now=clock())
    for words, page in pages.items():
        page.wait_for_function(
            "words => document.querySelector('[data-cell=owner]').innerText.includes(words)",
            arg=f"Dana Reyes\n{words}",
        )


def test_one_press_changes_the_language_and_stays_on_the_page(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), name=f"Patient {uuid4().hex[:6]}")
    page = at_work(cedar.dana)
    page.goto(f"/callbacks/{found.callback_id}", wait_until="domcontentloaded")
    page.get_by_role("button", name="Español").click()
    page.wait_for_selector('html[lang="es"]')
    assert page.url.endswith(f"/callbacks/{found.callback_id}")
    assert page.locator('[data-key="t"]').inner_text().split() == ["Tomarla", "t"]
    page.get_by_role("button", name="English").click()
    page.wait_for_selector('html[lang="en"]')
