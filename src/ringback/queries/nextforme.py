"""What each practice of one person would give them next, looked at one practice after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringback.queries.scope import trip
from ringback.rules.access import Permission, refusals
from ringback.rules.nextforme import Head, Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ringback.rules.access import Actor


def heads(them: Iterable[Actor], now: datetime) -> list[Head]:
    """The head of each practice, for the same person at work in each; none where there is none."""
    found = []
    for actor in them:
        if refusals(actor, Permission.WORK):
            continue
        (rows,) = trip(actor.practice_id, ("next_head", asked(actor, now)))
        found += [Head(place=Place(*row), practice_id=actor.practice_id) for row in rows]
    return found


def asked(actor: Actor, now: datetime) -> dict[str, Any]:
    """What next_head.sql is asked, and claim_next.sql as well: whose, where, in which lanes."""
    return {
        "practice": actor.practice_id,
        "actor": actor.person_id,
        "at": now,
        "lanes": [None] if actor.lanes is None else sorted(actor.lanes),
        "by_lane": None if actor.lanes is None else True,
    }
