"""Every part of the screens about a call stands in the gallery: a change of look starts there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import ringback
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

TEMPLATES = Path(ringback.__file__).parent / "templates"
FLOORS = ("call", "right", "sheet", "shift")
NO_PARTS = {
    "call/page.html": "a page",
    "call/head.html": "the top of a page; what stands in it is here",
    "call/body.html": "where the parts stand on the page",
    "call/print.html": "a page for paper",
    "call/left_draft.html": "a page",
    "call/presence.html": "what an open page sends by itself",
    "call/scripts.html": "nothing to be seen",
    "call/calling_form.html": "a form without fields",
    "call/calling_forms.html": "forms without fields",
    "call/not_now_forms.html": "forms without fields",
    "call/typing.html": "parts of the note and the results, drawn anew",
    "call/later.html": "opens under “Call later”",
    "right/incidents.html": "a page; an incident is here",
    "right/page.html": "a page of plain fields",
    "sheet/enter.html": "a page of plain fields",
    "sheet/new.html": "a page of plain fields",
    "sheet/page.html": "a page; its boxes are here",
    "shift/end.html": "a page; its lines are here",
    "shift/ended.html": "a page",
}
"""Templates that are no part one could look at by itself, each with why."""


def test_every_part_of_a_call_is_shown(cedar: Cast) -> None:
    shown = {each.name for each in signed_in(cedar.dana).get("/gallery/").templates}
    parts = {
        str(path.relative_to(TEMPLATES))
        for floor in FLOORS
        for path in (TEMPLATES / floor).rglob("*.html")
    }
    assert parts - shown == set(NO_PARTS) - shown
    assert set(NO_PARTS) <= parts
