"""What counts as something a patient did, and when two of them are the same matter.

Later calls and messages of the same person about the same matter join the open callback, so that
nobody is called back twice for one thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID


class Kind(StrEnum):
    """What the patient did."""

    MISSED_CALL = "missed_call"
    VOICEMAIL = "voicemail"
    WEB_FORM = "web_form"
    PORTAL_MESSAGE = "portal_message"
    APPOINTMENT_REQUEST = "appointment_request"
    INCOMPLETE_INTAKE = "incomplete_intake"
    EMAIL = "email"
    FAX = "fax"
    WALK_UP = "walk_up"
    LIVE_CALL = "live_call"


UNSORTED: Final = "UNSORTED"
MISSED: Final = "MISSED"

CATEGORY_OF: Final[dict[Kind, str]] = {
    Kind.MISSED_CALL: MISSED,
    Kind.APPOINTMENT_REQUEST: "NEWPT",
    Kind.INCOMPLETE_INTAKE: "INTAKE",
}
"""The pathway a kind of arrival starts on; every other kind waits for a person to sort it."""


@dataclass(frozen=True, kw_only=True)
class OpenCallback:
    """What the joining rule needs to know of an open callback of the same number."""

    id: UUID
    category: str
    received_at: datetime


def starting_category(kind: Kind, asked: str | None = None) -> str:
    """The category code a new callback of this kind begins with."""
    return asked or CATEGORY_OF.get(kind, UNSORTED)


def joins(*, kind: Kind, category: str, same_number: Iterable[OpenCallback]) -> OpenCallback | None:
    """The open callback this arrival belongs to, or None when it is a matter of its own.

    A missed call without a message has no matter of its own, so it joins whatever is open for
    that number, the oldest first. Anything else joins only its own category. Withheld numbers
    never get here: they are never merged.
    """
    oldest_first = sorted(same_number, key=lambda each: (each.received_at, each.id))
    if kind is Kind.MISSED_CALL:
        return next(iter(oldest_first), None)
    return next((each for each in oldest_first if each.category == category), None)
