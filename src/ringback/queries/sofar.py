"""What happened with a callback so far: arrivals, tries, notes, facts and steps, as rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ringback.queries import aftercheck, breakglass, counted, reading
from ringback.rules import escalation

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.queries.reading import Asked
    from ringback.rules.aftercheck import Reader


@dataclass(frozen=True, kw_only=True)
class ArrivalRow:
    """One thing the patient did. `text` is None where the actor may not see their words.

    `best_time` is when they said it is best to call, in their words; "" where they said nothing, or
    the actor may not see it.
    """

    id: UUID
    kind: str
    source: str
    happened_at: datetime
    seconds: int | None
    text: str | None
    best_time: str


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """One try; `party_name` is whom else it was to reach, where it was not to reach the patient.

    "" for whoever may not see that. `template` is the approved text that was sent or left, where
    it was one; `why_late` what was said of a try told late, for whoever may see such words.
    """

    id: UUID
    result: str
    channel: str
    happened_at: datetime
    entered_at: datetime
    call_again_at: datetime | None
    by: str
    party: str = "patient"
    party_name: str = ""
    number: str = ""
    by_id: UUID | None = None
    call_id: UUID | None = None
    template: str = ""
    why_late: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """One signed note; `counts` unless it was struck through, or undone with the try it is of.

    `why_late` is what was said where it tells of something earlier.
    """

    id: UUID
    author: str
    signed_at: datetime
    text: str
    late: bool = False
    happened_at: datetime | None = None
    in_chart: tuple[str, datetime] | None = None
    author_id: UUID | None = None
    clinical: bool = False
    attempt_id: UUID | None = None
    counts: bool = True
    why_late: str = ""


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One done-fact as recorded; `value` is None where it is `withheld` from this person.

    `after_check` says that it waits for the check: the rules of what is done read its value, and no
    page prints it.
    """

    code: str
    value: Any
    by: str
    by_clinician: bool
    at: datetime
    withheld: bool = False
    after_check: bool = False


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One step in the life of a callback, from the journal."""

    at: datetime
    verb: str
    who: str
    details: dict[str, Any]
    who_id: UUID | None = None


SILENT_VERBS = ("opened", "opened in need", breakglass.LOOKED)
"""Entries the timeline of a callback does not show: who looked is for the ledger."""


def of(callback: Callback) -> dict[str, Any]:
    """Whose past is asked for."""
    return {"practice": callback.practice_id, "callback": callback.id}


def asked(callback: Callback) -> list[Asked]:
    """Which statements tell all of it."""
    names = ("arrivals_of", "attempts_of", "notes_of", "facts_of")
    struck = counted.struck(callback.practice_id, callback.id)
    return [*((name, of(callback)) for name in names), _steps(callback), struck]


def _steps(callback: Callback) -> Asked:
    return "events_of", {**of(callback), "silent": list(SILENT_VERBS)}


def arrivals(callback: Callback, *, words: bool) -> list[ArrivalRow]:
    """What the patient did, the first first; their words only where they may be seen."""
    return [
        ArrivalRow(
            id=key,
            kind=kind,
            source=source,
            happened_at=happened_at,
            seconds=seconds,
            text=text if words else None,
            best_time=(best_time or "") if words else "",
        )
        for key, kind, source, happened_at, seconds, text, best_time in reading.rows(
            "arrivals_of", of(callback)
        )
    ]


def attempts(callback: Callback, *, named: bool, worded: bool = False) -> list[AttemptRow]:
    """The tries that count, the first first: none that was undone or struck through.

    Not `named` for whoever may not see whom else a try was to reach; `worded` for whoever sees why
    one was told late.
    """
    names = (
        "id", "result", "channel", "number", "happened_at", "entered_at", "call_again_at", "by_id",
        "by", "party", "party_name", "call_id", "template", "why_late",
    )  # fmt: skip
    found = reading.rows("attempts_of", of(callback))
    tries = [AttemptRow(**dict(zip(names, row, strict=True))) for row in found]
    return [
        replace(
            each,
            party_name=each.party_name if named else "",
            why_late=each.why_late if worded else "",
        )
        for each in tries
    ]


def written(callback: Callback) -> list[NoteRow]:
    """Every note there is, the first first, also those that do not count: not for screens."""
    return [
        NoteRow(
            id=key,
            author_id=author_id,
            author=author,
            signed_at=signed_at,
            text=text,
            late=late,
            happened_at=happened_at,
            clinical=clinical,
            attempt_id=attempt_id,
            in_chart=(told_by, told_at) if told_at else None,
            counts=counts,
            why_late=why_late,
        )
        for (
            key, author_id, author, signed_at, text, late, happened_at, clinical, attempt_id,
            told_by, told_at, counts, why_late,
        ) in reading.rows("notes_of", of(callback))
    ]  # fmt: skip


def notes(callback: Callback, *, clinical: bool) -> list[NoteRow]:
    """The notes that stand, the first first; a clinician's own only where they may be seen."""
    return [each for each in written(callback) if each.counts and (clinical or not each.clinical)]


def facts(callback: Callback, *, clinical: bool, reader: Reader) -> list[FactRow]:
    """What is recorded so far; of what only a clinician reads, that it is there and no more."""
    found = []
    for code, said, by_id, by, by_clinician, at in reading.rows("facts_of", of(callback)):
        value = json.loads(said)
        kept = by_clinician and escalation.is_clinical(code, value) and not clinical
        found.append(
            FactRow(
                code=code,
                value=None if kept else value,
                withheld=kept,
                after_check=aftercheck.waits(code, value, by=by_id, at=at, reader=reader),
                by=by,
                by_clinician=by_clinician,
                at=at,
            )
        )
    return found


def events(callback: Callback) -> list[EventRow]:
    """The steps of its life, the first first."""
    return [
        EventRow(at=at, verb=verb, who=who, who_id=who_id, details=json.loads(details))
        for at, verb, who_id, who, details in reading.rows(*_steps(callback))
    ]
