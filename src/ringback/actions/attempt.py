"""A try to reach somebody is written down, and the next one follows from its result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ringback.actions import (
    besttime,
    calling,
    contactnumber,
    done,
    holding,
    note,
    pause,
    progress,
    undo,
)
from ringback.actions.act import Refused, locked, signed
from ringback.actions.arrival import OTHER_BODY, KeyReused
from ringback.models import Attempt, Waiting
from ringback.queries import byhand, counted, practice, statement
from ringback.queries import calling as calls
from ringback.queries import voicemail as voicemails
from ringback.rules import attempt, firstaction, handover, rhythm, window
from ringback.rules.access import Permission
from ringback.rules.attempt import WRITTEN, Follows, Result, Side, Try
from ringback.rules.firstaction import Did
from ringback.rules.lifecycle import Party, Stage, Step, after
from ringback.rules.queue import Level
from ringback.rules.reason import Reason
from ringback.rules.undo import Undoable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Call, Callback
    from ringback.rules.access import Actor
    from ringback.rules.clock import OpenHours
    from ringback.rules.done import Record
    from ringback.rules.rhythm import Plan


@dataclass(frozen=True, kw_only=True)
class Made:
    """A try as somebody tells it. `happened_at` is when it was made (UTC), now if not given.

    `facts` is what it settled, so that nothing noted during a call is lost when it is logged.
    `ask_if_closed` has a time to call at which we are closed asked about before it is kept.
    `party` is whom it was to reach: a call to another office leaves the patient's tries alone.
    `asks_greeting` says that whoever tells it was asked about the greeting: then a voicemail counts
    only where it was theirs, and where the contact rules allow one. `why_late` is what somebody
    says of a try told late; None where nobody is asked.
    """

    result: Result
    channel: str = "phone"
    number: str = ""
    party: Side = Side.PATIENT
    party_name: str = ""
    happened_at: datetime | None = None
    why_late: str | None = None
    asks_greeting: bool = False
    greeting_matched: bool | None = None
    call_again_at: datetime | None = None
    ask_if_closed: bool = False
    note: str = ""
    picks: Mapping[str, str] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    body_digest: str = ""


@dataclass(frozen=True, kw_only=True)
class Logged:
    """What followed: the try's id, the next one's time if any (UTC), and the present fence.

    `again` is true when this try had been written down before under the same key.
    """

    attempt_id: UUID
    next_attempt_at: datetime | None
    fence: int
    again: bool = False


def log(callback_id: UUID, made: Made, *, by: Actor, now: datetime, fence: int) -> Logged:
    """Write a try down. Raises Refused, NotDone, KeyReused, Stale, Held, NotFound, NotPermitted.

    Sent again under the same key it is the same try, also when the fence has grown since: whoever
    got no answer may ask again and never has two.
    """
    with signed(
        "attempted", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=made.note
    ) as act:
        if before := logged_before(act, callback_id, made):
            act.silent = True
            return before
        return tell_within(act, holding.mine(act, callback_id, fence), made)


def tell_within(act: Act, callback: Callback, made: Made) -> Logged:
    """Write a try down as it is told, of a locked callback of theirs. Raises Refused, NotDone.

    The action's own entry is that of the try.
    """
    happened_at = made.happened_at or act.now
    reasons = _refusals(callback, made, happened_at, act.now)
    if reasons := reasons or _closed_then(act, callback, made):
        raise Refused(*reasons)
    before_it = undo.routing(callback)
    written = _written(act, callback, made, happened_at)
    facts = done.record_within(act, callback, made.facts)
    if made.party is Side.PATIENT:
        if marked := contactnumber.mark(callback, made.result, written.number):
            before_it["marked"] = marked
        _follow(act, callback, written)
    else:
        _stay(act, callback)
    _noted(act, callback, made)
    undo.remember(act, callback, Undoable.RESULT, before_it, attempt=written.id)
    act.details = {"attempt": str(written.id), "result": made.result}
    if made.result is Result.SENT:
        act.details["channel"] = made.channel
    if "marked" in before_it:
        act.details["marked"] = before_it["marked"]
    if facts:
        act.details["facts"] = sorted(facts)
    return Logged(
        attempt_id=written.id, next_attempt_at=callback.next_attempt_at, fence=callback.fence
    )


def log_within(act: Act, callback: Callback, made: Made, *, holds: bool) -> UUID:
    """Write a try of this moment down as part of another action.

    By whoever `holds` it by now, and then the next step follows; else it is only counted.
    """
    written = _written(act, callback, made, act.now)
    if holds:
        _follow(act, callback, written)
    else:
        _count(act, callback, written)
    return written.id


def _count(act: Act, callback: Callback, written: Attempt) -> None:
    """One more try of what somebody else has: what they plan stays as it is."""
    made = progress.read(callback).tries
    callback.tries = len(made)
    callback.last_result, callback.last_tried_at = made[-1].result, made[-1].happened_at
    callback.first_action_at = _first_action(callback, written, act.by, act.now)
    callback.save(update_fields=["tries", "last_result", "last_tried_at", "first_action_at"])


def _refusals(
    callback: Callback, made: Made, happened_at: datetime, now: datetime
) -> tuple[Reason, ...]:
    """Why this try cannot be written down like this."""
    if made.party is Side.PATIENT and (
        no := byhand.refusals(callback, _sent(made), made.result, now=happened_at)
    ):
        return no
    reasons = attempt.refusals(
        result=made.result,
        happened_at=happened_at,
        received_at=callback.received_at,
        now=now,
        call_again_at=made.call_again_at,
        why_late=made.why_late,
    )
    if reasons or made.result is not Result.VOICEMAIL_LEFT or made.party is Side.OTHER:
        return reasons
    number = made.number or callback.phone
    this = Try(result=made.result, happened_at=happened_at, number=number)
    earlier = progress.read(callback).tries
    if once := attempt.voicemail_refusals(this, earlier, practice.zone(callback.practice_id)):
        return once
    if not made.asks_greeting:
        return ()
    return voicemails.refusals(callback, number, matched=made.greeting_matched, now=happened_at)


def _sent(made: Made) -> byhand.Sent:
    """What was written, if anything was."""
    return byhand.Sent(channel=made.channel, number=made.number, words=made.note)


def _closed_then(act: Act, callback: Callback, made: Made) -> tuple[Reason, ...]:
    """Why the time they asked for is none we can promise, where somebody is to be asked first."""
    if made.call_again_at is None or not made.ask_if_closed:
        return ()
    return rhythm.while_closed(made.call_again_at, hours_of(act, callback), act.now)


def hours_of(act: Act, callback: Callback) -> OpenHours:
    """The opening hours its tries are planned in."""
    return practice.hours(
        act.by.practice_id, since=callback.received_at, now=act.now, location=callback.location
    )


def _noted(act: Act, callback: Callback, made: Made) -> None:
    """Sign what was written with the try. From a page, a talk stays to be finished and signed."""
    if made.picks is None:
        return note.sign_within(act, callback, made.note)
    if attempt.FOLLOWS[made.result] is Follows.STAY:
        return None
    written = note.composed(act, callback, made.note, made.picks)
    if written.said:
        note.sign_within(act, callback, written.whole)
    return None


def logged_before(act: Act, callback_id: UUID, made: Made) -> Logged | None:
    """The same try, if it was written down before. Raises KeyReused for another under its key."""
    if made.idempotency_key is None:
        return None
    practice_id = str(act.by.practice_id)
    statement.lock_key(practice_id, f"{practice_id} attempt {made.idempotency_key}")
    callback = locked(act, callback_id)
    found = Attempt.objects.filter(
        practice_id=act.by.practice_id, idempotency_key=made.idempotency_key
    ).first()
    if found is None:
        return None
    same = (callback_id, act.by.person_id, made.body_digest)
    if (found.callback_id, found.by_id, found.body_digest) != same:
        raise KeyReused(Reason(code="key_reused", words=OTHER_BODY))
    if not counted.attempts(act.by.practice_id).filter(id=found.id).exists():
        raise Refused(Reason(code="taken_back", words=attempt.TAKEN_BACK))
    return Logged(
        attempt_id=found.id,
        next_attempt_at=callback.next_attempt_at,
        fence=callback.fence,
        again=True,
    )


def _written(act: Act, callback: Callback, made: Made, happened_at: datetime) -> Attempt:
    sent = made.result is Result.SENT
    return Attempt.objects.create(
        practice_id=act.by.practice_id,
        callback=callback,
        call=None if sent else _call_over(act, callback),
        by_id=act.by.person_id,
        result=made.result,
        channel=made.channel,
        template=_template(callback, made, happened_at),
        number=_number(callback, made),
        party=made.party,
        party_name=handover.line(made.party_name)[:120],
        why_late=handover.line(made.why_late or "")[:200],
        happened_at=happened_at,
        entered_at=act.now,
        call_again_at=made.call_again_at,
        idempotency_key=made.idempotency_key,
        body_digest=made.body_digest,
    )


def _template(callback: Callback, made: Made, happened_at: datetime) -> str:
    """Which approved text was sent or left, kept as it was then: what is allowed may change."""
    if made.result is Result.SENT:
        return byhand.template(callback, _sent(made), now=happened_at)
    if made.result is Result.VOICEMAIL_LEFT and made.party is Side.PATIENT:
        return voicemails.left(callback, _number(callback, made), at=happened_at)
    return ""


def _number(callback: Callback, made: Made) -> str:
    """The number that was used: none where something was written that goes to no telephone."""
    if made.channel in WRITTEN and made.channel != "text":
        return ""
    return made.number or _reached_at(callback, made.party)


def _reached_at(callback: Callback, party: Side) -> str:
    """The number they are reached at: the patient's, or of whom the callback waits for."""
    if party is Side.PATIENT:
        return callback.phone
    own = {"practice_id": callback.practice_id, "callback_id": callback.id}
    waits = Waiting.objects.filter(**own, ended_at__isnull=True).values_list("number", flat=True)
    return waits.first() or ""


