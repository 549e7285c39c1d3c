"""Whose callback somebody was at before, as far as they may see that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Callback
from ringback.queries import seen
from ringback.queries.scope import scope
from ringback.rules.access import Permission, lane_refusals, refusals

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Place:
    """A callback to come back to. `name` is "" where it has none, or not for them."""

    id: UUID
    name: str


def place(callback_id: UUID, actor: Actor) -> Place | None:
    """The callback, or None where there is none such that would open to them."""
    if refusals(actor, Permission.SEE_QUEUE):
        return None
    with scope(actor.practice_id):
        found = (
            Callback.objects.filter(practice_id=actor.practice_id, id=callback_id)
            .values_list("category", "name", "owner_id")
            .first()
        )
    if found is None or lane_refusals(actor, found[0]):
        return None
    named = seen.may(actor, "callback", "name", owns=found[2] == actor.person_id)
    return Place(id=callback_id, name=found[1] if named else seen.name(actor, found[1]) or "")
