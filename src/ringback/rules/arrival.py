"""What counts as something a patient did, and when two of them are the same matter.

Later calls and messages of the same person about the same matter join the open callback, so that
nobody is called back twice for one thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.calendarwords import plain
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    ON_A_LIST = "on_a_list"
    """Written on the list a practice kept before: what they did is not known."""


UNSORTED: Final = "UNSORTED"
MISSED: Final = "MISSED"

CATEGORY_OF: Final[dict[Kind, str]] = {
    Kind.MISSED_CALL: MISSED,
    Kind.APPOINTMENT_REQUEST: "NEWPT",
    Kind.INCOMPLETE_INTAKE: "INTAKE",
}
"""The pathway a kind of arrival starts on; every other kind waits for a person to sort it."""


SPOKEN: Final = frozenset({Kind.WALK_UP, Kind.LIVE_CALL})
"""What comes in by talking to somebody here: the patient was reached, without a try of ours."""

IN_THE_FUTURE: Final = gettext_noop("The patient cannot have acted in the future.")
TOO_LONG_AGO: Final = gettext_noop("That is more than five years ago. Check the date.")

WORD: Final = re.compile(r"[^\W\d_]+")

OURS: Final = "en"
"""The language voicemails are expected in."""

FEWEST_WORDS: Final = 4
"""A message of fewer words was most likely not made out."""

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far ahead of ours a sender's clock may be before its time is refused."""

OLDEST: Final = timedelta(days=5 * 365)
"""How long ago somebody may have acted: beyond it a wrong date is likelier than a late entry."""


@dataclass(frozen=True, kw_only=True)
class OpenCallback:
    """What the joining rule needs to know of an open callback of the same number."""

    id: UUID
    category: str
    received_at: datetime
    name: str = ""


def starting_category(kind: Kind, asked: str | None = None) -> str:
    """The category code a new callback of this kind begins with."""
    return asked or CATEGORY_OF.get(kind, UNSORTED)


def hard_to_hear(kind: Kind, text: str, *, language: str = "", unsure: bool = False) -> bool:
    """Whether a voicemail was hardly made out, so that somebody must listen soon.

    It came without words, with too few of them or with more signs than words, in another language
    than the one it is written down in here, or the machine that wrote it down says it is `unsure`.
    """
    if kind is not Kind.VOICEMAIL:
        return False
    parts = text.split()
    words = [each for each in parts if any(letter.isalpha() for letter in each)]
    garbled = len(words) < FEWEST_WORDS or 2 * len(words) < len(parts)
    return unsure or garbled or language not in {"", OURS}


def refusals(*, happened_at: datetime, now: datetime) -> tuple[Reason, ...]:
    """Why this cannot have come in at that time; empty means it can."""
    if happened_at > now + CLOCK_SKEW:
        return (Reason(code="in_the_future", words=IN_THE_FUTURE),)
    if happened_at < now - OLDEST:
        return (Reason(code="too_long_ago", words=TOO_LONG_AGO),)
    return ()


def joins(
    *, kind: Kind, category: str, same_number: Iterable[OpenCallback], name: str = ""
) -> OpenCallback | None:
    """The open callback this arrival belongs to, or None when it is a matter of its own.

    A missed call without a message has no matter of its own, so it joins whatever is open for
    that number, the oldest first. Anything else joins only its own category; what is written on
    a list under another name is another person's. Withheld numbers never get here: they are never
    merged.
    """
    oldest_first = sorted(same_number, key=lambda each: (each.received_at, each.id))
    if kind is Kind.MISSED_CALL:
        return next(iter(oldest_first), None)
    if kind is Kind.ON_A_LIST:
        oldest_first = [each for each in oldest_first if may_be_one_person(name, each.name)]
    return next((each for each in oldest_first if each.category == category), None)


def may_be_one_person(name: str, other: str) -> bool:
    """Whether two written names may be one person’s: one has every word of the other.

    A number alone never says whose it is; a name that was not written may be anybody's.
    """
    one, two = set(WORD.findall(plain(name))), set(WORD.findall(plain(other)))
    return one <= two or two <= one
