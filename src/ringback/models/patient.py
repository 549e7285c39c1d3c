"""The patient on file: who they are, how they may be reached, and who may speak for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q, Value

from ringback.models.base import OfPractice, within
from ringback.rules import authority, contact, patientrule
from ringback.rules.authority import Basis
from ringback.rules.contact import Flag
from ringback.rules.patientrule import Channel, Level, Topic

if TYPE_CHECKING:
    from datetime import datetime
    from enum import StrEnum
    from uuid import UUID


def one_of(
    field: str, values: type[StrEnum], name: str, *, empty: bool = False
) -> models.CheckConstraint:
    """The database keeps a field to the words a rule knows, or to none where that may be."""
    known = [*(str(each) for each in values), *([""] if empty else [])]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": known}), name=name)


class Patient(OfPractice):
    """One patient as this practice knows them.

    `birth_date`, `address`, `record_number` and `policy_number` are there only to be matched with
    what a caller says: no screen ever shows them. `zone` is where they live, where that is not
    where the practice is. `restriction` is what they restricted, in words (45 CFR 164.522(a)).
    """

    name = models.CharField(max_length=120)
    birth_date = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True, default="")
    record_number = models.CharField(max_length=40, blank=True, default="")
    policy_number = models.CharField(max_length=40, blank=True, default="")
    of_age_in_chart = models.BooleanField(null=True, blank=True)
    """What somebody looked up in the chart, where no birth date is on file."""
    emancipated = models.BooleanField(default=False)
    own_care = models.BooleanField(default=False)
    """Whether part of a minor's care is theirs alone."""
    safe_name = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=8, default="en")
    interpreter = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, blank=True, default="")
    voicemail_level = models.CharField(max_length=12, blank=True, default="")
    part2 = models.BooleanField(default=False)
    restriction = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    folded = models.GeneratedField(
        expression=Func(F("name"), function="ringback_folded"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    """The name as names are compared: small letters, no accents, one space between words."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When the list that brought them was taken back, and nobody had had to do with them."""

    class Meta:
        db_table = "patient"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "folded", "birth_date"], name="patient_of_name"),
            models.Index(
                fields=["practice", "record_number"],
                name="patient_of_record_number",
                condition=~Q(record_number=""),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="patient_of_practice"),
            models.CheckConstraint(condition=~Q(name=""), name="patient_has_a_name"),
            one_of("voicemail_level", Level, "patient_voicemail_level_known", empty=True),
        ]

    def facts(self) -> authority.Patient:
        """What decides who may hear about them today."""
        return authority.Patient(
            birth_date=self.birth_date,
            of_age_in_chart=self.of_age_in_chart,
            emancipated=self.emancipated,
            own_care=self.own_care,
        )

    def contact(
        self,
        numbers: tuple[contact.Number, ...],
        consents: tuple[contact.Consent, ...],
        rules: tuple[patientrule.Rule, ...],
    ) -> contact.Contact:
        """All that is known of how they may be reached, with the rows that hang on them."""
        return contact.Contact(
            name=self.name,
            numbers=numbers,
            zone=self.zone or None,
            consents=consents,
            level=Level(self.voicemail_level) if self.voicemail_level else None,
            safe_name=self.safe_name,
            language=self.language,
            interpreter=self.interpreter,
            part2=self.part2,
            restrictions=(self.restriction,) if self.restriction else (),
            rules=rules,
        )


class PatientNumber(OfPractice):
    """One number of a patient, normalised (E.164), what it is called, and what we know of it."""

    patient = within("ringback.Patient")
    number = models.CharField(max_length=20)
    label = models.CharField(max_length=40, blank=True, default="")
    flag = models.CharField(max_length=20, default=Flag.ALLOWED)
    ends = models.GeneratedField(
        expression=Func(F("number"), Value(4), function="right"),
        output_field=models.CharField(max_length=4, db_collation="C"),
        db_persist=True,
    )
    """Its last four digits, by which people look for it."""

    if TYPE_CHECKING:
        patient_id: UUID

    class Meta:
        db_table = "patient_number"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "number"], name="patient_of_number"),
            models.Index(fields=["practice", "ends"], name="patient_of_last_digits"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="patient_number_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "patient", "number"], name="patient_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number__startswith="+"), name="patient_number_whole"
            ),
            one_of("flag", Flag, "patient_number_flag_known"),
        ]

    def facts(self) -> contact.Number:
        """The number and what we know of it."""
        return contact.Number(number=self.number, flag=Flag(self.flag))


