"""Nobody answers: the only permitted words are left, and the next try is set by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.rules.arrival import Kind
from tests import patients, records
from tests.story.novice import Novice
from tests.story.patients_waiting import PROTECTED, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast


def test_a_novice_leaves_the_permitted_words(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = tom(cedar, kind=Kind.MISSED_CALL)
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="Call (202) 555-0147")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("Voicemail left", then="Listen to the greeting.")
    words = novice.page.locator("#voicemail-words").inner_text()
    assert words.startswith("Hello, this is Dana from Cedar Street Family.")
    assert [each for each in (*PROTECTED, "Whitfield", "visit") if each in words] == []
    novice.presses("It was their greeting: left", then="Written down: voicemail left. Next try")

    (made,) = records.attempts(cedar, callback_id=it)
    assert made.result == "voicemail_left"
    found = records.callback(cedar, it)
    assert found.stage == "scheduled"
    assert found.next_attempt_at is not None
    novice.presses("Sign the note", then="Signed notes")
    note = said(cedar, it)
    assert "Returned missed call." in note
    assert "Voicemail left: short voicemail." in note
    assert "Next: next try" in note
    novice.presses("Next for me", then="Nothing is waiting")


def test_a_novice_leaves_nothing_where_none_may_be_left(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = tom(cedar, kind=Kind.MISSED_CALL)
    known = records.callback(cedar, it).patient_id
    patients.rule(cedar, known, "voicemail", said="no voicemail, please", level="none")
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then="No voicemail:")
    novice.presses("Call (202) 555-0147", then="On the call")
    novice.presses("Voicemail left").presses("Hung up, left nothing", then="Next try")
    assert [each.result for each in records.attempts(cedar, callback_id=it)] == ["no_voicemail"]
