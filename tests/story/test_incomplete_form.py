"""A form came in with a page missing: the patient says how and by when they send it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.engine.wallclock import now as clock
from ringback.rules.arrival import Kind
from tests.story.novice import Novice
from tests.story.patients_waiting import BORN_AS_SAID, ended, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast


def test_a_novice_asks_for_the_missing_page(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = tom(cedar, kind=Kind.INCOMPLETE_INTAKE, text="Insurance card: no picture of the back.")
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="Insurance card: no picture of the back.")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("said first and last name", then="1 of 2 agree")
    novice.writes("date of birth, as said", BORN_AS_SAID)
    novice.presses("Compare", then="I can help with what is still missing and how to send it")

    thursday = f"{clock() + timedelta(days=2):%Y-%m-%d}"
    novice.presses("the missing item, or how and when")
    novice.writes("How they will send it", "a picture by the portal")
    novice.writes("By which day", thursday)
    novice.writes("What happens next", "he sends the picture").writes("On which day", thursday)
    novice.writes("Who sees to it", "the patient").ticks("No clinical questions asked").kept()
    novice.presses("Reached the patient", then="Written down: reached the patient.")
    novice.presses("Done", then="Closed as done.", within="#results")
    assert ended(cedar, it) == ("closed", "done")
    note = said(cedar, it)
    assert "Answered web form about “Incomplete form or missing document”." in note
    assert "How they will send it: a picture by the portal." in note
    assert "Next: he sends the picture" in note
