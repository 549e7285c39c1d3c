"""What would end and what would go back if somebody left the practice now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Callback, Door, Draft, Membership
from ringback.queries.scope import scope

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class WouldLeave:
    """Who, and how many callbacks they hold, they write about, and programs work in their name."""

    person_id: UUID
    name: str
    held: int
    drafts: int
    programs: int


def of(person_id: UUID, actor: Actor) -> WouldLeave | None:
    """Asked in the actor's practice; None where they are not there."""
    here = {"practice_id": actor.practice_id}
    with scope(actor.practice_id):
        there = Membership.objects.filter(**here, person_id=person_id, left_at__isnull=True)
        name = there.values_list("person__name", flat=True).first()
        if name is None:
            return None
        held = Callback.objects.filter(**here, owner_id=person_id, closed_at__isnull=True)
        theirs = Draft.objects.filter(**here, author_id=person_id)
        drafts = theirs.exclude(text="", fields={}, beside=[])
        tokens = Door.objects.filter(
            **here, person_id=person_id, purpose="api", closed_at__isnull=True
        )
        return WouldLeave(
            person_id=person_id,
            name=name,
            held=held.count(),
            drafts=drafts.count(),
            programs=tokens.count(),
        )
