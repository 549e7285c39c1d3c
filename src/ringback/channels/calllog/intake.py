"""From a phone log to an import: the file is read, its calls are laid ready for the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from ringback.actions import imports, staging
from ringback.channels.calllog.detect import FORMATS, Format
from ringback.channels.calllog.limits import FROM_BROWSER, FROM_DISK
from ringback.channels.calllog.log import PhoneLog, Preview, preview, read_log
from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.problems import TooLarge, UnusableLog
from ringback.channels.calllog.reading import max_bytes, open_source
from ringback.queries import practice
from ringback.rules.access import Permission

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from ringback.actions.imports import Reading
    from ringback.rules.access import Actor

__all__ = ["TooLarge", "UnusableLog", "bring", "digest_of", "first_rows", "read", "restage"]

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

    A file that cannot be used begins nothing. Raises UnusableLog, NotPermitted, Refused.
    """
    imports.allowed(by=by, now=now, needs=needs)
    found = read(source, reading, by=by, progress=progress)
    content = source if keep and isinstance(source, bytes) else None
    log = imports.Log(name=name, digest=digest_of(source), content=content)
    batch_id = imports.begin(log, reading, by=by, now=now, needs=needs)
    staging.stage(batch_id, found, by=by, now=now, needs=needs)
    return batch_id


def restage(batch_id: UUID, source: bytes, reading: Reading, *, by: Actor, now: datetime) -> None:
    """Read a kept file with corrected columns. Raises as `bring` does; then nothing changes."""
    found = read(source, reading, by=by)
    imports.reread(batch_id, reading, by=by, now=now)
    staging.stage(batch_id, found, by=by, now=now)


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
        limit=FROM_BROWSER if isinstance(source, bytes) else FROM_DISK,
        progress=progress,
    )
    numbers = Numbers(where.country)
    known = {number for text in reading.known_callers if (number := numbers(text))}
    found = _found(log, frozenset(known), reading.zone)
    return replace(found, day=day_of(reading.day)) if reading.day else found


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


def _found(log: PhoneLog, known: frozenset[str], zone: str) -> staging.Found:
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
        zone=zone,
        directions_unknown=sum(call.rows for call in log.calls if call.direction == "unknown"),
    )
