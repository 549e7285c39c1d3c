"""Which calls a phone system's log tells of, and whether a person answered them.

A phone system writes several rows for one call: one per ringing telephone, one for the menu, one
for the voicemail. The practice wants calls. Rows that carry one call id are one call; without such
an id, rows that share a leg, or the same caller at the same time, are one call. A call is answered
when a person spoke, on any of its rows; a menu, an announcement, queue music or a voicemail box is
nobody. A caller who hid their number is never taken for another one who did.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

Direction = Literal["inbound", "outbound", "internal", "unknown"]
SettledBy = Literal["log", "extensions", "our numbers", "nothing"]

VOICEMAIL_SECONDS = 5
"""Who leaves a voicemail box sooner than this has not got past its greeting."""
LEG_REUSE = timedelta(seconds=60)
"""A leg's name may be used again after a restart; within this time it is still the same leg."""
LONGEST_EXTENSION = 6

_RANK: dict[Direction, int] = {"inbound": 0, "outbound": 1, "internal": 2, "unknown": 3}


@dataclass(frozen=True, kw_only=True, slots=True)
class LogRow:
    """One row of a phone log, in our words."""

    line: int
    started_at: datetime
    ended_at: datetime
    caller: str | None
    """E.164, else as the log has it; None when the caller hid it or there is none."""
    callee: str | None
    direction: Direction
    talked: bool
    """A person took part in what this row records."""
    talk_seconds: int = 0
    ring_seconds: int | None = None
    voicemail_seconds: int | None = None
    """How long the voicemail box was on the line; None when it was not."""
    call_id: str = ""
    """The id every row of this call carries."""
    row_id: str = ""
    """The id of this leg of the call, which other rows may or may not share."""
    legs: tuple[str, ...] = ()
    """Names of the legs this row connects; rows naming the same leg are one call."""
    leg: str = ""
    """The leg this row is the record of."""
    stands_for: str = ""
    """The leg whose own row, when there is one, knows better whether a person talked."""
    rang_first: str = ""
    """The leg a program rang before it dialled this: who answered there is one of us."""
    timed: bool = True
    """Whether the log says how long this took."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One telephone call, whatever number of rows told of it."""

    external_id: str
    """The same whenever the same log is read again."""
    started_at: datetime
    ended_at: datetime
    caller: str | None
    callee: str | None
    direction: Direction
    answered: bool
    voicemail: bool
    voicemail_seconds: int
    ring_seconds: int | None
    talk_seconds: int
    seconds: int | None
    """From first ring to the end; None when the log does not say."""
    withheld: bool
    rows: int
    line: int


def is_arrival(call: Call) -> bool:
    """Return whether somebody called us; a call whose direction is unknown may have been one."""
    return call.direction in {"inbound", "unknown"}


def is_extension(number: str | None) -> bool:
    """Return whether a number is one of the practice's own short ones."""
    return number is not None and number.isdigit() and len(number) <= LONGEST_EXTENSION


def settle_direction(
    stated: Direction, caller: str | None, callee: str | None, ours: AbstractSet[str]
) -> tuple[Direction, SettledBy]:
    """Say which way a call went, and what settled it.

    The log's own word comes first, then who has an extension, then the practice's numbers.
    """
    if stated != "unknown":
        return stated, "log"
    inside, outside = is_extension(caller), is_extension(callee)
    if inside:
        return ("internal" if outside or callee is None else "outbound"), "extensions"
    if outside:
        return "inbound", "extensions"
    if (caller in ours) != (callee in ours):
        return ("outbound" if caller in ours else "inbound"), "our numbers"
    if caller in ours:
        return "internal", "our numbers"
    return "unknown", "nothing"


def join(rows: Sequence[LogRow]) -> list[Call]:
    """Make calls of rows, in the order in which they began."""
    in_time = sorted(rows, key=lambda row: (row.started_at, row.line))
    groups = _by_overlap(_by_id(in_time))
    calls = sorted(
        (_call(group) for group in groups), key=lambda call: (call.started_at, call.line)
    )
    return list(_told_apart(calls))


