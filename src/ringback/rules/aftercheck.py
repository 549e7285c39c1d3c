"""What was noted of a matter may be read once whoever is on the line was verified, and not before.

Before the check one needs who it is about, why they called, what was tried and what is still to be
settled. A day that was chosen, a document, what the record says, a time that was offered or who
will see them is said to somebody verified, so it stands on no page before that; nor does what a
clinician answered: before the check one reads that there is an answer. A clinician reads it at any
time, and so does whoever opened the patient in need; whoever noted it has just heard it.
Source: 45 CFR 164.514(h), 164.502(b).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules import escalation

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

WHY_THEY_CALLED: Final = frozenset(
    {escalation.EXACT_WORDS, "reason_learned", "callback_number", "best_time"}
)
"""Why the patient called and how to reach them, in their own words: one calls because of it."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who would read it.

    `always` for a clinician, and whoever opened it in need; `verified` once they have verified
    somebody in this very call. What they noted themselves counts from `since` on (UTC).
    """

    person_id: UUID
    always: bool
    verified: bool
    since: datetime


def kept_back(code: str, value: object, *, by: UUID, at: datetime, reader: Reader) -> bool:
    """Whether what somebody noted waits for the check. A tick only says what is settled."""
    if reader.always or reader.verified or isinstance(value, bool):
        return False
    if code in WHY_THEY_CALLED or code.startswith(escalation.WORDS_FOR_CLINICIAN):
        return False
    return by != reader.person_id or at < reader.since
