"""Where a secret leads, asked before anyone knows which practice it is of."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from ringback.models import Door
from ringback.queries import person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

RENEWAL: Final = "renewal"
RENEWAL_EVERYWHERE: Final = "renewal everywhere"


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


def renews(found: Opened, purpose: str) -> bool:
    """Whether this link still gives its person a new password.

    A manager's only while they work for that practice alone: who they work for may have changed
    since it was made.
    """
    if found.person_id is None:
        return False
    places = {each.id for each in person.practices_of(found.person_id)}
    return places == {found.practice_id} if purpose == RENEWAL else bool(places)
