"""What is added to a finished callback: words of their own, with the time they are about.

A signed note is never edited: what was left out, or was wrong, is said below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules.note import missing_in_note
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime

EMPTY: Final = gettext_noop("Write what is to be added.")
NOT_CLOSED: Final = gettext_noop("It is not finished yet: write it in the note.")
NOT_YET: Final = gettext_noop("What is added cannot have happened in the future.")
TOO_EARLY: Final = gettext_noop("What is added cannot have happened before they called.")


def refusals(
    text: str,
    *,
    closed: bool,
    happened_at: datetime | None,
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
    if happened_at is not None and happened_at > now:
        return (Reason(code="addendum_at", words=NOT_YET),)
    if happened_at is not None and happened_at < received_at:
        return (Reason(code="addendum_at", words=TOO_EARLY),)
    return ()
