"""Lanes are drawn: what belongs to them, who works them and when; and a queue was looked through.

Whoever works in some lanes sees what belongs to them, from the same moment on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.actions.act import NotFound, Refused, Stale, signed
from ringback.models import Lane, LaneMember, LaneShift, Membership
from ringback.queries import practice, roster, statement
from ringback.rules import lane as rules
from ringback.rules import roster as duty
from ringback.rules.access import Permission, Role, refusals
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.queries.roster import LaneRow, Roster
    from ringback.rules.access import Actor
    from ringback.rules.lane import Drawn
    from ringback.rules.roster import Shift

OWN_LANES: Final = gettext_noop(
    "This would change which requests you see yourself. Ask another manager."
)
CHANGED_MEANWHILE: Final = gettext_noop(
    "Somebody changed this while you had it open. What you chose is still here: look at it again "
    "and keep it."
)
NAME_TAKEN: Final = gettext_noop("There is a lane of this name already.")
SOME_DAY: Final = gettext_noop("Choose at least one day.")
SUCH_KINDS: Final = gettext_noop("Choose among this practice’s kinds of request.")


def draw(
    lane_id: UUID | None,
    drawn: Drawn,
    people: Iterable[UUID],
    *,
    seen: str,
    by: Actor,
    now: datetime,
) -> UUID:
    """Make a lane, or change one. Raises Refused, Stale, NotFound, NotPermitted; answers its id."""
    verb = "lane made" if lane_id is None else "lane changed"
    with signed(
        verb, by=by, now=now, needs=Permission.SET_UP, subject_kind="lane", subject_id=lane_id
    ) as act:
        before = everybody(act)
        people = frozenset(people)
        if people - set(before.people):
            raise NotFound
        was = None if lane_id is None else found(before, lane_id)
        if was is not None and was.seen() != seen:
            raise changed()
        _refuse(before, drawn, lane_id, by.practice_id)
        lane = _kept(act, was, drawn)
        _staff(act, lane, set(was.people) if was else set(), people)
        moved = people | (set(was.people) if was else set())
        recount(act, moved)
        act.subject_id = lane.id
        act.details = {"name": drawn.name, "people": sorted(str(each) for each in people)}
        return lane.id


def remove(lane_id: UUID, *, by: Actor, now: datetime) -> None:
    """Take a lane away; nothing that waits is lost by it. Raises NotFound, NotPermitted."""
    with signed(
        "lane removed", by=by, now=now, needs=Permission.SET_UP, subject_kind="lane",
        subject_id=lane_id,
    ) as act:  # fmt: skip
        was = found(everybody(act), lane_id)
        own = {"practice_id": by.practice_id, "lane_id": lane_id, "until__isnull": True}
        Lane.objects.filter(practice_id=by.practice_id, id=lane_id).update(removed_at=now)
        LaneMember.objects.filter(**own).update(until=now)
        LaneShift.objects.filter(**own).update(until=now)
        recount(act, was.people)
        act.details = {"name": was.name}


def set_lanes_of(
    person_id: UUID, lane_ids: Iterable[UUID], *, seen: str, by: Actor, now: datetime
) -> None:
    """Say in which lanes somebody works. Raises Stale, NotFound, NotPermitted."""
    with signed(
        "lanes of a person changed", by=by, now=now, needs=Permission.SET_UP,
        subject_kind="person", subject_id=person_id,
    ) as act:  # fmt: skip
        before = everybody(act)
        wanted = frozenset(lane_ids)
        if person_id not in before.people or wanted - {each.id for each in before.lanes}:
            raise NotFound
        if seen_lanes(before, person_id) != seen:
            raise changed()
        for each in before.lanes:
            had = {person_id} & set(each.people)
            _staff(act, each, had, {person_id} if each.id in wanted else set())
        recount(act, {person_id})
        act.details = {"lanes": [each.name for each in before.lanes if each.id in wanted]}


def add_shifts(lane_id: UUID, shifts: Sequence[Shift], *, by: Actor, now: datetime) -> None:
    """Give a lane's queue to somebody for a stretch of some weekdays: all of them, or none.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "shifts added", by=by, now=now, needs=Permission.SET_UP, subject_kind="lane",
        subject_id=lane_id,
    ) as act:  # fmt: skip
        before = everybody(act)
        lane = found(before, lane_id)
        standing = [each.shift for each in lane.shifts]
        if not shifts:
            raise Refused(Reason(code="days", words=SOME_DAY))
        for each in shifts:
            if {each.owner_id, each.deputy_id} - set(before.people) - {None}:
                raise NotFound
            if reasons := _not_in_it(before, lane, each):
                raise Refused(*reasons)
            if reasons := duty.shift_refusals(each, standing):
                raise Refused(*reasons)
            standing.append(each)
        LaneShift.objects.bulk_create(
            LaneShift(
                practice_id=by.practice_id,
                lane_id=lane_id,
                weekday=each.weekday,
                start=each.start,
                end=each.end,
                owner_id=each.owner_id,
                deputy_id=each.deputy_id,
                since=now,
            )
            for each in shifts
        )
        first = shifts[0]
        days = [each.weekday for each in shifts]
        act.details = {"weekdays": days, "start": first.start, "end": first.end}


def _not_in_it(before: Roster, lane: LaneRow, shift: Shift) -> tuple[Reason, ...]:
    """Who of a shift cannot see what they would answer for."""
    asked = {"owner": shift.owner_id, "deputy": shift.deputy_id}
    return tuple(
        Reason(code=place, words=rules.NOT_IN_LANE, values=(("name", before.people[who].name),))
        for place, who in asked.items()
        if who is not None and not before.may_have(who, lane.categories)
    )


