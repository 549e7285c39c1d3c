"""A call comes in: from any page, in the middle of another one, by hand or without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests import records
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

ALSO_TOLD = (422,)
KEYS_IN_20_S = 60
"""At three keys a second, which is slow typing, with the caller talking."""


def mine(cast: Cast) -> str:
    it = came_in(cast.dana, now=clock(), name="Tom Whitfield").callback_id
    assert it is not None
    claim.claim(it, by=cast.dana, now=clock())
    return str(it)


class Counted:
    """A keyboard that counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)


def test_a_new_one_takes_twenty_seconds_and_no_mouse(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.dana)
    page.goto("/setup", wait_until="domcontentloaded")
    keys = Counted(page)
    keys.press("+")
    page.locator("dialog [name=name]").wait_for()
    keys.type("Ada Brook")
    keys.press("Tab")
    keys.type("202 555 0164")
    keys.press("Tab")
    keys.type("New")
    page.locator("dialog [name=phone]").press("Enter")
    keys.pressed += 1
    page.wait_for_url("**/callbacks/*")
    assert keys.pressed <= KEYS_IN_20_S
    (it,) = records.callbacks(cedar)
    assert (it.name, it.phone, it.owner_id) == ("Ada Brook", "+12025550164", cedar.dana.person_id)
    assert (it.kind, it.stage, it.category) == ("live_call", "owned", "NEWPT")
    assert it.first_action_at is not None


def test_in_the_middle_of_another_and_back_to_it_with_the_draft(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = mine(cedar)
    page = at_work(cedar.dana)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    page.locator('textarea[name="note"]').first.fill("Half a sentence about Tom")
    page.keyboard.press("Escape")
    page.keyboard.press("+")
    page.locator("dialog [name=name]").fill("Ada Brook")
    page.locator("dialog [name=phone]").fill("202 555 0165")
    page.locator("dialog [name=category]").select_option("NEWPT")
    page.locator("dialog .primary").click()
    page.wait_for_url("**/callbacks/*from=*")
    assert page.locator(".call-top a").first.inner_text().startswith("← Back to Tom Whitfield")
    page.locator('button[name="result"]').first.click()
    page.wait_for_load_state("domcontentloaded")
    assert page.locator(".call-top a").first.inner_text().startswith("← Back to Tom Whitfield")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/callbacks/{it}")
    assert page.locator('textarea[name="note"]').first.input_value() == "Half a sentence about Tom"
    assert "Back to" not in page.locator(".call-top").inner_text()


def test_without_scripts_the_caller_is_looked_up_and_dealt_with(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = came_in(cedar.dana, now=clock(), name="Tom Whitfield", phone="+12025550166").callback_id
    page = at_work(cedar.mara, script=False)
    page.locator('a[href="/arrivals/new"]').first.click()
    page.locator("[name=phone]").fill("(202) 555-0166")
    page.locator("[name=words]").fill("It is about Friday")
    page.locator('button[formaction="/arrivals/found"]').click()
    page.locator(".came-in-open", has_text="Tom Whitfield").wait_for()
    assert page.locator("[name=words]").input_value() == "It is about Friday"
    page.locator(".came-in-open button").click()
    page.wait_for_url(f"**/callbacks/{it}*")
    assert records.callback(cedar, it).owner_id == cedar.mara.person_id
    assert [each.text for each in records.arrivals(cedar)] == ["", "It is about Friday"]


def test_what_kind_it_is_must_be_said_to_deal_with_it(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.dana)
    page.goto("/arrivals/new", wait_until="domcontentloaded")
    page.locator("[name=phone]").fill("202 555 0167")
    page.locator("[name=phone]").press("Enter")
    page.locator(".problems", has_text="Choose what kind of request it is.").wait_for()
    assert page.locator("[name=phone]").input_value() == "202 555 0167"
    assert records.callbacks(cedar) == []
