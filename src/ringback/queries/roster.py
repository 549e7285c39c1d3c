"""Who works here as what: roles, posts, who is on call, lanes with their people and shifts.

Read whole, in as many statements for three people as for three hundred.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from ringback.models import Lane, LaneMember, LaneShift, OnCall, PostHolder
from ringback.queries import reading, statement
from ringback.queries.scope import scope
from ringback.rules import done, roster
from ringback.rules import lane as lanes
from ringback.rules.access import Role
from ringback.rules.category import Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from ringback.queries.reading import Asked
    from ringback.rules.access import Actor
    from ringback.rules.category import Category


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Somebody who works here, and in which places. `only` are the kinds they are kept to."""

    id: UUID
    name: str
    roles: frozenset[Role]
    only: frozenset[str] | None


@dataclass(frozen=True, kw_only=True)
class ShiftRow:
    """One shift of a lane, by the names of who has it."""

    id: UUID
    shift: roster.Shift
    owner: str
    deputy: str


@dataclass(frozen=True, kw_only=True)
class LaneRow:
    """One lane as it stands."""

    id: UUID
    name: str
    categories: frozenset[str]
    room: int
    check_minutes: int | None
    check_from: time | None
    check_until: time | None
    people: tuple[UUID, ...]
    shifts: tuple[ShiftRow, ...]

    def facts(self) -> lanes.Lane:
        """The lane, for its rules."""
        return lanes.Lane(
            name=self.name,
            categories=self.categories,
            room=self.room,
            people=len(self.people),
        )

    def seen(self) -> str:
        """What a form shows it was filled in over: another one where the lane has changed."""
        rhythm = (self.check_minutes, self.check_from, self.check_until)
        people = sorted(str(each) for each in self.people)
        said = repr((self.name, sorted(self.categories), self.room, rhythm, people))
        return sha256(said.encode()).hexdigest()[:20]


