"""What people see in the queue, and that they see it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

CELLS = ("what", "owner", "arrived", "type", "tried", "outcome", "urgency", "due")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_row_shows_the_eight_things_as_text(
    cedar: Cast, at_work: Callable[..., Page], size: str
) -> None:
    for number in range(14):
        came_in(cedar.dana, now=clock(), text=f"Question {number}", name=f"Patient {number}")
    page = at_work(cedar.dana, size=size)
    rows = page.locator(".row")
    assert rows.count() == 14
    for row in rows.all():
        empty = [
            cell
            for cell in CELLS
            if not row.locator(f'[data-cell="{cell}"]').first.inner_text().strip()
        ]
        assert empty == []


def test_twelve_rows_stand_on_the_first_screen(cedar: Cast, at_work: Callable[..., Page]) -> None:
    for number in range(20):
        came_in(cedar.dana, now=clock(), name=f"Patient {number}")
    page = at_work(cedar.dana)
    seen = [
        row
        for row in page.locator(".row").all()
        if (box := row.bounding_box()) is not None and box["y"] + box["height"] <= 768
    ]
    assert len(seen) >= 12


def test_nothing_scrolls_sideways_on_a_phone(cedar: Cast, at_work: Callable[..., Page]) -> None:
    came_in(cedar.dana, now=clock(), text="A rather long sentence " * 8, name="Grace Lindqvist")
    page = at_work(cedar.dana, size="phone")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_what_one_person_takes_changes_on_the_others_screen(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), name="Grace Lindqvist")
    page = at_work(cedar.mara)
    owner = page.locator('.row [data-cell="owner"]')
    page.wait_for_selector('[data-live-state][data-state="live"]', state="attached")
    claim.claim(found.callback_id, by=cedar.dana, now=clock())
    page.wait_for_function(
        "text => document.querySelector('[data-cell=owner]').innerText.includes(text)",
        arg="Dana Reyes",
    )
    assert "Dana Reyes" in owner.inner_text()


def test_the_assistant_sees_no_name_number_or_words_of_what_is_not_theirs(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    came_in(cedar.dana, now=clock(), name="Grace Lindqvist", text="my secret", phone="+12025550199")
    page = at_work(cedar.vik)
    assert page.locator(".row").count() == 1
    source = page.content()
    assert [hidden for hidden in ("Lindqvist", "secret", "0199") if hidden in source] == []


def test_the_list_is_worked_from_the_keyboard(cedar: Cast, at_work: Callable[..., Page]) -> None:
    for number in range(3):
        came_in(cedar.dana, now=clock(), name=f"Patient {number}")
    page = at_work(cedar.dana)
    page.wait_for_selector('[data-live-state][data-state="live"]', state="attached")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".row").nth(1)
    assert "here" in (second.get_attribute("class") or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/callbacks/*")
    page.keyboard.press("Escape")
    page.wait_for_url("**/")
    page.keyboard.press("n")
    page.wait_for_url("**/callbacks/*")