class ContactRule(OfPractice):
    """One thing a patient asked for about being reached; only heard until somebody confirms it.

    What belongs to its topic is filled in: `number`, `channels`, `hours` (windows of weekdays,
    start and end in minutes, and a zone) or `level`. Taking it back sets `removed_at`.
    """

    patient = within("ringback.Patient")
    topic = models.CharField(max_length=12)
    said = models.CharField(max_length=200)
    number = models.CharField(max_length=20, blank=True, default="")
    channels = models.JSONField(default=list, blank=True)
    hours = models.JSONField(default=dict, blank=True)
    level = models.CharField(max_length=12, blank=True, default="")
    heard_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "ringback.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        patient_id: UUID
        confirmed_by_id: UUID | None

    class Meta:
        db_table = "contact_rule"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["practice", "patient"],
                name="contact_rule_of_patient",
                condition=Q(removed_at__isnull=True),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="contact_rule_of_practice"),
            one_of("topic", Topic, "contact_rule_topic_known"),
            one_of("level", Level, "contact_rule_level_known", empty=True),
            models.CheckConstraint(condition=~Q(said=""), name="contact_rule_says_it"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="contact_rule_confirmed_by_somebody",
            ),
        ]

    def facts(self) -> patientrule.Rule:
        """The rule as it is read at the moment of dialling, texting or leaving a voicemail."""
        return patientrule.Rule(
            topic=Topic(self.topic),
            said=self.said,
            confirmed=self.confirmed_at is not None,
            number=self.number or None,
            channels=frozenset(Channel(each) for each in self.channels),
            hours=_hours(self.hours),
            level=Level(self.level) if self.level else None,
        )


def _hours(written: dict[str, Any]) -> patientrule.Hours | None:
    if not written:
        return None
    windows = tuple(
        patientrule.Window(
            weekdays=frozenset(each["weekdays"]), start=each["start"], end=each["end"]
        )
        for each in written["windows"]
    )
    return patientrule.Hours(windows=windows, zone=written["zone"])


class Consent(OfPractice):
    """They agreed to a channel or withdrew from it. Written once: the latest word counts."""

    patient = within("ringback.Patient")
    channel = models.CharField(max_length=8)
    agreed = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        patient_id: UUID
        by_id: UUID

    class Meta:
        db_table = "consent"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "patient", "at"], name="consent_of_patient"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="consent_of_practice"),
            one_of("channel", Channel, "consent_channel_known"),
        ]

    def facts(self) -> contact.Consent:
        """Their word on a channel, as the contact rules weigh it."""
        at: datetime = self.at
        return contact.Consent(channel=Channel(self.channel), agreed=self.agreed, at=at)


class Authority(OfPractice):
    """Somebody who may hear about a patient, on what basis, about what, from when until when.

    `scope` lists what they may speak about (rules/speaking.py), or "everything".
    """

    patient = within("ringback.Patient")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=60)
    basis = models.CharField(max_length=8)
    scope = models.JSONField(default=list)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    revoked_date = models.DateField(null=True, blank=True)

    if TYPE_CHECKING:
        patient_id: UUID

    class Meta:
        db_table = "authority"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "patient"], name="authority_of_patient"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="authority_of_practice"),
            one_of("basis", Basis, "authority_basis_known"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(relation=""), name="authority_names_who"
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="authority_ends_after_it_begins",
            ),
        ]

    def facts(self) -> authority.Authority:
        """The entry on file, as it is held against a caller and a day."""
        return authority.Authority(
            name=self.name,
            relation=self.relation,
            basis=Basis(self.basis),
            scope=frozenset(self.scope),
            from_date=self.from_date,
            until_date=self.until_date,
            revoked_date=self.revoked_date,
        )


class Visit(OfPractice):
    """A visit of theirs. That there is one and its day may prepare a call; the rest is told.

    `preparation` is the approved text, word for word. Time, clinician, place and preparation are
    for whoever was verified.
    """

    patient = within("ringback.Patient")
    starts_at = models.DateTimeField()
    what = models.CharField(max_length=120)
    clinician = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    preparation = models.TextField(blank=True, default="")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        patient_id: UUID

    class Meta:
        db_table = "visit"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "patient", "starts_at"], name="visit_of_patient"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="visit_of_practice"),
            models.CheckConstraint(condition=~Q(what=""), name="visit_says_what"),
        ]
