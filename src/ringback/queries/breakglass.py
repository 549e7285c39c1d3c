"""Patients opened in need: what is open to somebody now, and what waits for a review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, F, Q

from ringback.models import BreakGlass, Entry
from ringback.rules.breakglass import Broken, open_until

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.rules.access import Actor

LISTED: Final = 200
LOOKED: Final = "seen in need"
"""The verb of each opening after the first."""


@dataclass(frozen=True, kw_only=True)
class Open:
    """What opens a callback to somebody now, and until when."""

    id: UUID
    until: datetime


@dataclass(frozen=True, kw_only=True)
class GlassRow:
    """One time a patient was opened in need. `looks` counts how often they were looked at."""

    id: UUID
    callback_id: UUID
    person_id: UUID
    who: str
    reason: str
    words: str
    begun_at: datetime
    until: datetime
    looks: int
    reviewed_by: str
    reviewed_at: datetime | None


def under(actor: Actor, callback: Callback, now: datetime) -> Open | None:
    """What opens this callback to the actor: need of it, or of another with its number.

    Inside a scope.
    """
    same = Q(callback_id=callback.id)
    if callback.phone:
        same |= Q(callback__phone=callback.phone)
    found = (
        BreakGlass.objects.filter(same, practice_id=actor.practice_id, person_id=actor.person_id)
        .order_by("-until", "id")
        .first()
    )
    if found is None:
        return None
    broken = Broken(person_id=found.person_id, begun_at=found.begun_at, until=found.until)
    until = open_until(broken, now)
    return None if until is None else Open(id=found.id, until=until)


def listing(actor: Actor) -> list[GlassRow]:
    """The latest, those that wait for a review first. Inside a scope."""
    found = (
        BreakGlass.objects.filter(practice_id=actor.practice_id)
        .select_related("person", "reviewed_by")
        .order_by(F("reviewed_at").desc(nulls_first=True), "-begun_at", "id")[:LISTED]
    )
    looks = _looks(actor, [each.id for each in found])
    return [
        GlassRow(
            id=each.id,
            callback_id=each.callback_id,
            person_id=each.person_id,
            who=each.person.name,
            reason=each.reason,
            words=each.words,
            begun_at=each.begun_at,
            until=each.until,
            looks=looks.get(str(each.id), 0),
            reviewed_by=each.reviewed_by.name if each.reviewed_by else "",
            reviewed_at=each.reviewed_at,
        )
        for each in found
    ]


def _looks(actor: Actor, ids: list[UUID]) -> dict[str, int]:
    entries = Entry.objects.filter(
        practice_id=actor.practice_id,
        verb=LOOKED,
        refused=False,
        details__glass__in=[str(each) for each in ids],
    )
    return dict(entries.values_list("details__glass").annotate(Count("id")))
