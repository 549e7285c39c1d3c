"""Whoever answers cannot say who they are: the call ends kindly, and nothing was disclosed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import records
from tests.story.novice import Novice
from tests.story.patients_waiting import PROTECTED, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

WRONG = ("1/2/80", "3/4/81")


def test_a_novice_closes_safely(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = tom(cedar, category="APPT", text="I need to move Friday.")
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="Call (202) 555-0147")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("said first and last name", then="1 of 2 agree")
    for left, wrong in zip((4, 3), WRONG, strict=True):
        novice.writes("date of birth, as said", wrong)
        novice.presses("Compare", then=f"{left} tries left").sees("does not agree")
    sources = [novice.source()]
    novice.presses("Cannot or will not").presses(
        "It did not agree", then="Not verified, nothing disclosed."
    )
    novice.sees("I wasn’t able to confirm who I’m speaking with")
    sources.append(novice.source())
    novice.writes("What happens next", "they call us with their details")
    novice.kept()
    novice.presses("End the call: nothing was disclosed", then="Next try")
    sources.append(novice.source())
    assert [each for each in (*PROTECTED, *WRONG) for one in sources if each in one] == []

    (made,) = records.attempts(cedar, callback_id=it)
    assert made.result == "reached_other"
    note = said(cedar, it)
    assert "Someone else answered; nothing disclosed." in note
    assert "Not verified, nothing disclosed." in note
    assert records.callback(cedar, it).stage == "scheduled"


def test_five_wrong_answers_end_the_check(cedar: Cast, at_work: Callable[..., Page]) -> None:
    tom(cedar, category="APPT", text="I need to move Friday.")
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="Call (202) 555-0147")
    novice.presses("Call (202) 555-0147", then="On the call")
    for left in (4, 3, 2, 1):
        novice.writes("date of birth, as said", "1/2/80")
        novice.presses("Compare", then="left").sees(f"{left} tr")
    novice.writes("date of birth, as said", "1/2/80").presses("Compare", then="is locked")
    novice.sees("I wasn’t able to confirm who I’m speaking with")
    source = novice.source()
    assert [each for each in PROTECTED if each in source] == []
    novice.writes("The patient’s exact words", "My knee is swollen since yesterday.")
    novice.presses("Ask a clinician", then="A clinician")
