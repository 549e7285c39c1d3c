"""What people see in the queue, and that they see it at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from ringback.queries import person, queue
from ringback.web.live import STREAMS
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route
    from pytest_django import DjangoDbBlocker

    from ringback.rules.access import Actor
    from tests.cast import Cast

LACKING = """cells => [...document.querySelectorAll(".row")].flatMap(row => cells.filter(cell => {
  const found = row.querySelector(`[data-cell="${cell}"]`);
  const box = found?.getBoundingClientRect();
  return !(found?.innerText.trim() && found.checkVisibility({visibilityProperty: true})
    && box.width > 1 && box.height > 1 && box.left >= 0 && box.right <= innerWidth);
}).map(cell => `${row.id}: ${cell}`))"""
"""Cells without words, hidden, without a size, or outside the width of the screen."""

CELLS = ("what", "owner", "arrived", "type", "tried", "outcome", "urgency", "due")


@pytest.fixture(scope="module")
def demo(server: str, django_db_blocker: DjangoDbBlocker) -> Actor:  # noqa: ARG001 - before it
    """The demo's day, and whoever answers its front desk."""
    from ringback.cli.simulation import fill  # needs Django, which is set up before this is run

    with django_db_blocker.unblock():
        filled = fill.fill(slug=f"demo-{uuid4().hex}", days=1, seed=1, until=clock())
        people = person.members(filled.practice_id)
        desk = next(each for each in people if each.name == "Dana Reyes")
        found = person.actor(desk.id, filled.practice_id, via="web")
    assert found is not None
    return found


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_row_of_the_demo_shows_the_eight_things_as_text(
    demo: Actor, at_work: Callable[..., Page], size: str
) -> None:
    page = at_work(demo, size=size)
    waiting = queue.board(demo, queue.wanted(demo, now=clock())).everything.number
    if page.locator("[data-more]").count():
        page.locator("[data-more]").click()
        page.wait_for_function("() => !document.querySelector('[data-more]')")
    assert page.locator(".row").count() == waiting
    lacking = page.evaluate(LACKING, list(CELLS))
    assert lacking == []


CUT = """() => [...document.querySelectorAll("[data-cell=outcome]")].filter(each =>
  each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
  .map(each => each.textContent)"""
"""What is needed, where not all of it can be read."""

ON_SCREEN = """[...document.querySelectorAll(".row")].map(each => each.getBoundingClientRect())
  .filter(box => box.height > 0 && box.top >= 0 && box.bottom <= 768).length"""
"""How many rows stand whole on the first screen: counted at once, while the page is alive."""


@pytest.mark.parametrize("category", ["MISSED", "NEWPT", "INTAKE"])
def test_twelve_rows_stand_on_the_first_screen(
    cedar: Cast, at_work: Callable[..., Page], category: str
) -> None:
    for number in range(20):
        came_in(cedar.dana, now=clock(), name=f"Patient {number}", category=category)
    page = at_work(cedar.dana)
    assert page.evaluate(CUT) == []
    assert page.evaluate(ON_SCREEN) >= 12


def test_nothing_scrolls_sideways_on_a_phone(cedar: Cast, at_work: Callable[..., Page]) -> None:
    came_in(cedar.dana, now=clock(), text="A rather long sentence " * 8, name="Grace Lindqvist")
    came_in(cedar.dana, now=clock(), category="INTAKE", phone="+12025550150")
    page = at_work(cedar.dana, size="phone")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate(CUT) == []


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


def test_what_changes_between_the_page_and_its_stream_is_shown_too(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), name="Grace Lindqvist")
    page = at_work(cedar.mara)

    def taken_just_then(opening: Route) -> None:
        claim.claim(found.callback_id, by=cedar.dana, now=clock())
        opening.continue_()

    page.route("**/live", taken_just_then, times=1)
    page.reload(wait_until="domcontentloaded")
    page.wait_for_function(
        "text => document.querySelector('[data-cell=owner]').innerText.includes(text)",
        arg="Dana Reyes",
    )