def _by_id(rows: Sequence[LogRow]) -> list[list[LogRow]]:
    """Put rows, given in order of time, together that share an id or, while it lasts, a leg."""
    parent = list(range(len(rows)))
    ids: dict[str, int] = {}
    legs: dict[str, tuple[int, datetime]] = {}
    for index, row in enumerate(rows):
        for name in (row.call_id, row.row_id):
            if name:
                _unite(parent, index, ids.setdefault(name, index))
        for leg in row.legs:
            other, end = legs.get(leg, (index, row.ended_at))
            if row.started_at <= end + LEG_REUSE:
                _unite(parent, index, other)
                legs[leg] = (index, max(end, row.ended_at))
            else:
                legs[leg] = (index, row.ended_at)
    groups: defaultdict[int, list[LogRow]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[_root(parent, index)].append(row)
    return list(groups.values())


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _unite(parent: list[int], one: int, other: int) -> None:
    parent[_root(parent, one)] = _root(parent, other)


def _by_overlap(groups: list[list[LogRow]]) -> Iterator[list[LogRow]]:
    """Put groups together that have no call id but the same caller at the same time."""
    loose: defaultdict[tuple[str, str | None], list[list[LogRow]]] = defaultdict(list)
    for group in groups:
        first = _first(group)
        if first.caller is None or any(row.call_id for row in group):
            yield group
        else:
            loose[_same_caller(first)].append(group)
    for candidates in loose.values():
        yield from _overlapping(candidates)


def _same_caller(row: LogRow) -> tuple[str, str | None]:
    """Name the line that can carry only one call at a time.

    Everybody in the practice calls out under one number, so there the number called counts too.
    """
    caller = row.caller or ""
    return (caller, None) if row.direction in {"inbound", "unknown"} else (caller, row.callee)


def _overlapping(groups: list[list[LogRow]]) -> Iterator[list[LogRow]]:
    groups.sort(key=lambda group: min(row.started_at for row in group))
    current = list(groups[0])
    end = max(row.ended_at for row in current)
    for group in groups[1:]:
        ends = max(row.ended_at for row in group)
        if _goes_on(group, end):
            current.extend(group)
            end = max(end, ends)
        else:
            yield current
            current, end = list(group), ends
    yield current


def _goes_on(group: list[LogRow], end: datetime) -> bool:
    """Return whether rows begin before a call's end, or, where no leg is named, just at it.

    A forward begins in the second in which the ringing before it ended. Where legs are named it is
    known by them, and what begins in that second is somebody who hung up and called again.
    """
    begins = min(row.started_at for row in group)
    return begins < end or (begins == end and not any(row.legs for row in group))


def _first(group: list[LogRow]) -> LogRow:
    """Return the row with which the call began: the one that says whose call it was."""
    if len(group) == 1:
        return group[0]
    known = [row for row in group if row.direction != "unknown"] or group
    return min(
        known, key=lambda row: (row.started_at, bool(row.leg), _RANK[row.direction], row.line)
    )


def _call(group: list[LogRow]) -> Call:
    first = _first(group)
    started = min(row.started_at for row in group)
    ended = max(row.ended_at for row in group)
    talked = _person_rows(group)
    voicemail = max((row.voicemail_seconds or 0 for row in group), default=0)
    timed = any(row.timed for row in group)
    return Call(
        external_id=_identity(group, first),
        started_at=started,
        ended_at=ended,
        caller=first.caller,
        callee=first.callee,
        direction=first.direction,
        answered=bool(talked),
        voicemail=voicemail >= VOICEMAIL_SECONDS,
        voicemail_seconds=voicemail,
        ring_seconds=_rang(talked, started),
        talk_seconds=max((row.talk_seconds for row in talked), default=0),
        seconds=round((ended - started).total_seconds()) if timed else None,
        withheld=first.caller is None and first.direction in {"inbound", "unknown"},
        rows=len(group),
        line=min(row.line for row in group),
    )


def _person_rows(group: list[LogRow]) -> list[LogRow]:
    """Rows on which a person talked, asking the leg itself where it has a row of its own."""
    recorded = {row.leg for row in group if row.leg}
    ours = {row.rang_first for row in group if row.rang_first}
    return [
        row
        for row in group
        if row.talked and row.stands_for not in recorded and (not row.leg or row.leg not in ours)
    ]


def _rang(talked: list[LogRow], started: datetime) -> int | None:
    """Seconds until the first person answered, where the log says."""
    answers = [
        row.started_at + timedelta(seconds=row.ring_seconds)
        for row in talked
        if row.ring_seconds is not None
    ]
    return round((min(answers) - started).total_seconds()) if answers else None


def _identity(group: list[LogRow], first: LogRow) -> str:
    for row in (first, *group):
        if row.call_id or row.row_id:
            return row.call_id or row.row_id
    told = f"{first.started_at.isoformat()}|{first.caller}|{first.callee}"
    return sha256(told.encode()).hexdigest()[:32]


def _told_apart(calls: Iterable[Call]) -> Iterator[Call]:
    """Give numbers to calls the log itself does not tell apart: two hidden callers at once."""
    seen: Counter[str] = Counter()
    for call in calls:
        seen[call.external_id] += 1
        if seen[call.external_id] == 1:
            yield call
        else:
            yield replace(call, external_id=f"{call.external_id}#{seen[call.external_id]}")
