"""The sealer: it knows how far it came, so each of its turns looks at the newest entries only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import ledger

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Sealer:
    """Seals every practice's entries. A new one begins by looking at all of them once."""

    def __init__(self) -> None:
        self._since: dict[UUID, str] = {}

    def seal(self, practice_id: UUID, now: datetime) -> None:
        """Seal what was written since the last turn, also what was under way then."""
        since = self._since.get(practice_id)
        self._since[practice_id] = ledger.seal(practice_id, now=now, since=since)
