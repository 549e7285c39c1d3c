"""Several callbacks of the list: those that were chosen, and the last press that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Callback, LastStep
from ringback.queries import practice, roster, seen
from ringback.queries.scope import scope
from ringback.rules import laterchoices
from ringback.rules.access import Actor, lane_refusals
from ringback.rules.clock import OutsideHours
from ringback.rules.handover import may_get

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.laterchoices import Later


@dataclass(frozen=True, kw_only=True)
class ChosenRow:
    """One that was chosen. `name` and `phone` are None where they are not for the reader."""

    id: UUID
    fence: int
    kind: str
    category: str
    category_name: str
    name: str | None
    phone: str | None


@dataclass(frozen=True, kw_only=True)
class Last:
    """The last press of somebody that can still be taken back: of which kind, until when (UTC)."""

    kind: str
    callbacks: tuple[UUID, ...]
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Who may get all of them, by name, and the times they can be put aside until."""

    colleagues: tuple[tuple[UUID, str], ...]
    later: tuple[Later, ...]


def chosen(actor: Actor, ids: Sequence[UUID]) -> list[ChosenRow]:
    """Those of them the actor holds, in the order of the list."""
    with scope(actor.practice_id):
        found = Callback.objects.filter(
            practice_id=actor.practice_id, id__in=ids, owner_id=actor.person_id
        ).order_by("rank", "due_at", "received_at", "id")
        return [_row(each, actor) for each in found if not lane_refusals(actor, each.category)]


def _row(found: Callback, actor: Actor) -> ChosenRow:
    named = seen.may(actor, "callback", "name", owns=True)
    reached = seen.may(actor, "callback", "phone", owns=True)
    return ChosenRow(
        id=found.id,
        fence=found.fence,
        kind=found.kind,
        category=found.category,
        category_name=practice.category(found.practice_id, found.category_version_id).name,
        name=found.name if named else seen.name(actor, found.name),
        phone=found.phone if reached else None,
    )


def offer(actor: Actor, rows: Sequence[ChosenRow], *, now: datetime) -> Offer:
    """What can be done with all of these at once."""
    with scope(actor.practice_id):
        here = practice.local(actor.practice_id, since=now, now=now)
        try:
            later = laterchoices.choices(now, here.hours, here.parts)
        except OutsideHours:
            later = ()
        people = [
            (each.id, each.name)
            for each in roster.workers(actor.practice_id)
            if each.id != actor.person_id
            and all(may_get(_actor(actor, each), row.category) for row in rows)
        ]
    return Offer(colleagues=tuple(people), later=later)


def _actor(actor: Actor, them: roster.Worker) -> Actor:
    return Actor(
        person_id=them.id,
        practice_id=actor.practice_id,
        name=them.name,
        roles=them.roles,
        lanes=them.only,
    )


def last(actor: Actor, *, now: datetime) -> Last | None:
    """What they did last, with everything of the same press; None where it is over."""
    with scope(actor.practice_id):
        mine = LastStep.objects.filter(
            practice_id=actor.practice_id, by_id=actor.person_id, until__gte=now
        )
        latest = mine.order_by("-at").first()
        if latest is None:
            return None
        press = mine.filter(at=latest.at, kind=latest.kind).order_by("id")
        return Last(
            kind=latest.kind,
            callbacks=tuple(press.values_list("callback_id", flat=True)),
            until=latest.until,
        )
