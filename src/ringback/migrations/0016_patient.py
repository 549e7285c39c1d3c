"""Patients on file: their numbers, how they may be reached, and who may speak for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import ringback.models.ids
from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

Char, Moment, Json, Day = (
    models.CharField,
    models.DateTimeField,
    models.JSONField,
    models.DateField,
)
LEVELS = ["none", "minimal", "appointment", "detailed"]
TOPICS = [
    "number",
    "only_number",
    "channel",
    "hours",
    "voicemail",
    "name",
    "people",
    "unclear",
]
FLAGS = ["preferred", "allowed", "blocked", "wrong", "greeting_mismatch"]
CHANNELS = ["phone", "text", "portal", "letter", "email"]
BASES = ["parent", "court", "patient"]
TABLES = ("patient", "patient_number", "contact_rule", "consent", "authority", "visit")
OF_PATIENT = ("patient_number", "contact_rule", "consent", "authority", "visit", "callback")
MEMBERS = (("contact_rule", "confirmed_by_id"), ("consent", "by_id"))


def walls() -> str:
    """Every new table behind its practice, every reference within it; consents are kept."""
    keys = [{"table": each, "column": "patient_id", "other": "patient"} for each in OF_PATIENT]
    return "\n".join(
        [
            *each_of("wall", [{"table": each} for each in TABLES]),
            *each_of("key", keys),
            *each_of("member", [{"table": table, "column": name} for table, name in MEMBERS]),
            *each_of("keep", [{"table": "consent"}]),
            "REVOKE UPDATE, DELETE, TRUNCATE ON consent FROM ringback_app;",
        ]
    )


def _person(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        blank=null,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
    )


def _within(model: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        model,
        blank=null,
        null=null,
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
    )


def _of_practice(*fields: tuple[str, Any]) -> list[tuple[str, Any]]:
    practice = models.ForeignKey(
        "ringback.practice",
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
    )
    key = models.UUIDField(
        default=ringback.models.ids.new_id, editable=False, primary_key=True, serialize=False
    )
    return [("id", key), ("practice", practice), *fields]


def _once(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["practice", *fields], name=name)


def _must(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=name)


def _text(length: int) -> models.CharField[Any, Any]:
    return Char(blank=True, default="", max_length=length)


PATIENT = [
    ("name", Char(max_length=120)),
    ("birth_date", Day(blank=True, null=True)),
    ("address", _text(300)),
    ("record_number", _text(40)),
    ("policy_number", _text(40)),
    ("of_age_in_chart", models.BooleanField(blank=True, null=True)),
    ("emancipated", models.BooleanField(default=False)),
    ("own_care", models.BooleanField(default=False)),
    ("safe_name", _text(120)),
    ("language", Char(default="en", max_length=8)),
    ("interpreter", models.BooleanField(default=False)),
    ("zone", _text(64)),
    ("voicemail_level", _text(12)),
    ("part2", models.BooleanField(default=False)),
    ("restriction", _text(500)),
    ("created_at", Moment()),
]
RULE = [
    ("patient", _within("ringback.patient")),
    ("topic", Char(max_length=12)),
    ("said", Char(max_length=200)),
    ("number", _text(20)),
    ("channels", Json(blank=True, default=list)),
    ("hours", Json(blank=True, default=dict)),
    ("level", _text(12)),
    ("heard_at", Moment()),
    ("confirmed_by", _person(null=True)),
    ("confirmed_at", Moment(blank=True, null=True)),
    ("removed_at", Moment(blank=True, null=True)),
]
AUTHORITY = [
    ("patient", _within("ringback.patient")),
    ("name", Char(max_length=120)),
    ("relation", Char(max_length=60)),
    ("basis", Char(max_length=8)),
    ("scope", Json(default=list)),
    ("from_date", Day()),
    ("until_date", Day(blank=True, null=True)),
    ("revoked_date", Day(blank=True, null=True)),
]
VISIT = [
    ("patient", _within("ringback.patient")),
    ("starts_at", Moment()),
    ("what", Char(max_length=120)),
    ("clinician", _text(120)),
    ("place", _text(200)),
    ("preparation", models.TextField(blank=True, default="")),
    ("cancelled_at", Moment(blank=True, null=True)),
]


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0015_glass")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "Patient",
            _of_practice(*PATIENT),
            {
                "db_table": "patient",
                "constraints": [
                    _once("patient_of_practice", "id"),
                    _must("patient_has_a_name", ~Q(name="")),
                    _must("patient_voicemail_level_known", Q(voicemail_level__in=[*LEVELS, ""])),
                ],
            },
        ),
        migrations.CreateModel(
            "PatientNumber",
            _of_practice(
                ("patient", _within("ringback.patient")),
                ("number", Char(max_length=20)),
                ("label", _text(40)),
                ("flag", Char(default="allowed", max_length=20)),
            ),
            {
                "db_table": "patient_number",
                "indexes": [
                    models.Index(fields=["practice", "number"], name="patient_of_number"),
                ],
                "constraints": [
                    _once("patient_number_of_practice", "id"),
                    _once("patient_number_once", "patient", "number"),
                    _must("patient_number_whole", Q(number__startswith="+")),
                    _must("patient_number_flag_known", Q(flag__in=FLAGS)),
                ],
            },
        ),
        migrations.CreateModel(
            "ContactRule",
            _of_practice(*RULE),
            {
                "db_table": "contact_rule",
                "indexes": [
                    models.Index(
                        fields=["practice", "patient"],
                        name="contact_rule_of_patient",
                        condition=Q(removed_at__isnull=True),
                    ),
                ],
                "constraints": [
                    _once("contact_rule_of_practice", "id"),
                    _must("contact_rule_topic_known", Q(topic__in=TOPICS)),
                    _must("contact_rule_level_known", Q(level__in=[*LEVELS, ""])),
                    _must("contact_rule_says_it", ~Q(said="")),
                    _must(
                        "contact_rule_confirmed_by_somebody",
                        Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                        | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Consent",
            _of_practice(
                ("patient", _within("ringback.patient")),
                ("channel", Char(max_length=8)),
                ("agreed", models.BooleanField()),
                ("at", Moment()),
                ("by", _person()),
            ),
            {
                "db_table": "consent",
                "indexes": [
                    models.Index(fields=["practice", "patient", "at"], name="consent_of_patient"),
                ],
                "constraints": [
                    _once("consent_of_practice", "id"),
                    _must("consent_channel_known", Q(channel__in=CHANNELS)),
                ],
            },
        ),
        migrations.CreateModel(
            "Authority",
            _of_practice(*AUTHORITY),
            {
                "db_table": "authority",
                "indexes": [
                    models.Index(fields=["practice", "patient"], name="authority_of_patient"),
                ],
                "constraints": [
                    _once("authority_of_practice", "id"),
                    _must("authority_basis_known", Q(basis__in=BASES)),
                    _must("authority_names_who", ~Q(name="") & ~Q(relation="")),
                    _must(
                        "authority_ends_after_it_begins",
                        Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Visit",
            _of_practice(*VISIT),
            {
                "db_table": "visit",
                "indexes": [
                    models.Index(
                        fields=["practice", "patient", "starts_at"], name="visit_of_patient"
                    ),
                ],
                "constraints": [
                    _once("visit_of_practice", "id"),
                    _must("visit_says_what", ~Q(what="")),
                ],
            },
        ),
        migrations.AddField("callback", "patient", _within("ringback.patient", null=True)),
        migrations.AddIndex(
            "callback",
            models.Index(
                fields=["practice", "patient", "received_at"],
                name="callback_of_patient",
                condition=Q(patient__isnull=False),
            ),
        ),
        migrations.RunSQL(walls(), migrations.RunSQL.noop),
    ]
