"""The same patient's earlier callbacks: when, what about, how they ended, what was promised.

The same patient is the same one on file; where nobody has said which that is, the very same number
and name together. A number alone may be a family's, so it says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from ringback.models import Callback
from ringback.queries import counted, seen
from ringback.rules import earlier
from ringback.rules.attempt import Result, Try
from ringback.rules.lifecycle import Outcome
from ringback.rules.phone import is_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

LOOKED_AT: Final = 20
"""So many of the newest are looked at for a promise that was not kept."""


@dataclass(frozen=True, kw_only=True)
class EarlierRow:
    """One earlier callback.

    `promised_at` is the last time they were told, `broken_at` the last that was not kept (UTC).
    """

    id: UUID
    category: str
    outcome: str
    closed_at: datetime
    promised_at: datetime | None
    broken_at: datetime | None


def of(found: Callback, actor: Actor) -> list[EarlierRow]:
    """Those of the same patient in the actor's lanes, the first to be read first. Inside a scope.

    None for whoever may not see who the patient is.
    """
    owns = found.owner_id == actor.person_id
    whose = _same(found)
    if whose is None or not seen.may(actor, "callback", "name", owns=owns):
        return []
    in_lanes = Q() if actor.lanes is None else Q(category__in=actor.lanes)
    rows = (
        Callback.objects.filter(
            whose, in_lanes, practice_id=found.practice_id, closed_at__isnull=False
        )
        .exclude(id=found.id)
        .exclude(outcome=Outcome.IN_ERROR)
        .order_by("-closed_at", "-id")[:LOOKED_AT]
    )
    return _chosen(list(rows), found.practice_id)


def _same(found: Callback) -> Q | None:
    """What makes a callback the same patient's, or None where nothing does."""
    if found.patient_id is not None:
        return Q(patient_id=found.patient_id)
    if not is_whole(found.phone) or not found.name:
        return None
    return Q(name__iexact=found.name, phone=found.phone, patient_id__isnull=True) & ~Q(phone="")


def _chosen(rows: Sequence[Callback], practice_id: UUID) -> list[EarlierRow]:
    tries = _tries(rows, practice_id)
    found = [_row(each, each.closed_at, tries.get(each.id, [])) for each in rows if each.closed_at]
    ranked = earlier.order([(each.broken_at, each.closed_at) for each in found])
    return [found[place] for place in ranked]


def _tries(rows: Sequence[Callback], practice_id: UUID) -> dict[UUID, list[Try]]:
    made = counted.attempts(practice_id).filter(callback_id__in=[each.id for each in rows])
    found: dict[UUID, list[Try]] = {}
    for each in made.order_by("happened_at", "entered_at"):
        found.setdefault(each.callback_id, []).append(
            Try(
                result=Result(each.result),
                happened_at=each.happened_at,
                call_again_at=each.call_again_at,
            )
        )
    return found


def _row(row: Callback, closed_at: datetime, tries: Sequence[Try]) -> EarlierRow:
    outcome = row.outcome or ""
    closed = earlier.Closed(outcome=Outcome(outcome), closed_at=closed_at, tries=tries)
    return EarlierRow(
        id=row.id,
        category=row.category,
        outcome=outcome,
        closed_at=closed_at,
        promised_at=earlier.promised(closed),
        broken_at=earlier.broken(closed),
    )
