"""Finding a patient on file: by the beginnings of their names, or the end of a number.

Whoever sees in the list who somebody is finds like that. An assistant finds by the whole name or
the whole number only, as a caller gives it, and learns no name they did not type: nobody browses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ringback.queries import practice, search, statement
from ringback.queries.scope import scope
from ringback.rules import likeness
from ringback.rules.access import Permission, refusals
from ringback.rules.patientlist import folded
from ringback.rules.phone import is_whole, normalised

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor

MOST: Final = 20
CANDIDATES: Final = 2_000
"""So many are looked at of those whose name begins so: whoever finds too many types more."""
FEWEST_LETTERS: Final = 2
NEAR: Final = 5
LAST: Final = "\U0010ffff"
"""No letter comes after it."""
NOTHING: Final[dict[str, Any]] = dict.fromkeys(
    ("whole", "number", "ends", "digits", "first", "past", "second", "second_past", "holding")
)


@dataclass(frozen=True, kw_only=True)
class PatientRow:
    """A patient on file. `name` is None where all that is theirs to know is that there is one.

    `alike` is how alike the name is to what was typed, of a hundred, where it is only alike.
    """

    id: UUID
    name: str | None
    numbers: tuple[str, ...]
    alike: int | None = None


def found(actor: Actor, text: str) -> list[PatientRow]:
    """Who is on file by what was typed; if nobody, whose name is almost that."""
    wanted = _wanted(actor, text)
    if wanted is None or refusals(actor, Permission.SEE_QUEUE):
        return []
    with scope(actor.practice_id):
        rows = _rows(actor, wanted, MOST)
        if rows or not search.browses(actor) or not wanted["first"]:
            return [_shown(actor, each, text) for each in rows]
        return _near(actor, text)


def _wanted(actor: Actor, text: str) -> dict[str, Any] | None:
    """What the statement is asked for; None where too little was typed to look."""
    digits = "".join(each for each in text if each.isdigit())
    normal = normalised(text.strip(), practice.country(actor.practice_id))
    number = normal if is_whole(normal) else None
    whole, browses = folded(text), search.browses(actor)
    if digits:
        by_part = browses and len(digits) >= search.LAST_DIGITS and not _letters(whole)
        ends = {"ends": digits[-4:], "digits": digits[-10:]} if by_part else {}
        return {**NOTHING, "number": number, **ends} if number or ends else None
    if len(whole) < FEWEST_LETTERS:
        return None
    return {**NOTHING, "whole": whole, **(_beginnings(whole.split(" ")) if browses else {})}


def _letters(text: str) -> bool:
    return any(each.isalpha() for each in text)


def _beginnings(words: list[str]) -> dict[str, Any]:
    """Names whose words begin like these: the two longest by the index, the others looked for."""
    ordered = sorted(words, key=len, reverse=True)
    first, second = ordered[0], ordered[1] if len(ordered) > 1 else None
    return {
        "first": first,
        "past": first + LAST,
        "second": second,
        "second_past": second and second + LAST,
        "holding": [f"% {each}%" for each in ordered[2:]] or None,
    }


def _rows(actor: Actor, wanted: dict[str, Any], most: int) -> list[PatientRow]:
    own = {"practice": actor.practice_id, "most": most, "candidates": CANDIDATES}
    rows = statement.rows("patients_found", {**own, **wanted})
    return [PatientRow(id=each, name=name, numbers=tuple(numbers)) for each, name, numbers in rows]


def _near(actor: Actor, text: str) -> list[PatientRow]:
    """Whose name is almost that, the likest first: it begins alike and its letters are alike."""
    words = folded(text).split(" ")
    letters = 2 if len(words) > 1 else 3
    wanted = {**NOTHING, **_beginnings([each[:letters] for each in words[:2]])}
    rows = _rows(actor, wanted, CANDIDATES)
    scored = [replace(each, alike=likeness.score(each.name or "", text)) for each in rows]
    near = [each for each in scored if (each.alike or 0) >= likeness.ALMOST]
    return sorted(near, key=lambda each: -(each.alike or 0))[:NEAR]


def _shown(actor: Actor, row: PatientRow, text: str) -> PatientRow:
    """The row as they may read it: a name or number they have not typed is not theirs to see."""
    if search.browses(actor):
        return row
    typed = row.name is not None and folded(row.name) == folded(text)
    return replace(row, name=row.name if typed else None, numbers=())
