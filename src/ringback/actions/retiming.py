"""New opening hours move what is due earlier, never later.

What came in before our first try is judged afresh by the new hours and keeps the sooner of both
times; what is under way is only tightened. Times that now fall where nobody is in stay as they are,
and are told.
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
        found = _judged(act, each, where)
        if found is not None and _moves(callback, found):
            _tighten(callback, found, act.now)
            moving.append((callback, found))
        if callback.due_at < before:
            moved.append(Moved(callback_id=callback.id, before=before, after=callback.due_at))
        elif _left_alone(each, where.hours):
            planned = callback.next_attempt_at is not None
            uncovered.append(Uncovered(callback_id=callback.id, at=before, planned=planned))
    if keep:
        _keep(act, moving)
    return Outcome(moved=tuple(moved), uncovered=tuple(uncovered))


def _judged(act: Act, opened: Open, where: Bearings) -> Stand | None:
    """None where the new hours never come to an end of its times: then they stay as they are."""
    callback = opened.callback
    found = judging.under_way(act, callback, opened.facts, Level(callback.level), where)
    return None if found.judged.times.on_clock else found


def _moves(callback: Callback, found: Stand) -> bool:
    sooner = found.due_at < callback.due_at or found.resolve_by < callback.resolve_by
    return sooner or RANK[found.level] < callback.rank


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
