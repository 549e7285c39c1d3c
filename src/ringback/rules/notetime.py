"""When what a note tells of happened: now, unless somebody says otherwise.

It lies between the patient's own call and this moment; what is told after more than a day says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.attempt import LATE_AFTER, WHY_LATE
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime

NOT_YET: Final = gettext_noop("What a note tells of cannot have happened in the future.")
TOO_EARLY: Final = gettext_noop("What a note tells of cannot have happened before they called.")


@dataclass(frozen=True, kw_only=True)
class Told:
    """When it happened (UTC), now where none is given, and why it is told only now."""

    happened_at: datetime | None = None
    why_late: str = ""


def refusals(told: Told, *, received_at: datetime, now: datetime) -> tuple[Reason, ...]:
    """Why it cannot be told like this; empty means it can."""
    at = told.happened_at
    if at is None:
        return ()
    if at > now:
        return (Reason(code="note_at", words=NOT_YET),)
    if at < received_at:
        return (Reason(code="note_at", words=TOO_EARLY),)
    if now - at > LATE_AFTER and not told.why_late.strip():
        return (Reason(code="note_late", words=WHY_LATE),)
    return ()
