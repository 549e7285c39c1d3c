"""Whose queue each lane is now, when it was last looked through, and whether it is full.

Asked together with the page of the queue it stands above, in the same trip.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from ringback.queries import practice
from ringback.rules import lane, roster
from ringback.rules.access import Permission, refusals
from ringback.rules.roster import Checking, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringback.rules.access import Actor
    from ringback.rules.reason import Reason


@dataclass(frozen=True, kw_only=True)
class LaneNow:
    """One lane at this moment. `mine` says that the reader may say they looked through it."""

    id: UUID
    name: str
    owner: str
    deputy: str
    until: datetime | None
    looked_at: datetime | None
    look_by: datetime | None
    late: bool
    mine: bool
    own_shift: bool
    full: tuple[Reason, ...]


def asked(actor: Actor, now: datetime) -> dict[str, Any]:
    """What queue_lanes.sql is asked: the shifts of today, and of last night."""
    today = now.astimezone(ZoneInfo(practice.zone(actor.practice_id))).date()
    return {
        "practice": actor.practice_id,
        "person": actor.person_id,
        "weekdays": sorted({today.weekday(), (today - timedelta(days=1)).weekday()}),
    }


def lanes(actor: Actor, found: Iterable[Sequence[Any]], now: datetime) -> list[LaneNow]:
    """The lanes this person works in or looks after and of which there is something to say.

    Their own shift first, then what should have been looked at by now.
    """
    leads = not refusals(actor, Permission.SET_UP)
    zone = ZoneInfo(practice.zone(actor.practice_id))
    told = [
        each
        for values in found
        if (each := _lane(actor, values, now, zone, leads=leads)) is not None
    ]
    return sorted(told, key=lambda each: (not each.own_shift, not each.late, not each.full))


def _lane(
    actor: Actor, values: Sequence[Any], now: datetime, zone: ZoneInfo, *, leads: bool
) -> LaneNow | None:
    key, name, room, minutes, start, end, looked_at, member, shifts, open_now = values
    names, on = _on_duty(shifts, now, zone)
    own = on is not None and actor.person_id in {on.owner_id, on.deputy_id}
    if not (member or own or leads):
        return None
    every = timedelta(minutes=minutes) if minutes else None
    checking = Checking(every=every, start=start, end=end) if every else None
    late = checking is not None and roster.overdue(checking, looked_at, now, zone)
    facts = lane.Lane(name=name, categories=frozenset(), room=room)
    full = lane.full(facts, open_now)
    if on is None and not late and not full:
        return None
    return LaneNow(
        id=key,
        name=name,
        owner=names.get(on.owner_id, "") if on else "",
        deputy=names.get(on.deputy_id, "") if on else "",
        until=on.until if on else None,
        looked_at=looked_at,
        look_by=roster.next_look(checking, looked_at, now, zone) if checking else None,
        late=late,
        mine=own or leads,
        own_shift=own,
        full=full,
    )


def _on_duty(
    shifts: Iterable[Sequence[Any]], now: datetime, zone: ZoneInfo
) -> tuple[dict[UUID | None, str], roster.OnDuty | None]:
    names: dict[UUID | None, str] = {}
    standing = []
    for weekday, start, end, owner, owner_name, deputy, deputy_name in shifts:
        owner_id, deputy_id = UUID(owner), UUID(deputy) if deputy else None
        names |= {owner_id: owner_name, deputy_id: deputy_name or ""}
        standing.append(
            Shift(weekday=weekday, start=start, end=end, owner_id=owner_id, deputy_id=deputy_id)
        )
    return names, roster.on_duty(standing, now, zone)
