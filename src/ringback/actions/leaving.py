"""Somebody leaves the practice: nothing of it is open to them any more, and nothing is left lying.

What they held goes back to those who are there, in the same moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session

from ringback.actions import claim, invitation, lanes
from ringback.actions.act import NotFound, Refused, signed
from ringback.models import Door, LaneMember, LaneShift, Membership, OnCall, PostHolder
from ringback.queries import person, session
from ringback.rules import people as rules
from ringback.rules.access import Permission, Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.queries.roster import Roster
    from ringback.rules.access import Actor


def leave(person_id: UUID, *, by: Actor, now: datetime) -> int:
    """Take somebody out of the practice; answers how many callbacks went back.

    Their sign-ins, tokens and links stop opening it with this transaction, and so do the links and
    invitations they made for others. Browsers signed in before stay out, should they come back.
    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "left", by=by, now=now, needs=Permission.MANAGE_PEOPLE, subject_kind="person",
        subject_id=person_id,
    ) as act:  # fmt: skip
        before = lanes.everybody(act)
        if reasons := rules.leaving_refusals(_facts(before, person_id, by)):
            raise Refused(*reasons)
        Membership.objects.filter(practice_id=by.practice_id, person_id=person_id).update(
            left_at=now
        )
        _end_duties(act, person_id)
        Door.objects.filter(
            practice_id=by.practice_id, person_id=person_id, closed_at__isnull=True
        ).update(closed_at=now)
        invitation.end_made_by(act, person_id)
        _end_sessions(act, person_id)
        returned = claim.return_all(act, person_id)
        act.details = {"returned": returned}
    return returned


def _facts(before: Roster, person_id: UUID, by: Actor) -> rules.Leaving:
    them = before.people.get(person_id)
    if them is None:
        raise NotFound
    others = [each for each in before.people.values() if each.id != person_id]
    return rules.Leaving(
        own=person_id == by.person_id,
        roles=them.roles,
        other_managers=sum(Role.MANAGER in each.roles for each in others),
    )


def _end_sessions(act: Act, person_id: UUID) -> None:
    """Those at work here; all of them where they belong nowhere any more."""
    here = act.by.practice_id if person.practices_of(person_id) else None
    theirs = session.of(person_id, now=act.now, practice_id=here)
    Session.objects.filter(session_key__in=theirs).delete()


def _end_duties(act: Act, person_id: UUID) -> None:
    """Posts, lanes and shifts end, and so does what they were on call for from now on."""
    own = {"practice_id": act.by.practice_id, "until__isnull": True}
    PostHolder.objects.filter(**own, person_id=person_id).update(until=act.now)
    LaneMember.objects.filter(**own, person_id=person_id).update(until=act.now)
    LaneShift.objects.filter(**own, deputy_id=person_id).update(deputy_id=None)
    LaneShift.objects.filter(**own, owner_id=person_id).update(until=act.now)
    OnCall.objects.filter(
        practice_id=act.by.practice_id,
        person_id=person_id,
        ends_at__gt=act.now,
        removed_at__isnull=True,
    ).update(removed_at=act.now)
