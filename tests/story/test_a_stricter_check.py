"""A practice asks for more than it did: the next call goes by it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.actions import claim, done
from ringback.engine.wallclock import now as clock
from tests.browser.keyboard import to
from tests.story.novice import Novice
from tests.story.patients_waiting import BORN_AS_SAID, PROTECTED, tom

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast


def noted_by_a_colleague(cast: Cast, it: UUID) -> str:
    """Mara notes a new time and gives it back; answers the day she noted."""
    day = f"{clock() + timedelta(days=60):%Y-%m-%d}"
    now, mara = clock(), cast.mara
    fence = claim.claim(it, by=mara, now=now).fence
    facts = {"booked_for": f"{day}T10:35", "booked_where": "the annex"}
    done.record(it, facts, by=mara, now=now, fence=fence)
    claim.release(it, by=mara, now=now, fence=fence)
    return day


def test_a_manager_asks_for_more_and_the_next_caller_is_asked_it(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = tom(cedar, category="APPT", text="I need to move Friday.")
    day = noted_by_a_colleague(cedar, it)
    page = at_work(cedar.mara)
    page.goto("/setup/checking", wait_until="domcontentloaded")
    to(page, "Must agree")
    page.keyboard.type("3")
    to(page, "Wrong answers that lock")
    page.keyboard.type("2")
    to(page, "Show what it comes to")
    page.keyboard.press("Enter")
    page.get_by_text("Not saved yet: what it would come to").wait_for()
    to(page, "Why")
    page.keyboard.type("after the review")
    to(page, "Save it")
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()

    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="Call (202) 555-0147")
    sources = [novice.source()]
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("said first and last name", then="1 of 3 agree · 2 tries left")
    novice.writes("date of birth, as said", BORN_AS_SAID)
    novice.presses("Compare", then="2 of 3 agree")
    sources.append(novice.source())
    noted = (day, "the annex")
    assert [each for each in (*PROTECTED, *noted) for one in sources if each in one] == []
    novice.writes("home address, as said", "118 Willow Street")
    novice.presses("Compare", then="Verified, in this call.")
    assert [each for each in noted if each not in novice.source()] == []
