"""The note: what it is of, its copy in the chart, words handed to the lead, and the whole draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import migrations, models
from django.db.models import F, Q

from ringback.migrations.shapes import of_practice, person, within
from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

TABLES = ("scope_settled", "chart_copy")


def _walls() -> str:
    keys = [
        {"table": "scope_settled", "column": "callback_id", "other": "callback"},
        {"table": "chart_copy", "column": "note_id", "other": "note"},
        {"table": "note", "column": "attempt_id", "other": "attempt"},
    ]
    kept = "REVOKE UPDATE, DELETE, TRUNCATE ON scope_settled, chart_copy FROM ringback_app;"
    return "\n".join(
        [
            *each_of("wall", [{"table": each} for each in TABLES]),
            *each_of("key", keys),
            *each_of("member", [{"table": each, "column": "by_id"} for each in TABLES]),
            *each_of("keep", [{"table": each} for each in TABLES]),
            kept,
        ]
    )


def _own() -> list[tuple[str, models.Field[Any, Any]]]:
    return of_practice(("by", person()), ("at", models.DateTimeField()))


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0017_call")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("draft", "fields", models.JSONField(default=dict)),
        migrations.AddField("draft", "version", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "draft", "window", models.CharField(blank=True, default="", max_length=40)
        ),
        migrations.AddField("draft", "beside", models.JSONField(default=list)),
        migrations.AddField("draft", "late", models.BooleanField(default=False)),
        migrations.AddField("note", "script_version", models.PositiveIntegerField(default=0)),
        migrations.AddField("note", "attempt", within("attempt", null=True)),
        migrations.AddField("note", "happened_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "note",
            models.CheckConstraint(
                condition=Q(happened_at__isnull=True)
                | Q(late=True, happened_at__lte=F("signed_at")),
                name="note_of_earlier_is_late",
            ),
        ),
        migrations.AddField("practice", "asks_in_chart", models.BooleanField(default=False)),
        migrations.CreateModel(
            "ScopeSettled",
            [
                *_own(),
                ("callback", within("callback")),
                ("code", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=500)),
                ("reason", models.CharField(max_length=500)),
            ],
            {
                "db_table": "scope_settled",
                "indexes": [
                    models.Index(
                        fields=["practice", "callback", "at"], name="scope_settled_of_callback"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["practice", "id"], name="scope_settled_of_practice"
                    ),
                    models.CheckConstraint(
                        condition=~Q(words="") & ~Q(reason=""), name="scope_settled_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "ChartCopy",
            [*_own(), ("note", within("note"))],
            {
                "db_table": "chart_copy",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["practice", "id"], name="chart_copy_of_practice"
                    ),
                    models.UniqueConstraint(fields=["practice", "note"], name="chart_copy_once"),
                ],
            },
        ),
        migrations.RunSQL(_walls(), migrations.RunSQL.noop),
    ]
