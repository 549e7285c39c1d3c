"""The audited day on the screens people have: its drawings are read at a desk and on a phone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.phonelogs import TEN, answered, bring, log, missed

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

ALL_DAY = log(
    *(missed(f"01{hour:02}", f"{hour}:30") for hour in range(24)), answered("0150", "9:1")
)
LETTERS = """() => [...document.querySelectorAll('.chart text')].map(each => {
    const box = each.getBoundingClientRect();
    return {words: each.textContent, height: box.height, left: box.left, right: box.right,
            top: box.top};
})"""


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("file", [TEN, ALL_DAY], ids=["a morning", "a day and a night"])
def test_the_drawings_can_be_read(
    cedar: Cast, at_work: Callable[..., Page], file: bytes, size: str
) -> None:
    page = at_work(cedar.dana, size=size)
    page.goto(f"/audit-day/{bring(file, cedar.dana, keep=True)}", wait_until="domcontentloaded")
    letters = page.evaluate(LETTERS)
    width = page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert [each for each in letters if each["height"] < 13] == []
    assert [each for each in letters if not 0 <= each["left"] <= each["right"] <= width] == []
    lowest = max(each["top"] for each in letters if each["words"] == "12")
    hours = sorted((each for each in letters if each["top"] == lowest), key=lambda at: at["left"])
    assert [
        (one["words"], two["words"]) for one, two in pairwise(hours) if one["right"] > two["left"]
    ] == []
    assert len(hours) >= 8


def test_a_log_without_known_columns_becomes_a_day_in_the_browser(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    odd = b"When was it;Who;What became of it\n20.11.2026 09:00;(202) 555-0101;no answer\n"
    page = at_work(cedar.dana, script=False)
    page.goto("/audit-day")
    page.set_input_files("#file", {"name": "calls.csv", "mimeType": "text/csv", "buffer": odd})
    page.get_by_role("button", name="See the day").click()
    for column, field in (("When was it", "started"), ("Who", "caller"), ("What b", "result")):
        page.get_by_label(f"What is in {column}").select_option(field)
    page.get_by_role("button", name="See the day").click()
    page.get_by_role("heading", name="Friday, November 20, 2026").wait_for()
    page.get_by_role("button", name="Put these in the queue").click()
    page.get_by_text("1 callback opened.").wait_for()


def test_on_a_phone_it_is_seen_since_when_somebody_waits(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    file = log(missed("0101", "9:00"), missed("0101", "11:05"), missed("0102", "9:10"))
    batch_id = bring(file, cedar.dana, keep=True)
    for size in ("phone", "desk"):
        page = at_work(cedar.dana, size=size)
        page.goto(f"/audit-day/{batch_id}", wait_until="domcontentloaded")
        waiting = page.locator("section[aria-labelledby=waiting] .scroll")
        fits = waiting.evaluate("box => box.scrollWidth <= box.clientWidth")
        said = waiting.inner_text()
        assert (fits, [said.count(at) for at in ("09:00", "11:05", "Last")]) == (True, [1, 1, 1])


def test_at_a_desk_the_numbers_of_an_hour_stand_beneath_its_bar(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.dana)
    page.goto(f"/audit-day/{bring(TEN, cedar.dana, keep=True)}", wait_until="domcontentloaded")
    middle = "each => { const at = each.getBoundingClientRect(); return (at.left + at.right) / 2; }"
    named = page.locator(".chart text[text-anchor=middle]")
    hours = page.locator(".table.hours thead .number")
    assert named.count() == hours.count() > 8
    for place in (0, 5, hours.count() - 1):
        assert abs(named.nth(place).evaluate(middle) - hours.nth(place).evaluate(middle)) < 4
