"""What stands on the wrong person is struck through; what leaned on it is worked out anew.

The entry stays in its table and in the record. What the callback shows, and what its rules count,
is as if it had never been entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringback.actions import (
    arrival,
    attempt,
    besttime,
    calling,
    contactnumber,
    holding,
    judging,
    moving,
    pause,
    progress,
)
from ringback.actions.act import NotFound, Refused, locked, signed
from ringback.models import (
    Attempt,
    Call,
    Callback,
    Incident,
    LastStep,
    Note,
    Struck,
    Undone,
)
from ringback.queries import counted, practice, seen, struck
from ringback.rules import done, firstaction, lifecycle, unreachable, window
from ringback.rules import puttingright as rules
from ringback.rules.access import Permission, Role, refusals
from ringback.rules.handover import line
from ringback.rules.lifecycle import Outcome, Party, Stage
from ringback.rules.puttingright import What
from ringback.rules.queue import CameBack, Level
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor
    from ringback.rules.done import Record
    from ringback.rules.puttingright import Said
    from ringback.rules.reason import Missing

MODELS: dict[What, type[Attempt | Note | Call]] = {
    What.TRY: Attempt,
    What.NOTE: Note,
    What.CHECK: Call,
}
ENOUGH = "x"
"""Stands for a reason that was given, where only what else is missing is asked."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where it is written anew: on a callback of one's own, or on a new one for this number.

    `text` is what is to be signed there, where the entry was no note.
    """

    callback_id: UUID | None = None
    name: str = ""
    number: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One entry that stands on the wrong person, and what whoever found it says of it."""

    what: What
    id: UUID
    reason: str
    said: Said | None
    move: Move | None = None


@dataclass(frozen=True, kw_only=True)
class PutRight:
    """What followed: where it is to be written anew, whether it is open again or an incident."""

    moved_to: UUID | None
    reopened: bool
    incident: bool


def strike(callback_id: UUID, wrong: Wrong, *, by: Actor, now: datetime) -> PutRight:
    """Strike an entry through. Raises Refused, NotFound, NotPermitted.

    Neither fence nor lease is asked for: what is wrong is wrong whoever has the callback.
    """
    with signed(
        "put right", by=by, now=now, needs=Permission.PUT_RIGHT, subject_id=callback_id
    ) as act:
        _in_order(act, callback_id, wrong.move)
        callback = locked(act, callback_id)
        entry = _entry(act, callback, wrong)
        if reasons := _refusals(act, entry, wrong):
            raise Refused(*reasons)
        before = _in_the_way(callback)
        moved_to = moving.moved(act, callback, entry, wrong.move) if wrong.move else None
        row = _struck(act, callback, wrong, moved_to)
        incident = _incident(act, callback, row)
        if not isinstance(entry, Call):
            _recount(act, callback, entry)
        elif entry.ended_at is None:
            calling.end_open(act.by.practice_id, act.now, callbacks=[callback.id])
        reopened = _reopened(act, callback, before)
        LastStep.objects.filter(practice_id=by.practice_id, callback_id=callback_id).delete()
        act.details = {"what": str(wrong.what), "entry": str(wrong.id), "said": row.said}
        if moved_to is not None:
            act.details["moved_to"] = str(moved_to)
    return PutRight(moved_to=moved_to, reopened=reopened, incident=incident)


def _in_order(act: Act, callback_id: UUID, move: Move | None) -> None:
    """Both callbacks of a move locked, the same one first whichever way it goes."""
    if move is not None and move.callback_id is not None:
        both = Callback.objects.select_for_update().filter(
            practice_id=act.by.practice_id, id__in=(callback_id, move.callback_id)
        )
        list(both.order_by("id").values_list("id", flat=True))


