"""What the record knows of the call that somebody is writing about, as the facts of its note."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from ringback.queries import (
    aftercheck,
    draft,
    lanewords,
    practice,
    reading,
    sofar,
    spoken,
    voicemail,
)
from ringback.rules import noteclose
from ringback.rules.arrival import MISSED, UNSORTED, Kind
from ringback.rules.attempt import Result, Side
from ringback.rules.category import FactKind
from ringback.rules.draft import Kept
from ringback.rules.notetext import Answering, Channel, NextStep, NoteFacts, Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ringback.models import Call, Callback
    from ringback.queries.sofar import AttemptRow
    from ringback.rules.access import Actor
    from ringback.rules.aftercheck import Reader
    from ringback.rules.category import Category, Fact
    from ringback.rules.scope import Hit

ANSWERS: Final[dict[str, Answering]] = {
    Kind.VOICEMAIL: Answering.VOICEMAIL,
    Kind.MISSED_CALL: Answering.MISSED_CALL,
    Kind.WEB_FORM: Answering.FORM,
    Kind.INCOMPLETE_INTAKE: Answering.FORM,
    Kind.PORTAL_MESSAGE: Answering.PORTAL_MESSAGE,
    Kind.EMAIL: Answering.EMAIL,
    Kind.FAX: Answering.FAX,
}
"""What a call answers, by what came in; everything else is a request."""

LEARNED: Final = "reason_learned"
"""The fact that says what a missed call was about."""

TAKEN: Final = ("claimed", "accepted")


@dataclass(frozen=True, kw_only=True)
class Writing:
    """The note somebody is writing: the facts known by themselves, and whether one is signed.

    `known` is None for whoever does not hold it. `kept` is their draft with what other windows of
    theirs had, and `late` says that it was written when it was no longer theirs. `finds` are words
    outside the lane in the draft and the signed notes that are not settled yet.
    """

    known: NoteFacts | None = None
    signed: bool = False
    kept: Kept = field(default_factory=Kept)
    late: bool = False
    saved_at: datetime | None = None
    finds: tuple[Hit, ...] = ()


def seen(callback: Callback, actor: Actor, *, owns: bool, now: datetime) -> Writing:
    """What the page of a callback shows of the actor's own writing. Inside a scope."""
    own = draft.own(callback, actor)
    found = lanewords.unsettled(callback, own.kept.draft.text, actor) if owns else ()
    known = of(callback, actor, now=now) if owns else Writing()
    return replace(known, kept=own.kept, late=own.late, saved_at=own.saved_at, finds=found)


def of(
    callback: Callback, actor: Actor, *, now: datetime, given: Mapping[str, Any] | None = None
) -> Writing:
    """What is known of the note of the actor's present hold. Inside a scope.

    `given` are done-facts that are being given now. What waits for the check is in no note of
    somebody who has verified nobody.
    """
    with reading.ahead(*sofar.asked(callback)):
        return _of(callback, actor, given or {}, now)


def _of(callback: Callback, actor: Actor, given: Mapping[str, Any], now: datetime) -> Writing:
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    zone = ZoneInfo(practice.zone(callback.practice_id))
    call = spoken.under_way(callback.id, actor)
    made = None if call else _attempt(callback, actor)
    of_it = call or (spoken.of_try(callback.practice_id, made.call_id) if made else None)
    reader = aftercheck.of_call(actor, of_it, now=now)
    known = _of_matter(callback, pathway, {**_facts(callback, reader), **given})
    if (asked := _asked(callback, reader)) is not None:
        known = replace(known, question=asked)
    if call is not None:
        return Writing(known=_of_call(known, call, zone))
    if made is None:
        return Writing(known=known)
    return Writing(
        known=_of_try(replace(known, **spoken.told(of_it)), made, callback, actor, zone),
        signed=any(
            each.counts and each.attempt_id == made.id and each.author_id == actor.person_id
            for each in sofar.written(callback)
        ),
    )


def _attempt(callback: Callback, actor: Actor) -> AttemptRow | None:
    """Their last try since they took it."""
    theirs = [
        each
        for each in sofar.attempts(callback, named=True)
        if each.by_id == actor.person_id and each.party == Side.PATIENT
    ]
    if not theirs:
        return None
    made = max(theirs, key=lambda each: each.entered_at)
    taken = any(
        each.verb in TAKEN and each.who_id == actor.person_id and each.at > made.entered_at
        for each in sofar.events(callback)
    )
    return None if taken else made


