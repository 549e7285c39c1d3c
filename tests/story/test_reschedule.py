"""A visit is moved: the note reads as the example of a good one does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.engine.wallclock import now as clock
from tests.story.novice import Novice
from tests.story.patients_waiting import BORN_AS_SAID, PROTECTED, ended, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

WORDS = "Hi, it’s Tom. I need to move Friday. Mornings if you can."
THE_EXAMPLE = (
    "Returned voicemail about rescheduling Friday appointment.",
    "Patient reached.",
    "Verified name, date of birth, matched here.",
    "Offered the next available dates.",
    "Patient chose Tuesday at 10:30 a.m.",
    "Next: confirmation sent",
    "No clinical questions asked.",
)


def test_a_novice_moves_a_visit(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = tom(cedar, category="APPT", text=WORDS)
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="Call (202) 555-0147").sees(WORDS)
    source = novice.source()
    assert [each for each in PROTECTED if each in source] == []

    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("said first and last name", then="1 of 2 agree")
    novice.writes("date of birth, as said", BORN_AS_SAID)
    novice.presses("Compare", then="Verified, in this call.").sees("What may be said now")
    novice.sees("Dr. Amari", "Bring the brace.")

    tuesday = clock() + timedelta(days=6)
    novice.presses("the new time read back")
    novice.writes("Booked for", f"{tuesday:%Y-%m-%d}T10:30").writes("Where", "Suite 200")
    novice.ticks("Read back, and they agreed")
    novice.presses("free the old time").ticks("The old time was given free")
    novice.presses("how to prepare").ticks("Preparation given from the approved text")

    novice.writes("What you offered", "the next available dates")
    novice.writes("What they chose", "Tuesday at 10:30 a.m.")
    novice.writes("What happens next", "confirmation sent")
    novice.writes("On which day", f"{clock():%Y-%m-%d}").writes("Who sees to it", "front desk")
    novice.ticks("No clinical questions asked")
    novice.presses("More to say")
    novice.writes("What the call was about", "rescheduling Friday appointment").kept()
    novice.presses("Reached the patient", then="Written down: reached the patient.")
    novice.presses("Done", then="Closed as done.", within="#results")
    assert ended(cedar, it) == ("closed", "done")
    note = said(cedar, it)
    assert [each for each in THE_EXAMPLE if each not in note] == []
