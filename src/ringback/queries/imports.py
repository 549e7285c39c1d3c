"""Imports as people see them: what was found, how far it is, what became of it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ringback.models import Arrival, BadRow, ImportBatch, ImportFile
from ringback.queries import statement
from ringback.queries.scope import scope
from ringback.rules.access import Permission, refusals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from ringback.rules.access import Actor

PAST: Final = 50
LISTED: Final = 500
LIST: Final = "list"
"""The format of a list somebody kept before."""
PATIENTS: Final = "patients"
"""The format of a batch that is a list of patients (queries/patientlist.py), not of calls."""


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One import. `found` is what the file holds, `done` what has become of it so far."""

    id: UUID
    file_name: str
    format: str
    started_by: str
    started_at: datetime
    staged_at: datetime | None
    loading_at: datetime | None
    finished_at: datetime | None
    cancelled_at: datetime | None
    undone_at: datetime | None
    rows: int
    days: tuple[date, ...]
    """The first and the last day of its calls; none before it was read to its end."""
    reading: dict[str, Any]
    guessed: dict[str, str]
    found: dict[str, int]
    done: dict[str, int]
    undone: dict[str, int]

    @property
    def is_list(self) -> bool:
        """Whether it is the list a practice kept before, not a phone log."""
        return bool(self.reading["format"] == LIST)

    @property
    def state(self) -> str:
        """undone, cancelled, finished, loading, ready or begun."""
        if self.undone_at or self.cancelled_at or self.finished_at:
            return self._end()
        return "loading" if self.loading_at else "ready" if self.staged_at else "begun"

    def _end(self) -> str:
        if self.undone_at:
            return "undone"
        return "finished" if self.finished_at else "cancelled"

    @property
    def total(self) -> int:
        """How many missed calls there are to put in."""
        return self.found.get("staged", 0)

    @property
    def handled(self) -> int:
        """How many have been put in, or were in already."""
        return self.done.get("stored", 0) + self.done.get("already_in", 0)

    @property
    def takes_back(self) -> bool:
        """Whether undoing it would change anything: it brought something in, and still has it.

        A call that needed no callback counts: read another way, it may need one.
        """
        return self.done.get("stored", 0) > 0 and self.undone_at is None

    @property
    def brought_nothing(self) -> bool:
        """Whether all of it had come in before."""
        return bool(self.finished_at) and self.handled == self.done.get("already_in", 0) > 0

    def pace(self, now: datetime) -> Pace:
        """How fast it goes and how long it will still take."""
        spent = (now - self.loading_at).total_seconds() if self.loading_at else 0.0
        rate = self.handled / spent if spent > 0 else 0.0
        left = timedelta(seconds=(self.total - self.handled) / rate) if rate else None
        return Pace(per_second=rate, left=left)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The rate of an import, and the time left where there is a rate to tell by."""

    per_second: float
    left: timedelta | None


@dataclass(frozen=True, kw_only=True)
class Here:
    """How much of a log came in before it: its missed calls, and the people to call back.

    Of a person "before" says that every call did.
    """

    calls: int
    calls_before: int
    people: int
    people_before: int
    people_listed: int = 0
    """New ones whose number is on the list of known callers: most of their calls are set aside."""

    @property
    def nothing_new(self) -> bool:
        """Whether putting it in the queue would change nothing."""
        return self.calls > 0 and self.calls == self.calls_before


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line of the file with its trouble."""

    line: int
    reason: str
    raw: str
    skipped: bool


@dataclass(frozen=True, kw_only=True)
class SettledCall:
    """A missed call that needed no callback, and why."""

    happened_at: datetime
    phone: str
    why: str


def batch(actor: Actor, batch_id: UUID) -> BatchRow | None:
    """One import of the actor's practice, or None where there is none such."""
    with scope(actor.practice_id):
        found = _batches(actor).filter(id=batch_id).first()
    return _row(found) if found else None


def past(actor: Actor) -> list[BatchRow]:
    """The latest imports of the practice; none for somebody who may not import."""
    if refusals(actor, Permission.IMPORT):
        return []
    with scope(actor.practice_id):
        return [_row(each) for each in _batches(actor).order_by("-started_at")[:PAST]]


def latest_undoable(actor: Actor) -> BatchRow | None:
    """The import begun last of those that brought something in and still have it."""
    with scope(actor.practice_id):
        left = _batches(actor).filter(undone_at__isnull=True, counts__in__stored__gt=0)
        found = left.order_by("-started_at").first()
    return _row(found) if found else None


def here_already(actor: Actor, batch_id: UUID, *, source: str) -> Here:
    """How much of what an import laid ready came in before, as of now."""
    own = {"practice": actor.practice_id, "batch": batch_id, "source": source}
    with scope(actor.practice_id):
        calls, calls_before, people, before, listed = statement.rows("here_already", own)[0]
    return Here(
        calls=calls,
        calls_before=calls_before,
        people=people,
        people_before=before,
        people_listed=listed,
    )


def came_before(actor: Actor, ids: Sequence[str], *, source: str) -> frozenset[str]:
    """Which calls of a source came in before, of those with these ids."""
    own = {"practice": actor.practice_id, "source": source, "ids": list(ids)}
    with scope(actor.practice_id):
        return frozenset(found for (found,) in statement.rows("came_before", own))


def bad_lines(actor: Actor, batch_id: UUID) -> list[BadLine]:
    """Every line of an import that could not be used, or was read with a doubt."""
    with scope(actor.practice_id):
        found = BadRow.objects.filter(practice_id=actor.practice_id, batch_id=batch_id)
        return [
            BadLine(line=each.line, reason=each.reason, raw=each.raw, skipped=each.skipped)
            for each in found.order_by("line", "id")
        ]


def settled_calls(actor: Actor, batch_id: UUID) -> list[SettledCall]:
    """The first of the calls of an import that needed no callback, oldest first."""
    with scope(actor.practice_id):
        found = (
            Arrival.objects.filter(practice_id=actor.practice_id, batch_id=batch_id)
            .exclude(settled__in=["", "undone"])
            .order_by("happened_at", "id")
            .values_list("happened_at", "phone", "settled")[:LISTED]
        )
        return [SettledCall(happened_at=at, phone=phone, why=why) for at, phone, why in found]


def file_of(actor: Actor, batch_id: UUID) -> bytes | None:
    """The bytes of an uploaded log, as long as they are kept."""
    with scope(actor.practice_id):
        kept = ImportFile.objects.filter(practice_id=actor.practice_id, batch_id=batch_id)
        content = kept.values_list("content", flat=True).first()
    return None if content is None else zlib.decompress(content)


def _batches(actor: Actor) -> Any:  # noqa: ANN401 - a QuerySet that never leaves this module
    ours = ImportBatch.objects.filter(practice_id=actor.practice_id).exclude(format=PATIENTS)
    return ours.select_related("started_by")


def _row(found: ImportBatch) -> BatchRow:
    return BatchRow(
        id=found.id,
        file_name=found.file_name,
        format=found.format,
        started_by=found.started_by.name,
        started_at=found.started_at,
        staged_at=found.staged_at,
        loading_at=found.loading_at,
        finished_at=found.finished_at,
        cancelled_at=found.cancelled_at,
        undone_at=found.undone_at,
        rows=found.rows,
        days=tuple(date.fromisoformat(each) for each in found.settings.get("days", ())),
        reading=found.settings["reading"],
        guessed=found.settings.get("guessed", {}),
        found=found.counts.get("found", {}),
        done=found.counts.get("in", {}),
        undone=found.counts.get("undone", {}),
    )
