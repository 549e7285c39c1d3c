"""What is added to a finished callback: words of their own, with the time they are about.

A signed note is never edited: what was left out, or was wrong, is said below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules import notetime
from ringback.rules.note import missing_in_note
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.rules.notetime import Told

EMPTY: Final = gettext_noop("Write what is to be added.")
NOT_CLOSED: Final = gettext_noop("It is not finished yet: write it in the note.")
FIELDS: Final = {"note_at": "addendum_at", "note_late": "addendum_late"}
"""What is wrong with the time of any note, by the field of an addendum in which it is put right."""


def refusals(
    text: str,
    *,
    closed: bool,
    told: Told,
    received_at: datetime,
    now: datetime,
) -> tuple[Reason, ...]:
    """Why this is not added; empty means it is. Times are UTC."""
    if not closed:
        return (Reason(code="addendum", words=NOT_CLOSED),)
    if not text.strip():
        return (Reason(code="addendum", words=EMPTY),)
    if vague := missing_in_note(text):
        return tuple(Reason(code="addendum", words=each.words) for each in vague)
    wrong = notetime.refusals(told, received_at=received_at, now=now)
    return tuple(Reason(code=FIELDS[each.code], words=each.words) for each in wrong)
