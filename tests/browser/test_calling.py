"""Calling and checking who is on the line, by keyboard and by mouse, each within its cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests import patients, records
from tests.browser.axe import flaws
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast

LATE = """
const asked = window.fetch;
window.fetch = async (where, how) => {
  const answer = await asked(where, how);
  if (how?.method === "POST") await new Promise((go) => setTimeout(go, 1200));
  return answer;
};
"""
PROTECTED = ("Dr. Amari", "Suite 200", "Bring the brace")


@pytest.fixture
def it(cedar: Cast) -> UUID:
    """Tom's matter in Dana's hands, with everything on file."""
    now = clock()
    words = "Hi, it’s Tom. I need to move Friday. Anything before the 30th, mornings if you can."
    found = came_in(cedar.dana, now=now, category="APPT", name="Tom Whitfield", text=words)
    assert found.callback_id is not None
    claim.claim(found.callback_id, by=cedar.dana, now=now)
    tom = patients.on_file(cedar, birth_date=date(1979, 3, 14), address="118 Willow Street")
    patients.number(cedar, tom, records.callback(cedar, found.callback_id).phone, label="mobile")
    patients.number(cedar, tom, "+12025550177", label="work", flag="blocked")
    patients.rule(
        cedar, tom, "voicemail", said="no voicemail details: “call back” only", level="minimal"
    )
    patients.authority(cedar, tom, name="Maria Whitfield", relation="wife", scope=["visits"])
    patients.visit(cedar, tom, starts_at=now + timedelta(days=3))
    patients.whose(cedar, found.callback_id, tom)
    return found.callback_id


def opened(at_work: Callable[..., Page], cast: Cast, it: UUID, *, script: bool = True) -> Page:
    page = at_work(cast.dana, script=script)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    return page


def source(page: Page) -> str:
    return page.request.get(page.url).text()


def begin(page: Page) -> None:
    page.keyboard.press("c")
    page.locator("#calling .on-call").wait_for()


def test_verifying_by_keyboard_costs_four_keys_and_typing(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it)
    page.locator("#note").fill("Half a thought")
    page.locator("#note").blur()
    begin(page)
    pressed = 0
    for key in ("i", "14 March 79", "Enter"):
        if len(key) > len("Enter"):
            page.locator("#said-birth_date:focus").wait_for()
            page.keyboard.type(key)
            continue
        page.keyboard.press(key)
        pressed += 1
    page.locator(".told").wait_for()
    assert pressed <= 4
    assert all(each in page.locator("#told").inner_text() for each in PROTECTED)
    assert page.locator("#note").input_value() == "Half a thought"


def test_verifying_by_mouse_costs_three_clicks(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it)
    begin(page)
    page.locator(".said-it").click()
    page.locator("#said-birth_date").click()
    page.keyboard.type("031479")
    page.locator(".ask", has=page.locator("#said-birth_date")).locator("button").click()
    page.locator(".told").wait_for()


def test_a_wrong_answer_says_so_and_leaves_nothing_of_itself(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it)
    begin(page)
    page.locator("#said-birth_date").fill("1/2/80")
    page.keyboard.press("Enter")
    page.locator(".problems", has_text="does not agree").wait_for()
    assert "4 tries left" in page.locator("#check-count").inner_text()
    assert page.locator("#said-birth_date").input_value() == ""
    assert "1/2/80" not in source(page)
    assert [each for each in PROTECTED if each in source(page)] == []


def test_who_is_on_the_line_is_one_key(cedar: Cast, at_work: Callable[..., Page], it: UUID) -> None:
    page = opened(at_work, cedar, it)
    begin(page)
    page.keyboard.press("k")
    page.locator(".script-step.now", has_text="Please tell Tom").wait_for()
    page.keyboard.press("k")
    page.locator(".script-step.now", has_text="verify your").wait_for()
    page.keyboard.press("j")
    page.locator("button", has_text="Maria Whitfield").wait_for()
    page.keyboard.press("q")
    page.locator("#question:focus").wait_for()
    page.keyboard.type("Is there parking?")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#question').value === ''")


def test_the_keys_of_a_voicemail_are_its_own_while_it_is_open(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it)
    begin(page)
    for key in ("a", "2", "y"):
        page.keyboard.press(key)
    page.locator("#undo").wait_for()
    assert [each.result for each in records.attempts(cedar, callback_id=it)] == ["voicemail_left"]
    assert records.journal(cedar, "caller said") == []


TWICE = """() => {
  const keys = [...document.querySelectorAll("[data-key]")]
    .filter((each) => each.checkVisibility() && !each.closest("details[open]"))
    .map((each) => each.dataset.key);
  const opens = [...document.querySelectorAll("summary[data-key], [data-key-group]")]
    .map((each) => each.dataset.key);
  const pairs = new Set(keys.filter((key) => key.includes(" ")).map((key) => key.split(" ")[0]));
  const singles = keys.filter((key) => !key.includes(" "));
  return singles.filter((key, at) => singles.indexOf(key) !== at
    || (pairs.has(key) && !opens.includes(key)));
}"""
"""Keys that stand at two things, or begin a pair and do something else at once."""


def test_on_a_call_every_key_does_one_thing(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    before = records.callback(cedar, it)
    one = came_in(cedar.dana, now=clock(), name="Tom Whitfield", phone="+12025550188").callback_id
    assert one is not None
    patients.whose(cedar, one, before.patient_id)
    patients.ended(cedar, one, clock())
    page = opened(at_work, cedar, it)
    begin(page)
    assert page.locator('[data-key="b 1"]').count() == 1
    assert page.evaluate(TWICE) == ["e"]  # Escalate leads to the box of the patient's own words


def test_a_press_of_ones_own_is_no_news_however_late_its_answer(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = at_work(cedar.dana)
    page.add_init_script(LATE)
    with page.expect_response("**/live*"):
        page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    begin(page)
    page.locator(".said-it").click()
    page.locator("#check-count", has_text="1 of 2").wait_for()
    page.wait_for_timeout(600)
    assert page.locator(".toast").count() == 0


def test_what_is_typed_while_an_answer_is_late_stays(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = at_work(cedar.dana)
    page.add_init_script(LATE)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    begin(page)
    page.locator(".said-it").click()
    page.locator("#said-birth_date").click()
    page.keyboard.type("031479")
    page.locator("#check-count", has_text="1 of 2").wait_for()
    page.keyboard.press("Enter")
    page.locator(".told").wait_for()


def test_a_new_call_asks_for_all_of_its_note_and_keeps_what_was_typed(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it)
    page.locator("[name=result][value=no_answer]").click()
    page.locator("#undo").wait_for()
    assert page.locator("#pick-offered").count() == 0
    page.locator(".writing summary").first.click()
    page.locator("#pick-reason").fill("moving Friday")
    page.locator("#pick-reason").blur()
    begin(page)
    page.locator("#pick-offered").wait_for()
    assert page.locator("#pick-reason").input_value() == "moving Friday"
    assert "About what?" not in page.locator("#written").inner_text()


def test_without_scripts_the_call_is_made_and_checked(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it, script=False)
    page.locator(".call-number").click()
    page.locator(".said-it").click()
    page.locator("#said-birth_date").fill("3/14/79")
    page.keyboard.press("Enter")
    page.locator("#told").wait_for()


def test_a_call_that_ends_here_fits_a_phone_and_has_nothing_for_axe(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = at_work(cedar.dana, size="phone")
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    begin(page)
    page.keyboard.press("k")
    page.locator(".ends-here").wait_for()
    assert flaws(page) == []
    page.locator(".ends-here button").click()
    page.locator("#undo").wait_for()
    (made,) = records.attempts(cedar, callback_id=it)
    assert made.result == "reached_other"


def test_the_call_has_nothing_for_axe_and_fits(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it)
    found = [flaws(page)]
    begin(page)
    page.keyboard.press("j")
    page.locator("button", has_text="Maria Whitfield").wait_for()
    page.locator(".more-asks summary").click()
    page.locator(".cannot summary").click()
    found.append(flaws(page))
    assert found == [[], []]


def test_esc_closes_what_was_opened_and_stays_on_the_call(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it)
    begin(page)
    for keys in (("a", "4"), ("a", "6"), ("a", "7"), ("o",), ("s",), ("h",)):
        for key in keys:
            page.keyboard.press(key)
        sheets = page.locator("details:is(.sheet, .unfold, [data-keys-first])[open]")
        assert sheets.count() == 1, keys
        page.keyboard.press("Escape")
        assert (sheets.count(), page.locator("#calling").count()) == (0, 1), keys


PUSHED = """() => [...document.querySelectorAll(".results .result > span")].filter((each) => {
  const words = document.createRange();
  words.selectNodeContents(each.firstChild);
  const [first] = words.getClientRects();
  return first && first.top > each.getBoundingClientRect().top + 6;
}).map((each) => each.textContent.trim())"""
"""Results whose words begin on the second line, below their key."""


@pytest.mark.parametrize("locale", ["en-US", "es-US"])
def test_the_words_of_every_result_begin_beside_its_key(
    cedar: Cast, at_work: Callable[..., Page], it: UUID, locale: str
) -> None:
    page = at_work(cedar.dana, locale=locale)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    assert page.locator(".by-hand").count() == 1
    assert page.evaluate(PUSHED) == []


def test_the_words_of_a_voicemail_stand_whole_on_a_phone(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = at_work(cedar.dana, size="phone")
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    page.locator(".voicemail > summary").click()
    box = page.locator(".voicemail-words").bounding_box()
    assert box is not None
    assert (box["x"] > 0, round(box["x"] * 2 + box["width"])) == (True, 360)


def test_what_was_opened_has_the_focus_and_no_other_result(
    cedar: Cast, at_work: Callable[..., Page], it: UUID
) -> None:
    page = opened(at_work, cedar, it)
    begin(page)
    for key in ("2", "4", "6", "7"):
        page.keyboard.press("a")
        page.keyboard.press(key)
        page.locator("details:is(.result-later, .result-other)[open] :focus").wait_for(
            state="attached"
        )
        page.keyboard.press("Escape")
