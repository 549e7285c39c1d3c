"""The number is somebody else's: it is marked, another one on file is called, and all is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.rules.arrival import Kind
from tests import patients, records
from tests.story.novice import Novice
from tests.story.patients_waiting import BORN_AS_SAID, PROTECTED, ended, patient_of, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

HOME = "+12025550148"


def test_a_novice_finds_the_right_number(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = tom(cedar, kind=Kind.MISSED_CALL)
    patients.number(cedar, patient_of(cedar, it), HOME, label="home")
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="Call (202) 555-0147")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("Wrong number", then="which number now?")
    source = novice.source()
    assert [each for each in PROTECTED if each in source] == []

    novice.presses("(202) 555-0148", within="#another-number", then="Call (202) 555-0148")
    novice.presses("Call (202) 555-0148", then="On the call")
    novice.presses("said first and last name", then="1 of 2 agree")
    novice.writes("date of birth, as said", BORN_AS_SAID).presses("Compare", then="Verified")
    novice.presses("reach them, learn the reason")
    novice.writes("What they were calling about", "asks when the office opens")
    novice.ticks("Nothing further needed").ticks("No clinical questions asked").kept()
    novice.presses("Reached the patient", then="Written down: reached the patient.")
    novice.presses("Done", then="Closed as done.", within="#results")
    assert ended(cedar, it) == ("closed", "done")
    made = records.attempts(cedar, callback_id=it)
    assert [(each.result, each.number) for each in made] == [
        ("wrong_number", "+12025550147"),
        ("reached_patient", HOME),
    ]
    assert "asks when the office opens" in said(cedar, it)
