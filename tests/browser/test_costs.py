"""What each task may cost in keys and clicks, without what is typed (see also test_came_in)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from tests import patients, records
from tests.cast import a_number, came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast

WHY = "He asked for you about Tuesday"
NOTE = (
    "Verified date of birth against the chart; she wants Friday moved. Agreed on Tuesday: she will"
    " come at 10:30, front desk sends the confirmation. No clinical questions."
)
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


@pytest.mark.parametrize("by", ["keys", "clicks"])
def test_a_part_of_the_day_they_ask_for_costs_three_keys_or_two_clicks(
    cedar: Cast, at_work: Callable[..., Page], by: str
) -> None:
    it, hand = at_the_call(cedar, at_work)
    if by == "keys":
        hand.key("a", "4", "2")
    else:
        hand.click(".result-later > summary", ".later .result:nth-of-type(2)")
    stage, owner, result = left(cedar, it, hand)
    assert (stage, owner, result) == ("scheduled", str(cedar.dana.person_id), "call_later")
    assert records.callback(cedar, it).promised_at is not None
    assert hand.spent <= (3 if by == "keys" else 2)


@pytest.fixture
def known(cedar: Cast) -> UUID:
    """Tom's matter in Dana's hands, with what he asked for and an earlier callback of his."""
    tom = patients.on_file(cedar, birth_date=date(1979, 3, 14))
    new = {
        "category": "APPT",
        "name": "Tom Whitfield",
        "phone": a_number(),
        "text": "Before the 30th?",
    }
    for done in (True, False):
        it = came_in(cedar.dana, now=clock(), **new).callback_id
        assert it is not None
        patients.whose(cedar, it, tom)
        if done:
            patients.number(cedar, tom, records.callback(cedar, it).phone)
            patients.ended(cedar, it, clock())
    claim.claim(it, by=cedar.dana, now=clock())
    return it


def opened(cast: Cast, at_work: Callable[..., Page], it: UUID) -> Hand:
    page = at_work(cast.dana)
    page.goto(f"/callbacks/{it}", wait_until="load")
    return Hand(page)


@pytest.mark.parametrize("by", ["keys", "clicks"])
def test_starting_the_call_costs_one(
    cedar: Cast, at_work: Callable[..., Page], known: UUID, by: str
) -> None:
    hand = opened(cedar, at_work, known)
    hand.key("c") if by == "keys" else hand.click(".call-number")
    hand.page.locator("#calling .on-call").wait_for()
    for shown in (".call-number", ".script-step.now .say", ".earlier li"):
        box = hand.page.locator(shown).first.bounding_box()
        assert box is not None, shown
        assert box["y"] + box["height"] <= hand.page.viewport_size["height"], shown
    assert hand.spent == 1


@pytest.mark.parametrize(("by", "most"), [("keys", 4), ("clicks", 3)])
def test_verifying_two_of_three_costs_four_keys_or_three_clicks(
    cedar: Cast, at_work: Callable[..., Page], known: UUID, by: str, most: int
) -> None:
    hand = opened(cedar, at_work, known)
    hand.key("c") if by == "keys" else hand.click("#calling button.primary")
    hand.page.locator("#calling .on-call").wait_for()
    hand.key("i") if by == "keys" else hand.click(".said-it")
    hand.page.locator("#said-birth_date:focus").wait_for()
    hand.types("031479")
    hand.key("Enter") if by == "keys" else hand.click(".ask:has(#said-birth_date) button")
    hand.page.locator("#check .good").wait_for()
    assert hand.spent <= most


@pytest.mark.parametrize(("by", "most"), [("keys", 5), ("clicks", 4)])
def test_a_structured_note_and_done_cost_five_keys_or_four_clicks(
    cedar: Cast, at_work: Callable[..., Page], by: str, most: int
) -> None:
    it, hand = at_the_call(cedar, at_work)
    reached = attempt.Made(result=Result.REACHED_PATIENT)
    fence = records.callback(cedar, it).fence
    attempt.log(it, reached, by=cedar.dana, now=clock(), fence=fence)
    hand.page.goto(f"/callbacks/{it}", wait_until="load")
    hand.key("1") if by == "keys" else hand.click("#want-1 > summary")
    hand.page.locator("#want-1 input:focus").wait_for()
    hand.types("moving Friday")
    hand.key("Escape", "w") if by == "keys" else hand.click("#note")
    hand.page.locator("#note:focus").wait_for()
    hand.page.keyboard.insert_text(NOTE)
    hand.page.locator("#note-saved[data-state=saved]").wait_for()
    hand.key("Escape", "d") if by == "keys" else hand.click("#done")
    assert left(cedar, it, hand)[0] == "closed"
    assert hand.spent <= most


@pytest.mark.parametrize("by", ["keys", "clicks"])
def test_what_is_late_in_whose_hands_and_its_export_cost_three(
    cedar: Cast, at_work: Callable[..., Page], by: str
) -> None:
    long_ago = clock() - timedelta(days=4)
    for name, owner in (("Tom Whitfield", cedar.dana), ("Ada Brook", None)):
        it = came_in(cedar.dana, now=clock(), happened_at=long_ago, name=name).callback_id
        assert it is not None
        if owner:
            claim.claim(it, by=owner, now=clock())
    came_in(cedar.dana, now=clock(), phone=a_number(), name="Not late")
    hand = Hand(at_work(cedar.mara))
    hand.key("o") if by == "keys" else hand.click("#show-overdue")
    hand.page.locator("#show-overdue[aria-current]").wait_for()
    rows = hand.page.locator(".row")
    assert rows.count() == 2
    owners = hand.page.locator("[data-cell=owner]").all_inner_texts()
    assert any("Dana Reyes" in each for each in owners)
    with hand.page.expect_download() as taken:
        hand.key("x") if by == "keys" else hand.click(".take-away [data-key=x]")
    lines = taken.value.path().read_text().splitlines()
    assert len(lines) == 3
    assert any("Dana Reyes" in each for each in lines)
    assert not any("Whitfield" in each for each in lines)
    assert hand.spent <= 3


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
