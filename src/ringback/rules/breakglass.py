"""Breaking the glass: a clinician or manager sees one patient outside their lanes, and says why.

For a few minutes, for reading only, and somebody else looks at it afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.access import Permission, lane_refusals, refusals
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from ringback.rules.access import Actor


class Why(StrEnum):
    """What the need is."""

    EMERGENCY = "emergency"
    COLLEAGUE_AWAY = "colleague_away"
    PATIENT_HERE = "patient_here"
    OTHER = "other"


SHORTEST_WORDS: Final = 10
NO_REASON: Final = gettext_noop("Choose what the need is.")
NO_WORDS: Final = gettext_noop("Say in a few words why you need it: somebody will read them.")
IN_LANE: Final = gettext_noop("You may open this one as it is.")
OWN: Final = gettext_noop("Nobody reviews what they opened themselves. Ask another manager.")
REVIEWED: Final = gettext_noop("{name} has reviewed this one already.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody gives as the need."""

    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One time it was done: by whom, from when, until when, and who reviewed it."""

    person_id: UUID
    begun_at: datetime
    until: datetime
    reviewed_by: str = ""


def begin_refusals(actor: Actor, category: str, asked: Asked) -> tuple[Reason, ...]:
    """Why this person may not break the glass for this callback; empty means they may."""
    if no := refusals(actor, Permission.BREAK_GLASS):
        return no
    if not lane_refusals(actor, category):
        return (Reason(code="in_lane", words=IN_LANE),)
    found = []
    if asked.reason not in set(Why):
        found.append(Reason(code="reason", words=NO_REASON))
    if len(asked.words.strip()) < SHORTEST_WORDS:
        found.append(Reason(code="words", words=NO_WORDS))
    return tuple(found)


def ends_at(begun_at: datetime, lasts: timedelta) -> datetime:
    """When what is begun now is over."""
    return begun_at + lasts


def open_until(broken: Broken | None, now: datetime) -> datetime | None:
    """Until when it still opens the patient's callbacks; None where it does not (any more)."""
    return broken.until if broken is not None and broken.begun_at <= now < broken.until else None


def review_refusals(actor: Actor, broken: Broken) -> tuple[Reason, ...]:
    """Why this person may not say that it was looked at; empty means they may."""
    if no := refusals(actor, Permission.REVIEW_GLASS):
        return no
    if broken.person_id == actor.person_id:
        return (Reason(code="own", words=OWN),)
    if broken.reviewed_by:
        values = (("name", broken.reviewed_by),)
        return (Reason(code="reviewed", words=REVIEWED, values=values),)
    return ()
