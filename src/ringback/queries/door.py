"""Where a secret leads, asked before anyone knows which practice it is of."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import Q

from ringback.models import Door

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A door that is open: which, and whose."""

    id: UUID
    practice_id: UUID
    person_id: UUID | None
    label: str


def opened(secret: str, purpose: str, *, now: datetime) -> Opened | None:
    """The open door of this secret; None for one that leads nowhere (any more)."""
    found = (
        Door.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            digest=sha256(secret.encode()).digest(),
            purpose=purpose,
            closed_at__isnull=True,
        )
        .values_list("id", "practice_id", "person_id", "label")
        .first()
    )
    if found is None:
        return None
    return Opened(id=found[0], practice_id=found[1], person_id=found[2], label=found[3])
