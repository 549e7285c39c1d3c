"""Somebody gets other roles, fills a post or leaves it, and is on call for a while.

What a role allows is read at every request, so a change counts at once, in open windows too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ringback.actions import invitation, lanes
from ringback.actions.act import NotFound, Refused, signed
from ringback.models import Lane, Membership, OnCall, PostHolder
from ringback.rules import people as rules
from ringback.rules import roster as duty
from ringback.rules.access import TABLE, Permission, Role
from ringback.rules.category import CLINICAL_POSTS
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.roster import Roster, Worker
    from ringback.rules.access import Actor
    from ringback.rules.category import Post

FILLED_ALREADY: Final = gettext_noop("{name} fills this post already.")


def may_set_up(*, by: Actor, now: datetime, lane_id: UUID | None = None) -> None:
    """Refuse, and write the refusal down, where somebody may not; otherwise leave no trace.

    A `lane_id` is what they want to change: raises NotFound where it is not here.
    """
    with signed(
        "set-up opened", by=by, now=now, needs=Permission.SET_UP, subject_kind="practice",
        subject_id=lane_id,
    ) as act:  # fmt: skip
        act.silent = True
        here = Lane.objects.filter(practice_id=by.practice_id, removed_at__isnull=True)
        if lane_id and not here.filter(id=lane_id).exists():
            raise NotFound


def may_manage(*, by: Actor, now: datetime, person_id: UUID | None = None) -> None:
    """The same for who works here as what, and how they sign in; `person_id` is whose page it is.

    Whoever gives roles and ways in could give them to reach patients: that is a manager's.
    """
    with signed(
        "set-up opened", by=by, now=now, needs=Permission.MANAGE_PEOPLE, subject_kind="practice",
        subject_id=person_id,
    ) as act:  # fmt: skip
        act.silent = True
        here = Membership.objects.filter(practice_id=by.practice_id)
        if person_id and not here.filter(person_id=person_id).exists():
            raise NotFound


def set_roles(
    person_id: UUID, roles: Iterable[Role], *, seen: str, by: Actor, now: datetime
) -> None:
    """Give somebody else their roles; who lets nobody in any more, neither do their links.

    Raises Refused, Stale, NotFound, NotPermitted.
    """
    with signed(
        "roles changed", by=by, now=now, needs=Permission.MANAGE_PEOPLE, subject_kind="person",
        subject_id=person_id,
    ) as act:  # fmt: skip
        before = lanes.everybody(act)
        them, after = _them(before, person_id), frozenset(roles)
        act.details = {"from": sorted(them.roles), "to": sorted(after)}
        if reasons := rules.role_refusals(_change(before, them, after, by=by, now=now)):
            raise Refused(*reasons)
        if seen_roles(them) != seen:
            raise lanes.changed()
        membership = Membership.objects.get(practice_id=by.practice_id, person_id=person_id)
        membership.roles = sorted(after)
        membership.save(update_fields=["roles"])
        if not _lets_people_in(after):
            invitation.end_made_by(act, person_id)
        lanes.recount(act, {person_id})


def fill_post(person_id: UUID, post: Post, *, by: Actor, now: datetime) -> None:
    """Somebody fills a post from now on. Raises Refused, NotFound, NotPermitted."""
    with signed(
        "post filled", by=by, now=now, needs=Permission.SET_UP, subject_kind="person",
        subject_id=person_id,
    ) as act:  # fmt: skip
        before = lanes.everybody(act)
        them = _them(before, person_id)
        if reasons := rules.post_refusals(post, them.name, them.roles):
            raise Refused(*reasons)
        if person_id in before.always.get(post, ()):
            values = (("name", them.name),)
            raise Refused(Reason(code="filled_already", words=FILLED_ALREADY, values=values))
        PostHolder.objects.create(
            practice_id=by.practice_id, post=str(post), person_id=person_id, since=now
        )
        act.details = {"post": str(post)}


def leave_post(person_id: UUID, post: Post, *, by: Actor, now: datetime) -> None:
    """Somebody fills a post no longer. Raises NotFound, NotPermitted."""
    with signed(
        "post left", by=by, now=now, needs=Permission.SET_UP, subject_kind="person",
        subject_id=person_id,
    ) as act:  # fmt: skip
        held = PostHolder.objects.filter(
            practice_id=by.practice_id, post=str(post), person_id=person_id, until__isnull=True
        )
        if not held.update(until=now):
            raise NotFound
        act.details = {"post": str(post)}


def put_on_call(new: duty.OnCall, *, by: Actor, now: datetime) -> None:
    """Somebody fills a post from one moment to another. Raises Refused, NotFound, NotPermitted."""
    with signed(
        "put on call", by=by, now=now, needs=Permission.SET_UP, subject_kind="person",
        subject_id=new.person_id,
    ) as act:  # fmt: skip
        before = lanes.everybody(act)
        them = _them(before, new.person_id)
        others = [each.on_call for each in before.on_call]
        reasons = (
            *rules.post_refusals(new.post, them.name, them.roles),
            *duty.on_call_refusals(new, them.name, others, now),
        )
        if reasons:
            raise Refused(*reasons)
        OnCall.objects.create(
            practice_id=by.practice_id,
            post=str(new.post),
            person_id=new.person_id,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
        )
        act.details = {"post": str(new.post), "from": str(new.starts_at), "to": str(new.ends_at)}


def take_off_call(entry_id: UUID, *, by: Actor, now: datetime) -> None:
    """Take an on-call duty back. Raises NotFound, NotPermitted."""
    with signed(
        "taken off call", by=by, now=now, needs=Permission.SET_UP, subject_kind="on_call",
        subject_id=entry_id,
    ) as act:  # fmt: skip
        taken = OnCall.objects.filter(
            practice_id=by.practice_id, id=entry_id, removed_at__isnull=True
        )
        if not taken.update(removed_at=now):
            raise NotFound
        act.details = {"on_call": str(entry_id)}


def _lets_people_in(roles: frozenset[Role]) -> bool:
    return any(Permission.MANAGE_PEOPLE in TABLE[role].permissions for role in roles)


def seen_roles(them: Worker) -> str:
    """What a form of somebody's roles shows it was filled in over."""
    return " ".join(sorted(them.roles))


def _them(before: Roster, person_id: UUID) -> Worker:
    them = before.people.get(person_id)
    if them is None:
        raise NotFound
    return them


def _change(
    before: Roster, them: Worker, after: frozenset[Role], *, by: Actor, now: datetime
) -> rules.RoleChange:
    on_call = {
        each.on_call.post
        for each in before.on_call
        if each.on_call.person_id == them.id and each.on_call.ends_at > now
    }
    posts = dict.fromkeys([*before.posts_of(them.id), *sorted(on_call)])
    change = rules.RoleChange(
        own=them.id == by.person_id,
        before=them.roles,
        after=after,
        other_managers=sum(
            Role.MANAGER in each.roles for each in before.people.values() if each.id != them.id
        ),
    )
    return replace(change, clinical_posts=tuple(each for each in posts if each in CLINICAL_POSTS))
