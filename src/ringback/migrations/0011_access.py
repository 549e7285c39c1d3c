"""Who may see what: colours of practices, first names, clinical notes, and breaking the glass."""

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

COLOURS = ["green", "blue", "violet", "rose", "amber", "teal", "slate"]
REASONS = ["emergency", "colleague_away", "patient_here", "other"]


def _walls() -> str:
    return "\n".join(
        [
            *each_of("wall", [{"table": "break_glass"}]),
            *each_of(
                "key", [{"table": "break_glass", "column": "callback_id", "other": "callback"}]
            ),
            *each_of(
                "member",
                [
                    {"table": "break_glass", "column": "person_id"},
                    {"table": "break_glass", "column": "reviewed_by_id"},
                ],
            ),
        ]
    )


def _person(*, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        blank=null,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


FIELDS: list[tuple[str, models.Field[Any, Any]]] = [
    (
        "id",
        models.UUIDField(
            default=ringback.models.ids.new_id, editable=False, primary_key=True, serialize=False
        ),
    ),
    (
        "practice",
        models.ForeignKey(
            db_index=False,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="ringback.practice",
        ),
    ),
    (
        "callback",
        models.ForeignKey(
            db_constraint=False,
            db_index=False,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="ringback.callback",
        ),
    ),
    ("person", _person()),
    ("reason", models.CharField(max_length=20)),
    ("words", models.CharField(max_length=500)),
    ("begun_at", models.DateTimeField()),
    ("until", models.DateTimeField()),
    ("reviewed_by", _person(null=True)),
    ("reviewed_at", models.DateTimeField(blank=True, null=True)),
]
RULES = {
    "break_glass_reason_known": Q(reason__in=REASONS),
    "break_glass_says_why": ~Q(words=""),
    "break_glass_ends_after_it_begins": Q(until__gt=F("begun_at")),
    "break_glass_reviewed_whole": Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
    | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
    "break_glass_reviewed_by_another": Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("person")),
}


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0010_signin")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("note", "clinical", models.BooleanField(default=False)),
        migrations.AddField("practice", "shows_first_names", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "practice",
            models.CheckConstraint(condition=Q(colour__in=COLOURS), name="practice_colour_known"),
        ),
        migrations.CreateModel(
            "BreakGlass",
            FIELDS,
            {
                "db_table": "break_glass",
                "indexes": [
                    models.Index(
                        fields=["practice", "person", "until"], name="break_glass_under_way"
                    ),
                    models.Index(fields=["practice", "-begun_at"], name="break_glass_latest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["practice", "id"], name="break_glass_of_practice"
                    ),
                    *(
                        models.CheckConstraint(condition=rule, name=name)
                        for name, rule in RULES.items()
                    ),
                ],
            },
        ),
        migrations.RunSQL(_walls(), migrations.RunSQL.noop),
    ]
