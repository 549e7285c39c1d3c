"""What people who left were writing about a callback, for whoever may read that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from ringback.models import Draft, Entry, Membership
from ringback.queries import practice
from ringback.queries.scope import scope
from ringback.rules.access import Permission, Role, lane_refusals, refusals
from ringback.rules.draft import Kept as Whole
from ringback.rules.draft import Written, in_full
from ringback.rules.draft import read as read_beside
from ringback.rules.leftdraft import Kept, Matter, is_clinical, is_theirs_to_read, is_there
from ringback.rules.queue import Level

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


LISTED: Final = 50


@dataclass(frozen=True, kw_only=True)
class LeftDraft:
    """That somebody who left was writing about a callback; never what.

    `readable` by whoever asks: where not, they hand it to a clinician.
    """

    id: UUID
    callback_id: UUID
    category: str
    author: str
    saved_at: datetime
    readable: bool


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
        said = of_them.exclude(text="", fields={}, beside=[])
        newest = said.select_related("author", "callback")
        found = _with_facts(list(newest.order_by("-saved_at", "id")[:LISTED]))
    return [
        LeftDraft(
            id=each.id,
            callback_id=each.callback_id,
            category=each.callback.category,
            author=each.author.name,
            saved_at=each.saved_at,
            readable=is_theirs_to_read(actor, facts),
        )
        for each, facts in found
        if is_there(facts) and not lane_refusals(actor, each.callback.category)
    ]


def clinicians(actor: Actor, category: str) -> list[tuple[UUID, str]]:
    """Whom a draft about this kind of request may be handed to, by name."""
    here = Membership.objects.filter(
        Q(lanes__isnull=True) | Q(lanes__contains=[category]),
        practice_id=actor.practice_id,
        left_at__isnull=True,
        person__is_active=True,
        roles__contains=[str(Role.CLINICIAN)],
    )
    found = here.exclude(person_id=actor.person_id).order_by("person__name", "person_id")
    return list(found.values_list("person_id", "person__name"))


def kept(draft: Draft) -> Kept:
    """What the rules ask of one draft. Inside a scope."""
    return _with_facts([draft])[0][1]


def _with_facts(drafts: list[Draft]) -> list[tuple[Draft, Kept]]:
    """Each draft with what the rules ask: its author's place, past or present, and its matter."""
    if not drafts:
        return []
    practice_id, authors = drafts[0].practice_id, {each.author_id for each in drafts}
    found = Membership.objects.filter(practice_id=practice_id, person_id__in=authors)
    places = {each.person_id: each for each in found}
    about = {each.callback_id for each in drafts}
    asked = Entry.objects.filter(
        practice_id=practice_id, subject_id__in=about, verb="escalated", refused=False
    )
    asked_about = set(asked.values_list("subject_id", flat=True))
    return [
        (each, _kept(each, places.get(each.author_id), asked=each.callback_id in asked_about))
        for each in drafts
    ]


def whole(draft: Draft) -> Whole:
    """Everything of a draft, as the rules read it."""
    return Whole(
        draft=Written(text=draft.text, fields=draft.fields, window=draft.window),
        version=draft.version,
        beside=read_beside(draft.beside),
    )


def _kept(draft: Draft, place: Membership | None, *, asked: bool) -> Kept:
    callback = draft.callback
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    matter = Matter(
        kind=pathway.kind, category=callback.category, level=Level(callback.level), asked=asked
    )
    by_clinician = place is None or Role.CLINICIAN in place.roles
    return Kept(
        text=in_full(whole(draft)),
        author_left=place is not None and place.left_at is not None,
        clinical=by_clinician and is_clinical(matter),
    )
