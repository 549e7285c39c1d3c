"""Call sheets on paper, and their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import ringback.models.ids
from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

OTHERS = [("sheet_id", "sheet"), ("callback_id", "callback"), ("attempt_id", "attempt")]
GRANTS = """
REVOKE UPDATE, DELETE, TRUNCATE ON sheet FROM ringback_app;
REVOKE UPDATE ON sheet_row FROM ringback_app;
GRANT UPDATE (attempt_id) ON sheet_row TO ringback_app;
"""


def _walls() -> str:
    keys = [{"table": "sheet_row", "column": column, "other": other} for column, other in OTHERS]
    return "\n".join(
        [
            *each_of("wall", [{"table": table} for table in ("sheet", "sheet_row")]),
            *each_of("key", keys),
            *each_of("member", [{"table": "sheet", "column": "by_id"}]),
            *each_of("keep", [{"table": "sheet"}]),
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


def _once(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["practice", *fields], name=name)


SHEET = migrations.CreateModel(
    "Sheet",
    [
        ("id", _key()),
        ("practice", _practice()),
        ("number", models.PositiveIntegerField()),
        (
            "by",
            models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"),
        ),
        ("at", models.DateTimeField()),
        ("names", models.BooleanField(default=False)),
    ],
    {
        "db_table": "sheet",
        "constraints": [
            _once("sheet_of_practice", "id"),
            _once("sheet_numbered_once", "number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sheet_counts_from_one"),
        ],
    },
)
ROW = migrations.CreateModel(
    "SheetRow",
    [
        ("id", _key()),
        ("practice", _practice()),
        ("sheet", _within("sheet")),
        ("position", models.PositiveSmallIntegerField()),
        ("callback", _within("callback")),
        ("attempt", _within("attempt", null=True)),
    ],
    {
        "db_table": "sheet_row",
        "constraints": [
            _once("sheet_row_of_practice", "id"),
            _once("sheet_row_in_its_place", "sheet", "position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="sheet_row_from_one"),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0022_putting_right")]
    operations: ClassVar[list[Operation]] = [
        SHEET,
        ROW,
        migrations.RunSQL(_walls(), migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
