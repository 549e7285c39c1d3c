"""What happened with a callback so far: arrivals, tries, notes, facts and steps, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.models import Arrival, Callback, DoneFact, Entry
from ringback.queries import aftercheck, breakglass, chart, counted
from ringback.rules import escalation

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

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
    """One try; `party_name` is whom else it was to reach, where it was not to reach the patient."""

    id: UUID
    result: str
    channel: str
    happened_at: datetime
    entered_at: datetime
    call_again_at: datetime | None
    by: str
    party: str = "patient"
    party_name: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """One signed note."""

    id: UUID
    author: str
    signed_at: datetime
    text: str
    late: bool = False
    happened_at: datetime | None = None
    in_chart: tuple[str, datetime] | None = None


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


SILENT_VERBS = ("opened", "opened in need", breakglass.LOOKED)
"""Entries the timeline of a callback does not show: who looked is for the ledger."""


def arrivals(callback: Callback, *, words: bool) -> list[ArrivalRow]:
    """What the patient did, the first first; their words only where they may be seen."""
    found = Arrival.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id
    ).order_by("happened_at", "id")
    return [
        ArrivalRow(
            id=each.id,
            kind=each.kind,
            source=each.source,
            happened_at=each.happened_at,
            seconds=each.seconds,
            text=each.text if words else None,
            best_time=str(each.raw.get("best_time", "")) if words else "",
        )
        for each in found
    ]


def attempts(callback: Callback) -> list[AttemptRow]:
    """The tries that count, the first first: none that was undone or struck through."""
    found = (
        counted.attempts(callback.practice_id).filter(callback_id=callback.id).select_related("by")
    )
    return [
        AttemptRow(
            id=each.id,
            result=each.result,
            channel=each.channel,
            happened_at=each.happened_at,
            entered_at=each.entered_at,
            call_again_at=each.call_again_at,
            by=each.by.name,
            party=each.party,
            party_name=each.party_name,
        )
        for each in found.order_by("happened_at", "entered_at")
    ]


def notes(callback: Callback, *, clinical: bool) -> list[NoteRow]:
    """The notes that stand, the first first; a clinician's own only where they may be seen."""
    found = (
        counted.notes(callback.practice_id).filter(callback_id=callback.id).select_related("author")
    )
    if not clinical:
        found = found.filter(clinical=False)
    in_chart = chart.said(callback)
    return [
        NoteRow(
            id=each.id,
            author=each.author.name,
            signed_at=each.signed_at,
            text=each.text,
            late=each.late,
            happened_at=each.happened_at,
            in_chart=in_chart.get(each.id),
        )
        for each in found.order_by("signed_at", "id")
    ]


def facts(callback: Callback, *, clinical: bool, reader: Reader) -> list[FactRow]:
    """What is recorded so far; of what only a clinician reads, that it is there and no more."""
    found = DoneFact.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id
    ).select_related("by")
    return [
        FactRow(
            code=each.code,
            value=None if (kept := _kept_back(each, clinical=clinical)) else each.value,
            withheld=kept,
            after_check=aftercheck.waits(each, reader),
            by=each.by.name,
            by_clinician=each.by_clinician,
            at=each.at,
        )
        for each in found.order_by("at", "code")
    ]


def _kept_back(fact: DoneFact, *, clinical: bool) -> bool:
    marked = fact.by_clinician and escalation.is_clinical(fact.code, fact.value)
    return marked and not clinical


def events(callback: Callback) -> list[EventRow]:
    """The steps of its life, the first first."""
    found = (
        Entry.objects.filter(
            practice_id=callback.practice_id, subject_id=callback.id, refused=False
        )
        .exclude(verb__in=SILENT_VERBS)
        .select_related("actor")
        .order_by("at", "id")
    )
    return [
        EventRow(
            at=each.at,
            verb=each.verb,
            who=each.actor.name if each.actor else "",
            details=each.details,
        )
        for each in found
    ]
