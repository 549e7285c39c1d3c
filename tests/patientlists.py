"""Small lists of patients for the tests: a table with a header, invented people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import patientlist
from ringback.channels.patientlist import intake
from ringback.models import BadRow, ContactRule, Patient, PatientNumber
from ringback.queries import patientlist as lists
from ringback.queries.scope import scope
from tests.cast import NOON

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.patientlist import ListRow
    from ringback.rules.access import Actor

HEADER = "Name,Date of birth,Phone,MRN,Language,Contact rules"
ANA = "Ana García,1979-03-14,(202) 555-0147,1001,Spanish,"
TOM = "Tom Whitfield,1950-01-02,202-555-0148,1002,English,no voicemails"
LEE = "Lee Ong,1988-12-24,2025550149,,,"


def a_list(*rows: str, header: str = HEADER) -> bytes:
    """A whole file."""
    return "\n".join([header, *rows, ""]).encode()


def bring(file: bytes, by: Actor, *, now: datetime = NOON) -> UUID:
    """Read a list and lay its rows ready."""
    return intake.bring(file, name="patients.csv", by=by, now=now)


def run(batch_id: UUID, by: Actor, *, now: datetime = NOON, size: int = 2000) -> ListRow:
    """Put the whole list on file."""
    while not patientlist.load_chunk(batch_id, by=by, now=now, size=size).finished:
        pass
    return seen(batch_id, by)


def brought(file: bytes, by: Actor, *, now: datetime = NOON) -> ListRow:
    """Read it and put it on file."""
    return run(bring(file, by, now=now), by, now=now)


def seen(batch_id: UUID, by: Actor) -> ListRow:
    """The list as it stands."""
    found = lists.batch(by, batch_id)
    assert found is not None
    return found


def on_file(by: Actor) -> list[Patient]:
    """Who is on file, by name."""
    with scope(by.practice_id):
        return list(Patient.objects.filter(withdrawn_at__isnull=True).order_by("name", "id"))


def numbers_of(by: Actor, name: str) -> list[tuple[str, str]]:
    """The numbers of a patient of this name that stand on file, with what they are called."""
    with scope(by.practice_id):
        found = PatientNumber.objects.filter(patient__name=name).exclude(flag="not_on_file")
        return sorted(found.values_list("number", "label"))


def rules_of(by: Actor, name: str) -> list[tuple[str, str, bool]]:
    """What a patient of this name asked for: topic, words, and whether it is confirmed."""
    with scope(by.practice_id):
        found = ContactRule.objects.filter(patient__name=name, removed_at__isnull=True)
        return [(each.topic, each.said, each.confirmed_at is not None) for each in found]


def bad_of(by: Actor, batch_id: UUID) -> list[tuple[int, str, bool]]:
    """Its lines that were not used, or of which something was left out."""
    with scope(by.practice_id):
        found = BadRow.objects.filter(batch_id=batch_id).order_by("line")
        return [(each.line, each.raw, each.skipped) for each in found]
