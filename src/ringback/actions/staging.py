"""What was read from a phone log is laid ready: one row per missed call, due times worked out."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from ringback.actions import imports, judging
from ringback.actions.act import Refused
from ringback.actions.loading import SOURCE
from ringback.models import BadRow
from ringback.models.ids import new_id
from ringback.queries import hours, practice, statement
from ringback.rules import due, missedcall
from ringback.rules.access import Permission
from ringback.rules.arrival import MISSED, UNSORTED, Kind
from ringback.rules.clock import OutsideHours
from ringback.rules.done import Progress, outcome_needed
from ringback.rules.known import Facts
from ringback.rules.phone import LONGEST
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from ringback.models import ImportBatch
    from ringback.queries.practice import Bearings
    from ringback.rules.access import Actor
    from ringback.rules.missedcall import Matter, Settled, Sorted
    from ringback.rules.phonelog import Call

    Clocks = dict[tuple[str, str], Bearings]

AT_ONCE: Final = 5000
"""Rows per statement: enough to be quick, few enough to be small."""

NEVER_OPEN: Final = gettext_noop("This practice has no opening hours to count due times with.")

COLUMNS: Final = (
    "id", "position", "line", "external_id", "kind", "happened_at", "phone", "called", "seconds",
    "settled", "opens", "leads", "category", "calls", "last_at", "due_at", "due_why", "due_window",
    "due_since", "resolve_by",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Bad:
    """A line of the file that could not be used, or (not `skipped`) was read with a doubt."""

    line: int
    reason: str
    raw: str
    skipped: bool = True


@dataclass(frozen=True, kw_only=True)
class Found:
    """A whole phone log, read."""

    format: str
    columns: dict[str, str]
    rows: int
    calls: Sequence[Call]
    bad: Sequence[Bad]
    unlisted_bad: int = 0
    unlisted_doubts: int = 0
    """Lines that were only counted, beside those in `bad`."""
    known_callers: frozenset[str] = frozenset()
    day: date | None = None
    directions_unknown: int = 0


def stage(
    batch_id: UUID, found: Found, *, by: Actor, now: datetime, needs: Permission = Permission.IMPORT
) -> None:
    """Lay a batch's calls ready, all or none. Staged already, it stays as it is.

    Raises NotFound, NotPermitted, Refused.
    """
    with imports.signed_import("import read", by=by, now=now, needs=needs) as act:
        act.changed = False
        batch = imports.alive(act, batch_id)
        if batch.staged_at is not None:
            act.silent = True
            return
        zone = ZoneInfo(practice.zone(by.practice_id))
        sorted_out = _sorted_out(found, zone, now)
        staged = _insert(batch, sorted_out, now)
        bad = _keep_bad(batch, found, sorted_out)
        batch.settings["days"] = [each.isoformat() for each in _days(found, zone)]
        _describe(batch, found, {**_tally(sorted_out), **bad, "staged": staged}, now)
        act.details = {"staged": staged, **bad}


def foreseen(found: Found, *, by: Actor, now: datetime) -> tuple[list[str], list[list[str]]]:
    """The ids of the calls that would need no callback, and of each person's to call back.

    As `stage` would lay them ready; nothing is kept.
    """
    sorted_out = _sorted_out(found, ZoneInfo(practice.zone(by.practice_id)), now)
    settled = [external_id(call) for call, _ in sorted_out.settled]
    return settled, [[external_id(each) for each in one.calls] for one in sorted_out.matters]


def _sorted_out(found: Found, zone: ZoneInfo, now: datetime) -> Sorted:
    return missedcall.sort_out(
        found.calls, known_callers=found.known_callers, day=found.day, zone=zone, now=now
    )


def _days(found: Found, zone: ZoneInfo) -> tuple[date, ...]:
    """The first and the last day on which somebody called, or the one that was asked for."""
    if found.day is not None:
        return (found.day, found.day)
    moments = [call.started_at for call in found.calls]
    ends = (min(moments), max(moments)) if moments else ()
    return tuple(each.astimezone(zone).date() for each in ends)


def _insert(batch: ImportBatch, sorted_out: Sorted, now: datetime) -> int:
    """The calls to settle first, then those to call back, a callback's own side by side."""
    at = hours.by_number(batch.practice_id)
    batch.settings["places"] = at
    pathways = _pathways(batch, sorted_out.matters, now, at)
    rows = _rows(sorted_out, pathways, at)
    position = 0
    waiting: list[tuple[Any, ...]] = []
    for row in rows:
        waiting.append((new_id(), position, *row))
        position += 1
        if len(waiting) == AT_ONCE:
            _send(batch, waiting)
            waiting = []
    _send(batch, waiting)
    return position