def test_the_newest_windows_are_live_and_another_is_when_one_comes_back_to_it(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    first = at_work(cedar.mara)
    live = '[data-live-state][data-state="live"]'
    first.wait_for_selector(live, state="attached")
    others = [first.context.new_page() for _ in range(STREAMS)]
    for page in others:
        page.goto("/", wait_until="domcontentloaded", timeout=8000)
        page.wait_for_selector(live, state="attached", timeout=8000)
    paused = '[data-live-state][data-state="paused"]'
    first.wait_for_selector(paused, state="attached")
    assert "paused until you come back" in first.locator("[data-live-state]").inner_text()
    first.evaluate("window.dispatchEvent(new Event('focus'))")
    first.wait_for_selector(live, state="attached")
    others[0].wait_for_selector(paused, state="attached")
    first.wait_for_timeout(1500)  # longer than a stream waits before it asks again
    assert [page.locator(paused).count() for page in (first, *others)] == [0, 1, 0, 0, 0]


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


def test_every_key_of_the_map_does_what_it_says(cedar: Cast, at_work: Callable[..., Page]) -> None:
    found = [
        came_in(cedar.dana, now=clock(), name=f"Patient {number}").callback_id
        for number in range(3)
    ]
    page = at_work(cedar.dana)
    page.wait_for_selector('[data-live-state][data-state="live"]', state="attached")
    for key in "jjk":
        page.keyboard.press(key)
    assert "here" in (page.locator(".row").first.get_attribute("class") or "")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#key-map").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("+")
    page.wait_for_selector('input[name="phone"]')
    claim.claim(found[0], by=cedar.dana, now=clock())
    page.goto(f"/callbacks/{found[0]}", wait_until="domcontentloaded")
    page.keyboard.press("w")
    assert page.evaluate("document.activeElement.id") == "note"
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.locator("#calling .on-call").wait_for()
    called = page.evaluate(
        """() => new Promise(told => {
          const link = document.querySelector("[data-key=c]");
          link.addEventListener("click", e => { e.preventDefault(); told(link.href); });
          document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "c", bubbles: true}));
        })"""
    )
    assert called.startswith("tel:+1")
    page.keyboard.press("d")
    page.wait_for_selector(".problems")
    page.keyboard.press("a")
    page.keyboard.press("3")
    page.wait_for_function(
        "() => document.querySelector('#so-far').innerText.includes('no answer')"
    )


def test_filters_are_pressed_one_after_the_other_on_a_phone(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    then = clock() - timedelta(days=30)
    for name, category, source in (
        ("Ana Late", "NEWPT", "website"),
        ("Bo Late", "NEWPT", "phone"),
        ("Cy Late", "MISSED", "website"),
    ):
        came_in(cedar.dana, now=then, name=name, category=category, source=source)
    page = at_work(cedar.dana, size="phone")
    page.get_by_role("link", name="Overdue").click()
    page.wait_for_url("**/?filter=overdue")
    page.locator(".menu summary", has_text="Kind").click()
    page.get_by_role("link", name="New patient").click()
    page.wait_for_url("**/?filter=overdue&category=NEWPT")
    page.locator(".menu summary", has_text="Source").click()
    page.get_by_role("link", name="Website").click()
    page.wait_for_url("**/?filter=overdue&category=NEWPT&source=website")
    assert page.locator(".row-link").all_inner_texts() == ["Ana Late"]
    assert page.evaluate(TOO_SMALL) == []
    page.wait_for_selector('[data-live-state][data-state="live"]', state="attached")
    came_in(cedar.dana, now=then, name="Di Late", category="NEWPT", source="website")
    page.wait_for_function("() => document.querySelectorAll('.row-link').length == 2")
    page.get_by_role("link", name="Show everything").click()
    page.wait_for_url("**/")
    assert page.locator(".row-link").count() == 4


TOO_SMALL = """() => [...document.querySelectorAll(".chips a, .chips summary")]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44)
  .map(each => each.innerText)"""
"""Filters a thumb would miss."""
