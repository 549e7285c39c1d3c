"""Without scripts nothing is kept by itself: every press sends what was typed, and it is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests import patients, records
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast

TYPED = "Half a sentence about Tuesday, marigold"
ASKED, BETTER = "Is there parking?", "Hello, is {patient_first_name} there?"
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


def verified(page: Page) -> None:
    """Tom has said who he is, and that his details are to change."""
    presses(page, ".call-number", ".said-it")
    page.locator("#said-birth_date").fill("3/14/79")
    presses(page, ".ask:has(#said-birth_date) button")
    presses(page, "#whom [value=contact_change]")


@pytest.fixture
def on_file(cedar: Cast, it: UUID) -> UUID:
    """Tom on file, with what he seems to have asked for."""
    tom = patients.on_file(cedar, birth_date=date(1979, 3, 14), record_number="MRN004711")
    patients.number(cedar, tom, records.callback(cedar, it).phone, label="mobile")
    patients.rule(cedar, tom, "voicemail", level="none", said="no voicemail", confirmed=False)
    patients.whose(cedar, it, tom)
    return it


def compares(page: Page) -> None:
    page.locator("#said-birth_date").fill("3/14/79")
    presses(page, ".ask:has(#said-birth_date) button")
    page.locator("#check .agreed").wait_for()


def compares_by_enter(page: Page) -> None:
    page.locator("#said-birth_date").fill("3/14/79")
    page.locator("#said-birth_date").press("Enter")
    page.locator("#check .agreed").wait_for()


def asks(page: Page) -> None:
    page.locator("details.off-script > summary").click()
    page.locator("#question").fill(ASKED)
    presses(page, "details.off-script button")
    assert page.locator("#question").input_value() == ""


def asks_by_enter(page: Page) -> None:
    page.locator("details.off-script > summary").click()
    page.locator("#question").fill(ASKED)
    page.locator("#question").press("Enter")
    page.wait_for_load_state("domcontentloaded")
    assert page.locator("#question").input_value() == ""


def asks_what_is_refused(page: Page) -> None:
    page.locator("details.off-script > summary").click()
    page.locator("#question").fill("May Tom Whitfield come?")
    presses(page, "details.off-script button")
    assert page.locator("#question").input_value() == "May Tom Whitfield come?"


def suggests(page: Page) -> None:
    page.locator("#suggesting-ask_by_name > summary").click()
    page.locator("#suggested-ask_by_name").fill(BETTER)
    presses(page, "#suggesting-ask_by_name button")
    assert page.locator("#suggested-ask_by_name").input_value() != BETTER


def suggests_by_enter(page: Page) -> None:
    page.locator("#suggesting-ask_by_name > summary").click()
    page.locator("#suggested-ask_by_name").fill(BETTER)
    page.locator("#suggested-ask_by_name").press("Enter")
    page.wait_for_load_state("domcontentloaded")
    assert page.locator("#suggested-ask_by_name").input_value() != BETTER


def suggests_what_is_refused(page: Page) -> None:
    page.locator("#suggesting-ask_by_name > summary").click()
    page.locator("#suggested-ask_by_name").fill("Is {pet} there?")
    presses(page, "#suggesting-ask_by_name button")
    assert page.locator("#suggested-ask_by_name").input_value() == "Is {pet} there?"


def names_the_office(page: Page) -> None:
    presses(page, "#whom [name=caller][value=other_office]")
    page.locator("#organisation").fill("Elm Lab")
    presses(page, ".office button")
    assert page.locator("#organisation").input_value() == "Elm Lab"


def names_the_office_by_enter(page: Page) -> None:
    presses(page, "#whom [name=caller][value=other_office]")
    page.locator("#organisation").fill("Elm Lab")
    page.locator("#organisation").press("Enter")
    page.wait_for_load_state("domcontentloaded")
    assert page.locator("#organisation").input_value() == "Elm Lab"


@pytest.mark.parametrize(
    "press",
    [
        compares, compares_by_enter, asks, asks_by_enter, asks_what_is_refused, suggests,
        suggests_by_enter, suggests_what_is_refused, names_the_office, names_the_office_by_enter,
    ],
)  # fmt: skip
def test_the_note_stands_there_after_a_box_of_the_call_was_sent(
    cedar: Cast, at_work: Callable[..., Page], on_file: UUID, press: Callable[[Page], None]
) -> None:
    page = opens(at_work, cedar, on_file)
    presses(page, ".call-number")
    page.locator("#note").fill(TYPED)
    press(page)
    assert page.locator("#note").input_value() == TYPED
    assert records.drafts(cedar, callback_id=on_file) == [(cedar.dana.person_id, TYPED)]


def test_the_note_stands_there_after_their_details_were_settled(
    cedar: Cast, at_work: Callable[..., Page], on_file: UUID
) -> None:
    page = opens(at_work, cedar, on_file)
    verified(page)
    page.locator("#said-record_number").fill("MRN004711")
    presses(page, ".ask:has(#said-record_number) button")
    page.locator("#note").fill(TYPED)
    presses(page, ".asked-for button:has-text('Confirm')")
    assert page.locator("#note").input_value() == TYPED
    page.locator("#note").fill(f"{TYPED} and on")
    page.locator("#new-number-typed").fill("(202) 555-0131")
    page.locator("#new-number-typed").press("Enter")
    page.wait_for_load_state("domcontentloaded")
    assert page.locator("#note").input_value() == f"{TYPED} and on"
    page.locator("#note").fill(TYPED)
    presses(page, "#on-details button:has-text('old number')")
    assert page.locator("#note").input_value() == TYPED


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
