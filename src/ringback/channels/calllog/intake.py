"""From a phone log to an import: the file is read, its calls are laid ready for the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from ringback.actions import imports, staging
from ringback.actions.imports import Reading
from ringback.channels.calllog.detect import FORMATS, Format
from ringback.channels.calllog.limits import FROM_BROWSER, FROM_DISK
from ringback.channels.calllog.log import PhoneLog, Preview, preview, read_log
from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.problems import COLUMN_CODES, UnusableLog
from ringback.channels.calllog.reading import max_bytes, open_source
from ringback.queries import imports as kept
from ringback.queries import practice
from ringback.rules.access import Permission

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from ringback.channels.calllog.limits import Most
    from ringback.rules.access import Actor

PIECE = 1 << 20


def bring(
    source: Path | bytes,
    reading: Reading,
    *,
    name: str,
    by: Actor,
    now: datetime,
    keep: bool = False,
    needs: Permission = Permission.IMPORT,
    progress: Callable[[int], object] | None = None,
) -> UUID:
    """Begin an import and lay its calls ready; the same file again goes on where it was.

    A file that cannot be used begins nothing; one that is kept and only lacks a column waits until
    somebody says which (`read_again`). Raises UnusableLog, NotPermitted, Refused.
    """
    imports.allowed(by=by, now=now, needs=needs)
    try:
        found = read(source, reading, by=by, progress=progress)
    except UnusableLog as trouble:
        if not keep or trouble.code not in COLUMN_CODES:
            raise
        found = None
    content = source if keep and isinstance(source, bytes) else None
    log = imports.Log(name=name, digest=digest_of(source), content=content)
    batch_id = imports.begin(log, reading, by=by, now=now, needs=needs)
    if found is not None:
        staging.stage(batch_id, found, by=by, now=now, needs=needs)
    return batch_id


def read_again(
    batch_id: UUID,
    reading: Reading | None,
    choices: Mapping[int, str],
    *,
    by: Actor,
    now: datetime,
    needs: Permission = Permission.IMPORT,
) -> None:
    """Read a kept file as somebody says now: `choices` are the columns' fields, by their place.

    `reading` None: otherwise as before. Raises as `bring` does, and NotFound; then nothing changes.
    """
    imports.looked_at(batch_id, by=by, now=now, needs=needs)
    batch, source = kept.batch(by, batch_id), kept.file_of(by, batch_id)
    if batch is None or batch.is_list or source is None:
        return
    before = Reading.of(batch.reading)
    reading = _with_columns(source, reading or before, choices, by)
    if batch.staged_at is None or reading != before:
        restage(batch_id, source, reading, by=by, now=now, needs=needs)


def restage(
    batch_id: UUID,
    source: bytes,
    reading: Reading,
    *,
    by: Actor,
    now: datetime,
    needs: Permission = Permission.IMPORT,
) -> None:
    """Read a kept file another way. Raises as `bring` does; then nothing changes."""
    found = read(source, reading, by=by)
    imports.reread(batch_id, reading, by=by, now=now, needs=needs)
    staging.stage(batch_id, found, by=by, now=now, needs=needs)


def first_rows(source: Path | bytes, reading: Reading, *, by: Actor) -> Preview:
    """The first rows of a file and the columns guessed. Raises UnusableLog."""
    where = practice.remembered(by.practice_id)
    return preview(
        source,
        zone=reading.zone or where.zone,
        format=format_of(reading.format),
        country=where.country,
        our_numbers=reading.our_numbers,
        mapping=reading.columns,
        limit=limit_of(source),
    )


def read(
    source: Path | bytes,
    reading: Reading,
    *,
    by: Actor,
    progress: Callable[[int], object] | None = None,
) -> staging.Found:
    """The whole log, as an import wants it. Raises UnusableLog.

    `progress` hears, every thousand rows, how many have been read.
    """
    where = practice.remembered(by.practice_id)
    log = read_log(
        source,
        zone=reading.zone or where.zone,
        format=format_of(reading.format),
        country=where.country,
        our_numbers=reading.our_numbers,
        mapping=reading.columns,
        limit=limit_of(source),
        progress=progress,
    )
    numbers = Numbers(where.country)
    known = {number for text in reading.known_callers if (number := numbers(text))}
    found = _found(log, frozenset(known))
    return replace(found, day=day_of(reading.day)) if reading.day else found


def limit_of(source: Path | bytes) -> Most:
    """How much is read: what came through the browser is held in memory, and read beside others."""
    return FROM_BROWSER if isinstance(source, bytes) else FROM_DISK


def format_of(text: str) -> Format | None:
    """The phone system a person named; None for finding out. Raises UnusableLog."""
    if text in {"", "auto"}:
        return None
    if text not in FORMATS:
        raise UnusableLog("no_such_format", format=text, formats=", ".join(("auto", *FORMATS)))
    return text


def day_of(text: str) -> date:
    """A day a person wrote. Raises UnusableLog."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnusableLog("not_a_day", day=text) from None


def digest_of(source: Path | bytes) -> str:
    """What the file is known by when it comes again."""
    if isinstance(source, bytes):
        return sha256(source).hexdigest()
    found = sha256()
    with open_source(source, limit=max_bytes()) as stream:
        while piece := stream.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def _with_columns(
    source: bytes, reading: Reading, choices: Mapping[int, str], by: Actor
) -> Reading:
    """The reading with what was chosen over the columns, as far as it differs from the guess."""
    if not choices:
        return reading
    rows = first_rows(source, replace(reading, columns={}), by=by)
    if not rows.columns and rows.unsettled is None:
        return replace(reading, columns={})
    stated = {
        field: name for index, name in enumerate(rows.header) if (field := choices.get(index))
    }
    if stated == rows.columns:
        return replace(reading, columns={})
    return replace(reading, columns={**dict.fromkeys(rows.columns, ""), **stated})


def _found(log: PhoneLog, known: frozenset[str]) -> staging.Found:
    listed = sum(each.skipped for each in log.problems)
    return staging.Found(
        format=log.format,
        columns=log.columns,
        rows=log.rows,
        calls=log.calls,
        bad=[
            staging.Bad(line=each.line, reason=each.reason, raw=each.raw, skipped=each.skipped)
            for each in log.problems
        ],
        unlisted_bad=log.rejected_rows - listed,
        unlisted_doubts=log.doubtful_rows - (len(log.problems) - listed),
        known_callers=known,
        directions_unknown=sum(call.rows for call in log.calls if call.direction == "unknown"),
    )
