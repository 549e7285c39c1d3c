"""In the middle of a call it turns clinical: the exact words go on, and the answer comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.rules.arrival import Kind
from tests.story.novice import Novice
from tests.story.patients_waiting import BORN_AS_SAID, ended, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

WORDS = "Two tablets left. Do I stop on Monday?"
ANSWER = "Come in on Monday; keep taking them until then."


def test_a_novice_hands_it_over_and_tells_the_answer(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = tom(cedar, kind=Kind.MISSED_CALL)
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="Call (202) 555-0147")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.sees("That question needs to be reviewed by the clinical team.")
    novice.presses("Escalate").writes("The patient’s exact words", WORDS)
    novice.presses("Ask a clinician", then=WORDS)

    clinician = Novice(at_work(cedar.osei))
    clinician.presses("Tom Whitfield", then=WORDS)
    clinician.writes("What to tell the patient", ANSWER)
    clinician.presses("Send the answer", then=ANSWER)

    novice.sees("Tell the patient", "It opens with the check.")
    novice.presses("Take it", then="Call (202) 555-0147")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("said first and last name", then="1 of 2 agree")
    novice.writes("date of birth, as said", BORN_AS_SAID).presses("Compare", then="Verified")
    novice.sees(ANSWER)
    novice.presses("reach them, learn the reason")
    novice.writes("What they were calling about", "the last two tablets")
    novice.writes("In your own words", "Told him word for word what Dr. Osei answered.")
    novice.writes("What happens next", "he comes in").writes("On which day", "2027-01-04")
    novice.writes("Who sees to it", "the patient").kept()
    novice.presses("Reached the patient", then="Written down: reached the patient.")
    novice.presses("Done", then="Closed as done.", within="#results")
    assert ended(cedar, it) == ("closed", "done")
    note = said(cedar, it)
    assert f"Clinical question, in the exact words: “{WORDS}” Routed to the clinical team." in note
    assert "Told him word for word what Dr. Osei answered." in note
