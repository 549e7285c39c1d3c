"""A practice's hours as it wrote them, for the whole of it and for each place with its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Location, PolicyPart
from ringback.queries import policy
from ringback.queries.practice import public_holidays, remembered
from ringback.queries.scope import scope
from ringback.rules.policy import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from ringback.queries.policy import PartVersion
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Place:
    """One of a practice's places. `slug` is empty for the practice as a whole."""

    slug: str
    name: str
    numbers: tuple[str, ...]
    own_hours: bool


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """A public holiday and what it is called."""

    on: date
    name: str


def with_own(practice_id: UUID) -> frozenset[str]:
    """The places that have hours of their own now. Inside a scope."""
    newest = PolicyPart.objects.filter(practice_id=practice_id, kind=str(Part.HOURS))
    newest = newest.exclude(name="").order_by("name", "-version").distinct("name")
    return frozenset(each.name for each in newest if each.written)


def places(actor: Actor) -> list[Place]:
    """The practice's places in use, by name."""
    with scope(actor.practice_id):
        return places_inside(actor.practice_id)


def places_inside(practice_id: UUID) -> list[Place]:
    """The same, inside a scope."""
    own = with_own(practice_id)
    live = Location.objects.filter(practice_id=practice_id, removed_at=None)
    return [
        Place(
            slug=each.slug,
            name=each.name,
            numbers=tuple(each.numbers),
            own_hours=each.slug in own,
        )
        for each in live.order_by("name", "slug")
    ]


def is_place(practice_id: UUID, slug: str) -> bool:
    """Whether the practice has such a place in use. Inside a scope."""
    live = Location.objects.filter(practice_id=practice_id, slug=slug, removed_at=None)
    return live.exists()


def by_number(practice_id: UUID) -> dict[str, str]:
    """The place that each dialled number rings at. Inside a scope."""
    live = Location.objects.filter(practice_id=practice_id, removed_at=None)
    return {number: each.slug for each in live for number in each.numbers}


def versions(actor: Actor, slug: str = "") -> list[PartVersion]:
    """Every version of the hours of the practice or of a place, the newest first."""
    with scope(actor.practice_id):
        return policy.versions(actor.practice_id, Part.HOURS, slug)


def holidays(practice_id: UUID, first: date, last: date) -> Sequence[Holiday]:
    """The public holidays from one day through another, by day."""
    where = remembered(practice_id)
    found = public_holidays(where.country, where.state, range(first.year, last.year + 1))
    return [Holiday(on=on, name=name) for on, name in found.items() if first <= on <= last]
