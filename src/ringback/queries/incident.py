"""Incidents of a practice: what is open, by when whoever it is about must have been told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import F

from ringback.models import Incident
from ringback.queries import seen
from ringback.queries.scope import scope
from ringback.rules.access import lane_refusals

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

LISTED: Final = 200


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """One incident. `reason` and `words` are None where the reader may not see what was said.

    What was said outside their lanes is not for them, though that it happened is.
    """

    id: UUID
    callback_id: UUID
    category: str
    by: str
    discovered_at: datetime
    tell_by: datetime
    said: str
    reason: str | None
    closed_at: datetime | None
    closed_by: str
    ended: str
    words: str | None
    theirs: bool = True
    """Whether the reader may close it: it is of their lanes."""


def listed(actor: Actor) -> list[IncidentRow]:
    """The incidents, those still open first, by when they have to be told."""
    with scope(actor.practice_id):
        found = (
            Incident.objects.filter(practice_id=actor.practice_id)
            .select_related("callback", "struck", "by", "closed_by")
            .order_by(F("closed_at").desc(nulls_first=True), "tell_by", "id")[:LISTED]
        )
        return [
            IncidentRow(
                id=each.id,
                callback_id=each.callback_id,
                category=each.callback.category,
                by=each.by.name,
                discovered_at=each.discovered_at,
                tell_by=each.tell_by,
                said=each.struck.said,
                reason=each.struck.reason if _told(actor, each) else None,
                closed_at=each.closed_at,
                closed_by=each.closed_by.name if each.closed_by else "",
                ended=each.ended,
                words=each.words if _told(actor, each) else None,
                theirs=not lane_refusals(actor, each.callback.category),
            )
            for each in found
        ]


def _told(actor: Actor, each: Incident) -> bool:
    """Whether what was said of it is for them: words of a patient, and only of their lanes."""
    if lane_refusals(actor, each.callback.category):
        return False
    return seen.may(actor, "struck", "reason", owns=False)
