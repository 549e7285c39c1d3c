"""Entries that were put right, and incidents that may follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import F, Q

from ringback.migrations.shapes import key, must, once, person, practice, within
from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

OTHERS = [
    ("struck", "callback_id", "callback"),
    ("struck", "attempt_id", "attempt"),
    ("struck", "note_id", "note"),
    ("struck", "call_id", "call"),
    ("struck", "moved_to_id", "callback"),
    ("incident", "callback_id", "callback"),
    ("incident", "struck_id", "struck"),
]
MEMBERS = [("struck", "by_id"), ("incident", "by_id"), ("incident", "closed_by_id")]
GRANTS = """
REVOKE UPDATE, DELETE, TRUNCATE ON struck FROM ringback_app;
REVOKE UPDATE ON incident FROM ringback_app;
GRANT UPDATE (closed_at, closed_by_id, ended, words) ON incident TO ringback_app;
"""


def _walls() -> str:
    return "\n".join(
        [
            *each_of("wall", [{"table": table} for table in ("struck", "incident")]),
            *each_of(
                "key",
                [
                    {"table": table, "column": column, "other": other}
                    for table, column, other in OTHERS
                ],
            ),
            *each_of("member", [{"table": table, "column": column} for table, column in MEMBERS]),
            *each_of("keep", [{"table": "struck"}]),
        ]
    )


ONE_ENTRY = (
    Q(attempt__isnull=False, note__isnull=True, call__isnull=True)
    | Q(attempt__isnull=True, note__isnull=False, call__isnull=True)
    | Q(attempt__isnull=True, note__isnull=True, call__isnull=False)
)
CLOSED_WHOLE = Q(closed_at__isnull=True, closed_by__isnull=True, ended="", words="") | Q(
    closed_at__isnull=False, closed_by__isnull=False, ended__in=["none", "told"]
) & ~Q(words="")

STRUCK = migrations.CreateModel(
    "Struck",
    [
        ("id", key()),
        ("practice", practice()),
        ("callback", within("callback")),
        ("attempt", within("attempt", null=True)),
        ("note", within("note", null=True)),
        ("call", within("call", null=True)),
        ("by", person()),
        ("at", models.DateTimeField()),
        ("reason", models.CharField(max_length=200)),
        ("said", models.CharField(max_length=8)),
        ("moved_to", within("callback", null=True)),
    ],
    {
        "db_table": "struck",
        "indexes": [models.Index(fields=["practice", "callback"], name="struck_of_callback")],
        "constraints": [
            once("struck_of_practice", "id"),
            once("struck_attempt_once", "attempt"),
            once("struck_note_once", "note"),
            once("struck_call_once", "call"),
            must("struck_is_one_entry", ONE_ENTRY),
            must("struck_says_why", ~Q(reason="")),
            must("struck_said_known", Q(said__in=["no", "yes", "unsure"])),
        ],
    },
)
INCIDENT = migrations.CreateModel(
    "Incident",
    [
        ("id", key()),
        ("practice", practice()),
        ("callback", within("callback")),
        ("struck", within("struck")),
        ("by", person()),
        ("discovered_at", models.DateTimeField()),
        ("tell_by", models.DateTimeField()),
        ("closed_at", models.DateTimeField(blank=True, null=True)),
        ("closed_by", person(null=True)),
        ("ended", models.CharField(max_length=12, blank=True, default="")),
        ("words", models.CharField(max_length=500, blank=True, default="")),
    ],
    {
        "db_table": "incident",
        "indexes": [
            models.Index(
                fields=["practice", "tell_by"],
                name="incident_open",
                condition=Q(closed_at__isnull=True),
            )
        ],
        "constraints": [
            once("incident_of_practice", "id"),
            once("incident_once", "struck"),
            must("incident_has_its_time", Q(tell_by__gt=F("discovered_at"))),
            must("incident_closed_whole", CLOSED_WHOLE),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0021_shift")]
    operations: ClassVar[list[Operation]] = [
        STRUCK,
        INCIDENT,
        migrations.RunSQL(_walls(), migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
