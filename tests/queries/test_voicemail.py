"""The words that may be left are filled in for the patient, whoever reads them aloud."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from ringback.actions import attempt
from ringback.actions.attempt import Made
from ringback.models import Patient
from ringback.queries import voicemail, writing
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.voicemail import Template
from tests import patients, records
from tests.actions.test_attempt import taken
from tests.cast import NOON

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast


@pytest.fixture
def it(cedar: Cast) -> UUID:
    """A visit to be moved, of somebody who speaks Spanish and agreed to hear of visits."""
    held, _ = taken(cedar, category="APPT", visit_date=date(2026, 12, 1))
    them = patients.on_file(cedar, language="es", voicemail_level="appointment")
    patients.number(cedar, them, records.callback(cedar, held).phone)
    patients.whose(cedar, held, them)
    return held


def left(cast: Cast, it: UUID, caller: str) -> voicemail.VoicemailRow:
    with scope(cast.practice_id):
        return voicemail.offered(records.Callback.objects.get(id=it), caller, now=NOON)


def test_a_day_is_said_in_the_patients_language_whatever_the_page_is_in(
    cedar: Cast, it: UUID
) -> None:
    with override("en"):
        found = left(cedar, it, "Dana Reyes")
    assert found.template is Template.VM_A
    assert "le habla Dana, de " in found.text
    assert "sobre su cita del martes 1." in found.text


def test_no_surname_is_left_with_a_title_either(cedar: Cast, it: UUID) -> None:
    assert "le habla la recepción, de " in left(cedar, it, "Dr. Osei").text
    assert "le habla Amara, de " in left(cedar, it, "Dr. Amara Osei").text


def test_what_was_left_is_kept_whatever_is_allowed_later(cedar: Cast, it: UUID) -> None:
    made = Made(result=Result.VOICEMAIL_LEFT)
    fence = records.callback(cedar, it).fence
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    (kept,) = records.attempts(cedar, callback_id=it)
    assert kept.template == Template.VM_A
    with scope(cedar.practice_id):
        Patient.objects.update(voicemail_level="")
        held = records.Callback.objects.get(id=it)
        assert voicemail.left(held, kept.number, at=NOON) != Template.VM_A
        found = writing.of(held, cedar.dana, now=NOON)
    assert found.known is not None
    assert (found.known.voicemail, found.known.sent) == (Template.VM_A, "")
