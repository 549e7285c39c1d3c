"""Who has a callback open: seen in the list and inside, and gone with their page."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from ringback.actions import calling, claim
from ringback.engine.wallclock import now as clock
from ringback.models import Callback
from ringback.queries.scope import scope
from tests import patients
from tests.cast import a_number, came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

SERVED_WITH = {"RINGBACK_PRESENCE_S": "4", "RINGBACK_LAPSE_EVERY_S": "1"}
WITHIN_MS = 2000
SOON_MS = 8000
"""What it takes for a page that went without a word: four seconds and the next look of the tick."""


def mine(cast: Cast) -> str:
    it = came_in(cast.dana, now=clock(), name="Tom Whitfield").callback_id
    assert it is not None
    claim.claim(it, by=cast.dana, now=clock())
    return str(it)


def live(page: Page) -> Page:
    page.wait_for_selector('[data-live-state][data-state="live"]', state="attached")
    return page


def test_a_colleague_is_seen_in_the_list_and_inside_and_gone_when_they_leave(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = mine(cedar)
    mara, vik = live(at_work(cedar.mara)), live(at_work(cedar.vik))
    inside = at_work(cedar.dana)
    inside.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    mara.locator("[data-cell=here]", has_text="looking at it now").wait_for(timeout=WITHIN_MS)
    mara.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    inside.locator("[data-here]", has_text="Mara Lindt looking at it now").wait_for(
        timeout=WITHIN_MS
    )
    vik.locator("[data-cell=here]", has_text="2 people are looking").wait_for(timeout=WITHIN_MS)
    assert "Dana" not in inside.locator("[data-here]").inner_text()

    second = mara.context.new_page()
    with second.expect_response("**/here*"):
        second.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    assert inside.locator("[data-here] li").count() == 1
    second.close()
    inside.wait_for_timeout(1000)
    assert inside.locator("[data-here] li").count() == 1

    mara.close()
    inside.locator("[data-here] li").wait_for(state="detached", timeout=WITHIN_MS)
    vik.locator("[data-cell=here]", has_text="looking at it now").wait_for(timeout=WITHIN_MS)


def test_one_whose_tab_is_killed_is_gone_soon(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = mine(cedar)
    inside, mara = at_work(cedar.dana), at_work(cedar.mara)
    inside.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    with mara.expect_response("**/here*"):
        mara.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    inside.locator("[data-here] li").wait_for(timeout=WITHIN_MS)
    with suppress(Error):  # it never answers
        mara.goto("chrome://crash", timeout=1000)
    inside.locator("[data-here] li").wait_for(state="detached", timeout=SOON_MS)


def test_who_is_on_the_call_is_said_with_how_long(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = mine(cedar)
    patients.a_call(cedar, it, begun_at=clock())  # type: ignore[arg-type]
    mara = live(at_work(cedar.mara))
    assert mara.locator("[data-cell=here]").inner_text() == "on the call, 0 min"
    mara.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    assert "Dana Reyes on the call, 0 min" in mara.locator("[data-here]").inner_text()


def test_a_colleague_on_the_phone_with_this_number_is_said_and_nobody_dials_meanwhile(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    first, second = (
        came_in(cedar.dana, now=clock(), phone=a_number()).callback_id for _ in range(2)
    )
    assert first is not None
    assert second is not None
    with scope(cedar.practice_id):
        number = Callback.objects.get(id=first).phone
        Callback.objects.filter(id=second).update(phone=number)
    fence = claim.claim(first, by=cedar.dana, now=clock()).fence
    claim.claim(second, by=cedar.mara, now=clock())
    mara = at_work(cedar.mara)
    with mara.expect_response("**/here*"):
        mara.goto(f"/callbacks/{second}", wait_until="domcontentloaded")
    told, dial = mara.locator("[data-same-number]"), mara.locator("#calling .call-number")
    dial.wait_for()
    assert told.inner_text() == ""
    mara.locator("#note").fill("Half a sentence")

    calling.begin(first, by=cedar.dana, now=clock(), fence=fence)
    mara.locator("[data-same-number]", has_text="Dana Reyes is on the phone").wait_for(
        timeout=WITHIN_MS
    )
    dial.wait_for(state="hidden", timeout=WITHIN_MS)

    calling.end(first, by=cedar.dana, now=clock(), fence=fence)
    dial.wait_for(timeout=WITHIN_MS)
    assert told.inner_text() == ""
    assert mara.locator("#note").input_value() == "Half a sentence"


def test_the_last_two_minutes_are_said_and_writing_begins_the_time_again(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = mine(cedar)
    page = at_work(cedar.dana)
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    told = page.locator("[data-last-minutes]")
    assert told.inner_text() == ""
    with scope(cedar.practice_id):
        Callback.objects.filter(id=it).update(lease_until=clock() + timedelta(seconds=90))
    page.locator("[data-last-minutes]", has_text="in two minutes anyone may take it").wait_for()
    page.locator('textarea[name="note"]').first.fill("Half a sentence")
    page.locator('textarea[name="note"]').first.blur()
    page.wait_for_function("() => document.querySelector('[data-last-minutes]').innerText === ''")
