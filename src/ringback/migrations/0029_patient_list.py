"""Patient lists: rows laid ready, what they changed, and names found by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import F, Func, Q, Value

from ringback.migrations.shapes import must, of_practice, once, within, words
from ringback.migrations.sql import each_of, text

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.operations.base import Operation

TABLES = ("staged_patient", "brought_patient", "patient_word")
OTHERS = [
    ("staged_patient", "batch_id", "import_batch"),
    ("staged_patient", "patient_id", "patient"),
    ("staged_patient", "like_id", "patient"),
    ("brought_patient", "batch_id", "import_batch"),
    ("brought_patient", "patient_id", "patient"),
    ("brought_patient", "like_id", "patient"),
    ("patient_word", "patient_id", "patient"),
]
TOPICS = ["number", "only_number", "channel", "hours", "voicemail", "name", "people", "unclear"]
VERDICTS = ["new", "same", "changed", "again", "two_on_file", "of_another"]
GRANTS = "GRANT DELETE ON staged_patient, patient_word TO ringback_app;"


def _walls() -> str:
    keys = [{"table": table, "column": column, "other": other} for table, column, other in OTHERS]
    return "\n".join(
        [
            *each_of("wall", [{"table": table} for table in TABLES]),
            *each_of("key", keys),
            GRANTS,
        ]
    )


def _folded() -> models.GeneratedField:
    return models.GeneratedField(
        db_persist=True,
        expression=Func(F("name"), function="ringback_folded"),
        output_field=models.TextField(db_collation="C"),
    )


def words_of_patients(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who is on file already is found by their words too; one practice after the other."""
    ids = list(apps.get_model("ringback", "Practice").objects.values_list("id", flat=True))
    with schema_editor.connection.cursor() as cursor:
        for practice_id in ids:
            cursor.execute("SELECT set_config('ringback.practice', %s, true)", [str(practice_id)])
            cursor.execute(text("words_of_patients"))
        cursor.execute("SELECT set_config('ringback.practice', '', true)")


STAGED = migrations.CreateModel(
    "StagedPatient",
    of_practice(
        ("batch", within("importbatch")),
        ("position", models.PositiveIntegerField()),
        ("line", models.PositiveIntegerField()),
        ("name", models.CharField(max_length=120)),
        ("folded", _folded()),
        ("birth_date", models.DateField(blank=True, null=True)),
        ("record_number", words(40)),
        ("language", words(8)),
        ("numbers", models.JSONField(blank=True, default=list)),
        ("asked", words(200)),
        ("topic", words(12)),
        ("verdict", words(16)),
        ("patient", within("patient", null=True)),
        ("like", within("patient", null=True)),
    ),
    {
        "db_table": "staged_patient",
        "constraints": [
            once("staged_patient_of_practice", "id"),
            once("staged_patient_in_order", "batch", "position"),
            must("staged_patient_has_a_name", ~Q(name="")),
            must("staged_patient_can_be_told", Q(birth_date__isnull=False) | ~Q(record_number="")),
            must("staged_patient_verdict_known", Q(verdict__in=[*VERDICTS, ""])),
            must("staged_patient_topic_known", Q(topic__in=[*TOPICS, ""])),
        ],
    },
)
BROUGHT = migrations.CreateModel(
    "BroughtPatient",
    of_practice(
        ("batch", within("importbatch")),
        ("patient", within("patient")),
        ("like", within("patient", null=True)),
        ("fresh", models.BooleanField()),
        ("before", models.JSONField(blank=True, default=dict)),
        ("after", models.JSONField(blank=True, default=dict)),
    ),
    {
        "db_table": "brought_patient",
        "constraints": [
            once("brought_patient_of_practice", "id"),
            once("brought_patient_once", "batch", "patient"),
        ],
    },
)
WORD = migrations.CreateModel(
    "PatientWord",
    of_practice(
        ("patient", within("patient")),
        ("word", models.TextField(db_collation="C")),
    ),
    {
        "db_table": "patient_word",
        "indexes": [
            models.Index(fields=["practice", "word", "patient"], name="patient_of_word"),
            models.Index(fields=["practice", "patient", "word"], name="patient_word_of_patient"),
        ],
        "constraints": [once("patient_word_of_practice", "id")],
    },
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0028_text_left")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(text("folded"), migrations.RunSQL.noop),
        migrations.AddField("Patient", "folded", _folded()),
        migrations.AddField("Patient", "withdrawn_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "PatientNumber",
            "ends",
            models.GeneratedField(
                db_persist=True,
                expression=Func(F("number"), Value(4), function="right"),
                output_field=models.CharField(db_collation="C", max_length=4),
            ),
        ),
        migrations.AddIndex(
            "Patient",
            models.Index(fields=["practice", "folded", "birth_date"], name="patient_of_name"),
        ),
        migrations.AddIndex(
            "Patient",
            models.Index(
                fields=["practice", "record_number"],
                name="patient_of_record_number",
                condition=~Q(record_number=""),
            ),
        ),
        migrations.AddIndex(
            "PatientNumber",
            models.Index(fields=["practice", "ends"], name="patient_of_last_digits"),
        ),
        STAGED,
        BROUGHT,
        WORD,
        migrations.RunSQL(_walls(), migrations.RunSQL.noop),
        migrations.RunSQL(text("patient_words"), migrations.RunSQL.noop),
        migrations.RunPython(words_of_patients, migrations.RunPython.noop),
        migrations.RunSQL(text("patient_statistics"), migrations.RunSQL.noop),
    ]
