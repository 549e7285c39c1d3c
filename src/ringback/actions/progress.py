"""What is true of a callback so far, as the rule of done wants it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.queries import practice, statement
from ringback.rules import done
from ringback.rules.attempt import Result, Try

if TYPE_CHECKING:
    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.done import Progress


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """Every try of a callback, oldest first, what came in, the facts given, the latest note."""

    tries: list[Try]
    kinds: list[str]
    facts: dict[str, Any]
    clinical: frozenset[str]
    note: str


def read(callback: Callback) -> SoFar:
    """Ask the database, once."""
    values = {"practice": callback.practice_id, "callback": callback.id}
    results, times, asked, channels, kinds, facts, clinical, note = statement.rows(
        "progress", values
    )[0]
    return SoFar(
        tries=[
            Try(result=Result(result), happened_at=at, call_again_at=again, channel=channel)
            for result, at, again, channel in zip(results, times, asked, channels, strict=True)
        ],
        kinds=kinds,
        facts=json.loads(facts),
        clinical=frozenset(clinical),
        note=note or "",
    )


def of(
    callback: Callback, *, by: Actor | None = None, note: str = "", so_far: SoFar | None = None
) -> Progress:
    """The facts given, the facts its tries amount to, and the latest note if none is given.

    `by` is who acts: holding it, and being who may work it to its end, they have accepted it.
    """
    found = so_far or read(callback)
    return done.so_far(
        facts=found.facts,
        tries=found.tries,
        kinds=found.kinds,
        clinical=found.clinical,
        said=frozenset(callback.heard),
        accepted=by is not None and _accepted(callback, by),
        zone=practice.zone(callback.practice_id),
        note=note or found.note,
    )


def outcome_needed(
    callback: Callback, *, by: Actor | None = None, so_far: SoFar | None = None
) -> str:
    """What the list shows as still needed, after something changed."""
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    return done.outcome_needed(pathway, of(callback, by=by, so_far=so_far))


def _accepted(callback: Callback, by: Actor) -> bool:
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    return callback.owner_id == by.person_id and not by.roles.isdisjoint(pathway.handlers.work)