def _call_over(act: Act, callback: Callback) -> Call | None:
    """The call under way, which ends with its result; None where nobody pressed Call."""
    call = calls.under_way(callback)
    if call is not None:
        calling.end_open(act.by.practice_id, act.now, callbacks=[callback.id])
    return call


def planned(
    callback: Callback,
    record: Record,
    hours: OpenHours,
    now: datetime,
    *,
    planned_at: datetime | None = None,
) -> Plan | None:
    """The next try by the pathway's rhythm or at the patient's own time, if there is one.

    `planned_at` is the one that stands, which something written leaves as it is (UTC).
    """
    category = practice.category(callback.practice_id, callback.category_version_id)
    setting = rhythm.Setting(
        hours=hours,
        parts=record.parts,
        now=now,
        received_at=callback.received_at,
        contacted_at=callback.last_arrival_at,
        visit_date=callback.visit_date,
        planned_at=planned_at,
    )
    return rhythm.next_try(record.tries, category.attempts, setting)


def due_at(callback: Callback, plan: Plan | None) -> datetime:
    """What is due next: the first action that is still promised, the next try, or the end.

    Only a routine request waits past its end for a time they asked for.
    """
    at = callback.resolve_by if plan is None else plan.at
    if plan is not None and plan.theirs and callback.level != Level.ROUTINE:
        at = min(plan.at, callback.resolve_by)
    return at if callback.first_action_at else min(at, callback.respond_by)


