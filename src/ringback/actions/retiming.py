"""New opening hours move what is due earlier, never later.

The new hours hold from the moment they are set: what is open is judged by the old ones and by the
old ones followed by the new, and whatever those make sooner moves. Times that now fall where nobody
is in stay as they are, and are told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from ringback.actions import judging
from ringback.models import Arrival, Callback, DoneFact
from ringback.queries import hours as places
from ringback.queries import practice
from ringback.queries.practice import Pathway
from ringback.rules import clock
from ringback.rules.closure import Moved, Outcome, Uncovered
from ringback.rules.queue import RANK, Level
from ringback.rules.reason import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.actions.judging import Stand
    from ringback.queries.practice import Bearings
    from ringback.rules.clock import OpenHours
    from ringback.rules.known import Facts

    HoursOf = Callable[[Callback], Bearings]

HOURS_CHANGED: Final = gettext_noop("our hours changed: moved earlier")
"""Why it is due sooner, where the pathway has no words of its own for it."""

_JUST_BEFORE: Final = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Open:
    """An open callback, what is known of it, and its clock before the hours changed."""

    callback: Callback
    facts: Facts
    before: OpenHours


def affected(act: Act, names: Collection[str], *, hold: bool) -> list[Open]:
    """Every open callback that runs on these hours ("": the practice's), before they change.

    Held until the action ends where `hold`: whoever only asks lets others work on.
    """
    own = places.with_own(act.by.practice_id)
    mine = Callback.objects.filter(practice_id=act.by.practice_id, closed_at__isnull=True)
    mine = mine.order_by("id")
    found = [
        each
        for each in (mine.select_for_update() if hold else mine)
        if each.location in names or ("" in names and each.location not in own)
    ]
    ids = [each.id for each in found]
    contacts, recorded = _contacts(act, ids), _recorded(act, ids)
    bearings = _clocks(act)
    return [
        Open(
            callback=each,
            facts=judging.facts(
                each, contacts=tuple(contacts[each.id]), recorded=recorded[each.id]
            ),
            before=bearings(each).hours,
        )
        for each in found
    ]


def _contacts(act: Act, ids: Iterable[UUID]) -> dict[UUID, list[datetime]]:
    found: dict[UUID, list[datetime]] = defaultdict(list)
    known = Arrival.objects.filter(practice_id=act.by.practice_id, callback_id__in=ids)
    for callback_id, at in known.values_list("callback_id", "happened_at"):
        found[callback_id].append(at)
    return found


def _recorded(act: Act, ids: Iterable[UUID]) -> dict[UUID, dict[str, object]]:
    found: dict[UUID, dict[str, object]] = defaultdict(dict)
    known = DoneFact.objects.filter(practice_id=act.by.practice_id, callback_id__in=ids)
    for callback_id, code, value in known.values_list("callback_id", "code", "value"):
        found[callback_id][code] = value
    return found


def _clocks(act: Act) -> HoursOf:
    """The pathway and clock of each callback; a clock is asked for once per place and year."""
    asked: dict[tuple[str, int], Bearings] = {}

    def of(callback: Callback) -> Bearings:
        key = callback.location, callback.received_at.year
        if key not in asked:
            asked[key] = _asked(act, callback)
        where, version = asked[key], callback.category_version_id
        pathway = Pathway(
            version_id=version, category=practice.category(callback.practice_id, version)
        )
        return replace(where, pathway=pathway)

    return of


def _asked(act: Act, callback: Callback) -> Bearings:
    return practice.bearings_of(
        callback.practice_id,
        version_id=callback.category_version_id,
        since=callback.received_at,
        now=act.now,
        location=callback.location,
    )


def tightened(act: Act, opened: Iterable[Open], *, keep: bool) -> Outcome:
    """What the hours now in force make of them; kept where `keep`, otherwise only told."""
    bearings = _clocks(act)
    moved: list[Moved] = []
    uncovered: list[Uncovered] = []
    moving: list[tuple[Callback, Stand]] = []
    for each in opened:
        callback, before = each.callback, each.callback.due_at
        where = bearings(callback)
        if found := _moved(act, each, where):
            moving.append((callback, found))
        if callback.due_at < before:
            moved.append(Moved(callback_id=callback.id, before=before, after=callback.due_at))
        elif before > act.now and _left_alone(each, where.hours):
            planned = callback.next_attempt_at is not None
            uncovered.append(Uncovered(callback_id=callback.id, at=before, planned=planned))
    if keep:
        _keep(act, moving)
    return Outcome(moved=tuple(moved), uncovered=tuple(uncovered))


def _moved(act: Act, opened: Open, where: Bearings) -> Stand | None:
    """Make it sooner where the hours do; None where they make no difference to it.

    Nor where the new ones never come to an end of its times: then those stay as they are.
    """
    callback, level = opened.callback, Level(opened.callback.level)
    since = clock.changed(opened.before, where.hours, act.now)
    was = judging.under_way(act, callback, opened.facts, level, replace(where, hours=opened.before))
    found = judging.under_way(act, callback, opened.facts, level, replace(where, hours=since))
    if found.judged.times.on_clock or not _sooner(callback, was, found):
        return None
    if RANK[found.level] == RANK[was.level]:
        found = replace(found, where=where, level=level)
    _tighten(callback, found, act.now)
    return found


def _sooner(callback: Callback, was: Stand, found: Stand) -> bool:
    """Whether the new hours make it sooner or more pressing, and than it is."""
    return (
        found.due_at < min(was.due_at, callback.due_at)
        or found.resolve_by < min(was.resolve_by, callback.resolve_by)
        or RANK[found.level] < min(RANK[was.level], callback.rank)
    )


def _tighten(callback: Callback, found: Stand, now: datetime) -> None:
    due_at = callback.due_at
    judging.tighten(callback, found, since=now, same=True)
    if callback.due_at < due_at and not callback.due_why:
        callback.due_why = HOURS_CHANGED


def _left_alone(opened: Open, hours: OpenHours) -> bool:
    """Whether somebody was in at the time it is due, and nobody is now."""
    at = opened.callback.due_at - _JUST_BEFORE
    return opened.before.is_open(at) and not hours.is_open(at)


def _keep(act: Act, moving: list[tuple[Callback, Stand]]) -> None:
    Callback.objects.bulk_update(
        [callback for callback, _ in moving], fields=list(judging.FIELDS), batch_size=500
    )
    for callback, found in moving:
        judging.follow(act, callback, found)


def details(outcome: Outcome) -> dict[str, Any]:
    """The same for the journal."""
    return {
        "moved": [
            {
                "callback": str(each.callback_id),
                "from": each.before.isoformat(),
                "to": each.after.isoformat(),
            }
            for each in outcome.moved
        ],
        "uncovered": [
            {"callback": str(each.callback_id), "at": each.at.isoformat(), "planned": each.planned}
            for each in outcome.uncovered
        ],
    }
