"""A patient we know asks whether the records arrived, and hears it once it is sure who asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.engine.wallclock import now as clock
from tests.story.novice import Novice
from tests.story.patients_waiting import BORN_AS_SAID, ended, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

WORDS = "Did the records from my old doctor arrive?"


def test_a_novice_says_where_the_records_are(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = tom(cedar, category="REFER", text=WORDS)
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then=WORDS)
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("said first and last name", then="1 of 2 agree")
    novice.writes("date of birth, as said", BORN_AS_SAID)
    novice.presses("Compare", then="I can help with where it stands and the next step")

    today, friday = clock(), clock() + timedelta(days=5)
    novice.presses("where it stands, from whom, with its reference")
    novice.writes("It is", "received").writes("Who said so", "the fax log of this morning")
    novice.writes("The reference", "F-118").writes("As of", f"{today:%Y-%m-%d}")
    novice.presses("tell them the next step and by when")
    novice.writes("The next step they were told", "the doctor reads them before the visit")
    novice.writes("By when", f"{friday:%Y-%m-%d}")
    novice.writes("What happens next", "the doctor reads them")
    novice.writes("On which day", f"{friday:%Y-%m-%d}").writes("Who sees to it", "care team")
    novice.ticks("No clinical questions asked").kept()
    novice.presses("Reached the patient", then="Written down: reached the patient.")
    novice.presses("Done", then="Closed as done.", within="#results")
    assert ended(cedar, it) == ("closed", "done")
    note = said(cedar, it)
    assert "It is: received." in note
    assert "The reference: F-118." in note
    assert "Next: the doctor reads them" in note
