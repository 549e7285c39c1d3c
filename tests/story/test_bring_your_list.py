"""A practice begins with its sticky notes and its spreadsheet: pasted, put right, brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.phonelogs import queue_of
from tests.story.novice import Novice

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

ROWS = """Who\tNumber\tAsked for\tSince
Tom Whitfield\t202-555-0163\twants to move Friday's visit\tyesterday
Ana Gomez\t(202) 555-0164\trefill of lisinopril\ttoday
Rosa Diaz\t202-555-0165\tnew insurance card\t
Joe Lee\task at the desk\tform\t
Kim Park\t202-555-0166\tresults\tyesterday
Tom Whitfield\t202-555-0163\twants to move Friday's visit\tyesterday"""

NOTES = """Tom Whitfield 202-555-0173 wants to move Friday's visit, since yesterday
Ana Gomez (202) 555-0174 - refill"""


def test_a_novice_brings_six_lines_and_takes_them_back(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    novice = Novice(at_work(cedar.dana))
    novice.page.goto("/imports")
    novice.presses("Bring your list", then="Paste your open callbacks here")
    novice.writes("Paste your open callbacks here", ROWS)
    novice.presses("Look at it", then="2 lines cannot be used.")
    novice.sees("No column says why they called.")
    novice.sees("6 lines. 4 new callbacks.", "no number somebody can call", "The same as line 2.")
    novice.sees("(202) 555-0163", "wants to move Friday")
    assert novice.page.locator(".list-lines").get_by_text("not said").count() == 5

    novice.writes("What is in Asked for", "why they called")
    novice.presses("Look again", then="Bring in 4")
    novice.sees("refill of lisinopril")
    novice.presses("Bring in 4", then="4 callbacks opened. 2 lines could not be used.")
    found = [(each.name, each.words) for each in queue_of(cedar.dana)]
    assert ("Ana Gomez", "refill of lisinopril") in found
    assert len(found) == 4

    novice.presses("Undo the whole import", then="Undone: 4 callbacks taken out of the queue.")
    assert queue_of(cedar.dana) == []


def test_a_novice_pastes_sticky_notes_without_a_mouse(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.dana)
    page.goto("/imports/list")
    page.keyboard.insert_text(NOTES)
    keys = page.keyboard
    for _ in range(3):
        keys.press("Tab")
    keys.press("Enter")
    novice = Novice(page).sees("2 lines. 2 new callbacks.", "(202) 555-0173", "Bring in 2")
    page.get_by_role("button", name="Bring in 2").focus()
    keys.press("Enter")
    novice.sees("2 callbacks opened.")
    assert [each.words for each in queue_of(cedar.dana)] == [
        "wants to move Friday's visit",
        "refill",
    ]
