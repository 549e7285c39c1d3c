"""The four people in their places: posts, lanes, whose queue it is when, and the latest look."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from ringback.actions import lanes, people
from ringback.cli.simulation.plan import Who
from ringback.queries import roster
from ringback.rules.category import Post
from ringback.rules.lane import Drawn
from ringback.rules.roster import Shift

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.roster import LaneRow
    from ringback.rules.access import Actor

POSTS: Final[dict[Who, tuple[Post, ...]]] = {
    Who.DANA: (Post.REFERRAL_COORDINATOR, Post.BILLING),
    Who.OSEI: (
        Post.NURSE,
        Post.CLINICIAN_ON_DUTY,
        Post.ORDERING_CLINICIAN,
        Post.MEDICAL_DIRECTOR,
    ),
    Who.MARA: (
        Post.FRONT_DESK_LEAD,
        Post.SCHEDULING_LEAD,
        Post.ASSISTANT_LEAD,
        Post.BILLING_LEAD,
        Post.MANAGER,
        Post.PRIVACY_OFFICER,
    ),
}

VIKS: Final = "Missed calls and new patients"
IN_LANES: Final[dict[str, tuple[Who, ...]]] = {
    "Front desk calls": (Who.DANA, Who.OSEI),
    "Billing": (Who.DANA, Who.OSEI),
    "Clinical": (Who.OSEI, Who.DANA),
    "Concerns": (Who.DANA, Who.OSEI),
}
"""The manager joins all of them at once, and so sees everything before and after."""
SHIFTS: Final[dict[str, tuple[tuple[int, int, Who, Who], ...]]] = {
    VIKS: ((8, 17, Who.VIK, Who.DANA),),
    "Front desk calls": ((8, 13, Who.DANA, Who.MARA), (13, 17, Who.MARA, Who.DANA)),
    "Clinical": ((8, 17, Who.OSEI, Who.MARA),),
}
"""From which hour to which, who, and who stands in; on the five days from Monday."""

WORKDAYS: Final = 5
LOOKED: Final = timedelta(minutes=11)


def give(staff: Mapping[Who, Actor], *, now: datetime) -> None:
    """Put everybody in their places, as the manager would on the first day."""
    mara = staff[Who.MARA]
    for who, posts in POSTS.items():
        for post in posts:
            people.fill_post(staff[who].person_id, post, by=mara, now=now)
    for each in roster.read(mara, now=now).lanes:
        members = [staff[who].person_id for who in IN_LANES[each.name]]
        lanes.draw(each.id, _as_it_is(each), members, seen=each.seen(), by=mara, now=now)
    all_of_them = [each.id for each in roster.read(mara, now=now).lanes]
    lanes.set_lanes_of(mara.person_id, all_of_them, seen="", by=mara, now=now)
    lanes.draw(None, _viks(), [staff[Who.VIK].person_id], seen="", by=mara, now=now)
    for each in roster.read(mara, now=now).lanes:
        shifts = _shifts(each.name, {who: actor.person_id for who, actor in staff.items()})
        if shifts:
            lanes.add_shifts(each.id, shifts, by=mara, now=now)


def look_through(staff: Mapping[Who, Actor], *, until: datetime) -> None:
    """Whoever's queue it is looked through it a few minutes ago."""
    mara, at = staff[Who.MARA], until - LOOKED
    for each in roster.read(mara, now=at).lanes:
        if each.check_minutes and each.name != VIKS:
            lanes.look_through(each.id, by=mara, now=at)


def _viks() -> Drawn:
    return Drawn(
        name=VIKS,
        categories=frozenset({"MISSED", "NEWPT", "INTAKE"}),
        room=40,
        check_minutes=30,
        check_from=time(8),
        check_until=time(17),
    )


def _as_it_is(lane: LaneRow) -> Drawn:
    return Drawn(
        name=lane.name,
        categories=lane.categories,
        room=lane.room,
        check_minutes=lane.check_minutes,
        check_from=lane.check_from,
        check_until=lane.check_until,
    )


def _shifts(name: str, ids: Mapping[Who, UUID]) -> list[Shift]:
    return [
        Shift(
            weekday=day,
            start=start * 60,
            end=end * 60,
            owner_id=ids[owner],
            deputy_id=ids[deputy],
        )
        for day in range(WORKDAYS)
        for start, end, owner, deputy in SHIFTS.get(name, ())
    ]
