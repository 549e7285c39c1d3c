"""From a list to an import: read, looked at, corrected, brought in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from ringback.actions import callbacklist, imports
from ringback.actions.act import NotFound
from ringback.actions.callbacklist import Bad, Item
from ringback.actions.imports import Reading
from ringback.channels.callbacklist import columns, foreseen, reading, text
from ringback.queries import imports as kept
from ringback.queries import practice
from ringback.queries.imports import LIST
from ringback.rules.access import Permission
from ringback.rules.calendarwords import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.channels.callbacklist.foreseen import Ahead
    from ringback.channels.callbacklist.reading import Here, Line, Sheet
    from ringback.queries.imports import BatchRow
    from ringback.rules.access import Actor
    from ringback.rules.reason import Reason

NEEDS = Permission.IMPORT
"""What whoever brings a list must be allowed to."""
LANGUAGES = ("en", "es")
"""A kind of request may be called by its name in either."""
KEPT = 500
"""Characters of a line in the file of those that could not be used."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One list: the import it is, and what is understood of it while it is not in the queue."""

    batch: BatchRow
    category: str = ""
    """The kind of request somebody said all of it is."""
    sheet: Sheet | None = None
    lines: tuple[Line, ...] = ()
    ahead: Mapping[int, Ahead] | None = None
    """What will become of each line that can be used, by its number."""


def bring(content: bytes, *, name: str, category: str, by: Actor, now: datetime) -> UUID:
    """Begin an import of a list, and lay it out to be looked at.

    Raises UnusableList, NotPermitted, Refused; then nothing is kept.
    """
    imports.allowed(by=by, now=now, needs=NEEDS)
    how = Reading(format=LIST, category=category)
    reading.sheet(text.decoded(content), _here(by, now))
    log = imports.Log(name=name, digest=sha256(content).hexdigest(), content=content)
    batch_id = imports.begin(log, how, by=by, now=now)
    _stage(batch_id, by, now)
    return batch_id


def read_again(
    batch_id: UUID, choices: Mapping[int, str], category: str, *, by: Actor, now: datetime
) -> None:
    """Read it as somebody says now: what each column holds, and what kind of request all of it is.

    Raises NotFound, NotPermitted, Refused.
    """
    imports.looked_at(batch_id, by=by, now=now, needs=NEEDS)
    batch = _batch(batch_id, by)
    content = kept.file_of(by, batch_id)
    if content is None or batch.state not in {"begun", "ready"}:
        return
    before = Reading.of(batch.reading)
    guessed = reading.sheet(text.decoded(content), _here(by, batch.started_at)).columns
    chosen = {n: field for n, field in choices.items() if field in columns.FIELDS}
    same = not chosen or chosen == guessed
    stated = {} if same else {str(n): field for n, field in sorted(chosen.items())}
    how = replace(before, columns=stated, category=category)
    if how != before or batch.staged_at is None:
        imports.reread(batch_id, how, by=by, now=now)
        _stage(batch_id, by, now)


def step(batch_id: UUID, *, by: Actor, now: datetime) -> None:
    """Bring the next lines in. Raises as `actions.callbacklist.bring_in` does."""
    batch = kept.batch(by, batch_id)
    items = _items(_read(batch, by)) if batch is not None and batch.is_list else []
    callbacklist.bring_in(batch_id, items, by=by, now=now)


def look(batch_id: UUID, *, by: Actor, now: datetime) -> Seen:
    """A list as its page shows it. Raises NotFound, NotPermitted."""
    imports.looked_at(batch_id, by=by, now=now, needs=NEEDS)
    batch = _batch(batch_id, by)
    if batch.state not in {"begun", "ready"}:
        return Seen(batch=batch)
    seen = _read(batch, by)
    return replace(seen, ahead=foreseen.of(seen.lines, seen.category, by=by))


def _batch(batch_id: UUID, by: Actor) -> BatchRow:
    found = kept.batch(by, batch_id)
    if found is None or not found.is_list:
        raise NotFound
    return found


def _read(batch: BatchRow, by: Actor) -> Seen:
    """What is understood of it; nothing where its text is gone already."""
    how = Reading.of(batch.reading)
    content = kept.file_of(by, batch.id)
    if content is None:
        return Seen(batch=batch, category=how.category)
    here = _here(by, batch.started_at)
    stated = {int(n): field for n, field in how.columns.items()}
    sheet = reading.sheet(text.decoded(content), here, stated=stated)
    lines = tuple(reading.understood(sheet, here))
    return Seen(batch=batch, category=how.category, sheet=sheet, lines=lines)


def _stage(batch_id: UUID, by: Actor, now: datetime) -> None:
    seen = _read(_batch(batch_id, by), by)
    items = _items(seen)
    bad = [each for line in seen.lines for each in _bad(line)]
    callbacklist.stage(batch_id, items, bad, by=by, now=now)


def _items(seen: Seen) -> list[Item]:
    return [_item(each, seen) for each in seen.lines if each.wrong is None]


def _item(line: Line, seen: Seen) -> Item:
    """A line to bring in. Without a time of its own it counts from when the list came in."""
    at = line.since.at if line.since else seen.batch.started_at
    raw = {"line": line.line, "as_written": line.raw}
    return Item(
        key=line.key,
        happened_at=at,
        phone=line.phone,
        name=line.name,
        text=line.text,
        category=line.category or seen.category,
        raw=raw,
    )


def _bad(line: Line) -> list[Bad]:
    raw = line.raw[:KEPT]
    if line.wrong is not None:
        return [Bad(line=line.line, reason=in_words(line.wrong), raw=raw)]
    return [
        Bad(line=line.line, reason=in_words(each), raw=raw, skipped=False) for each in line.doubts
    ]


def in_words(reason: Reason) -> str:
    """A reason in the reader's language."""
    return _(reason.words).format(**dict(reason.values))


def _here(by: Actor, at: datetime) -> Here:
    where = practice.remembered(by.practice_id)
    kinds: dict[str, str] = {}
    for each in practice.category_names(by):
        kinds[plain(each.code)] = each.code
        for language in LANGUAGES:
            with override(language):
                kinds[plain(_(each.name))] = each.code
    return reading.Here(at=at, zone=where.zone, country=where.country, kinds=kinds)
