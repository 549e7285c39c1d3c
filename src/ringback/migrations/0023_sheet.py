"""Call sheets on paper, and their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import Q

from ringback.migrations.shapes import key, once, person, practice, within
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


SHEET = migrations.CreateModel(
    "Sheet",
    [
        ("id", key()),
        ("practice", practice()),
        ("number", models.PositiveIntegerField()),
        (
            "by",
            person(),
        ),
        ("at", models.DateTimeField()),
        ("names", models.BooleanField(default=False)),
    ],
    {
        "db_table": "sheet",
        "constraints": [
            once("sheet_of_practice", "id"),
            once("sheet_numbered_once", "number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sheet_counts_from_one"),
        ],
    },
)
ROW = migrations.CreateModel(
    "SheetRow",
    [
        ("id", key()),
        ("practice", practice()),
        ("sheet", within("sheet")),
        ("position", models.PositiveSmallIntegerField()),
        ("callback", within("callback")),
        ("attempt", within("attempt", null=True)),
    ],
    {
        "db_table": "sheet_row",
        "constraints": [
            once("sheet_row_of_practice", "id"),
            once("sheet_row_in_its_place", "sheet", "position"),
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
