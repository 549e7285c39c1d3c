"""The patient on file as the rules read them, and the card of how they may be reached.

What is there only to be matched (birth date, address, numbers of record and policy) never leaves
here in a row: actions/checking.py compares it where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringback.models import Authority, Callback, Consent, ContactRule, Patient, PatientNumber, Visit
from ringback.queries import in_force, practice, reading
from ringback.queries.scope import scope
from ringback.rules import asking, contact, phone
from ringback.rules import authority as authorities
from ringback.rules.contact import Contact, Flag, Number
from ringback.rules.matching import NO_LONGER_THEIRS
from ringback.rules.patientrule import Use

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from ringback.models import Call
    from ringback.rules.access import Actor
    from ringback.rules.asking import Opening
    from ringback.rules.contact import Settings
    from ringback.rules.identifier import Policy
    from ringback.rules.patientrule import Rule
    from ringback.rules.reason import Reason


@dataclass(frozen=True, kw_only=True)
class Known:
    """One patient as the rules of contact and of authority read them."""

    patient_id: UUID | None
    patient: authorities.Patient
    contact: Contact
    labels: dict[str, str]
    speakers: tuple[tuple[UUID, authorities.Authority], ...] = ()
    rules: tuple[tuple[UUID, Rule], ...] = ()


@dataclass(frozen=True, kw_only=True)
class NumberRow:
    """One number, what it is called, and why it may not be dialled now; empty where it may."""

    number: str
    label: str
    flag: Flag
    refusals: tuple[Reason, ...]
    on_file: bool = True


@dataclass(frozen=True, kw_only=True)
class OtherRow:
    """Somebody else who may hear about the patient today, and about what."""

    id: UUID
    name: str
    relation: str
    basis: authorities.Basis
    topics: frozenset[str]
    until_date: date | None


@dataclass(frozen=True, kw_only=True)
class OnFile:
    """How a patient may be reached, as whoever prepares the call reads it before it.

    `shown` is what must have been read first; `visit_day` that there is a visit and its day: time,
    clinician and preparation are for whoever was verified. `patient_id` is None where the callback
    is nobody's on file yet.
    """

    patient_id: UUID | None
    name: str
    language: str
    interpreter: bool
    numbers: tuple[NumberRow, ...]
    shown: tuple[Reason, ...]
    no_voicemail: tuple[Reason, ...]
    others: tuple[OtherRow, ...]
    visit_day: date | None
    our_number: str
    opening: Opening


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """A visit whole: only for whoever speaks with somebody who was verified."""

    starts_at: datetime
    what: str
    clinician: str
    place: str
    preparation: str


@dataclass(frozen=True, kw_only=True)
class Unfiled:
    """Somebody who waits and is not on file yet."""

    id: UUID
    name: str
    phone: str


def unfiled(actor: Actor, most: int) -> list[Unfiled]:
    """Open callbacks of named people with a number who are not on file, what is due first first."""
    with scope(actor.practice_id):
        found = Callback.objects.filter(
            practice_id=actor.practice_id,
            closed_at__isnull=True,
            patient__isnull=True,
            phone__startswith="+",
        ).exclude(name="")
        return [
            Unfiled(id=each.id, name=each.name, phone=each.phone)
            for each in found.order_by("rank", "due_at", "id")[:most]
        ]


def known(callback: Callback) -> Known:
    """Whose callback it is, with the number they asked to be called at. Inside a scope."""
    if callback.patient_id is None:
        return _with_number(_nobody(callback), callback)
    return _with_number(_on_file(callback.practice_id, callback.patient_id), callback)


@reading.once
def _on_file(practice_id: UUID, patient_id: UUID) -> Known:
    """What is on file for a patient."""
    found = patient(practice_id, patient_id)
    mine = {"practice_id": practice_id, "patient_id": patient_id}
    kept = PatientNumber.objects.filter(**mine).exclude(flag=Flag.NOT_ON_FILE)
    numbers = list(kept.order_by("number"))
    consents = Consent.objects.filter(**mine)
    asked = ContactRule.objects.filter(**mine, removed_at__isnull=True).order_by("heard_at", "id")
    rules = tuple((each.id, each.facts()) for each in asked)
    speakers = Authority.objects.filter(**mine).order_by("name", "id")
    return Known(
        patient_id=found.id,
        patient=found.facts(),
        contact=found.contact(
            tuple(each.facts() for each in numbers),
            tuple(each.facts() for each in consents),
            tuple(each for _, each in rules),
        ),
        labels={each.number: each.label for each in numbers},
        speakers=tuple((each.id, each.facts()) for each in speakers),
        rules=rules,
    )


@reading.once
def patient(practice_id: UUID, patient_id: UUID) -> Patient:
    """A patient on file whole: for comparing where it stands, never for a row. Inside a scope."""
    return Patient.objects.get(practice_id=practice_id, id=patient_id)


def _nobody(callback: Callback) -> Known:
    language = callback.language or "en"
    return Known(
        patient_id=None,
        patient=authorities.Patient(),
        contact=Contact(name=callback.name, language=language),
        labels={},
    )


def _with_number(found: Known, callback: Callback) -> Known:
    """The number they asked to be called at counts, on file or not: more is asked for there."""
    numbers = found.contact.numbers
    if not callback.phone or callback.phone in {each.number for each in numbers}:
        return found
    asked = Number(number=callback.phone)
    return replace(found, contact=replace(found.contact, numbers=(*numbers, asked)))


def new_number(found: Known, number: str) -> bool:
    """Whether a number is none of those on file for the patient that are still theirs."""
    theirs = {each.number for each in found.contact.numbers if each.flag not in NO_LONGER_THEIRS}
    return found.patient_id is not None and number not in theirs & {*found.labels}


def settings(practice_id: UUID) -> Settings:
    """What the practice sets about reaching patients. Inside a scope."""
    return in_force.contact(practice_id)[0]


def asked_for(practice_id: UUID) -> Policy:
    """What the practice asks callers for now. Inside a scope."""
    return in_force.verification(practice_id)


def asked_in(call: Call) -> Policy:
    """What callers are asked for in a call: what held when it began. Inside a scope."""
    return in_force.verification_of(call.practice_id, call.asked_by_id)


def card(callback: Callback, found: Known, *, now: datetime, somebody_else: bool) -> OnFile:
    """The card and how to begin, as the rules answer them now. Inside a scope."""
    where = practice.remembered(callback.practice_id)
    today = now.astimezone(ZoneInfo(where.zone)).date()
    set_by_us, majority = settings(where.id), asked_for(where.id).age_of_majority
    pathway = practice.category(where.id, callback.category_version_id)
    ours = practice.our_number(where.id)
    first = callback.phone or next((each.number for each in found.contact.numbers), "")
    heard = asking.others(
        found.contact,
        found.patient,
        [entry for _, entry in found.speakers],
        today=today,
        majority=majority,
    )
    return OnFile(
        patient_id=found.patient_id,
        name=found.contact.name,
        language=found.contact.language,
        interpreter=found.contact.interpreter,
        numbers=_numbers(found, set_by_us, now),
        shown=asking.shown_before_the_call(found.contact, set_by_us),
        no_voicemail=contact.refusals(
            Use.VOICEMAIL, found.contact, set_by_us, now=now, number=first
        ),
        others=tuple(_other(each, entry) for each, entry in found.speakers if entry in heard),
        visit_day=_visit_day(callback, found, now, where.zone),
        our_number=phone.national(ours, where.country) if ours else "",
        opening=asking.opening(
            found.contact,
            set_by_us,
            practice_name=where.name,
            kind_may_be_said=pathway.may_be_named,
            somebody_else=somebody_else,
        ),
    )


def _numbers(found: Known, set_by_us: Settings, now: datetime) -> tuple[NumberRow, ...]:
    return tuple(
        NumberRow(
            number=each.number,
            label=found.labels.get(each.number, ""),
            flag=each.flag,
            refusals=contact.refusals(
                Use.DIAL, found.contact, set_by_us, now=now, number=each.number
            ),
            on_file=found.patient_id is None or each.number in found.labels,
        )
        for each in found.contact.numbers
    )


def _other(entry_id: UUID, entry: authorities.Authority) -> OtherRow:
    return OtherRow(
        id=entry_id,
        name=entry.name,
        relation=entry.relation,
        basis=entry.basis,
        topics=entry.scope,
        until_date=entry.until_date,
    )


def _visit_day(callback: Callback, found: Known, now: datetime, zone: str) -> date | None:
    """The day of their next visit: nothing else of it is for before the check."""
    next_one = next(iter(_coming(callback.practice_id, found.patient_id, now)), None)
    if next_one is None:
        return callback.visit_date
    return next_one.starts_at.astimezone(ZoneInfo(zone)).date()


def visits(callback: Callback, found: Known, *, now: datetime) -> tuple[VisitRow, ...]:
    """Their coming visits whole. Asked only once somebody was verified. Inside a scope."""
    return tuple(
        VisitRow(
            starts_at=each.starts_at,
            what=each.what,
            clinician=each.clinician,
            place=each.place,
            preparation=each.preparation,
        )
        for each in _coming(callback.practice_id, found.patient_id, now)
    )


@reading.once
def _coming(practice_id: UUID, patient_id: UUID | None, now: datetime) -> tuple[Visit, ...]:
    if patient_id is None:
        return ()
    coming = Visit.objects.filter(
        practice_id=practice_id,
        patient_id=patient_id,
        starts_at__gte=now,
        cancelled_at__isnull=True,
    )
    return tuple(coming.order_by("starts_at", "id")[:3])
