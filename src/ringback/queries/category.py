"""The practice's kinds of request in every version there was, and what a change is tried on."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from ringback.models import CategoryVersion
from ringback.queries import practice, statement
from ringback.queries.scope import scope
from ringback.rules import whatif, window, wishwords
from ringback.rules.known import Facts
from ringback.rules.queue import Level
from ringback.rules.stand import Asked
from ringback.rules.whatif import Past

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.practice import Local
    from ringback.rules.access import Actor
    from ringback.rules.category import Category
    from ringback.rules.whatif import Difference

LOOKED_BACK: Final = timedelta(days=30)
"""So far back a change is tried on what there was."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of one kind of request: what it says, by whom, why and when (UTC)."""

    code: str
    number: int
    category: Category
    author: str
    reason: str
    created_at: datetime


def current(actor: Actor) -> list[Version]:
    """Every kind of request as it is now, by name."""
    with scope(actor.practice_id):
        return current_inside(actor.practice_id)


def current_inside(practice_id: UUID) -> list[Version]:
    """The same inside a scope."""
    newest = CategoryVersion.objects.filter(practice_id=practice_id).order_by("code", "-version")
    found = _versions(newest.distinct("code").select_related("author"))
    return sorted(found, key=lambda each: each.category.name)


def versions(actor: Actor, code: str) -> list[Version]:
    """Every version of one kind of request, the newest first; none where there is none such."""
    with scope(actor.practice_id):
        return versions_inside(actor.practice_id, code)


def versions_inside(practice_id: UUID, code: str) -> list[Version]:
    """The same inside a scope."""
    found = CategoryVersion.objects.filter(practice_id=practice_id, code=code)
    return _versions(found.order_by("-version").select_related("author"))


def _versions(found: Iterable[CategoryVersion]) -> list[Version]:
    return [
        Version(
            code=each.code,
            number=each.version,
            category=each.facts(),
            author=each.author.name,
            reason=each.reason,
            created_at=each.created_at,
        )
        for each in found
    ]


def tried(actor: Actor, *, before: Category, after: Category, now: datetime) -> Difference:
    """What a changed pathway would have done to what came in during the last thirty days.

    Every place of the practice counts by its own opening hours, and what the places they came from
    promise by what is promised now.
    """
    since = now - LOOKED_BACK
    with scope(actor.practice_id):
        others = {each.code: each.category for each in current_inside(actor.practice_id)}
        found = past(actor.practice_id, before.code, since=since, now=now)
        return whatif.together(
            whatif.difference(
                those, before=before, after=after, hours=place.hours, now=now, others=others
            )
            for place, those in found
        )


def past(
    practice_id: UUID, code: str, *, since: datetime, now: datetime
) -> list[tuple[Local, list[Past]]]:
    """What was known of each callback of a kind that came in since, by its place. In a scope."""
    asked = {"practice": practice_id, "code": code, "since": since}
    found: dict[str, list[list[Any]]] = defaultdict(list)
    for location, *known in statement.rows("past", asked):
        found[location].append(known)
    places = (
        (practice.local(practice_id, since=since, now=now, location=location), rows)
        for location, rows in found.items()
    )
    return [(place, [_past(each, place) for each in rows]) for place, rows in places]


def _past(known: Sequence[Any], place: Local) -> Past:
    """One row of what was known, without its place."""
    received_at, visit_date, heard, acted_at, contacts, recorded, promise, level, *more = known
    pressing, wished, wished_at = more
    facts = Facts(
        received_at=received_at,
        visit_date=visit_date,
        contacts=tuple(contacts),
        said=frozenset(json.loads(heard)),
        recorded=json.loads(recorded),
        promise=window.read(promise) if promise else None,
        urgent_open=pressing,
    )
    return Past(
        facts=facts,
        first_action_at=acted_at,
        level=Level(level),
        asked=_asked(wished, wished_at, place) if wished_at else None,
    )


def _asked(text: str, at: datetime, place: Local) -> Asked:
    """The time they asked for, read as it was when they said it."""
    wish = wishwords.read(text, now=at, zone=place.zone, country=place.country, parts=place.parts)
    return Asked(wish=wish, at=at)
