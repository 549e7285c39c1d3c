"""What each task after a call may cost, counted: keys and clicks, without what is typed."""

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

WHY = "He asked for you about Tuesday"
QUESTION = "Two tablets left. Do I stop on Monday?"


class Hand:
    """Somebody's hands: every key and every click is counted, what they type is not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.spent = 0

    def key(self, *names: str) -> Hand:
        for name in names:
            self.page.keyboard.press(name)
            self.spent += 1
        return self

    def click(self, *words: str) -> Hand:
        for each in words:
            self.page.locator(each).first.click()
            self.spent += 1
        return self

    def types(self, text: str) -> Hand:
        self.page.keyboard.type(text)
        return self


def at_the_call(cast: Cast, at_work: Callable[..., Page]) -> tuple[UUID, Hand]:
    it = came_in(cast.dana, now=clock(), name="Tom Whitfield").callback_id
    assert it is not None
    claim.claim(it, by=cast.dana, now=clock())
    page = at_work(cast.dana)
    page.goto(f"/callbacks/{it}", wait_until="load")
    return it, Hand(page)


def left(cast: Cast, it: UUID, hand: Hand) -> list[str]:
    hand.page.wait_for_selector("#undo")
    found = records.callback(cast, it)
    return [found.stage, str(found.owner_id or ""), found.last_result]


@pytest.mark.parametrize("by", ["keys", "clicks"])
def test_taking_the_next_one_costs_one(cedar: Cast, at_work: Callable[..., Page], by: str) -> None:
    it = came_in(cedar.dana, now=clock(), name="Tom Whitfield").callback_id
    hand = Hand(at_work(cedar.dana))
    hand.page.goto("/", wait_until="load")
    hand.key("n") if by == "keys" else hand.click('[data-key="n"]')
    hand.page.wait_for_url(f"**/callbacks/{it}")
    assert hand.spent == 1


def test_a_voicemail_left_costs_three_keys_or_clicks(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it, hand = at_the_call(cedar, at_work)
    hand.key("a", "2", "y")
    assert left(cedar, it, hand) == ["scheduled", str(cedar.dana.person_id), "voicemail_left"]
    assert hand.spent <= 3
    it, hand = at_the_call(cedar, at_work)
    hand.click('[data-key="a 2"]', '[data-key="y"]')
    assert left(cedar, it, hand) == ["scheduled", str(cedar.dana.person_id), "voicemail_left"]
    assert hand.spent <= 3


def test_handing_over_costs_four_keys_or_three_clicks(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it, hand = at_the_call(cedar, at_work)
    hand.key("h", "1").types(WHY).key("Enter")
    first = left(cedar, it, hand)
    assert records.callback(cedar, it).hand_why == WHY
    assert hand.spent <= 4
    it, hand = at_the_call(cedar, at_work)
    hand.click('[data-key="h"]', '[data-key="h 1"]')
    hand.page.locator("#hand-why").focus()
    hand.types(WHY).click("#hand-over .primary")
    assert left(cedar, it, hand) == first
    assert hand.spent <= 3


def test_giving_back_costs_less(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, hand = at_the_call(cedar, at_work)
    hand.key("h", "0", "Enter")
    assert left(cedar, it, hand) == ["waiting", "", ""]
    hand.key("u")
    hand.page.wait_for_selector("#work")
    assert records.callback(cedar, it).owner_id == cedar.dana.person_id


def test_escalating_costs_four_keys_or_three_clicks(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it, hand = at_the_call(cedar, at_work)
    hand.key("e").types(QUESTION).key("Tab", "Enter")
    hand.page.wait_for_selector(".asking")
    assert records.callback(cedar, it).stage == "escalated"
    assert hand.spent <= 4
    it, hand = at_the_call(cedar, at_work)
    hand.click('.call-top [data-key="e"]').types(QUESTION).click('[formaction$="/ask"]')
    hand.page.wait_for_selector(".asking")
    assert records.callback(cedar, it).stage == "escalated"
    assert hand.spent <= 3


def test_waiting_on_somebody_and_putting_aside_cost_four_keys(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it, hand = at_the_call(cedar, at_work)
    hand.key("o", "2").types("the report").key("Enter")
    assert left(cedar, it, hand)[0] == "on_hold"
    assert hand.spent <= 4
    it, hand = at_the_call(cedar, at_work)
    hand.key("s", "1").types("The lab is closed").key("Enter")
    assert left(cedar, it, hand)[0] == "scheduled"
    assert hand.spent <= 4


def test_the_way_back_is_gone_when_its_time_is_over(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it, hand = at_the_call(cedar, at_work)
    hand.key("a", "3")
    left(cedar, it, hand)
    hand.page.wait_for_selector("#undo", state="detached", timeout=12_000)
