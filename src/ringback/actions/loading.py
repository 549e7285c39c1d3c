"""Calls of an import go into the queue, one chunk and one transaction after the other.

A chunk holds the practice's lock, so that no arrival of the same number comes between: for the
time of a chunk (tens of milliseconds) other arrivals of this practice wait. Killed at any moment,
an import is between two chunks; it goes on where the staged rows begin.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ringback.actions import arrival, imports
from ringback.actions.act import NotFound, Refused
from ringback.models import Arrival, StagedCall
from ringback.queries import statement
from ringback.queries.imports import LIST
from ringback.rules.access import Permission
from ringback.rules.arrival import MISSED, UNSORTED, Kind
from ringback.rules.missedcall import Settled
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback, ImportBatch
    from ringback.rules.access import Actor

SOURCE: Final = "phone_log"
CHUNK: Final = 2000
ONE_BY_ONE: Final = 200
"""How many calls may join callbacks one at a time before the chunk ends and others get a turn."""

NOT_READ: Final = gettext_noop("This file has not been read to its end. Choose it again.")


@dataclass(frozen=True, kw_only=True)
class Step:
    """How far an import is after a chunk."""

    done: int
    total: int
    finished: bool


def load_chunk(batch_id: UUID, *, by: Actor, now: datetime, size: int = CHUNK) -> Step:
    """Put the next chunk into the queue. Raises NotFound, NotPermitted, Refused.

    Asked again after the last one, it answers that it is finished.
    """
    with imports.signed_import("import went on", by=by, now=now, needs=Permission.IMPORT) as act:
        statement.lock_practice(str(by.practice_id))
        batch = imports.locked(act, batch_id)
        if batch.finished_at is not None and batch.undone_at is None:
            act.silent = True
            return _step(batch)
        _refuse_unready(act, batch)
        keep_plans_fit(_step(batch).done // size)
        counted = _load(act, batch, size)
        _count(batch, counted, now)
        act.details = counted
    return _step(batch)


def keep_plans_fit(chunk: int) -> None:
    """At each doubling, tell the database how full its tables have become.

    A practice's first import fills nearly empty tables faster than the database notices by itself;
    planned for a handful of callbacks, a chunk would take minutes.
    """
    if chunk.bit_count() <= 1:
        statement.rows("refresh_statistics", {})


def _refuse_unready(act: Act, batch: ImportBatch) -> None:
    if batch.format == LIST:
        raise NotFound
    imports.alive(act, batch.id)
    if batch.staged_at is None:
        raise Refused(Reason(code="not_read", words=NOT_READ))


def _load(act: Act, batch: ImportBatch, size: int) -> dict[str, int]:
    own = {"practice": batch.practice_id, "batch": batch.id}
    edge = statement.rows("chunk_edge", {**own, "size": size})[0][0]
    edge = 2**31 - 1 if edge is None else edge
    places = json.dumps(_places(batch))
    values = {**own, "edge": edge, "source": SOURCE, "now": act.now, "places": places}
    values |= _pathways(batch)
    found = statement.rows("load_chunk", values)[0]
    names = ("already_in", "opened", "stored", "returned", "reached_us", "no_number")
    counted = dict(zip((*names, "known_caller"), found, strict=True))
    joined, opened, aside = _one_by_one(act, batch, edge)
    counted["stored"] += joined + opened + aside
    counted["opened"] += opened
    counted["joined"] = joined
    counted["set_aside"] = aside
    return counted


def _places(batch: ImportBatch) -> dict[str, str]:
    """The place that each dialled number rang at, when the file was read."""
    found: dict[str, str] = batch.settings.get("places", {})
    return found


def _pathways(batch: ImportBatch) -> dict[str, Any]:
    kept = batch.settings["pathways"]
    return {
        "missed_version": kept[MISSED]["version"],
        "missed_needed": kept[MISSED]["needed"],
        "unsorted_version": kept[UNSORTED]["version"],
        "unsorted_needed": kept[UNSORTED]["needed"],
    }


def _one_by_one(act: Act, batch: ImportBatch, edge: int) -> tuple[int, int, int]:
    """Calls whose number is known here go in exactly as a call from the telephone system would."""
    left = StagedCall.objects.filter(
        practice_id=batch.practice_id, batch_id=batch.id, position__lt=edge
    ).order_by("position")[:ONE_BY_ONE]
    calls = list(left)
    placed = [_join(act, batch, call) for call in calls]
    opened = sum(not isinstance(each, Settled) and each.arrivals == 1 for each in placed)
    aside = sum(isinstance(each, Settled) for each in placed)
    if calls:
        StagedCall.objects.filter(id__in=[call.id for call in calls]).delete()
    return len(calls) - opened - aside, opened, aside


def _join(act: Act, batch: ImportBatch, call: StagedCall) -> Callback | Settled:
    new = arrival.New(
        source=SOURCE,
        external_id=call.external_id,
        kind=Kind(call.kind),
        happened_at=call.happened_at,
        phone=call.phone,
        seconds=call.seconds,
        location=_places(batch).get(call.called, ""),
        raw={"line": call.line, "called": call.called},
        batch_id=batch.id,
    )
    found = arrival.place(act, new)
    undone = Arrival.objects.filter(
        practice_id=batch.practice_id,
        source=SOURCE,
        external_id=call.external_id,
        settled="undone",
    )
    where = arrival.where(found)
    if not undone.update(batch_id=batch.id, **where):
        arrival.store(act, new, found)
    return found


def _count(batch: ImportBatch, counted: dict[str, int], now: datetime) -> None:
    so_far = batch.counts["in"]
    batch.counts["in"] = {name: so_far.get(name, 0) + number for name, number in counted.items()}
    if batch.loading_at is None:
        batch.loading_at = now
        imports.forget_file(batch)
    left = StagedCall.objects.filter(practice_id=batch.practice_id, batch_id=batch.id)
    if not left.exists():
        batch.finished_at = now
    batch.save(update_fields=["counts", "loading_at", "finished_at"])


def _step(batch: ImportBatch) -> Step:
    inside = batch.counts["in"]
    return Step(
        done=inside.get("stored", 0) + inside.get("already_in", 0),
        total=batch.counts["found"]["staged"],
        finished=batch.finished_at is not None,
    )