def may_see(callback_id: UUID, *, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not; otherwise leave no trace."""
    with signed(
        "put right", by=by, now=now, needs=Permission.PUT_RIGHT, subject_id=callback_id
    ) as act:
        act.silent = True
        locked(act, callback_id)


def _entry(act: Act, callback: Callback, wrong: Wrong) -> Attempt | Note | Call:
    own = {"practice_id": act.by.practice_id, "callback_id": callback.id, "id": wrong.id}
    found = MODELS[wrong.what].objects.filter(**own).first()
    if found is None or Undone.objects.filter(attempt_id=found.id).exists():
        raise NotFound
    if isinstance(found, Note) and found.clinical and not _reads_clinical(act, callback):
        raise NotFound
    return found


def _reads_clinical(act: Act, callback: Callback) -> bool:
    """Whether a clinician's note is there for them: moved elsewhere, its words would be theirs."""
    owns = callback.owner_id == act.by.person_id
    return seen.may(act.by, "note", "text", owns=owns, raised=True)


def _refusals(act: Act, entry: Attempt | Note | Call, wrong: Wrong) -> tuple[Reason, ...]:
    reasons = rules.refusals(
        struck.entered(entry),
        person_id=act.by.person_id,
        others=not refusals(act.by, Permission.PUT_RIGHT_OTHERS),
        why=wrong.reason,
        said=wrong.said,
        now=act.now,
        zone=ZoneInfo(practice.zone(act.by.practice_id)),
    )
    move = wrong.move
    if move is not None and move.callback_id is None and not moving.number(act, move):
        return (*reasons, Reason(code="move", words=rules.WHOSE))
    return reasons


def _struck(act: Act, callback: Callback, wrong: Wrong, moved_to: UUID | None) -> Struck:
    return Struck.objects.create(
        practice_id=act.by.practice_id,
        callback=callback,
        by_id=act.by.person_id,
        at=act.now,
        reason=line(wrong.reason),
        said=str(wrong.said),
        moved_to_id=moved_to,
        **{f"{wrong.what}_id": wrong.id},
    )


def _incident(act: Act, callback: Callback, row: Struck) -> bool:
    """Something may have come to somebody it was not meant for: its clock begins."""
    if not rules.begins(rules.Said(row.said)):
        return False
    Incident.objects.create(
        practice_id=act.by.practice_id,
        callback=callback,
        struck=row,
        by_id=act.by.person_id,
        discovered_at=act.now,
        tell_by=rules.tell_by(act.now),
    )
    return True


ROUTINE = Level.ROUTINE
COUNTED = (
    "tries", "last_result", "last_tried_at", "first_action_at", "outcome_needed",
    "next_attempt_at", "promised_at", "stage", "due_at", "lease_until", "next_party",
)  # fmt: skip


def _recount(act: Act, callback: Callback, entry: Attempt | Note | Call) -> None:
    """Everything the callback repeats of its tries and notes."""
    record = progress.read(callback)
    if isinstance(entry, Attempt) and entry.party == "patient":
        contactnumber.unmark_struck(callback, entry)
        _recount_tries(act, callback, entry, record)
    if callback.stage != Stage.CLOSED:
        holds = callback.owner_id == act.by.person_id
        callback.outcome_needed = progress.outcome_needed(
            callback, by=act.by if holds else None, now=act.now, record=record
        )
    callback.save(update_fields=[*dict.fromkeys((*COUNTED, *judging.FIELDS))])


def _recount_tries(act: Act, callback: Callback, entry: Attempt, record: Record) -> None:
    tries = record.tries
    callback.tries = len(tries)
    last = tries[-1] if tries else None
    callback.last_result = last.result if last else ""
    callback.last_tried_at = last.happened_at if last else None
    category = practice.category(callback.practice_id, callback.category_version_id)
    callback.first_action_at = rules.first_action(
        callback.first_action_at,
        entry.happened_at,
        [
            each.happened_at
            for each in tries
            if firstaction.counts(
                category.first_action_is, firstaction.of_try(each.result, each.channel)
            )
        ],
    )
    if callback.stage != Stage.CLOSED and callback.hand != "aside":
        _plan_anew(act, callback, record)


def _plan_anew(act: Act, callback: Callback, record: Record) -> None:
    """The try that follows from those that are left, as it was planned when they were entered."""
    hours = attempt.hours_of(act, callback)
    plan = None
    if record.tries:
        plan = attempt.planned(callback, record, hours, _entered_last(act, callback))
    waits = callback.stage in {Stage.ON_HOLD, Stage.ESCALATED}
    words = _said_since(act, callback, record)
    if words is not None and plan is None and not record.tries:
        judging.tighten(callback, words, since=act.now, anew=True, same=True)
    callback.next_attempt_at = plan.at if plan else None
    callback.promised_at = plan.at if plan and plan.promised else None
    if waits:
        return
    owned = callback.owner_id is not None
    callback.stage = rules.stage_after(Stage(callback.stage), planned=plan is not None, owned=owned)
    callback.due_at = attempt.due_at(callback, plan)
    if callback.stage == Stage.SCHEDULED and plan is not None:
        callback.lease_until = window.ends(besttime.FREE_AFTER, plan.at, hours) if owned else None
    elif owned:
        callback.lease_until = holding.lease_from(act.now)
    if words is not None and record.tries:
        besttime.plan(act, callback, words.where, words.judged)


def _said_since(act: Act, callback: Callback, record: Record) -> judging.Stand | None:
    """How it stands by the patient's own time, where they said one after the tries that are left.

    What they said before our last try had its say when that try was made.
    """
    said_at = callback.best_time_at
    last = record.tries[-1].happened_at if record.tries else None
    if said_at is None or (last is not None and said_at < last):
        return None
    times = arrival.contacts(callback)
    return judging.under_way(act, callback, judging.facts(callback, contacts=times), ROUTINE)


def _entered_last(act: Act, callback: Callback) -> datetime:
    """When the latest of the tries that count was written down."""
    made = counted.attempts(act.by.practice_id).filter(callback_id=callback.id, party="patient")
    latest = made.order_by("-happened_at", "-entered_at", "-id").first()
    return latest.entered_at if latest else act.now


def _in_the_way(callback: Callback) -> tuple[Reason | Missing, ...]:
    """What would stand between a closed callback and its outcome, if it were closed now."""
    if callback.outcome not in {Outcome.DONE, Outcome.UNREACHABLE}:
        return ()
    record = progress.read(callback)
    category = practice.category(callback.practice_id, callback.category_version_id)
    if callback.outcome == Outcome.DONE:
        return done.missing_for_done(category, progress.of(callback, record=record))
    tried = unreachable.Tried(
        tries=record.tries,
        level=Level(callback.level),
        zone=practice.zone(callback.practice_id),
        parts=record.parts,
    )
    when = callback.closed_at or callback.received_at
    said = record.note or ENOUGH
    return unreachable.refusals(category, tried, roles=frozenset(Role), reason=said, now=when)


def _reopened(act: Act, callback: Callback, before: tuple[Reason | Missing, ...]) -> bool:
    """Open it again where what it was closed on does not count any more."""
    missing = rules.leaned_on(before, _in_the_way(callback))
    if callback.stage != Stage.CLOSED or not missing:
        return False
    unread = callback.category == "UNSORTED"
    callback.stage = (
        Stage.UNSORTED if unread else lifecycle.STEPS[lifecycle.Step.REOPEN][Stage.CLOSED]
    )
    callback.outcome = callback.closed_at = callback.closed_by_id = None
    callback.fence += 1
    callback.next_party = Party.PRACTICE
    callback.came_back, callback.came_back_at = CameBack.REOPENED, act.now
    pause.end(callback, act.now)
    callback.due_at = attempt.due_at(callback, None)
    callback.outcome_needed = progress.outcome_needed(callback)
    callback.save(
        update_fields=[
            *COUNTED, "outcome", "closed_at", "closed_by", "fence", "came_back", "came_back_at",
            "paused_at", "resolve_by",
        ]
    )  # fmt: skip
    act.beside(callback.id, verb="reopened", details={"leaned_on": list(missing)}).save()
    return True
