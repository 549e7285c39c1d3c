"""The ledger as it is read: what is not sealed yet, what is, and how far the seals go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from ringback.models.ids import first_id
from ringback.queries import statement
from ringback.queries.scope import scope, trip
from ringback.rules.ledger import BEGINNING, MOST_GAPS, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ringback.rules.ledger import Broken

PAGE: Final = 10_000
"""So many entries are read in one transaction: a long one would hold up everybody's claims."""


LONGEST: Final = timedelta(hours=1)
"""No transaction of ours lasts longer, so whatever waits is newer than so long before a seal."""


@dataclass(frozen=True, kw_only=True)
class End:
    """Where a practice's ledger ends, and the oldest transaction that may still add to it."""

    position: int
    hash: bytes
    sealed_at: datetime | None
    oldest_running: str


@dataclass(frozen=True, kw_only=True)
class Stand:
    """How far a journal is sealed, when that was, and since when the oldest entry waits (UTC)."""

    position: int
    sealed_at: datetime | None
    waiting_since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Unsealed:
    """Where the ledger ends, and entries that come next, each in the ledger's form."""

    end: End
    entries: list[tuple[UUID, bytes]]


def end(practice_id: UUID) -> End:
    """Where the ledger ends."""
    return _end(trip(practice_id, _mark(practice_id))[0])


def stand(practice_id: UUID) -> Stand:
    """How far the ledger is sealed."""
    last = end(practice_id)
    since = first_id(last.sealed_at - LONGEST) if last.sealed_at else UUID(int=0)
    ((waits,),) = trip(practice_id, ("ledger_waiting", {"practice": practice_id, "from": since}))[0]
    return Stand(position=last.position, sealed_at=last.sealed_at, waiting_since=waits)


def unsealed(
    practice_id: UUID, *, since: str | None, after: UUID, most: int
) -> tuple[tuple[str, dict[str, Any]], ...]:
    """What a sealer asks on entering its scope: where the ledger ends first, then what is new.

    `since` is the transaction from which on it is looked for; None looks at every entry.
    """
    values = {"practice": practice_id, "since": since, "after": after, "most": most}
    return _mark(practice_id), ("ledger_unsealed", values)


def found_unsealed(rows: list[list[tuple[Any, ...]]]) -> Unsealed:
    """The answer to that."""
    mark, entries = rows
    return Unsealed(end=_end(mark), entries=[(entry, bytes(form)) for entry, form in entries])


def walk(practice_id: UUID, checkpoints: Mapping[int, bytes]) -> tuple[Walk, list[Broken]]:
    """Walk a practice's ledger to its end, or to the last gap that is named; and those gaps."""
    going = Walk(checkpoints=checkpoints)
    found: list[Broken] = []
    for page in _pages(practice_id):
        found += going.over(page)
        if len(found) >= MOST_GAPS:
            break
    else:
        found += [each for each in [going.end()] if each]
    return going, [
        replace(each, entry_id=_entry_at(practice_id, each.position)) for each in found[:MOST_GAPS]
    ]


def _entry_at(practice_id: UUID, position: int) -> UUID | None:
    values = {"practice": practice_id, "position": position}
    found = trip(practice_id, ("ledger_entry_at", values))[0]
    return found[0][0] if found else None


def _pages(practice_id: UUID) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while True:
        values = {"practice": practice_id, "after": after, "most": PAGE}
        with scope(practice_id):
            page = statement.as_sent("ledger_sealed", values)
        if not page:
            return
        yield page
        after = page[-1][0]


def _mark(practice_id: UUID) -> tuple[str, dict[str, Any]]:
    return "ledger_mark", {"practice": practice_id}


def _end(rows: list[tuple[Any, ...]]) -> End:
    ((position, hash_, sealed_at, oldest),) = rows
    return End(
        position=position,
        hash=bytes(hash_) if hash_ else BEGINNING,
        sealed_at=sealed_at,
        oldest_running=oldest,
    )
