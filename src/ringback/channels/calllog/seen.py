"""A phone log as somebody looks at it: written down, read, and all its page shows in one row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ringback.actions import imports, loading, staging
from ringback.actions.act import NotFound
from ringback.actions.imports import Reading
from ringback.channels.calllog import intake, told
from ringback.channels.calllog.audited import audit_log
from ringback.channels.calllog.problems import UnusableLog
from ringback.queries import imports as kept
from ringback.queries import practice
from ringback.rules.access import Permission

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from ringback.channels.calllog.audited import Audited
    from ringback.channels.calllog.log import Preview
    from ringback.queries.imports import BatchRow, Here, SettledCall
    from ringback.queries.practice import PracticeRow
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One log: the import it is, how it is read, and what that gives."""

    batch: BatchRow
    practice: PracticeRow
    reading: Reading
    preview: Preview | None = None
    """Its first rows, as long as the file is kept."""
    audited: Audited | None = None
    trouble: UnusableLog | None = None
    """Why it cannot be read as it is said to be."""
    here: Here | None = None
    """How much of it came in with an earlier one, while it is laid ready."""
    settled: tuple[SettledCall, ...] = ()
    """Calls that needed no callback, once all are in the queue."""


def day(batch_id: UUID, *, by: Actor, now: datetime) -> Seen:
    """The audited day of a kept log; neither day nor trouble when it is in the queue by now.

    Raises NotFound, NotPermitted.
    """
    imports.looked_at(batch_id, by=by, now=now, needs=Permission.AUDIT_DAY)
    seen, source = _seen(batch_id, by)
    if source is None:
        return seen
    seen = _with_here(_with_preview(seen, source, by), by)
    if seen.trouble is not None:
        return seen
    try:
        return replace(seen, audited=_audited(source, seen, by))
    except UnusableLog as trouble:
        return replace(seen, trouble=trouble)


def log(batch_id: UUID, *, by: Actor, now: datetime) -> Seen:
    """An import: its first rows before it starts, or what became of it so far.

    Raises NotFound, NotPermitted.
    """
    imports.looked_at(batch_id, by=by, now=now, needs=Permission.IMPORT)
    return _log(batch_id, by)


def step(batch_id: UUID, *, by: Actor, now: datetime) -> Seen:
    """Put the next chunk in the queue, and see how far it is. Raises as `loading.load_chunk`."""
    loading.load_chunk(batch_id, by=by, now=now)
    return _log(batch_id, by)


def look_again(batch_id: UUID, choices: Mapping[int, str], *, by: Actor, now: datetime) -> None:
    """Take what was chosen over the columns, and stay where it is. Raises as `read_again` does."""
    intake.read_again(batch_id, None, choices, by=by, now=now)


def start(batch_id: UUID, choices: Mapping[int, str], *, by: Actor, now: datetime) -> None:
    """Take what was chosen over the columns, then put the first calls in the queue.

    Raises as `intake.read_again` and `loading.load_chunk` do.
    """
    intake.read_again(batch_id, None, choices, by=by, now=now)
    loading.load_chunk(batch_id, by=by, now=now)


def foreseen(
    source: Path,
    reading: Reading,
    *,
    by: Actor,
    now: datetime,
    progress: Callable[[int], object] | None = None,
) -> Here:
    """How much of a file came in before; nothing of it is kept. Raises UnusableLog."""
    found = intake.read(source, reading, by=by, progress=progress)
    settled, people = staging.foreseen(found, by=by, now=now)
    ids = [*settled, *(each for one in people for each in one)]
    before = kept.came_before(by, ids, source=loading.SOURCE)
    return kept.Here(
        calls=len(ids),
        calls_before=sum(each in before for each in ids),
        people=len(people),
        people_before=sum(before.issuperset(one) for one in people),
    )


def bad_rows(batch_id: UUID, *, by: Actor, now: datetime) -> str:
    """The rows that could not be used, for a spreadsheet. Raises NotFound, NotPermitted."""
    imports.bad_rows_exported(batch_id, by=by, now=now)
    batch, lines = kept.batch(by, batch_id), kept.bad_lines(by, batch_id)
    return told.bad_rows(lines, more=told.unlisted(batch, lines) if batch else 0)


def _log(batch_id: UUID, by: Actor) -> Seen:
    seen, source = _seen(batch_id, by)
    if source is not None and seen.batch.state in {"begun", "ready"}:
        return _with_here(_with_preview(seen, source, by), by)
    if seen.batch.finished_at is not None:
        return replace(seen, settled=tuple(kept.settled_calls(by, batch_id)))
    return seen


def _seen(batch_id: UUID, by: Actor) -> tuple[Seen, bytes | None]:
    batch = kept.batch(by, batch_id)
    if batch is None or batch.is_list:
        raise NotFound
    where = practice.remembered(by.practice_id)
    seen = Seen(batch=batch, practice=where, reading=Reading.of(batch.reading))
    return seen, kept.file_of(by, batch_id)


def _with_preview(seen: Seen, source: bytes, by: Actor) -> Seen:
    try:
        preview = intake.first_rows(source, seen.reading, by=by)
    except UnusableLog as trouble:
        return replace(seen, trouble=trouble)
    return replace(seen, preview=preview, trouble=preview.unsettled)


def _with_here(seen: Seen, by: Actor) -> Seen:
    if seen.batch.state != "ready":
        return seen
    return replace(seen, here=kept.here_already(by, seen.batch.id, source=loading.SOURCE))


def _audited(source: bytes, seen: Seen, by: Actor) -> Audited:
    """The same audit as the command's, with the practice's own hours, on its own clock."""
    reading, where = seen.reading, seen.practice
    return audit_log(
        source,
        zone=reading.zone or where.zone,
        day=intake.day_of(reading.day) if reading.day else None,
        format=intake.format_of(reading.format),
        country=where.country,
        our_numbers=reading.our_numbers,
        known_callers=reading.known_callers,
        mapping=reading.columns,
        calendar=practice.calendar(by),
        limit=intake.limit_of(source),
    )
