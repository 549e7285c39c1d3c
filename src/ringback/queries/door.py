"""Where a secret leads, asked before anyone knows which practice it is of."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from ringback.models import Door
from ringback.queries import person
from ringback.rules.access import Permission, refusals

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

RENEWAL: Final = "renewal"
RENEWAL_EVERYWHERE: Final = "renewal everywhere"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A door that is open: which, and whose; `by_id` made it, where that is known."""

    id: UUID
    practice_id: UUID
    person_id: UUID | None
    label: str
    by_id: UUID | None = None


def opened(secret: str, purpose: str, *, now: datetime) -> Opened | None:
    """The open door of this secret; None for one that leads nowhere (any more)."""
    found = (
        Door.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            digest=sha256(secret.encode()).digest(),
            purpose=purpose,
            closed_at__isnull=True,
        )
        .values_list("id", "practice_id", "person_id", "label", "by_id")
        .first()
    )
    if found is None:
        return None
    return Opened(
        id=found[0], practice_id=found[1], person_id=found[2], label=found[3], by_id=found[4]
    )


def renews(found: Opened, purpose: str) -> bool:
    """Whether this link still gives its person a new password.

    A manager's only while that manager may make one, and the person works for that practice alone:
    both may have changed since.
    """
    if found.person_id is None:
        return False
    places = {each.id for each in person.practices_of(found.person_id)}
    if purpose == RENEWAL:
        return places == {found.practice_id} and still_may(found.by_id, found.practice_id)
    return bool(places)


def still_may(by_id: UUID | None, practice_id: UUID) -> bool:
    """Whether whoever made a link for somebody else may still make one there."""
    by = person.actor(by_id, practice_id, via="web") if by_id else None
    return by is not None and not refusals(by, Permission.MANAGE_PEOPLE)
