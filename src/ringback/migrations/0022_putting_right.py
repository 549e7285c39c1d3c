"""Entries that were put right, and incidents that may follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import ringback.models.ids
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


def _key() -> models.UUIDField[Any, Any]:
    return models.UUIDField(
        default=ringback.models.ids.new_id, editable=False, primary_key=True, serialize=False
    )


def _practice() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "ringback.practice", db_index=False, on_delete=models.PROTECT, related_name="+"
    )


def _within(model: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        f"ringback.{model}", blank=null, null=null, db_constraint=False, db_index=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip


def _person(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, blank=null, null=null, on_delete=models.PROTECT, related_name="+"
    )


def _once(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["practice", *fields], name=name)


def _check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=name)


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
        ("id", _key()),
        ("practice", _practice()),
        ("callback", _within("callback")),
        ("attempt", _within("attempt", null=True)),
        ("note", _within("note", null=True)),
        ("call", _within("call", null=True)),
        ("by", _person()),
        ("at", models.DateTimeField()),
        ("reason", models.CharField(max_length=200)),
        ("said", models.CharField(max_length=8)),
        ("moved_to", _within("callback", null=True)),
    ],
    {
        "db_table": "struck",
        "indexes": [models.Index(fields=["practice", "callback"], name="struck_of_callback")],
        "constraints": [
            _once("struck_of_practice", "id"),
            _once("struck_attempt_once", "attempt"),
            _once("struck_note_once", "note"),
            _once("struck_call_once", "call"),
            _check("struck_is_one_entry", ONE_ENTRY),
            _check("struck_says_why", ~Q(reason="")),
            _check("struck_said_known", Q(said__in=["no", "yes", "unsure"])),
        ],
    },
)
INCIDENT = migrations.CreateModel(
    "Incident",
    [
        ("id", _key()),
        ("practice", _practice()),
        ("callback", _within("callback")),
        ("struck", _within("struck")),
        ("by", _person()),
        ("discovered_at", models.DateTimeField()),
        ("tell_by", models.DateTimeField()),
        ("closed_at", models.DateTimeField(blank=True, null=True)),
        ("closed_by", _person(null=True)),
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
            _once("incident_of_practice", "id"),
            _once("incident_once", "struck"),
            _check("incident_has_its_time", Q(tell_by__gt=F("discovered_at"))),
            _check("incident_closed_whole", CLOSED_WHOLE),
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