def end_shift(lane_id: UUID, shift_id: UUID, *, by: Actor, now: datetime) -> None:
    """Take a shift away; what was stays known. Raises NotFound, NotPermitted."""
    with signed(
        "shift removed", by=by, now=now, needs=Permission.SET_UP, subject_kind="lane",
        subject_id=lane_id,
    ) as act:  # fmt: skip
        ended = LaneShift.objects.filter(
            practice_id=by.practice_id, lane_id=lane_id, id=shift_id, until__isnull=True
        ).update(until=now)
        if not ended:
            raise NotFound
        act.details = {"shift": str(shift_id)}


def look_through(lane_id: UUID, *, by: Actor, now: datetime) -> None:
    """Say that a queue was looked through. Raises Refused, NotFound, NotPermitted.

    For whoever's shift it is, their deputy, or a manager.
    """
    with signed(
        "queue looked through", by=by, now=now, needs=Permission.WORK, subject_kind="lane",
        subject_id=lane_id,
    ) as act:  # fmt: skip
        lane = found(roster.current(by.practice_id, now=now), lane_id)
        shifts = [each.shift for each in lane.shifts]
        on = duty.on_duty(shifts, now, ZoneInfo(practice.zone(by.practice_id)))
        leads = not refusals(by, Permission.SET_UP)
        if reasons := duty.look_refusals(on, by.person_id, leads=leads):
            raise Refused(*reasons)
        here = Lane.objects.filter(practice_id=by.practice_id, id=lane_id)
        here.update(looked_at=now, looked_by_id=by.person_id)
        act.changed = False


def join(act: Act, person_id: UUID, lane_ids: Iterable[UUID]) -> None:
    """Somebody new works these lanes from now on, as far as they still exist."""
    wanted = frozenset(lane_ids)
    for each in everybody(act).lanes:
        if each.id in wanted:
            _staff(act, each, (), {person_id})
    recount(act, {person_id}, newcomer=True)


def everybody(act: Act) -> Roster:
    """Everybody in their places, held: nobody else changes them until the action ends."""
    hold(act.by.practice_id)
    return roster.current(act.by.practice_id, now=act.now)


def hold(practice_id: UUID) -> None:
    """Nobody else changes who works here until this transaction ends."""
    statement.lock_key(str(practice_id), f"{practice_id} people")


def found(before: Roster, lane_id: UUID) -> LaneRow:
    """One lane of them. Raises NotFound."""
    lane = next((each for each in before.lanes if each.id == lane_id), None)
    if lane is None:
        raise NotFound
    return lane


def seen_lanes(before: Roster, person_id: UUID) -> str:
    """What a form of somebody's lanes shows it was filled in over."""
    return " ".join(sorted(str(each.id) for each in before.lanes_of(person_id)))


def changed() -> Stale:
    """Somebody was quicker."""
    return Stale(Reason(code="stale", words=CHANGED_MEANWHILE), fence=0)


def recount(act: Act, person_ids: Iterable[UUID], *, newcomer: bool = False) -> None:
    """Work out again which kinds of request these people see. Raises Refused for one's own."""
    now_working = roster.current(act.by.practice_id, now=act.now)
    kinds = practice.categories(act.by.practice_id)
    every = frozenset(each.category.code for each in kinds)
    members = Membership.objects.select_for_update().filter(
        practice_id=act.by.practice_id, person_id__in=list(person_ids)
    )
    for each in members:
        roles = frozenset(Role(role) for role in each.roles)
        mine = [lane.categories for lane in now_working.lanes_of(each.person_id)]
        only = rules.worked(roles, mine, every)
        before = None if each.lanes is None else frozenset(each.lanes)
        if each.person_id == act.by.person_id and only != before and not newcomer:
            raise Refused(Reason(code="own_lanes", words=OWN_LANES))
        each.lanes = None if only is None else sorted(only)
        each.save(update_fields=["lanes"])


def _refuse(before: Roster, drawn: Drawn, lane_id: UUID | None, practice_id: UUID) -> None:
    reasons = list(rules.drawn_refusals(drawn))
    if any(each.name == drawn.name and each.id != lane_id for each in before.lanes):
        reasons.append(Reason(code="name", words=NAME_TAKEN))
    known = {each.category.code for each in practice.categories(practice_id)}
    if drawn.categories - known:
        reasons.append(Reason(code="categories", words=SUCH_KINDS))
    if reasons:
        raise Refused(*reasons)


def _kept(act: Act, was: LaneRow | None, drawn: Drawn) -> Lane:
    values = {
        "name": drawn.name,
        "categories": sorted(drawn.categories),
        "room": drawn.room or 0,
        "check_minutes": drawn.check_minutes,
        "check_from": drawn.check_from,
        "check_until": drawn.check_until,
    }
    own = act.by.practice_id
    if was is None:
        return Lane.objects.create(practice_id=own, created_at=act.now, **values)
    Lane.objects.filter(practice_id=own, id=was.id).update(**values)
    return Lane.objects.get(practice_id=own, id=was.id)


def _staff(act: Act, lane: Lane | LaneRow, had: Iterable[UUID], wanted: Iterable[UUID]) -> None:
    """Whoever goes has been there; whoever comes is there from now on."""
    had, wanted = set(had), set(wanted)
    LaneMember.objects.filter(
        practice_id=act.by.practice_id,
        lane_id=lane.id,
        person_id__in=had - wanted,
        until__isnull=True,
    ).update(until=act.now)
    LaneMember.objects.bulk_create(
        LaneMember(practice_id=act.by.practice_id, lane_id=lane.id, person_id=each, since=act.now)
        for each in sorted(wanted - had)
    )
