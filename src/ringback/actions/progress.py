"""What is true of a callback so far, as the rule of done wants it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from ringback.queries import practice, roster, statement
from ringback.rules import done
from ringback.rules.attempt import Result, Try
from ringback.rules.done import Record

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.done import Progress


def read(callback: Callback) -> Record:
    """Every try, oldest first, what came in, the facts given and the latest note, in one trip."""
    practice_id = callback.practice_id
    values = {"practice": practice_id, "callback": callback.id}
    where = practice.where(practice_id, callback.location, callback.received_at)
    (found,), bearings = statement.together([("progress", values), ("bearings", where)])
    results, times, asked, channels, numbers, kinds, facts, clinical, answered_at, note = found
    return Record(
        tries=[
            Try(
                result=Result(result),
                happened_at=at,
                call_again_at=again,
                channel=channel,
                number=number,
            )
            for result, at, again, channel, number in zip(
                results, times, asked, channels, numbers, strict=True
            )
        ],
        kinds=kinds,
        facts=json.loads(facts),
        clinical=frozenset(clinical),
        answered_at=answered_at,
        said=frozenset(callback.heard),
        note=note or "",
        parts=practice.parts(practice_id, bearings),
    )


def of(
    callback: Callback,
    *,
    by: Actor | None = None,
    now: datetime | None = None,
    note: str = "",
    record: Record | None = None,
) -> Progress:
    """What its record amounts to, with this note if one is given.

    `by` is who acts: holding it, they may have accepted it by that. `now` is when, where whoever
    fills a post by the roster at that moment counts, too.
    """
    found = record or read(callback)
    accepted = by is not None and accepted_by(callback, by, now=now)
    found = replace(found, accepted=accepted, note=note or found.note)
    return done.so_far(found, zone=practice.zone(callback.practice_id))


def outcome_needed(
    callback: Callback,
    *,
    by: Actor | None = None,
    now: datetime | None = None,
    record: Record | None = None,
) -> str:
    """What the list shows as still needed, after something changed."""
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    return done.outcome_needed(pathway, of(callback, by=by, now=now, record=record))


def accepted_by(callback: Callback, by: Actor, *, now: datetime | None = None) -> bool:
    """Whether this person holds it and has taken it on by that."""
    if callback.owner_id != by.person_id:
        return False
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    return roster.accepts(by, pathway, now=now)
