"""Whether something came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.models import Arrival
from ringback.queries.scope import scope

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def any_since(practice_id: UUID, since: datetime) -> bool:
    """Whether anything came in at a practice at or after this moment."""
    with scope(practice_id):
        return Arrival.objects.filter(practice_id=practice_id, happened_at__gte=since).exists()


def any_named(practice_id: UUID, prefix: str) -> bool:
    """Whether anything came in whose sender's own id begins like this."""
    with scope(practice_id):
        found = Arrival.objects.filter(practice_id=practice_id, external_id__startswith=prefix)
        return found.exists()
