"""One callback whole: what came in, what was tried, what was written, what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ringback.models import Callback
from ringback.queries import (
    after,
    aftercheck,
    around,
    breakglass,
    calling,
    draft,
    ondetails,
    onfile,
    practice,
    reading,
    roster,
    seen,
    sofar,
    struck,
    writing,
)
from ringback.queries.ondetails import OnDetails
from ringback.queries.struck import StruckView
from ringback.rules import escalation, wishkept
from ringback.rules.access import Actor, Permission, lane_refusals, refusals
from ringback.rules.arrival import UNSORTED

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from ringback.queries.after import After
    from ringback.queries.around import Around
    from ringback.queries.breakglass import Open
    from ringback.queries.calling import CallingView
    from ringback.queries.sofar import ArrivalRow, AttemptRow, EventRow, FactRow, NoteRow
    from ringback.queries.writing import Writing
    from ringback.rules.aftercheck import Reader
    from ringback.rules.category import Category
    from ringback.rules.clock import OpenHours
    from ringback.rules.partsofday import Parts
    from ringback.rules.wishkept import Kept


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asked a clinician and when. `words` are None where there were none, or not for them."""

    by: str
    at: datetime
    words: str | None


@dataclass(frozen=True, kw_only=True)
class CallbackView:
    """A callback as one person may see it: what they may not see is None or empty.

    `answer` is the latest a clinician gave, `asked` who asked one last and with what words of the
    patient's, if any; `may_answer` whether the actor is a clinician. `accepted` says that the actor
    holds it and has accepted it by that. `best_time` is when they said it is best to call, in their
    words, and `wished` what was made of that. `in_need` says that it is outside their lanes and
    open to them for a while, for reading only. `calling` is the call under way and the patient's
    file, for whoever may see who it is.
    """

    id: UUID
    fence: int
    stage: str
    outcome: str | None
    level: str
    rank: int
    category: str
    pathway: Category
    pathway_version: int
    source: str
    kind: str
    received_at: datetime
    last_arrival_at: datetime
    arrivals_count: int
    due_at: datetime
    due_why: str
    due_window: str
    due_since: datetime
    resolve_by: datetime
    by_law_at: datetime | None
    moved_from: datetime | None
    first_action_at: datetime | None
    best_time: str
    best_time_at: datetime | None
    wished: Kept
    visit_date: date | None
    language: str
    next_party: str
    next_attempt_at: datetime | None
    promised_at: datetime | None
    review_at: datetime | None
    outcome_needed: str
    tries: int
    owner_id: UUID | None
    owner_name: str
    lease_until: datetime | None
    came_back: str
    came_back_at: datetime | None
    closed_at: datetime | None
    mine: bool
    name: str | None
    phone: str | None
    words: str | None
    arrivals: list[ArrivalRow]
    attempts: list[AttemptRow]
    notes: list[NoteRow]
    facts: list[FactRow]
    heard: list[str]
    accepted: bool
    answer: FactRow | None
    asked: Asked | None
    events: list[EventRow]
    draft: str
    draft_saved_at: datetime | None
    hours: OpenHours
    parts: Parts
    kinds: list[Category]
    may_answer: bool
    writing: Writing
    after: After
    around: Around
    in_need: Open | None = None
    struck: StruckView = field(default_factory=StruckView)
    calling: CallingView | None = None
    details: OnDetails = field(default_factory=OnDetails)


AS_KEPT = (
    "id", "fence", "stage", "outcome", "level", "rank", "category", "source", "kind",
    "received_at", "last_arrival_at", "due_at", "due_why", "due_window", "due_since",
    "resolve_by", "by_law_at", "moved_from", "first_action_at", "best_time_at", "language",
    "next_party", "next_attempt_at", "promised_at", "review_at", "outcome_needed",
    "tries", "owner_id", "lease_until", "came_back", "came_back_at", "closed_at",
)  # fmt: skip
"""What anyone who may open it sees as it is kept: routing, no patient in it."""


def view(callback_id: UUID, actor: Actor, *, now: datetime) -> CallbackView | None:
    """One callback, or None where this practice has none such. Inside a scope."""
    found = (
        Callback.objects.select_related("owner")
        .filter(practice_id=actor.practice_id, id=callback_id)
        .first()
    )
    if found is None:
        return None
    owns = found.owner_id == actor.person_id
    with reading.ahead(*_asked(found, actor, owns=owns, now=now)):
        return _view(found, actor, owns=owns, now=now)


def _asked(found: Callback, actor: Actor, *, owns: bool, now: datetime) -> list[reading.Asked]:
    """What every part of the view is going to ask, so that it goes in one trip."""
    return [
        *sofar.asked(found),
        *after.asked(found, actor, owns=owns, now=now),
        *around.asked(found, actor, now=now),
        *calling.asked(found, actor),
        draft.asked(found, actor),
        of_the_day(found),
    ]


