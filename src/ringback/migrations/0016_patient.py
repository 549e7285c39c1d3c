"""Patients on file: their numbers, how they may be reached, and who may speak for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import F, Q

from ringback.migrations.shapes import must, of_practice, once, person, within, words
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


PATIENT = [
    ("name", Char(max_length=120)),
    ("birth_date", Day(blank=True, null=True)),
    ("address", words(300)),
    ("record_number", words(40)),
    ("policy_number", words(40)),
    ("of_age_in_chart", models.BooleanField(blank=True, null=True)),
    ("emancipated", models.BooleanField(default=False)),
    ("own_care", models.BooleanField(default=False)),
    ("safe_name", words(120)),
    ("language", Char(default="en", max_length=8)),
    ("interpreter", models.BooleanField(default=False)),
    ("zone", words(64)),
    ("voicemail_level", words(12)),
    ("part2", models.BooleanField(default=False)),
    ("restriction", words(500)),
    ("created_at", Moment()),
]
RULE = [
    ("patient", within("patient")),
    ("topic", Char(max_length=12)),
    ("said", Char(max_length=200)),
    ("number", words(20)),
    ("channels", Json(blank=True, default=list)),
    ("hours", Json(blank=True, default=dict)),
    ("level", words(12)),
    ("heard_at", Moment()),
    ("confirmed_by", person(null=True)),
    ("confirmed_at", Moment(blank=True, null=True)),
    ("removed_at", Moment(blank=True, null=True)),
]
AUTHORITY = [
    ("patient", within("patient")),
    ("name", Char(max_length=120)),
    ("relation", Char(max_length=60)),
    ("basis", Char(max_length=8)),
    ("scope", Json(default=list)),
    ("from_date", Day()),
    ("until_date", Day(blank=True, null=True)),
    ("revoked_date", Day(blank=True, null=True)),
]
VISIT = [
    ("patient", within("patient")),
    ("starts_at", Moment()),
    ("what", Char(max_length=120)),
    ("clinician", words(120)),
    ("place", words(200)),
    ("preparation", models.TextField(blank=True, default="")),
    ("cancelled_at", Moment(blank=True, null=True)),
]


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0015_glass")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "Patient",
            of_practice(*PATIENT),
            {
                "db_table": "patient",
                "constraints": [
                    once("patient_of_practice", "id"),
                    must("patient_has_a_name", ~Q(name="")),
                    must("patient_voicemail_level_known", Q(voicemail_level__in=[*LEVELS, ""])),
                ],
            },
        ),
        migrations.CreateModel(
            "PatientNumber",
            of_practice(
                ("patient", within("patient")),
                ("number", Char(max_length=20)),
                ("label", words(40)),
                ("flag", Char(default="allowed", max_length=20)),
            ),
            {
                "db_table": "patient_number",
                "indexes": [
                    models.Index(fields=["practice", "number"], name="patient_of_number"),
                ],
                "constraints": [
                    once("patient_number_of_practice", "id"),
                    once("patient_number_once", "patient", "number"),
                    must("patient_number_whole", Q(number__startswith="+")),
                    must("patient_number_flag_known", Q(flag__in=FLAGS)),
                ],
            },
        ),
        migrations.CreateModel(
            "ContactRule",
            of_practice(*RULE),
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
                    once("contact_rule_of_practice", "id"),
                    must("contact_rule_topic_known", Q(topic__in=TOPICS)),
                    must("contact_rule_level_known", Q(level__in=[*LEVELS, ""])),
                    must("contact_rule_says_it", ~Q(said="")),
                    must(
                        "contact_rule_confirmed_by_somebody",
                        Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                        | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Consent",
            of_practice(
                ("patient", within("patient")),
                ("channel", Char(max_length=8)),
                ("agreed", models.BooleanField()),
                ("at", Moment()),
                ("by", person()),
            ),
            {
                "db_table": "consent",
                "indexes": [
                    models.Index(fields=["practice", "patient", "at"], name="consent_of_patient"),
                ],
                "constraints": [
                    once("consent_of_practice", "id"),
                    must("consent_channel_known", Q(channel__in=CHANNELS)),
                ],
            },
        ),
        migrations.CreateModel(
            "Authority",
            of_practice(*AUTHORITY),
            {
                "db_table": "authority",
                "indexes": [
                    models.Index(fields=["practice", "patient"], name="authority_of_patient"),
                ],
                "constraints": [
                    once("authority_of_practice", "id"),
                    must("authority_basis_known", Q(basis__in=BASES)),
                    must("authority_names_who", ~Q(name="") & ~Q(relation="")),
                    must(
                        "authority_ends_after_it_begins",
                        Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Visit",
            of_practice(*VISIT),
            {
                "db_table": "visit",
                "indexes": [
                    models.Index(
                        fields=["practice", "patient", "starts_at"], name="visit_of_patient"
                    ),
                ],
                "constraints": [
                    once("visit_of_practice", "id"),
                    must("visit_says_what", ~Q(what="")),
                ],
            },
        ),
        migrations.AddField("callback", "patient", within("patient", null=True)),
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
