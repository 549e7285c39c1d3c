"""A list of patients on its way in: its rows laid ready, and what it changed, to be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q

from ringback.models.base import OfPractice, within
from ringback.models.patient import one_of
from ringback.rules.patientlist import Verdict
from ringback.rules.patientrule import Topic

if TYPE_CHECKING:
    from uuid import UUID


class StagedPatient(OfPractice):
    """One row of a patient list, read and not yet on file. Deleted once it is.

    Its id becomes the patient's where nobody on file is the same. `patient` is who is the same,
    `like` who only looks alike: nobody is ever put together with them by themselves.
    """

    batch = within("ringback.ImportBatch")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    folded = models.GeneratedField(
        expression=Func(F("name"), function="ringback_folded"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    birth_date = models.DateField(null=True, blank=True)
    record_number = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="")
    numbers = models.JSONField(default=list, blank=True)
    asked = models.CharField(max_length=200, blank=True, default="")
    topic = models.CharField(max_length=12, blank=True, default="")
    verdict = models.CharField(max_length=16, blank=True, default="")
    patient = within("ringback.Patient", null=True)
    like = within("ringback.Patient", null=True)

    if TYPE_CHECKING:
        patient_id: UUID | None
        like_id: UUID | None

    class Meta:
        db_table = "staged_patient"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="staged_patient_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "batch", "position"], name="staged_patient_in_order"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="staged_patient_has_a_name"),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=False) | ~Q(record_number=""),
                name="staged_patient_can_be_told",
            ),
            one_of("verdict", Verdict, "staged_patient_verdict_known", empty=True),
            one_of("topic", Topic, "staged_patient_topic_known", empty=True),
        ]


class BroughtPatient(OfPractice):
    """What a patient list did to one patient: put them on file (`fresh`), or changed something.

    `before` and `after` hold the fields it changed, the numbers it added and the rule it brought:
    what is still as in `after` is put back when the list is taken back.
    """

    batch = within("ringback.ImportBatch")
    patient = within("ringback.Patient")
    like = within("ringback.Patient", null=True)
    fresh = models.BooleanField()
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    if TYPE_CHECKING:
        patient_id: UUID
        like_id: UUID | None

    class Meta:
        db_table = "brought_patient"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="brought_patient_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "batch", "patient"], name="brought_patient_once"
            ),
        ]


class PatientWord(OfPractice):
    """One word of a patient's name, as they are found by it: small letters, without accents.

    Written by a trigger. The C collation lets the beginning of a word be found as a range, which a
    row-level policy leaves to the index; the operators of pg_trgm it does not (docs/adr/0015).
    """

    patient = within("ringback.Patient")
    word = models.TextField(db_collation="C")

    class Meta:
        db_table = "patient_word"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "word", "patient"], name="patient_of_word"),
            models.Index(fields=["practice", "patient", "word"], name="patient_word_of_patient"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="patient_word_of_practice"),
        ]
