"""What was done and seen is sealed, entry after entry, shortly after it happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from ringback.queries import ledger, statement
from ringback.queries.scope import scope
from ringback.rules.ledger import seals

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.queries.ledger import Unsealed

AT_ONCE: Final = 5_000
"""So many entries are sealed in one transaction."""

BEFORE_ALL: Final = UUID(int=0)


def seal(practice_id: UUID, *, now: datetime, since: str | None) -> str:
    """Seal every entry that is there; answers from which transaction on to look the next time.

    `since` is what this answered before; None where nobody knows it, and every entry is looked at.
    Only one may seal at a time: a second one is refused by the positions, and seals nothing.
    """
    first = found = _seal_some(practice_id, now=now, since=since, after=BEFORE_ALL)
    while len(found.entries) == AT_ONCE:
        found = _seal_some(practice_id, now=now, since=since, after=found.entries[-1][0])
    return first.end.oldest_running


def _seal_some(practice_id: UUID, *, now: datetime, since: str | None, after: UUID) -> Unsealed:
    asked = ledger.unsealed(practice_id, since=since, after=after, most=AT_ONCE)
    with scope(practice_id, *asked) as rows:
        found = ledger.found_unsealed(rows)
        if found.entries:
            end, forms = found.end, [form for _, form in found.entries]
            positions, hashes = zip(*seals(end.hash, end.position, forms), strict=True)
            values = {
                "practice": practice_id,
                "now": now,
                "entries": [entry_id for entry_id, _ in found.entries],
                "positions": list(positions),
                "hashes": list(hashes),
            }
            statement.run("ledger_seal", values)
    return found
