"""A caregiver arranges a ride: all is settled with authority on file, a message taken without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import patients, records
from tests.story.novice import Novice
from tests.story.patients_waiting import (
    BORN_AS_SAID,
    PROTECTED,
    ended,
    patient_of,
    said,
    tom,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

MESSAGE = "His wife asks for a ride. I will call Tom on Monday for his yes."
WORDS = "My husband needs a ride on the day of his visit."


def test_a_novice_arranges_the_ride_with_who_may_speak_for_him(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = tom(cedar, category="ACCESS", text=WORDS)
    patients.authority(cedar, patient_of(cedar, it), scope=["visits"])
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then=WORDS).sees("Maria Whitfield")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("Caregiver", then="could you tell me your full name")
    novice.presses("Maria Whitfield, wife", then="0 of 3 agree")
    novice.presses("said first and last name", then="1 of 3 agree")
    novice.writes("date of birth, as said", BORN_AS_SAID)
    novice.presses("Compare: date of birth", then="2 of 3 agree")
    novice.writes("home address, as said", "118 Willow Street")
    novice.presses("Compare: home address", then="Verified, in this call.").sees("Suite 200")

    novice.presses("what they need, on their record").writes("What they need", "a ride, wheelchair")
    novice.presses("book it with its reference")
    novice.writes("Booked with whom, and the reference", "Blue Line, R-204")
    novice.ticks("Told in their language")
    novice.writes("What happens next", "the ride comes at nine").writes(
        "On which day", "2027-01-04"
    )
    novice.writes("Who sees to it", "front desk").ticks("No clinical questions asked").kept()
    novice.presses("Another result")
    novice.presses("Reached somebody authorised", then="Written down: reached somebody authorised.")
    novice.presses("Done", then="Closed as done.", within="#results")
    assert ended(cedar, it) == ("closed", "done")
    note = said(cedar, it)
    assert "Reached Maria Whitfield, wife, who may speak for the patient." in note
    assert "Booked with whom, and the reference: Blue Line, R-204." in note


def test_a_novice_takes_a_message_from_who_may_not(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = tom(cedar, category="ACCESS", text=WORDS)
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then=WORDS).sees("nobody on file")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("Caregiver", then="Nobody of that name may hear about this patient.")
    sources = [novice.source()]
    novice.presses("Cannot or will not")
    novice.presses("They may not hear it", then="Not verified, nothing disclosed.")
    sources.append(novice.source())
    novice.writes(
        "In your own words", "His wife asks for a ride. Will call Tom on Monday for his yes."
    )
    novice.kept()
    novice.presses("End the call: nothing was disclosed", then="Next try")
    sources.append(novice.source())
    assert [each for each in PROTECTED for one in sources if each in one] == []
    assert records.callback(cedar, it).stage == "scheduled"
    note = said(cedar, it)
    assert "nothing disclosed" in note
    assert "His wife asks for a ride." in note