def _first_action(
    callback: Callback, written: Attempt, by: Actor, now: datetime
) -> datetime | None:
    """When the first action was made, if this try or something before it is what was promised."""
    category = practice.category(callback.practice_id, callback.category_version_id)
    did = {firstaction.of_try(Result(written.result), written.channel)}
    if progress.accepted_by(callback, by, now=now):
        did.add(Did.ACCEPTED)
    if not any(firstaction.counts(category.first_action_is, each) for each in did):
        return callback.first_action_at
    return min(callback.first_action_at or now, written.happened_at)


def _stay(act: Act, callback: Callback) -> None:
    """A call to another party: whoever made it has it for a while longer, and no more follows."""
    if callback.stage in holding.LEASED:
        callback.lease_until = holding.lease_from(act.now)
        callback.save(update_fields=["lease_until"])


def _follow(act: Act, callback: Callback, written: Attempt) -> None:
    """Plan the next try, or keep the item in the owner's hands to finish."""
    record = progress.read(callback)
    made = record.tries
    pause.end(callback, act.now)
    hours = hours_of(act, callback)
    plan = planned(callback, record, hours, act.now, planned_at=callback.next_attempt_at)
    callback.next_attempt_at = plan.at if plan else None
    callback.promised_at = plan.at if plan and plan.promised else None
    step = Step.CLAIM if callback.next_attempt_at is None else Step.SCHEDULE
    callback.stage = after(step, Stage(callback.stage)) or callback.stage
    if callback.next_attempt_at is not None and callback.stage == Stage.SCHEDULED:
        callback.lease_until = window.ends(besttime.FREE_AFTER, callback.next_attempt_at, hours)
    else:
        callback.lease_until = holding.lease_from(act.now)
    if callback.stage != Stage.ESCALATED:
        callback.next_party = Party.OWNER
    callback.tries = len(made)
    callback.last_result, callback.last_tried_at = made[-1].result, made[-1].happened_at
    callback.first_action_at = _first_action(callback, written, act.by, act.now)
    callback.due_at = due_at(callback, plan)
    callback.outcome_needed = progress.outcome_needed(
        callback, by=act.by, now=act.now, record=record
    )
    callback.hand = callback.hand_name = callback.hand_post = callback.hand_why = ""
    callback.save(
        update_fields=[
            "stage", "due_at", "next_attempt_at", "promised_at", "lease_until", "next_party",
            "tries", "last_result", "last_tried_at", "first_action_at", "outcome_needed",
            "paused_at", "resolve_by", "hand", "hand_name", "hand_post", "hand_why",
        ]
    )  # fmt: skip