def _view(found: Callback, actor: Actor, *, owns: bool, now: datetime) -> CallbackView:
    """What this person may see of it, of what was read ahead and what only this one needs."""
    outside = bool(lane_refusals(actor, found.category))
    in_need = breakglass.under(actor, found, now) if outside else None
    today = now.astimezone(ZoneInfo(practice.zone(found.practice_id))).date()
    pathway = practice.category(found.practice_id, found.category_version_id)
    talk = None if outside else calling.view(found, actor, owns=owns, now=now)
    reader = _reader(actor, talk, now, in_need=in_need is not None)
    events, told = sofar.events(found), said(found, actor, reader, owns=owns)
    hours, parts = day(found)
    written = writing.seen(found, actor, owns=owns, now=now)
    return CallbackView(
        **{name: getattr(found, name) for name in AS_KEPT},
        pathway=pathway,
        pathway_version=practice.version_number(found.practice_id, found.category_version_id),
        arrivals_count=found.arrivals,
        owner_name=found.owner.name if found.owner else "",
        mine=owns,
        accepted=owns and roster.accepts(actor, pathway, now=now),
        attempts=sofar.attempts(
            found,
            named=seen.may(actor, "attempt", "party_name", owns=owns),
            worded=seen.may(actor, "attempt", "why_late", owns=owns),
        ),
        events=events,
        asked=_clinician(events, told["facts"]),
        hours=hours,
        parts=parts,
        kinds=_kinds(found, actor) if owns else [],
        may_answer=not (outside or refusals(actor, Permission.ANSWER)),
        writing=written,
        around=around.of(found, actor, events, now=now),
        in_need=in_need,
        struck=struck.view(found, actor, owns=owns),
        after=after.view(found, actor, owns=owns, now=now),
        calling=talk,
        details=_details(found, actor, owns=owns, now=now) if talk else OnDetails(),
        **_contact(found, actor, owns=owns),
        visit_date=_visit(found, actor, today, owns=owns),
        **told,
        draft=written.kept.draft.text,
        draft_saved_at=written.saved_at,
    )


def _details(found: Callback, actor: Actor, *, owns: bool, now: datetime) -> OnDetails:
    """What may be changed of how they are reached."""
    return ondetails.of(found, actor, onfile.known(found), owns=owns, now=now)


def day(found: Callback) -> tuple[OpenHours, Parts]:
    """The hours it is due by and the parts of the day, as they are now."""
    since = min(found.received_at, found.due_since)
    found_there = practice.local(
        found.practice_id, since=since, now=found.due_at, location=found.location
    )
    return found_there.hours, found_there.parts


def of_the_day(found: Callback) -> reading.Asked:
    """Which statement tells that."""
    since = min(found.received_at, found.due_since)
    return "bearings", practice.where(found.practice_id, found.location, since)


def _contact(found: Callback, actor: Actor, *, owns: bool) -> dict[str, Any]:
    """Who it is about and how to reach them, for whoever may see that."""
    named = seen.may(actor, "callback", "name", owns=owns)
    reached = seen.may(actor, "callback", "phone", owns=owns)
    return {
        "name": found.name if named else seen.name(actor, found.name),
        "phone": found.phone if reached else None,
    }


def _visit(found: Callback, actor: Actor, today: date, *, owns: bool) -> date | None:
    told = seen.may(actor, "callback", "visit_date", owns=owns)
    return found.visit_date if told else seen.visit_day(found.visit_date, today)


def _reader(actor: Actor, talk: CallingView | None, now: datetime, *, in_need: bool) -> Reader:
    """Who reads what colleagues noted: somebody verified in this call, or not."""
    mine = talk.call if talk and talk.call and talk.call.mine else None
    return aftercheck.reader(
        actor,
        verified=talk is not None and talk.verified,
        now=now,
        since=mine.begun_at if mine else None,
        in_need=in_need,
    )


def said(found: Callback, actor: Actor, reader: Reader, *, owns: bool) -> dict[str, Any]:
    """What was said and written, for whoever may see that."""
    told = seen.may(actor, "callback", "words", owns=owns)
    clinical = seen.may(actor, "note", "text", owns=owns, raised=True)
    facts = sofar.facts(found, clinical=clinical, reader=reader) if told else []
    answers = [each for each in facts if escalation.is_answer(each.code)]
    return {
        "words": found.words if told else None,
        "best_time": found.best_time if told else "",
        "wished": wishkept.read(found.best_time_read if told else {}),
        "arrivals": sofar.arrivals(found, words=told),
        "notes": sofar.notes(found, clinical=clinical) if told else [],
        "facts": facts,
        "heard": found.heard if told else [],
        "answer": answers[-1] if answers else None,
    }


def _clinician(events: list[EventRow], facts: list[FactRow]) -> Asked | None:
    """The latest asking of a clinician, with the words it was about."""
    last = next((each for each in reversed(events) if each.verb == "escalated"), None)
    if last is None:
        return None
    words = [str(each.value) for each in facts if each.code in last.details.get("facts", ())]
    return Asked(by=last.who, at=last.at, words=next(iter(words), None))


def _kinds(callback: Callback, actor: Actor) -> list[Category]:
    """The kinds of request an unread item may be sorted into, by whoever may sort."""
    if callback.category != UNSORTED or refusals(actor, Permission.SORT):
        return []
    found = [each.category for each in practice.categories(actor.practice_id)]
    return [each for each in found if each.code != UNSORTED and not lane_refusals(actor, each.code)]
