"""What would end and what would go back if somebody left the practice now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Callback, Door, Draft
from ringback.queries.scope import scope

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class WouldLeave:
    """How many callbacks they hold, they are writing about, and programs work in their name."""

    held: int
    drafts: int
    programs: int


def of(person_id: UUID, actor: Actor) -> WouldLeave:
    """Asked in the actor's practice."""
    here = {"practice_id": actor.practice_id}
    with scope(actor.practice_id):
        held = Callback.objects.filter(**here, owner_id=person_id, closed_at__isnull=True)
        theirs = Draft.objects.filter(**here, author_id=person_id)
        drafts = theirs.exclude(text="", fields={}, beside=[])
        tokens = Door.objects.filter(
            **here, person_id=person_id, purpose="api", closed_at__isnull=True
        )
        return WouldLeave(held=held.count(), drafts=drafts.count(), programs=tokens.count())
