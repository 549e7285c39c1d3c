"""Patient lists as people see them: what was found in one, how far it is, who looks alike.

Birth dates and record numbers are only ever compared here: no row carries them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ringback.models import BroughtPatient, ImportBatch, Patient, PatientNumber, StagedPatient
from ringback.queries import imports
from ringback.queries.scope import scope
from ringback.rules import likeness
from ringback.rules.access import Permission, refusals
from ringback.rules.likeness import Someone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.imports import BadLine
    from ringback.rules.access import Actor
    from ringback.rules.reason import Reason

FORMAT: Final = imports.PATIENTS
PAST: Final = 50
LISTED: Final = 100
"""Of those who look like somebody on file, so many are listed."""


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One patient list. `found` is what the file holds, `done` what has become of it so far."""

    id: UUID
    file_name: str
    started_by: str
    started_at: datetime
    state: str
    rows: int
    reading: dict[str, Any]
    order: str
    found: dict[str, int]
    done: dict[str, int]
    undone: dict[str, int]

    @property
    def handled(self) -> int:
        """How many rows are on file by now, or were."""
        return sum(self.done.get(name, 0) for name in ("new", "changed", "same", "aside"))

    @property
    def takes_back(self) -> bool:
        """Whether taking it back would change anything."""
        brought = self.done.get("new", 0) + self.done.get("changed", 0)
        return brought > 0 and self.state != "undone"


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Somebody of the list, somebody on file who looks like them, and what is the same."""

    name: str
    like: str
    told: tuple[Reason, ...]


def batch(actor: Actor, batch_id: UUID) -> ListRow | None:
    """One patient list of the actor's practice, or None where there is none such."""
    with scope(actor.practice_id):
        found = _lists(actor).filter(id=batch_id).first()
    return _row(found) if found else None


def past(actor: Actor) -> list[ListRow]:
    """The latest patient lists; none for somebody who may not import."""
    if refusals(actor, Permission.IMPORT):
        return []
    with scope(actor.practice_id):
        return [_row(each) for each in _lists(actor).order_by("-started_at")[:PAST]]


def bad_lines(actor: Actor, batch_id: UUID) -> list[BadLine]:
    """Every line that could not be used, or of which something was left out."""
    return imports.bad_lines(actor, batch_id)


def alike(actor: Actor, batch_id: UUID) -> list[Alike]:
    """The first of those who look like somebody on file and are somebody else until a person says.

    Before they are on file from what is laid ready, afterwards from what was brought.
    """
    own = {"practice_id": actor.practice_id, "batch_id": batch_id, "like__isnull": False}
    with scope(actor.practice_id):
        staged = StagedPatient.objects.filter(**own).order_by("position")[:LISTED]
        pairs = [(_staged(each), each.like_id) for each in staged]
        brought = BroughtPatient.objects.filter(**own, batch__undone_at__isnull=True)
        rows = list(brought.order_by("patient_id")[: LISTED - len(pairs)])
        people = _people(actor, [each.patient_id for each in rows])
        pairs += [(people[each.patient_id], each.like_id) for each in rows]
        others = _people(actor, [like for _, like in pairs if like is not None])
    return [
        Alike(name=one.name, like=others[like].name, told=likeness.told(one, others[like]))
        for one, like in pairs
        if like is not None
    ]


def _staged(row: StagedPatient) -> Someone:
    numbers = frozenset(each["number"] for each in row.numbers)
    return Someone(name=row.name, birth_date=row.birth_date, numbers=numbers)


def _people(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Someone]:
    wanted = list(ids)
    theirs: dict[UUID, set[str]] = {}
    numbers = PatientNumber.objects.filter(
        practice_id=actor.practice_id, patient_id__in=wanted
    ).values_list("patient_id", "number")
    for patient_id, number in numbers:
        theirs.setdefault(patient_id, set()).add(number)
    found = Patient.objects.filter(practice_id=actor.practice_id, id__in=wanted)
    return {
        each.id: Someone(
            name=each.name,
            birth_date=each.birth_date,
            numbers=frozenset(theirs.get(each.id, ())),
        )
        for each in found
    }


def _lists(actor: Actor) -> Any:  # noqa: ANN401 - a QuerySet that never leaves this module
    ours = ImportBatch.objects.filter(practice_id=actor.practice_id, format=FORMAT)
    return ours.select_related("started_by")


def _row(found: ImportBatch) -> ListRow:
    return ListRow(
        id=found.id,
        file_name=found.file_name,
        started_by=found.started_by.name,
        started_at=found.started_at,
        state=_state(found),
        rows=found.rows,
        reading=found.settings["reading"],
        order=found.settings.get("order", ""),
        found=found.counts.get("found", {}),
        done=found.counts.get("in", {}),
        undone=found.counts.get("undone", {}),
    )


def _state(found: ImportBatch) -> str:
    """undone, cancelled, finished, loading, ready or begun."""
    if found.undone_at:
        return "undone"
    if found.cancelled_at or found.finished_at:
        return "finished" if found.finished_at else "cancelled"
    return "loading" if found.loading_at else "ready" if found.staged_at else "begun"
