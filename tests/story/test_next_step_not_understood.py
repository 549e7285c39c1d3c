"""After a visit somebody did not understand what comes next: the approved words, or a clinician."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.rules.arrival import Kind
from tests import records
from tests.story.novice import Novice
from tests.story.patients_waiting import BORN_AS_SAID, ended, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

APPROVED = "Nothing to eat from midnight on. Bring the brace, and somebody who drives you home."
WORDS = "I did not understand what I am to do before Friday."


def on_the_line(at_work: Callable[..., Page], cast: Cast) -> Novice:
    """Who asked is on the line, and it is sure who they are."""
    novice = Novice(at_work(cast.dana))
    novice.presses("Next for me", then=WORDS)
    assert APPROVED not in novice.source()
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("said first and last name", then="1 of 2 agree")
    novice.writes("date of birth, as said", BORN_AS_SAID)
    return novice.presses("Compare", then="Verified, in this call.")


def test_a_novice_reads_the_approved_words(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = tom(cedar, kind=Kind.MISSED_CALL, text=WORDS, visit={"preparation": APPROVED})
    novice = on_the_line(at_work, cedar).sees(APPROVED)
    assert novice.page.locator("#told blockquote").all_inner_texts() == [APPROVED]
    novice.presses("reach them, learn the reason")
    novice.writes("What they were calling about", "how to prepare; read the approved text to him")
    novice.ticks("They said it back").ticks("Nothing further needed")
    novice.ticks("No clinical questions asked").kept()
    novice.presses("Reached the patient", then="Written down: reached the patient.")
    novice.presses("Done", then="Closed as done.", within="#results")
    assert ended(cedar, it) == ("closed", "done")
    note = said(cedar, it)
    assert "Returned missed call about how to prepare; read the approved text to him." in note
    assert "Next step said back." in note


def test_without_approved_words_it_goes_to_a_clinician(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = tom(cedar, kind=Kind.MISSED_CALL, text=WORDS, visit={"preparation": ""})
    novice = on_the_line(at_work, cedar)
    assert novice.page.locator("#told blockquote").count() == 0
    novice.sees("That question needs to be reviewed by the clinical team.")
    novice.presses("Escalate").writes("The patient’s exact words", WORDS)
    novice.presses("Ask a clinician", then="A clinician")
    assert records.callback(cedar, it).stage == "escalated"