def _send(batch: ImportBatch, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        columns = zip(*rows, strict=True)
        values = {name: list(column) for name, column in zip(COLUMNS, columns, strict=True)}
        own = {"practice": batch.practice_id, "batch": batch.id}
        statement.run("stage_calls", {**values, **own})


def _rows(sorted_out: Sorted, pathways: Clocks, at: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    for call, settled in sorted_out.settled:
        yield (*_call(call, str(settled)), None, *_FOLLOWS)
    for matter in sorted_out.matters:
        opens = new_id()
        lead = _lead(matter, pathways[matter.category, _place(matter, at)])
        for call in matter.calls:
            yield (*_call(call, ""), opens, *(lead if call is matter.calls[0] else _FOLLOWS))


def _place(matter: Matter, at: Mapping[str, str]) -> str:
    """The place whose number was dialled first, where the practice has several."""
    return at.get(matter.calls[0].callee or "", "")


_FOLLOWS: Final = (False, "", None, None, None, "", "", None, None)


def _call(call: Call, settled: str) -> tuple[Any, ...]:
    return (
        call.line,
        external_id(call),
        str(missedcall.kind_of(call)),
        call.started_at,
        _clean(call.caller or "")[:LONGEST],
        _clean(call.callee or "")[:40],
        call.voicemail_seconds if call.voicemail else None,
        settled,
    )


def _lead(matter: Matter, where: Bearings) -> tuple[Any, ...]:
    """What the callback is opened with: its due times, knowing every call it is about."""
    moments = tuple(call.started_at for call in matter.calls)
    times = due.first_times(
        category=where.pathway.category,
        hours=where.hours,
        facts=Facts(
            received_at=moments[0],
            contacts=moments,
            promise=judging.promised(where, SOURCE),
        ),
    )
    return (
        True, matter.category, len(moments), moments[-1], times.due_at, times.why,
        str(times.window), times.since, times.resolve_by,
    )  # fmt: skip


def external_id(call: Call) -> str:
    """The call's own id; a digest of it where it is too long to be kept or holds a NUL."""
    told = call.external_id
    fits = len(told) <= 200 and "\0" not in told  # noqa: PLR2004 - the column's width
    return told if fits else sha256(told.encode()).hexdigest()


def _pathways(
    batch: ImportBatch, matters: list[Matter], now: datetime, at: Mapping[str, str]
) -> Clocks:
    """The clocks the callbacks will run on, by pathway and place; the versions are kept."""
    since = min((matter.calls[0].started_at for matter in matters), default=now)
    try:
        found = {
            (code, place): practice.bearings(
                batch.practice_id, code=code, since=since, now=now, location=place
            )
            for code in (MISSED, UNSORTED)
            for place in sorted({"", *at.values()})
        }
        for where in found.values():
            where.hours.next_open(now)
    except OutsideHours:
        raise Refused(Reason(code="never_open", words=NEVER_OPEN)) from None
    nothing_yet = Progress(facts={})
    batch.settings["pathways"] = {
        code: {
            "version": str(where.pathway.version_id),
            "needed": outcome_needed(where.pathway.category, nothing_yet),
        }
        for (code, place), where in found.items()
        if not place
    }
    return found


def _keep_bad(batch: ImportBatch, found: Found, sorted_out: Sorted) -> dict[str, int]:
    doubtful = [
        Bad(line=call.line, reason=why, raw=f"{call.started_at.isoformat()} {call.caller or ''}")
        for call, why in sorted_out.doubtful
    ]
    bad = sorted([*found.bad, *doubtful], key=lambda each: each.line)
    BadRow.objects.bulk_create(
        (
            BadRow(
                practice_id=batch.practice_id,
                batch_id=batch.id,
                line=each.line,
                skipped=each.skipped,
                reason=_clean(each.reason)[:300],
                raw=_clean(each.raw),
            )
            for each in bad
        ),
        batch_size=AT_ONCE,
    )
    skipped = sum(each.skipped for each in bad)
    doubts = len(bad) - skipped
    return {"bad": skipped + found.unlisted_bad, "doubts": doubts + found.unlisted_doubts}


def _tally(sorted_out: Sorted) -> dict[str, int]:
    settled: dict[Settled, int] = {}
    for _, why in sorted_out.settled:
        settled[why] = settled.get(why, 0) + 1
    to_call = [call for matter in sorted_out.matters for call in matter.calls]
    return {
        "callbacks": len(sorted_out.matters),
        "calls_to_return": len(to_call),
        "voicemails": sum(each.kind is Kind.VOICEMAIL for each in sorted_out.matters),
        **{str(why): number for why, number in settled.items()},
    }


def _describe(batch: ImportBatch, found: Found, tally: dict[str, int], now: datetime) -> None:
    batch.format = found.format
    batch.rows = found.rows
    batch.staged_at = now
    batch.settings["guessed"] = found.columns
    calls = {"calls": len(found.calls), "directions_unknown": found.directions_unknown}
    batch.counts = {"found": {**calls, **tally}, "in": {}}
    batch.save(update_fields=["format", "rows", "staged_at", "settings", "counts"])


def _clean(text: str) -> str:
    """PostgreSQL keeps no NUL: it becomes a visible mark."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
