"""The same patient's earlier callbacks: when, what about, how they ended, what was promised.

The same patient is the same one on file; where nobody has said which that is, the very same number
and name together. A number alone may be a family's, so it says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from ringback.queries import counted, reading, seen
from ringback.rules import earlier
from ringback.rules.attempt import Result, Try
from ringback.rules.lifecycle import Outcome
from ringback.rules.phone import is_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.queries.reading import Asked
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
    rows = [_Closed(*row) for each in asked(found, actor) for row in reading.rows(*each)]
    return _chosen(rows, found.practice_id)


def asked(found: Callback, actor: Actor) -> list[Asked]:
    """Which statement tells them; none where nothing makes a callback the same patient's."""
    known = found.patient_id is not None or (is_whole(found.phone) and found.name)
    owns = found.owner_id == actor.person_id
    if not known or not seen.may(actor, "callback", "name", owns=owns):
        return []
    values = {
        "practice": found.practice_id,
        "callback": found.id,
        "patient": found.patient_id,
        "phone": found.phone,
        "name": found.name,
        "lanes": None if actor.lanes is None else sorted(actor.lanes),
        "most": LOOKED_AT,
    }
    return [("earlier_of", values)]


class _Closed(NamedTuple):
    id: UUID
    category: str
    outcome: str
    closed_at: datetime


def _chosen(rows: Sequence[_Closed], practice_id: UUID) -> list[EarlierRow]:
    tries = _tries(rows, practice_id)
    found = [_row(each, tries.get(each.id, [])) for each in rows]
    ranked = earlier.order([(each.broken_at, each.closed_at) for each in found])
    return [found[place] for place in ranked]


def _tries(rows: Sequence[_Closed], practice_id: UUID) -> dict[UUID, list[Try]]:
    if not rows:
        return {}
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


def _row(row: _Closed, tries: Sequence[Try]) -> EarlierRow:
    closed = earlier.Closed(outcome=Outcome(row.outcome), closed_at=row.closed_at, tries=tries)
    return EarlierRow(
        id=row.id,
        category=row.category,
        outcome=row.outcome,
        closed_at=row.closed_at,
        promised_at=earlier.promised(closed),
        broken_at=earlier.broken(closed),
    )
