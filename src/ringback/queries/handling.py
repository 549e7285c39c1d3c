"""Who handles what: the live pathways beside everybody in their places, what is said instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Max, Min, Q

from ringback.models import CategoryVersion, Entry, Lane, LaneMember, PolicyPart
from ringback.queries import policy, practice, roster
from ringback.queries.scope import scope
from ringback.rules import script
from ringback.rules.policy import Part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from ringback.queries.policy import PartVersion
    from ringback.queries.roster import Roster
    from ringback.rules.access import Actor
    from ringback.rules.category import Category
    from ringback.rules.script import Script

NEW_FOR: Final = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """One kind of request as it is now; `changed_at` where that is new."""

    category: Category
    changed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class LaneChange:
    """A lane that is not as it was two weeks ago, and when it last changed."""

    name: str
    changed_at: datetime
    removed: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything the page of who handles what says.

    `said_anew` are the lines of the script that are said otherwise than two weeks ago, each with
    when; `lanes` are those that were made, drawn anew, staffed anew or taken away.
    """

    kinds: tuple[KindRow, ...]
    roster: Roster
    script: Script | None
    said_anew: Mapping[str, datetime]
    lanes: tuple[LaneChange, ...]


def sheet(actor: Actor, *, now: datetime) -> Sheet:
    """The practice's kinds of request with who is in which place now, in one scope."""
    with scope(actor.practice_id):
        current = list(
            CategoryVersion.objects.filter(practice_id=actor.practice_id)
            .order_by("code", "-version")
            .distinct("code")
            .values_list("id", "created_at")
        )
        began = CategoryVersion.objects.filter(practice_id=actor.practice_id).aggregate(
            at=Min("created_at")
        )["at"]
        since = max(now - NEW_FOR, began) if began else now - NEW_FOR
        words = policy.current(actor.practice_id, Part.SCRIPTS)
        return Sheet(
            kinds=tuple(_kind(actor.practice_id, *each, since=since) for each in current),
            roster=roster.current(actor.practice_id, now=now),
            script=script.read(words.written) if words else None,
            said_anew=_said_anew(actor.practice_id, words, since) if words else {},
            lanes=_lanes(actor.practice_id, since),
        )


def _kind(practice_id: UUID, version_id: UUID, created_at: datetime, *, since: datetime) -> KindRow:
    """What a practice began with is no change; a kind of request it added is one."""
    return KindRow(
        category=practice.category(practice_id, version_id),
        changed_at=created_at if created_at > since else None,
    )


def _said_anew(practice_id: UUID, words: PartVersion, since: datetime) -> dict[str, datetime]:
    """Each line of what may not be done that is said otherwise than it was then."""
    if words.created_at <= since:
        return {}
    mine = PolicyPart.objects.filter(practice_id=practice_id, kind=str(Part.SCRIPTS), name="")
    then = mine.filter(created_at__lte=since).order_by("-version").first()
    before = {each.line.code: each for each in script.read(then.written).refusals} if then else {}
    found = script.read(words.written).refusals
    changed = [each.line.code for each in found if before.get(each.line.code) != each]
    return dict.fromkeys(changed, words.created_at)


def _lanes(practice_id: UUID, since: datetime) -> tuple[LaneChange, ...]:
    """The lanes that changed: what belongs to them and whose shift it is, or who works them."""
    there = Q(removed_at__isnull=True) | Q(removed_at__gt=since)
    lanes = {
        each.id: each
        for each in Lane.objects.filter(there, practice_id=practice_id).order_by("name")
    }
    changed: dict[UUID, datetime] = {}
    named = {each.name: each.id for each in lanes.values()}
    for found in (
        _drawn(practice_id, list(lanes), since),
        _filed(practice_id, named, since),
        _staffed(practice_id, since),
    ):
        for lane_id, at in found.items():
            changed[lane_id] = max(at, changed.get(lane_id, at))
    return tuple(
        LaneChange(name=each.name, changed_at=changed[each.id], removed=each.removed_at is not None)
        for each in lanes.values()
        if each.id in changed
    )


def _drawn(practice_id: UUID, lane_ids: list[UUID], since: datetime) -> dict[UUID, datetime]:
    """When each lane was last drawn, given shifts or taken away, as the journal has it."""
    found = Entry.objects.filter(
        practice_id=practice_id, subject_id__in=lane_ids, at__gt=since, changed=True, refused=False
    )
    return dict(found.values_list("subject_id").annotate(Max("at")))


def _filed(practice_id: UUID, named: Mapping[str, UUID], since: datetime) -> dict[UUID, datetime]:
    """When each lane was last changed by a policy file, whose entry names what it changed."""
    applied = Entry.objects.filter(
        practice_id=practice_id, subject_id=None, at__gt=since, verb="policy applied", refused=False
    )
    return {
        named[name]: at
        for at, parts in applied.order_by("at").values_list("at", "details__changed")
        for name in (each.removeprefix("lanes ") for each in parts or () if each[:6] == "lanes ")
        if name in named
    }


def _staffed(practice_id: UUID, since: datetime) -> dict[UUID, datetime]:
    """When somebody last came to each lane, or left it."""
    mine = LaneMember.objects.filter(practice_id=practice_id)
    came = mine.filter(since__gt=since).values_list("lane_id").annotate(Max("since"))
    left = mine.filter(until__gt=since).values_list("lane_id").annotate(Max("until"))
    found = dict(came)
    for lane_id, at in left:
        found[lane_id] = max(at, found.get(lane_id, at))
    return found
