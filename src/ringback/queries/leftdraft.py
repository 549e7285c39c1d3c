"""What people who left were writing about a callback, for whoever may read that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.models import Draft, Membership
from ringback.queries.scope import scope
from ringback.rules.access import Permission, Role, lane_refusals, refusals
from ringback.rules.leftdraft import Kept, is_there

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


LISTED: Final = 50


@dataclass(frozen=True, kw_only=True)
class LeftDraft:
    """That somebody who left was writing about a callback; never what."""

    id: UUID
    callback_id: UUID
    category: str
    author: str
    saved_at: datetime


def of_callback(actor: Actor, callback_id: UUID) -> list[LeftDraft]:
    """The drafts of people who left that this person may ask for."""
    return _found(actor, callback_id=callback_id)


def everywhere(actor: Actor) -> list[LeftDraft]:
    """All of them in this practice, the newest of them where there are many."""
    return _found(actor)


def _found(actor: Actor, **where: UUID) -> list[LeftDraft]:
    if refusals(actor, Permission.READ_LEFT):
        return []
    left = Membership.objects.filter(practice_id=actor.practice_id, left_at__isnull=False)
    with scope(actor.practice_id):
        of_them = Draft.objects.filter(
            practice_id=actor.practice_id, author_id__in=left.values("person_id"), **where
        )
        newest = of_them.exclude(text="").select_related("author", "callback")
        found = _with_places(list(newest.order_by("-saved_at", "id")[:LISTED]))
    return [
        LeftDraft(
            id=each.id,
            callback_id=each.callback_id,
            category=each.callback.category,
            author=each.author.name,
            saved_at=each.saved_at,
        )
        for each, place in found
        if is_there(actor, _kept(each, place)) and not lane_refusals(actor, each.callback.category)
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
