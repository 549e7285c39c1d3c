"""Patients on file, written straight where they stand, and calls about them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ringback.models import (
    Authority,
    Call,
    Callback,
    CheckLift,
    Comparison,
    Consent,
    ContactRule,
    Patient,
    PatientNumber,
    Visit,
)
from ringback.queries.scope import scope
from tests.cast import NOON

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast


def on_file(cast: Cast, name: str = "Tom Whitfield", **given: Any) -> UUID:
    """A patient of this practice."""
    return _row(cast, Patient, name=name, created_at=NOON, **given)


def whose(cast: Cast, callback_id: UUID, patient_id: UUID) -> None:
    """Say that a callback is this patient's."""
    with scope(cast.practice_id):
        Callback.objects.filter(id=callback_id).update(patient_id=patient_id)


def number(cast: Cast, patient_id: UUID, digits: str, **given: Any) -> UUID:
    """A number of theirs."""
    return _row(cast, PatientNumber, patient_id=patient_id, number=digits, **given)


def rule(cast: Cast, patient_id: UUID, topic: str, *, confirmed: bool = True, **given: Any) -> UUID:
    """Something they asked for about being reached."""
    values = {"topic": topic, "said": topic, "heard_at": NOON, **given}
    if confirmed:
        values |= {"confirmed_at": NOON, "confirmed_by_id": cast.dana.person_id}
    return _row(cast, ContactRule, patient_id=patient_id, **values)


def consent(cast: Cast, patient_id: UUID, channel: str = "text", *, agreed: bool = True) -> UUID:
    """Their word on a channel."""
    values = {"channel": channel, "agreed": agreed, "at": NOON, "by_id": cast.dana.person_id}
    return _row(cast, Consent, patient_id=patient_id, **values)


def authority(cast: Cast, patient_id: UUID, **given: Any) -> UUID:
    """Somebody who may speak for them."""
    values = {
        "name": "Maria Whitfield",
        "relation": "wife",
        "basis": "patient",
        "scope": ["everything"],
        "from_date": NOON.date(),
        **given,
    }
    return _row(cast, Authority, patient_id=patient_id, **values)


def visit(cast: Cast, patient_id: UUID, **given: Any) -> UUID:
    """A visit of theirs in two days."""
    values = {
        "starts_at": NOON + timedelta(days=2, hours=3),
        "what": "knee follow-up",
        "clinician": "Dr. Amari",
        "place": "Suite 200",
        "preparation": "Bring the brace.",
        **given,
    }
    return _row(cast, Visit, patient_id=patient_id, **values)


def a_call(cast: Cast, callback_id: UUID, **given: Any) -> UUID:
    """A call about a callback, as it stands in the table."""
    values = {"by_id": cast.dana.person_id, "begun_at": NOON, **given}
    return _row(cast, Call, callback_id=callback_id, **values)


def compared(cast: Cast, call_id: UUID, *, agreed: bool = False, **given: Any) -> UUID:
    """What came of one comparison."""
    values = {
        "identifier": "birth_date",
        "way": "matched_here",
        "at": NOON,
        "by_id": cast.dana.person_id,
        **given,
    }
    return _row(cast, Comparison, call_id=call_id, agreed=agreed, **values)


def lifted(cast: Cast, call_id: UUID) -> UUID:
    """A lead's word that the check may go on."""
    values = {"by_id": cast.mara.person_id, "at": NOON, "reason": "I know them"}
    return _row(cast, CheckLift, call_id=call_id, **values)


def _row(cast: Cast, model: type[Any], **values: Any) -> UUID:
    with scope(cast.practice_id):
        made: UUID = model.objects.create(practice_id=cast.practice_id, **values).id
    return made
