"""What somebody holds at the end of their shift, what is proposed for it, and to whom it can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ringback.models import Callback, Draft, Entry, LastStep
from ringback.queries import practice, roster, seen
from ringback.queries.leftdraft import whole
from ringback.queries.scope import scope
from ringback.rules import handover, noteclose, shift
from ringback.rules import roster as duty
from ringback.rules.access import Actor, Permission, refusals
from ringback.rules.draft import in_full
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import Level
from ringback.rules.shift import Colleague, Held

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.roster import Roster
    from ringback.rules.shift import Proposal


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """One callback they hold. `name` and `phone` are None where the reader may not see them."""

    id: UUID
    fence: int
    kind: str
    category: str
    category_name: str
    facts: Held
    next_attempt_at: datetime | None
    outcome_needed: str
    name: str | None
    phone: str | None
    proposal: Proposal
    to: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """Words of theirs that are not signed. `held` says that the callback is theirs, too."""

    callback_id: UUID
    kind: str
    category_name: str
    name: str | None
    phone: str | None
    text: str
    saved_at: datetime
    held: bool
    leads: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, kw_only=True)
class ShiftView:
    """The end of somebody's shift: when they are back (UTC), what they hold, what they wrote."""

    person_id: UUID
    name: str
    back: datetime | None
    held: list[HeldRow]
    drafts: list[DraftRow]


@dataclass(frozen=True, kw_only=True)
class LastEnd:
    """When somebody last ended their shift (UTC), and how many callbacks went where."""

    at: datetime
    kept: int
    passed: int
    freed: int
    can_be_undone: bool


def last_end(actor: Actor) -> LastEnd | None:
    """The end of the actor's own latest shift, where they ended one."""
    own = {"practice_id": actor.practice_id, "actor_id": actor.person_id}
    with scope(actor.practice_id):
        verbs = ("shift ended", "shift went on")
        found = Entry.objects.filter(**own, verb__in=verbs, refused=False).order_by("-at").first()
        if found is None or found.verb != "shift ended":
            return None
        steps = LastStep.objects.filter(
            practice_id=actor.practice_id, by_id=actor.person_id, at=found.at
        )
        told = found.details
        return LastEnd(
            at=found.at,
            kept=told["kept"],
            passed=told["passed"],
            freed=told["freed"],
            can_be_undone=steps.exists(),
        )


def facts(callback: Callback) -> Held:
    """The callback, for the rules of a shift's end."""
    return Held(
        stage=Stage(callback.stage),
        level=Level(callback.level),
        due_at=callback.due_at,
        review_at=callback.review_at,
    )


def back_at(found: Roster, person_id: UUID, practice_id: UUID, now: datetime) -> datetime | None:
    """When somebody's next shift begins. Inside a scope."""
    hours = practice.hours(practice_id, since=now, now=now)
    return shift.back_at(shifts(found), person_id, now, hours)


def shifts(found: Roster) -> list[duty.Shift]:
    """The shifts of every lane."""
    return [row.shift for lane in found.lanes for row in lane.shifts]


def view(actor: Actor, person_id: UUID, *, now: datetime) -> ShiftView | None:
    """The end of a shift as its owner sees it, or somebody who stands in for them.

    Whoever stands in sees what they would see of it in the list, and no draft. None where nobody
    here is this person.
    """
    with scope(actor.practice_id):
        found = roster.current(actor.practice_id, now=now)
        if (them := found.people.get(person_id)) is None:
            return None
        back = back_at(found, person_id, actor.practice_id, now)
        held = Callback.objects.filter(
            practice_id=actor.practice_id, owner_id=person_id, closed_at__isnull=True
        ).order_by("rank", "due_at", "id")
        seen_ones = [each for each in held if actor.lanes is None or each.category in actor.lanes]
        people = _Colleagues(actor, found, person_id, now)
        return ShiftView(
            person_id=person_id,
            name=them.name,
            back=back,
            held=[_held(each, people, back) for each in seen_ones],
            drafts=_drafts(people) if person_id == actor.person_id else [],
        )


class _Colleagues:
    """Who else is there: as whom they would get something, and whose queue it is now."""

    def __init__(self, actor: Actor, found: Roster, owner_id: UUID, now: datetime) -> None:
        self.actor, self.owner_id, self.now = actor, owner_id, now
        self.absent = owner_id != actor.person_id
        self.assists = handover.only_assists(found.people[owner_id].roles)
        self.others = [
            Actor(
                person_id=each.id,
                practice_id=actor.practice_id,
                name=each.name,
                roles=each.roles,
                lanes=each.only,
            )
            for each in found.people.values()
            if each.id != owner_id
        ]
        self.lanes = found.lanes
        self.zone = ZoneInfo(practice.zone(actor.practice_id))

    def for_kind(self, category: str) -> list[Actor]:
        """Those who may be given this kind of request."""
        return [each for each in self.others if handover.may_get(each, category)]

    def on_duty(self, category: str) -> list[Colleague]:
        """Those of them whose queue this kind of request is in now."""
        may = {each.person_id: each.name for each in self.for_kind(category)}
        running = (
            duty.on_duty([row.shift for row in lane.shifts], self.now, self.zone)
            for lane in self.lanes
            if category in lane.categories
        )
        return [
            Colleague(person_id=on.owner_id, name=may[on.owner_id], until=on.until)
            for on in running
            if on is not None and on.owner_id in may
        ]


def _held(callback: Callback, people: _Colleagues, back: datetime | None) -> HeldRow:
    held = facts(callback)
    them = people.for_kind(callback.category)
    return HeldRow(
        id=callback.id,
        fence=callback.fence,
        category=callback.category,
        facts=held,
        next_attempt_at=callback.next_attempt_at,
        outcome_needed=callback.outcome_needed,
        proposal=shift.propose(
            held,
            back,
            people.on_duty(callback.category),
            assists=people.assists and not people.absent,
            absent=people.absent,
        ),
        to=tuple((each.person_id, each.name) for each in them),
        **_who(callback, people.actor),
    )


def _who(callback: Callback, actor: Actor) -> dict[str, Any]:
    owns = callback.owner_id == actor.person_id
    named = seen.may(actor, "callback", "name", owns=owns)
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    return {
        "kind": callback.kind,
        "category_name": pathway.name,
        "name": callback.name if named else seen.name(actor, callback.name),
        "phone": callback.phone if seen.may(actor, "callback", "phone", owns=owns) else None,
    }


def _drafts(people: _Colleagues) -> list[DraftRow]:
    """The reader's own words that are not signed, the newest first."""
    actor = people.actor
    found = (
        Draft.objects.filter(practice_id=actor.practice_id, author_id=actor.person_id)
        .select_related("callback")
        .order_by("-saved_at", "id")
    )
    return [
        DraftRow(
            callback_id=each.callback_id,
            text=in_full(whole(each)),
            saved_at=each.saved_at,
            held=each.callback.owner_id == actor.person_id and each.callback.closed_at is None,
            leads=tuple(
                (lead.person_id, lead.name)
                for lead in people.for_kind(each.callback.category)
                if leads(lead)
            ),
            **_who(each.callback, actor),
        )
        for each in found
        if noteclose.is_written(each.text, each.fields)
        and (actor.lanes is None or each.callback.category in actor.lanes)
    ]


def leads(them: Actor) -> bool:
    """Whether somebody leads here: whoever may stand in for others."""
    return not refusals(them, Permission.COVER)
