"""While we wait for somebody it is written down: for whom, for what, who of us asks, by when.

It stays on the list of whoever asks, with the time to look again, and never stops the clock of a
first action that is still promised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.handover import line, may_get
from ringback.rules.lifecycle import Party
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from ringback.rules.access import Actor


class Whom(StrEnum):
    """Whom we wait for."""

    PATIENT = "patient"
    OFFICE = "office"
    INSURER = "insurer"
    RECORDS = "records"
    COLLEAGUE = "colleague"


class Ended(StrEnum):
    """How the waiting ended."""

    CAME = "came"
    STOPPED = "stopped"
    UNDONE = "undone"


NAMES: Final[dict[Whom, str]] = {
    Whom.PATIENT: gettext_noop("the patient"),
    Whom.OFFICE: gettext_noop("another office"),
    Whom.INSURER: gettext_noop("the insurer"),
    Whom.RECORDS: gettext_noop("medical records"),
    Whom.COLLEAGUE: gettext_noop("a colleague"),
}

FURTHEST: Final = timedelta(days=90)
LONGEST: Final = 200

TOLD: Final = gettext_noop(
    "They were told when we call. Make that call first, or agree on another time with them."
)
FOR_WHAT: Final = gettext_noop("Say what you are waiting for.")
WHOM: Final = gettext_noop("Say whom you are waiting for.")
AHEAD: Final = gettext_noop("Say when to look at this again: a time still to come.")
TOO_FAR: Final = gettext_noop("That is more than three months ahead. Check the date.")
TOO_LONG: Final = gettext_noop("That is longer than one line. Put the rest into the note.")
WHO_ASKS: Final = gettext_noop(
    "Whoever asks must work on this kind of request. Choose somebody else, or ask yourself."
)
NOT_WAITING: Final = gettext_noop("Nobody is being waited for here any more.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One waiting as somebody fills it in. `asks` is who of us asks, as they are at work here.

    `promised` says that the patient was told a time at which we call: that call is made first.
    """

    whom: Whom | None
    what: str
    review_at: datetime | None
    asks: Actor | None
    category: str
    promised: bool = False


def party(whom: Whom) -> Party:
    """Who owes the next action meanwhile."""
    return Party.PATIENT if whom is Whom.PATIENT else Party.THIRD_PARTY


def refusals(it: Asked, now: datetime) -> tuple[Reason, ...]:
    """Everything that is missing before we can wait for it; empty where nothing is."""
    found = []
    if it.promised:
        found.append(Reason(code="told", words=TOLD))
    if it.whom is None:
        found.append(Reason(code="whom", words=WHOM))
    if not line(it.what):
        found.append(Reason(code="for_what", words=FOR_WHAT))
    if len(line(it.what)) > LONGEST:
        found.append(Reason(code="what_too_long", words=TOO_LONG))
    if it.asks is None or not may_get(it.asks, it.category):
        found.append(Reason(code="who_asks", words=WHO_ASKS))
    return (*found, *time_refusals(it.review_at, now))


def time_refusals(review_at: datetime | None, now: datetime) -> tuple[Reason, ...]:
    """Why this is no time to look again."""
    if review_at is None or review_at <= now:
        return (Reason(code="review_at", words=AHEAD),)
    if review_at > now + FURTHEST:
        return (Reason(code="review_too_far", words=TOO_FAR),)
    return ()


def in_line(name: str, what: str) -> str:
    """For whom and what we wait, as the list shows it: "Valley Imaging: the report"."""
    return f"{name}: {what}" if name else what
