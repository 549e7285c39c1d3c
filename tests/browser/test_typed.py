"""What is half typed on the call stays, whatever else is pressed, drawn anew or cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import claim, note
from ringback.actions.note import Page as Window
from ringback.engine.wallclock import now as clock
from ringback.models import DoneFact, ScriptSuggestion
from ringback.queries.scope import scope
from tests import records
from tests.browser.test_calling import LATE, begin, it
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast

__all__ = ["it"]

ASKED, BETTER = "Is there marigold parking?", "Hello, is {patient_first_name} there?"
ALSO_SAID = ("ERR_FAILED",)


def on_the_call(at_work: Callable[..., Page], cast: Cast, it: UUID, *, late: bool = False) -> Page:
    page = at_work(cast.dana)
    if late:
        page.add_init_script(LATE)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    begin(page)
    return page


def half_typed(page: Page) -> None:
    page.locator("#suggesting-ask_by_name > summary").click()
    page.locator("#suggested-ask_by_name").fill(BETTER)
    page.locator("details.off-script > summary").click()
    page.locator("#question").fill(ASKED)


def stands(page: Page) -> list[str]:
    return [page.locator(each).input_value() for each in ("#suggested-ask_by_name", "#question")]


def waiting(cast: Cast) -> list[tuple[str, str]]:
    with scope(cast.practice_id):
        return [(each.kind, each.text) for each in ScriptSuggestion.objects.order_by("created_at")]


def test_a_half_typed_suggestion_and_question_stay_when_another_press_draws_the_call_anew(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = on_the_call(at_work, cedar, it, late=True)
    half_typed(page)
    page.locator(".said-it").click()
    page.locator("#question").click()
    page.keyboard.press("Home")
    page.keyboard.type("So: ")
    page.locator("#check-count", has_text="1 of 2").wait_for()
    page.keyboard.type("and ")
    assert stands(page) == [BETTER, f"So: and {ASKED}"]
    assert page.locator("#suggested-ask_by_name").is_visible()


def test_they_stay_when_the_call_is_ended_and_can_still_be_sent(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = on_the_call(at_work, cedar, it)
    half_typed(page)
    page.locator("#calling button", has_text="Hang up").click()
    page.locator("#begin-form").wait_for(state="attached")
    assert stands(page) == [BETTER, ASKED]
    page.locator("#question").press("Enter")
    page.wait_for_function("() => !document.querySelector('#question')?.value")
    assert (waiting(cedar), stands_suggested(page)) == ([("asked", ASKED)], BETTER)


def stands_suggested(page: Page) -> str:
    return page.locator("#suggested-ask_by_name").input_value()


def test_a_suggestion_that_is_sent_leaves_the_page_and_the_question_where_they_are(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = on_the_call(at_work, cedar, it)
    half_typed(page)
    page.locator("#note").fill("Half a thought")
    page.locator("#suggested-ask_by_name").press("Enter")
    page.wait_for_function("() => !document.querySelector('#suggesting-ask_by_name').open")
    assert (page.locator("#question").input_value(), waiting(cedar)) == (
        ASKED,
        [("change", BETTER)],
    )
    assert page.locator("#note").input_value() == "Half a thought"


def test_a_refused_question_stays_in_its_box(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = on_the_call(at_work, cedar, it)
    page.keyboard.press("q")
    page.locator("#question:focus").wait_for()
    page.keyboard.type("May Tom Whitfield come?")
    page.keyboard.press("Enter")
    page.locator(".problems").wait_for()
    assert page.locator("#question").input_value() == "May Tom Whitfield come?"


def test_nobody_is_taken_out_of_the_note_by_an_answer_that_comes_late(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = on_the_call(at_work, cedar, it, late=True)
    page.locator("#said-birth_date").fill("1/2/80")
    page.locator("#said-birth_date").press("Enter")
    page.locator("#note").click()
    page.keyboard.type("She asked")
    page.locator(".problems").wait_for()
    page.keyboard.type(" for Tuesday")
    assert page.locator("#note").input_value() == "She asked for Tuesday"


def test_a_fact_that_is_not_recorded_yet_stays_through_reloads_until_its_author_clears_it(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), category="APPT").callback_id
    assert found is not None
    claim.claim(found, by=cedar.dana, now=clock())
    page = at_work(cedar.dana)
    page.route("**/facts", lambda route: route.abort())
    page.goto(f"/callbacks/{found}", wait_until="domcontentloaded")
    box = page.locator("#settle").locator("textarea, input[type=text]").first
    name = box.get_attribute("name")
    box.evaluate("each => (each.closest('details') ?? each).open = true")
    again = page.locator(f"[name='{name}']")
    kept(page, lambda: again.fill(ASKED))
    for words in ("One", "One two"):
        page.reload(wait_until="domcontentloaded")
        assert again.input_value() == ASKED
        kept(page, lambda words=words: page.locator("#note").fill(words))
    page.reload(wait_until="domcontentloaded")
    assert again.input_value() == ASKED
    kept(page, lambda: again.fill(""))
    page.reload(wait_until="domcontentloaded")
    assert again.input_value() == ""
    with scope(cedar.practice_id):
        assert not DoneFact.objects.filter(callback_id=found).exists()


def test_what_there_is_no_room_for_stays_on_its_page_with_why(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    fence = records.callback(cedar, it).fence
    page = at_work(cedar.dana)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    for number in range(21):
        window = Window(fields={}, saw=0, window=f"{number:0>36}")
        note.save_draft(it, f"Else {number}.", by=cedar.dana, now=clock(), more=window)
    page.locator("#note").fill(ASKED)
    page.locator("#note-saved", has_text="20 other windows").wait_for()
    assert page.locator("#note").input_value() == ASKED
    assert records.callback(cedar, it).fence == fence


def kept(page: Page, do: Callable[[], object]) -> None:
    """Do it, and wait until the draft is kept."""
    with page.expect_response("**/draft"):
        do()
