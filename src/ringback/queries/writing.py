"""What the record knows of the call that somebody is writing about, as the facts of its note."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from ringback.models import Arrival, Attempt, DoneFact, Draft, Entry, Note
from ringback.queries import aftercheck, counted, lanewords, practice, spoken, voicemail
from ringback.queries.leftdraft import whole
from ringback.rules import escalation, noteclose
from ringback.rules.arrival import MISSED, UNSORTED, Kind
from ringback.rules.attempt import Result
from ringback.rules.category import FactKind
from ringback.rules.draft import Kept
from ringback.rules.notetext import Answering, Channel, NextStep, NoteFacts, Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ringback.models import Call, Callback
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
    finds: tuple[Hit, ...] = ()


def seen(callback: Callback, actor: Actor, *, owns: bool, now: datetime) -> Writing:
    """What the page of a callback shows of the actor's own writing. Inside a scope."""
    mine = {"practice_id": actor.practice_id, "callback_id": callback.id}
    row = Draft.objects.filter(**mine, author_id=actor.person_id).first()
    kept = whole(row) if row else Kept()
    late = row is not None and row.late
    if not owns:
        return Writing(kept=kept, late=late)
    found = lanewords.unsettled(callback, kept.draft.text, actor)
    return replace(of(callback, actor, now=now), kept=kept, late=late, finds=found)


def of(
    callback: Callback, actor: Actor, *, now: datetime, given: Mapping[str, Any] | None = None
) -> Writing:
    """What is known of the note of the actor's present hold. Inside a scope.

    `given` are done-facts that are being given now. What waits for the check is in no note of
    somebody who has verified nobody.
    """
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    zone = ZoneInfo(practice.zone(callback.practice_id))
    call = spoken.under_way(callback.id, actor)
    made = None if call else _attempt(callback, actor)
    reader = aftercheck.of_call(actor, call or (made.call if made else None), now=now)
    known = _of_matter(callback, pathway, {**_facts(callback, reader), **(given or {})})
    if (asked := _asked(callback)) is not None:
        known = replace(known, question=asked)
    if call is not None:
        return Writing(known=_of_call(known, call, zone))
    if made is None:
        return Writing(known=known)
    mine = Note.objects.filter(practice_id=callback.practice_id, attempt_id=made.id)
    return Writing(
        known=_of_try(replace(known, **spoken.told(made.call)), made, callback, actor, zone),
        signed=mine.filter(author_id=actor.person_id).exists(),
    )


def _attempt(callback: Callback, actor: Actor) -> Attempt | None:
    """Their last try since they took it."""
    ours = counted.attempts(callback.practice_id).filter(callback_id=callback.id)
    theirs = ours.filter(by_id=actor.person_id, party="patient")
    made = theirs.select_related("call").order_by("-entered_at").first()
    if made is None:
        return None
    taken = Entry.objects.filter(
        practice_id=callback.practice_id,
        subject_id=callback.id,
        actor_id=actor.person_id,
        verb__in=TAKEN,
        refused=False,
        at__gt=made.entered_at,
    )
    return None if taken.exists() else made


def _asked(callback: Callback) -> Question | None:
    """The latest clinical question in its exact words, handed to the clinicians."""
    mine = {"practice_id": callback.practice_id, "subject_id": callback.id}
    last = Entry.objects.filter(**mine, verb="escalated", refused=False).order_by("-at").first()
    if last is None:
        return None
    codes = [str(each) for each in last.details.get("facts", ())]
    found = DoneFact.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id, code__in=codes
    ).first()
    return Question(words=str(found.value), routed_to="the clinical team") if found else None


def _facts(callback: Callback, reader: Reader) -> dict[str, Any]:
    found = DoneFact.objects.filter(practice_id=callback.practice_id, callback_id=callback.id)
    clinical = [
        each.code
        for each in found
        if each.by_clinician and escalation.is_clinical(each.code, each.value)
    ]
    return {
        each.code: each.value
        for each in found
        if each.code not in clinical and not aftercheck.waits(each, reader)
    }


def _of_matter(callback: Callback, pathway: Category, facts: Mapping[str, Any]) -> NoteFacts:
    """What the request is about, and what is settled of it."""
    settled = [each for each in pathway.facts() if facts.get(each.code) not in {None, False, ""}]
    ticks = [each for each in settled if each.kind is FactKind.TICK]
    last = Arrival.objects.filter(practice_id=callback.practice_id, callback_id=callback.id)
    kind = last.order_by("-happened_at").values_list("kind", flat=True).first()
    return NoteFacts(
        result=None,
        answering=ANSWERS.get(kind or "", Answering.REQUEST),
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
    known: NoteFacts, made: Attempt, callback: Callback, actor: Actor, zone: ZoneInfo
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
    )


def _left(callback: Callback, made: Attempt) -> str:
    if made.result != Result.VOICEMAIL_LEFT:
        return ""
    return voicemail.left(callback, made.number, at=made.happened_at)


def _when(at: datetime | None, zone: ZoneInfo) -> str:
    return noteclose.time_words(at.astimezone(zone)) if at else ""


def _next_try(callback: Callback, actor: Actor, zone: ZoneInfo) -> NextStep | None:
    if callback.next_attempt_at is None:
        return None
    day = noteclose.time_words(callback.next_attempt_at.astimezone(zone))
    return NextStep(what="next try", day=day, owner=actor.name)
