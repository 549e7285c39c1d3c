"""What people who left were writing about a callback, for whoever may read that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Draft, Membership
from ringback.queries.scope import scope
from ringback.rules.access import Permission, Role, refusals
from ringback.rules.leftdraft import Kept, is_there

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class LeftDraft:
    """That somebody who left was writing; never what."""

    id: UUID
    author: str
    saved_at: datetime


def of_callback(actor: Actor, callback_id: UUID) -> list[LeftDraft]:
    """The drafts of people who left that this person may ask for."""
    if refusals(actor, Permission.READ_LEFT):
        return []
    with scope(actor.practice_id):
        of_it = Draft.objects.filter(practice_id=actor.practice_id, callback_id=callback_id)
        others = of_it.exclude(author_id=actor.person_id).exclude(text="")
        found = list(others.select_related("author").order_by("saved_at", "id"))
        kept = {each.id: _kept(each, left) for each, left in _with_places(found)}
    return [
        LeftDraft(id=each.id, author=each.author.name, saved_at=each.saved_at)
        for each in found
        if is_there(actor, kept[each.id])
    ]


def kept(draft: Draft) -> Kept:
    """What the rules ask of one draft. Inside a scope."""
    return _kept(*_with_places([draft])[0])


def _with_places(drafts: list[Draft]) -> list[tuple[Draft, Membership | None]]:
    """Each draft with its author's place in the practice, past or present."""
    if not drafts:
        return []
    practice_id, authors = drafts[0].practice_id, {each.author_id for each in drafts}
    found = Membership.objects.filter(practice_id=practice_id, person_id__in=authors)
    places = {each.person_id: each for each in found}
    return [(each, places.get(each.author_id)) for each in drafts]


def _kept(draft: Draft, place: Membership | None) -> Kept:
    return Kept(
        text=draft.text,
        author_left=place is not None and place.left_at is not None,
        clinical=place is None or Role.CLINICIAN in place.roles,
    )