def _asked(callback: Callback, reader: Reader) -> Question | None:
    """The latest clinical question in its exact words, handed to the clinicians."""
    events = reversed(sofar.events(callback))
    last = next((each for each in events if each.verb == "escalated"), None)
    if last is None:
        return None
    codes = {str(each) for each in last.details.get("facts", ())}
    facts = sofar.facts(callback, clinical=True, reader=reader)
    found = next((each for each in facts if each.code in codes), None)
    return Question(words=str(found.value), routed_to="the clinical team") if found else None


def _facts(callback: Callback, reader: Reader) -> dict[str, Any]:
    """What is recorded of it, but for what only clinicians read and what waits for the check."""
    found = sofar.facts(callback, clinical=False, reader=reader)
    return {each.code: each.value for each in found if not (each.withheld or each.after_check)}


def _of_matter(callback: Callback, pathway: Category, facts: Mapping[str, Any]) -> NoteFacts:
    """What the request is about, and what is settled of it."""
    settled = [each for each in pathway.facts() if facts.get(each.code) not in {None, False, ""}]
    ticks = [each for each in settled if each.kind is FactKind.TICK]
    came = sofar.arrivals(callback, words=False)
    return NoteFacts(
        result=None,
        answering=ANSWERS.get(came[-1].kind, Answering.REQUEST) if came else Answering.REQUEST,
        reason=_reason(pathway, facts),
        confirmed=tuple(_lower(each.words) for each in ticks),
        done=tuple(_valued(each, facts[each.code]) for each in settled if each not in ticks),
    )


def _reason(pathway: Category, facts: Mapping[str, Any]) -> str:
    """What was learned of it, else the kind of request; where that says nothing, nothing."""
    learned = facts.get(LEARNED)
    if isinstance(learned, str) and learned.strip():
        return learned.strip().rstrip(".")
    return "" if pathway.code in {UNSORTED, MISSED} else f"“{pathway.name}”"


def _valued(fact: Fact, value: object) -> str:
    """A fact with its value, a day or a time in the words of a note."""
    said = str(value)
    if fact.kind is FactKind.DATE:
        said = noteclose.day_of(said)
    elif fact.kind is FactKind.MOMENT:
        said = noteclose.moment_of(said)
    return f"{fact.words[:1].upper()}{fact.words[1:]}: {said}"


def _lower(words: str) -> str:
    """A name in the middle of a sentence; one in capitals stays."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def _of_call(known: NoteFacts, call: Call, zone: ZoneInfo) -> NoteFacts:
    """A call that is under way: how it went is not known yet."""
    return replace(
        known,
        **spoken.told(call),
        happened=noteclose.time_words(call.begun_at.astimezone(zone)),
        number=_ending(call.number),
    )


def _ending(number: str) -> str:
    return f"number ending {number[-4:]}" if number else ""


def _of_try(
    known: NoteFacts, made: AttemptRow, callback: Callback, actor: Actor, zone: ZoneInfo
) -> NoteFacts:
    channels: Sequence[str] = list(Channel)
    return replace(
        known,
        result=Result(made.result),
        happened=noteclose.time_words(made.happened_at.astimezone(zone)),
        channel=Channel(made.channel) if made.channel in channels else Channel.PHONE,
        number=_ending(made.number),
        call_again=_when(made.call_again_at, zone),
        next_step=_next_try(callback, actor, zone),
        voicemail=_left(callback, made),
        sent=made.template if made.result == Result.SENT else "",
    )


def _left(callback: Callback, made: AttemptRow) -> str:
    if made.result != Result.VOICEMAIL_LEFT:
        return ""
    return made.template or voicemail.left(callback, made.number, at=made.happened_at)


def _when(at: datetime | None, zone: ZoneInfo) -> str:
    return noteclose.time_words(at.astimezone(zone)) if at else ""


def _next_try(callback: Callback, actor: Actor, zone: ZoneInfo) -> NextStep | None:
    if callback.next_attempt_at is None:
        return None
    day = noteclose.time_words(callback.next_attempt_at.astimezone(zone))
    return NextStep(what="next try", day=day, owner=actor.name)