@dataclass(frozen=True, kw_only=True)
class OnCallRow:
    """Somebody on call, as it was entered."""

    id: UUID
    on_call: roster.OnCall


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Everybody of a practice in their places at a moment."""

    people: dict[UUID, Worker]
    always: Mapping[Post, tuple[UUID, ...]]
    on_call: tuple[OnCallRow, ...]
    lanes: tuple[LaneRow, ...] = field(default=())

    def places(self) -> roster.Places:
        """Who fills which post, for the rules."""
        return roster.Places(always=self.always, on_call=[each.on_call for each in self.on_call])

    def names(self, ids: Iterable[UUID]) -> tuple[str, ...]:
        """The names of these people, in this order."""
        return tuple(self.people[each].name for each in ids)

    def posts_of(self, person_id: UUID) -> tuple[Post, ...]:
        """The posts somebody always fills, in the order of all posts."""
        return tuple(post for post in Post if person_id in self.always.get(post, ()))

    def lanes_of(self, person_id: UUID) -> tuple[LaneRow, ...]:
        """The lanes somebody works in."""
        return tuple(each for each in self.lanes if person_id in each.people)

    def may_have(self, person_id: UUID, categories: frozenset[str]) -> bool:
        """Whether the queue of these kinds of request can be theirs."""
        them = self.people[person_id]
        return lanes.may_have_it(them.roles, them.only, categories)

    def working(self, code: str) -> tuple[UUID, ...]:
        """Who works in a lane that holds this kind of request."""
        here = (each.people for each in self.lanes if code in each.categories)
        return tuple(dict.fromkeys(person for people in here for person in people))


def read(actor: Actor, *, now: datetime) -> Roster:
    """Everybody in their places."""
    with scope(actor.practice_id):
        return current(actor.practice_id, now=now)


def filled(actor: Actor, *, now: datetime | None) -> frozenset[Post]:
    """The posts this person fills: always, or by the roster at `now`. Inside a scope."""
    asked = {"practice": actor.practice_id, "person": actor.person_id, "now": now}
    return frozenset(Post(post) for (post,) in statement.rows("posts_filled", asked))


def accepts(actor: Actor, category: Category, *, now: datetime | None) -> bool:
    """Whether this person accepts a request of this kind by holding it. Inside a scope.

    Posts are looked up only where it makes a difference.
    """
    if not done.asks_who_took_it(category):
        return False
    return done.takes_on(category, roles=actor.roles, posts=frozenset()) or done.takes_on(
        category, roles=actor.roles, posts=filled(actor, now=now)
    )


def current(practice_id: UUID, *, now: datetime) -> Roster:
    """The same, inside a scope. Whoever left the practice has left every place in it."""
    people = _people(practice_id)
    held = PostHolder.objects.filter(practice_id=practice_id, until__isnull=True)
    posts: dict[Post, list[UUID]] = {}
    for post, person_id in held.order_by("since", "id").values_list("post", "person_id"):
        if person_id in people:
            posts.setdefault(Post(post), []).append(person_id)
    return Roster(
        people=people,
        always={post: tuple(ids) for post, ids in posts.items()},
        on_call=_on_call(practice_id, people, now),
        lanes=_lanes(practice_id, people),
    )


def _people(practice_id: UUID) -> dict[UUID, Worker]:
    return {
        person_id: Worker(
            id=person_id,
            name=name,
            roles=frozenset(Role(role) for role in roles),
            only=None if only is None else frozenset(only),
        )
        for person_id, name, roles, only in reading.rows(*everybody(practice_id))
    }


def everybody(practice_id: UUID) -> Asked:
    """Which statement tells who works here."""
    return "workers", {"practice": practice_id}


def workers(practice_id: UUID) -> tuple[Worker, ...]:
    """Everybody who works here, by name. Inside a scope."""
    return tuple(_people(practice_id).values())


def filled_by(practice_id: UUID, people: AbstractSet[UUID], *, now: datetime) -> frozenset[Post]:
    """The posts that one of these people fills at a moment, always or on call. Inside a scope."""
    found = reading.rows(*in_posts(practice_id, now))
    return frozenset(Post(post) for post, person_id in found if person_id in people)


def in_posts(practice_id: UUID, now: datetime) -> Asked:
    """Which statement tells who fills the posts."""
    return "in_posts", {"practice": practice_id, "now": now}


KEPT_IN_SIGHT = timedelta(days=1)
"""How long an on-call duty that is over is still listed."""


def _on_call(
    practice_id: UUID, people: Mapping[UUID, Worker], now: datetime
) -> tuple[OnCallRow, ...]:
    found = OnCall.objects.filter(
        practice_id=practice_id, ends_at__gt=now - KEPT_IN_SIGHT, removed_at__isnull=True
    ).order_by("starts_at", "id")
    return tuple(
        OnCallRow(
            id=each.id,
            on_call=roster.OnCall(
                post=Post(each.post),
                person_id=each.person_id,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
            ),
        )
        for each in found
        if each.person_id in people
    )


def _lanes(practice_id: UUID, people: Mapping[UUID, Worker]) -> tuple[LaneRow, ...]:
    found = Lane.objects.filter(practice_id=practice_id, removed_at__isnull=True)
    members: dict[UUID, list[UUID]] = {}
    current = LaneMember.objects.filter(practice_id=practice_id, until__isnull=True)
    for lane_id, person_id in current.order_by("since", "id").values_list("lane_id", "person_id"):
        if person_id in people:
            members.setdefault(lane_id, []).append(person_id)
    shifts = _shifts(practice_id, people)
    return tuple(
        LaneRow(
            id=each.id,
            name=each.name,
            categories=frozenset(each.categories),
            room=each.room,
            check_minutes=each.check_minutes,
            check_from=each.check_from,
            check_until=each.check_until,
            people=tuple(members.get(each.id, ())),
            shifts=tuple(shifts.get(each.id, ())),
        )
        for each in found.order_by("created_at", "id")
    )


def _shifts(practice_id: UUID, people: Mapping[UUID, Worker]) -> dict[UUID, list[ShiftRow]]:
    """The shifts of every lane, of people who are still here."""
    found: dict[UUID, list[ShiftRow]] = {}
    current = LaneShift.objects.filter(practice_id=practice_id, until__isnull=True)
    for each in current.order_by("weekday", "start", "id"):
        if each.owner_id not in people:
            continue
        deputy = people.get(each.deputy_id) if each.deputy_id else None
        shift = roster.Shift(
            weekday=each.weekday,
            start=each.start,
            end=each.end,
            owner_id=each.owner_id,
            deputy_id=deputy.id if deputy else None,
        )
        row = ShiftRow(
            id=each.id,
            shift=shift,
            owner=people[each.owner_id].name,
            deputy=deputy.name if deputy else "",
        )
        found.setdefault(each.lane_id, []).append(row)
    return found
