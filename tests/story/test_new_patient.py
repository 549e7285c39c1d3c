"""Somebody new to the practice needs help with a form, and has a visit at the end of the call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.engine.wallclock import now as clock
from ringback.rules.arrival import Kind
from tests.cast import came_in
from tests.story.novice import Novice
from tests.story.patients_waiting import ended, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

WORDS = "I am new and stuck on page two of the form."


def test_a_novice_helps_with_the_form(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it = came_in(
        cedar.dana,
        now=clock(),
        kind=Kind.APPOINTMENT_REQUEST,
        name="Ada Brook",
        phone="+12025550149",
        text=WORDS,
    ).callback_id
    assert it is not None
    novice = Novice(at_work(cedar.dana))
    novice.presses("Next for me", then=WORDS).sees("Nobody on file yet")
    novice.presses("Call (202) 555-0149", then="On the call")
    novice.presses("New to us", then="I’ll take your name and a number")

    day = clock() + timedelta(days=4)
    novice.presses("book or offer the wait list")
    novice.writes("Booked for", f"{day:%Y-%m-%d}T09:00")
    novice.writes("With whom and where", "Dr. Amari, Suite 200")
    novice.ticks("No cost or coverage was promised")
    novice.presses("send the intake form, as they allow")
    novice.writes("Intake form sent (how)", "page two filled in with her on the phone")
    novice.writes("What happens next", "her first visit").writes("On which day", f"{day:%Y-%m-%d}")
    novice.writes("Who sees to it", "the patient").ticks("No clinical questions asked").kept()
    novice.presses("Reached the patient", then="Written down: reached the patient.")
    novice.presses("Done", then="Closed as done.", within="#results")
    assert ended(cedar, it) == ("closed", "done")
    note = said(cedar, it)
    assert "New to us, so there was nothing to verify." in note
    assert "Intake form sent (how): page two filled in with her on the phone." in note
