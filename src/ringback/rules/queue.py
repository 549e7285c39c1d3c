"""Whose turn it is: the order of the list, who may take an item, and when it comes back.

Emergency first, then urgent, then everything else by due time, then by arrival. Two people can
never hold one item: taking one raises its fence, and a write with an older fence is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import lifecycle
from ringback.rules.lifecycle import Stage, Step
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Level(StrEnum):
    """How pressing a callback is. Only a clinical role lowers it; everything else may raise it."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    CLINICAL = "clinical"
    ROUTINE = "routine"


RANK: Final[dict[Level, int]] = {
    Level.EMERGENCY: 0,
    Level.URGENT: 1,
    Level.CLINICAL: 2,
    Level.ROUTINE: 2,
}
"""The first part of the order; clinical and routine share the clock."""


class Group(StrEnum):
    """The headings drawn over the order."""

    NOW = "now"
    OVERDUE = "overdue"
    WITHIN_THE_HOUR = "within_the_hour"
    LATER_TODAY = "later_today"
    NEXT_DAYS = "next_days"


class CameBack(StrEnum):
    """Why an item is anyone's again."""

    GIVEN_BACK = "given_back"
    LAPSED = "lapsed"
    TRY_NOT_MADE = "try_not_made"
    ANSWERED = "answered"
    REOPENED = "reopened"
    OWNER_AWAY = "owner_away"
    SHIFT_OVER = "shift_over"


def group_of(*, rank: int, due_at: datetime, now: datetime, day_ends_at: datetime) -> Group:
    """The heading a row stands under. `day_ends_at` is the practice's next midnight."""
    if rank < RANK[Level.ROUTINE]:
        return Group.NOW
    if due_at <= now:
        return Group.OVERDUE
    if due_at <= now + timedelta(hours=1):
        return Group.WITHIN_THE_HOUR
    return Group.LATER_TODAY if due_at < day_ends_at else Group.NEXT_DAYS


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Who holds a callback now. `lease_until` is when it becomes anyone's by itself (UTC)."""

    stage: Stage
    owner_id: UUID | None
    owner_name: str
    lease_until: datetime | None
    fence: int


HELD: Final = gettext_noop("{name} has this one until {until}.")
HELD_OPEN: Final = gettext_noop("{name} has this one.")
NOT_HELD_BY_YOU: Final = gettext_noop("Take it first: nobody works on what is not theirs.")


def held_by_another(holding: Holding, person_id: UUID, now: datetime) -> bool:
    """Whether somebody else has the exclusive right to work this now."""
    if holding.owner_id is None or holding.owner_id == person_id:
        return False
    return holding.lease_until is None or holding.lease_until > now


def held(holding: Holding, until_words: str) -> Reason:
    """Who has it, and until when where that is known: what is on hold has no such time."""
    values = (("name", holding.owner_name), ("until", until_words))
    return Reason(code="held", words=HELD if until_words else HELD_OPEN, values=values)


def claim_refusals(
    holding: Holding, person_id: UUID, now: datetime, until_words: str = ""
) -> tuple[Reason, ...]:
    """Why this person may not take this item now; empty means they may."""
    if held_by_another(holding, person_id, now):
        return (held(holding, until_words),)
    return lifecycle.refusals(Step.CLAIM, holding.stage)


def work_refusals(
    holding: Holding, person_id: UUID, now: datetime, until_words: str = ""
) -> tuple[Reason, ...]:
    """Why this person may not write to this item now; empty means they may."""
    if holding.stage is Stage.CLOSED:
        return lifecycle.refusals(Step.CLOSE, holding.stage)
    if holding.owner_id == person_id:
        return ()
    held = claim_refusals(holding, person_id, now, until_words)
    return held or (Reason(code="not_yours", words=NOT_HELD_BY_YOU),)
