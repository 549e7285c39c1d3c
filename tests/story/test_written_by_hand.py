"""The calls are made and nobody answered: a letter is sent by hand, and what follows is decided."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.actions import attempt, claim
from ringback.engine.wallclock import now as clock
from ringback.models import Patient
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from tests import patients, records
from tests.browser import axe
from tests.browser.test_putright import shot
from tests.cast import came_in
from tests.story.novice import Novice
from tests.story.patients_waiting import patient_of, said, tom

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from tests.cast import Cast

HOUR = timedelta(hours=1)
LETTER = "We tried to reach you about your request. Please call us when it suits you."


def called_three_times(cast: Cast) -> UUID:
    """An appointment that somebody asked for on the day before, and three calls in vain."""
    now = clock()
    it = came_in(cast.dana, now=now - 30 * HOUR, category="APPT", name="Tom Whitfield").callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=now).fence
    for hours in (24, 18, 12):
        made = attempt.Made(result=Result.NO_ANSWER, happened_at=now - hours * HOUR)
        attempt.log(it, made, by=cast.dana, now=now, fence=fence)
    return it


def test_a_novice_sends_a_letter_once_the_calls_are_made(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = called_three_times(cedar)
    novice = Novice(at_work(cedar.dana))
    novice.page.goto(f"/callbacks/{it}")
    novice.presses("Wrote to them", then="Every call was made: write to them next.")
    shot(novice.page, "by-hand")
    novice.presses("Letter sent", then="Write down what it said")
    novice.writes("What it says", LETTER)
    novice.presses("Letter sent", then="Written down: sent by hand.")
    novice.sees("Dana Reyes sent a letter, by hand")
    assert [each.channel for each in records.attempts(cedar, result="sent")] == ["letter"]
    assert LETTER in said(cedar, it)
    novice.presses("Undo", then="Dana Reyes took the result back: it does not count")
    novice.presses("Wrote to them", then="Every call was made: write to them next.")


def noon_for(cast: Cast, patient_id: UUID) -> None:
    """They live where it is about noon now: texts go out by day, tests run at any hour."""
    zone = f"Etc/GMT{clock().hour - 12:+d}"  # these count westwards
    with scope(cast.practice_id):
        Patient.objects.filter(id=patient_id).update(zone=zone)


def test_the_approved_text_is_read_there_and_what_is_not_allowed_says_why(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = tom(cedar, category="APPT")
    patients.consent(cedar, patient_of(cedar, it))
    noon_for(cedar, patient_of(cedar, it))
    claim.claim(it, by=cedar.dana, now=clock())
    page = at_work(cedar.dana)
    page.goto(f"/callbacks/{it}", wait_until="load")
    page.keyboard.press("a")
    page.keyboard.press("7")
    words = page.locator(".by-hand-text .say").inner_text()
    assert words.startswith("Hello, this is Dana from Cedar Street Family.")
    assert (
        "They have not agreed to be reached this way" in page.locator(".by-hand-off").inner_text()
    )
    shot(page, "by-hand-text")
    assert axe.flaws(page, axe.OPPOSITES) == []
    page.keyboard.press("t")
    page.wait_for_selector("#undo")
    (made,) = records.attempts(cedar)
    assert (made.result, made.channel, made.template, made.number) == (
        "sent", "text", "VM-1", "+12025550147",
    )  # fmt: skip


def test_without_scripts_a_message_in_the_portal_is_told_in_one_form(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    it = tom(cedar, category="APPT")
    claim.claim(it, by=cedar.dana, now=clock())
    novice = Novice(at_work(cedar.dana, size="phone", theme="dark", script=False))
    novice.page.goto(f"/callbacks/{it}")
    novice.presses("Wrote to them", then="send it by hand")
    shot(novice.page, "by-hand-phone")
    novice.writes("What it says", LETTER)
    novice.presses("Written in the portal", then="Written down: sent by hand.")
    assert [each.channel for each in records.attempts(cedar)] == ["portal"]
