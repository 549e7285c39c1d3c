"""What one person sees of a callback: the rest is taken out before anybody gets the row.

The classes of fields stand in models/privacy.py, what a role may see in rules/access.py.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ringback.models import privacy
from ringback.rules.access import Actor, FieldClass, sees
from ringback.rules.shortname import first_and_initial

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringback.models import Note

OPEN_CLASSES: Final = frozenset({FieldClass.ROUTING, FieldClass.HOUSE})
"""What stands in every line of the queue, whoever looks at it."""


def protected(table: str, fields: Iterable[str]) -> dict[str, FieldClass]:
    """Those of these fields that not everybody sees, with their classes."""
    classes = {each: privacy.class_of(table, each) for each in fields}
    return {each: kind for each, kind in classes.items() if kind not in OPEN_CLASSES}


def may(actor: Actor, table: str, field: str, *, owns: bool, raised: bool = False) -> bool:
    """Whether this person may see one field of a callback, owned by them or not."""
    return sees(actor, privacy.class_of(table, field, raised=raised), owns=owns)


def reads(actor: Actor, note: Note) -> bool:
    """Whether a note of this callback is there for them: what a clinician wrote is not for all."""
    owns = note.callback.owner_id == actor.person_id
    return may(actor, "callback", "words", owns=owns) and (
        not note.clinical or may(actor, "note", "text", owns=owns, raised=True)
    )


def name(actor: Actor, full: str) -> str | None:
    """What stands for a name that is not for them: nothing, unless the practice says so."""
    return first_and_initial(full) or None if actor.first_names else None


def visit_day(visit: date | None, today: date | None) -> date | None:
    """A visit of today or tomorrow, which decides how pressing it is; no other day."""
    near = () if today is None else (today, today + timedelta(days=1))
    return visit if visit in near else None
