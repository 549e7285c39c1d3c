"""Without scripts nothing is kept by itself: every press sends what was typed, and it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests import records
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast

TYPED = "Half a sentence about Tuesday, marigold"
LINE = "He asked for you about Tuesday"


@pytest.fixture
def it(cedar: Cast) -> UUID:
    """Tom's matter in Dana's hands."""
    found = came_in(cedar.dana, now=clock(), name="Tom Whitfield").callback_id
    assert found is not None
    claim.claim(found, by=cedar.dana, now=clock())
    return found


def opens(at_work: Callable[..., Page], cast: Cast, it: UUID) -> Page:
    page = at_work(cast.dana, script=False)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    return page


def presses(page: Page, *buttons: str) -> None:
    for each in buttons:
        page.locator(each).first.click()
    page.wait_for_load_state("domcontentloaded")


def hands_over(page: Page) -> None:
    page.locator("#hand-over > summary").click()
    page.locator("#hand-over label", has_text="Back to anyone").click()
    page.locator("#hand-why").fill(LINE)
    presses(page, "#hand-over .primary")


def puts_aside(page: Page) -> None:
    page.locator("#put-aside > summary").click()
    page.locator("#put-aside .sheet-pick").first.click()
    page.locator("#aside-why").fill(LINE)
    presses(page, "#put-aside button")


def waits(page: Page) -> None:
    page.locator("#wait > summary").click()
    page.locator("#wait .sheet-pick").first.click()
    page.locator("#wait-what").fill(LINE)
    presses(page, "#wait button")


def next_one(page: Page) -> None:
    presses(page, "#not-now > button")


@pytest.mark.parametrize(
    ("press", "stage"),
    [(hands_over, "waiting"), (puts_aside, "scheduled"), (waits, "on_hold"), (next_one, "owned")],
)
def test_what_was_typed_is_kept_by_a_press_beside_the_note(
    cedar: Cast, at_work: Callable[..., Page], it: UUID, press: Callable[[Page], None], stage: str
) -> None:
    page = opens(at_work, cedar, it)
    page.locator("#note").fill(TYPED)
    press(page)
    found = records.callback(cedar, it)
    assert (found.stage, records.drafts(cedar, callback_id=it)) == (
        stage,
        [(cedar.dana.person_id, TYPED)],
    )
    if stage not in {"owned", "on_hold"}:
        assert found.hand_why == LINE


def test_what_was_typed_stands_there_after_every_press_of_the_call(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page, typed = opens(at_work, cedar, it), TYPED
    for press in (
        ".call-number",
        ".said-it",
        "#whom [name=caller][value=parent]",
        "#whom [value=contact_change]",
        "#calling button",
    ):
        typed = f"{typed} and on"
        page.locator("#note").fill(typed)
        presses(page, press)
        assert (press, page.locator("#note").input_value()) == (press, typed)
    assert records.drafts(cedar, callback_id=it) == [(cedar.dana.person_id, typed)]


def test_a_refused_press_keeps_its_line_and_the_note(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opens(at_work, cedar, it)
    page.locator("#note").fill(TYPED)
    page.locator("#hand-over > summary").click()
    page.locator("#hand-why").fill(LINE)
    presses(page, "#hand-over .primary")
    assert [page.locator(each).input_value() for each in ("#hand-why", "#note")] == [LINE, TYPED]


def test_enter_in_a_line_of_the_page_only_keeps_what_is_there(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opens(at_work, cedar, it)
    page.locator("#note").fill(TYPED)
    page.locator(".writing summary").first.click()
    page.locator("#pick-reason").press("Enter")
    page.wait_for_load_state("domcontentloaded")
    assert page.locator("#note").input_value() == TYPED
    assert (records.callback(cedar, it).stage, records.attempts(cedar)) == ("owned", [])


def test_a_plain_result_is_logged_with_the_note(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opens(at_work, cedar, it)
    page.locator("#note").fill(TYPED)
    presses(page, "[name=result][value=no_answer]")
    page.locator("#undo").wait_for()
    (made,) = records.attempts(cedar, callback_id=it)
    assert made.result == "no_answer"
    assert TYPED in page.locator("main").inner_text() + page.locator("#note").input_value()
    again = f"{TYPED}, again"
    page.locator("#note").fill(again)
    presses(page, "#undo button")
    assert again in page.locator("#note").input_value() + page.locator("main").inner_text()
