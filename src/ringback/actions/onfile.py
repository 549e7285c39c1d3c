"""A patient is put on file: who they are, how they may be reached, and who may speak for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.actions.act import locked, signed
from ringback.models import Authority, ContactRule, Patient, PatientNumber, Visit
from ringback.rules.access import Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules import authority, contact, patientrule
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class NewVisit:
    """A visit to come (UTC), with what is told of it once somebody was verified."""

    starts_at: datetime
    what: str
    clinician: str = ""
    place: str = ""
    preparation: str = ""


@dataclass(frozen=True, kw_only=True)
class NewPatient:
    """Everything known of a patient. `identity` are the fields that are only ever matched."""

    who: contact.Contact
    identity: dict[str, Any]
    labels: dict[str, str]
    speakers: tuple[authority.Authority, ...] = ()
    visits: tuple[NewVisit, ...] = ()


def put(callback_id: UUID, new: NewPatient, *, by: Actor, now: datetime) -> UUID:
    """Put somebody on file, and say that this callback is theirs. Raises NotFound, NotPermitted.

    A rule that is confirmed was confirmed by whoever puts it on file.
    """
    with signed(
        "patient put on file", by=by, now=now, needs=Permission.SORT, subject_id=callback_id
    ) as act:
        callback = locked(act, callback_id)
        found = _patient(act, new)
        _numbers(act, found, new)
        for rule in new.who.rules:
            _rule(act, found, rule)
        for entry in new.speakers:
            _speaker(act, found, entry)
        for visit in new.visits:
            Visit.objects.create(practice_id=by.practice_id, patient_id=found, **vars(visit))
        callback.patient_id = found
        callback.save(update_fields=["patient"])
        act.details = {"patient": str(found)}
        return found


def _patient(act: Act, new: NewPatient) -> UUID:
    who = new.who
    found = Patient.objects.create(
        practice_id=act.by.practice_id,
        name=who.name,
        safe_name=who.safe_name,
        language=who.language,
        interpreter=who.interpreter,
        zone=who.zone or "",
        voicemail_level=who.level or "",
        part2=who.part2,
        restriction=" ".join(who.restrictions),
        created_at=act.now,
        **new.identity,
    )
    return found.id


def _numbers(act: Act, patient_id: UUID, new: NewPatient) -> None:
    for each in new.who.numbers:
        PatientNumber.objects.create(
            practice_id=act.by.practice_id,
            patient_id=patient_id,
            number=each.number,
            label=new.labels.get(each.number, ""),
            flag=each.flag,
        )


def _rule(act: Act, patient_id: UUID, rule: patientrule.Rule) -> None:
    hours = rule.hours
    windows = [
        {"weekdays": sorted(each.weekdays), "start": each.start, "end": each.end}
        for each in (hours.windows if hours else ())
    ]
    ContactRule.objects.create(
        practice_id=act.by.practice_id,
        patient_id=patient_id,
        topic=rule.topic,
        said=rule.said,
        number=rule.number or "",
        channels=sorted(rule.channels),
        hours={"windows": windows, "zone": hours.zone} if hours else {},
        level=rule.level or "",
        heard_at=act.now,
        confirmed_by_id=act.by.person_id if rule.confirmed else None,
        confirmed_at=act.now if rule.confirmed else None,
    )


def _speaker(act: Act, patient_id: UUID, entry: authority.Authority) -> None:
    Authority.objects.create(
        practice_id=act.by.practice_id,
        patient_id=patient_id,
        name=entry.name,
        relation=entry.relation,
        basis=entry.basis,
        scope=sorted(entry.scope),
        from_date=entry.from_date,
        until_date=entry.until_date,
        revoked_date=entry.revoked_date,
    )
