"""The practice's list of known callers, and the calls it set aside lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import BooleanField, ExpressionWrapper, Q

from ringback.models import Arrival, KnownCaller
from ringback.queries import practice
from ringback.queries.scope import scope, trip
from ringback.rules.missedcall import Settled

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

LATELY: Final = timedelta(days=30)
LISTED: Final = 200


@dataclass(frozen=True, kw_only=True)
class KnownCallerRow:
    """One number on the list. `category` is the name of the kind of request its calls go to."""

    id: UUID
    phone: str
    who: str
    next_time: str
    category: str
    set_aside: int
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AsideRow:
    """One call that was set aside. `look`: every tenth waits for a person who looks at it."""

    id: UUID
    look: bool
    phone: str
    kind: str
    happened_at: datetime


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Both, the newest first, of the calls those to look at. `more`: not every call is shown."""

    known: list[KnownCallerRow]
    aside: list[AsideRow]
    more: bool


def listing(actor: Actor, *, now: datetime) -> Listing:
    """The whole list, and what was set aside in thirty days."""
    with scope(actor.practice_id):
        known = KnownCaller.objects.filter(
            practice_id=actor.practice_id, removed_at__isnull=True
        ).select_related("by")
        names = {
            each.category.code: each.category.name
            for each in practice.categories(actor.practice_id)
        }
        rows = [
            KnownCallerRow(
                id=each.id,
                phone=each.phone,
                who=each.who,
                next_time=each.next_time,
                category=names.get(each.category, each.category),
                set_aside=each.set_aside,
                by=each.by.name,
                at=each.at,
            )
            for each in known.order_by("-at", "id")
        ]
        waiting, lately = Q(settled=str(Settled.TO_LOOK_AT)), Q(stored_at__gte=now - LATELY)
        aside = (
            Arrival.objects.filter(practice_id=actor.practice_id)
            .filter(waiting | (lately & Q(settled=str(Settled.SET_ASIDE))))
            .annotate(look=ExpressionWrapper(waiting, output_field=BooleanField()))
            .order_by("-look", "-happened_at", "id")[: LISTED + 1]
        )
        calls = [
            AsideRow(
                id=each.id,
                look=each.look,
                phone=each.phone,
                kind=each.kind,
                happened_at=each.happened_at,
            )
            for each in aside
        ]
    return Listing(known=rows, aside=calls[:LISTED], more=len(calls) > LISTED)


def kinds(actor: Actor) -> list[tuple[str, str]]:
    """Every kind of request of the practice, code and name, whoever asks: an office may call."""
    asked = ("pathways", {"practice": actor.practice_id})
    (current,) = trip(actor.practice_id, asked)
    found = [each.category for each in practice.pathways(actor.practice_id, current)]
    return [(each.code, each.name) for each in found]
