"""The list a practice kept before goes into the queue, line by line, as an import like any other.

Every line is stored as it was written and takes the way of everything that comes in; the same line
twice is one. `actions/undoing.py` takes the whole list back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ringback.actions import arrival, imports, loading
from ringback.actions.act import NotFound, Refused
from ringback.models import Arrival, BadRow
from ringback.queries import statement
from ringback.queries.imports import LIST
from ringback.rules.access import Permission
from ringback.rules.arrival import UNSORTED, Kind
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback, ImportBatch
    from ringback.rules.access import Actor
    from ringback.rules.missedcall import Settled

SOURCE: Final = "list"
CHUNK: Final = 50
"""Lines of one transaction: others of the practice wait for it."""

NOTHING: Final = gettext_noop("There is no line on this list that can be brought in.")


@dataclass(frozen=True, kw_only=True)
class Bad:
    """A line that cannot be used, or (not `skipped`) was read with a doubt."""

    line: int
    reason: str
    raw: str
    skipped: bool = True


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line to bring in. `key` is what it is known by when it comes again."""

    key: str
    happened_at: datetime
    phone: str
    name: str = ""
    text: str = ""
    category: str = ""
    raw: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Step:
    """How far a list is after a chunk of it."""

    done: int
    total: int
    finished: bool


def stage(
    batch_id: UUID, items: Sequence[Item], bad: Sequence[Bad], *, by: Actor, now: datetime
) -> None:
    """Keep what was made of a list, for looking at it. Raises NotFound, NotPermitted, Refused."""
    with imports.signed_import("import read", by=by, now=now, needs=Permission.IMPORT) as act:
        act.changed = False
        batch = imports.alive(act, batch_id)
        if batch.staged_at is not None:
            act.silent = True
            return
        BadRow.objects.bulk_create(
            BadRow(
                practice_id=batch.practice_id,
                batch_id=batch.id,
                line=each.line,
                skipped=each.skipped,
                reason=each.reason[:300],
                raw=each.raw,
            )
            for each in bad
        )
        skipped = sum(each.skipped for each in bad)
        act.details = {"staged": len(items), "bad": skipped, "doubts": len(bad) - skipped}
        batch.format, batch.rows, batch.staged_at = LIST, len(items) + skipped, now
        batch.counts = {"found": act.details, "in": {}}
        batch.save(update_fields=["format", "rows", "staged_at", "counts"])


def bring_in(
    batch_id: UUID, items: Sequence[Item], *, by: Actor, now: datetime, size: int = CHUNK
) -> Step:
    """Put the next lines into the queue. Raises NotFound, NotPermitted, Refused.

    `items` are all of the list's, in its order; asked again after the last, it answers that it is
    finished. Nothing else of the practice comes in while a chunk does.
    """
    with imports.signed_import("import went on", by=by, now=now, needs=Permission.IMPORT) as act:
        statement.lock_practice(str(by.practice_id))
        batch = imports.locked(act, batch_id)
        if batch.format != LIST:
            raise NotFound
        if batch.finished_at is not None and batch.undone_at is None:
            act.silent = True
            return _step(batch)
        imports.alive(act, batch_id)
        if not items or batch.staged_at is None:
            raise Refused(Reason(code="nothing", words=NOTHING))
        so_far = _step(batch).done
        loading.keep_plans_fit(so_far // size)
        act.details = _put_in(act, batch, items[so_far : so_far + size])
        _count(batch, act.details, len(items), now)
    return _step(batch)


def _put_in(act: Act, batch: ImportBatch, items: Sequence[Item]) -> dict[str, int]:
    """One line after the other, but for those that came in before."""
    ids = [each.key for each in items]
    asked = {"practice": batch.practice_id, "source": SOURCE, "ids": ids}
    before = {found for (found,) in statement.rows("came_before", asked)}
    new = [each for each in items if each.key not in before]
    opened = sum(_place(act, batch, each).arrivals == 1 for each in new)
    return {
        "stored": len(new),
        "opened": opened,
        "joined": len(new) - opened,
        "already_in": len(items) - len(new),
    }


def _place(act: Act, batch: ImportBatch, item: Item) -> Callback:
    """A line opens a callback or joins one; taken back before, it is taken up as it was."""
    undone = Arrival.objects.filter(
        practice_id=batch.practice_id, source=SOURCE, external_id=item.key, settled="undone"
    )
    since = undone.values_list("happened_at", flat=True).first()
    new = arrival.New(
        source=SOURCE,
        external_id=item.key,
        kind=Kind.ON_A_LIST,
        happened_at=since or item.happened_at,
        phone=item.phone,
        name=item.name,
        text=item.text,
        category=item.category or UNSORTED,
        raw=item.raw,
        batch_id=batch.id,
    )
    found = arrival.place(act, new)
    if not undone.update(batch_id=batch.id, **arrival.where(found)):
        arrival.store(act, new, found)
    return _never_aside(found)


def _never_aside(found: Callback | Settled) -> Callback:
    """Nobody's list is set aside: only what comes in by telephone ever is."""
    if isinstance(found, str):
        raise TypeError(found)
    return found


def _count(batch: ImportBatch, counted: dict[str, int], total: int, now: datetime) -> None:
    so_far = batch.counts["in"]
    batch.counts["in"] = {name: so_far.get(name, 0) + number for name, number in counted.items()}
    batch.loading_at = batch.loading_at or now
    if _step(batch).done >= total:
        batch.finished_at = now
        imports.forget_file(batch)
    batch.save(update_fields=["counts", "loading_at", "finished_at"])


def _step(batch: ImportBatch) -> Step:
    inside = batch.counts["in"]
    return Step(
        done=inside.get("stored", 0) + inside.get("already_in", 0),
        total=batch.counts["found"]["staged"],
        finished=batch.finished_at is not None,
    )
