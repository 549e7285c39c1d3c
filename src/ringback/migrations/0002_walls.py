"""What the database itself refuses: other practices' rows, rewritten history, shrinking fences.

Row-level security is the second net under the queries; composite keys stop a row from referring to
another practice's; triggers keep the journal, notes and tries as they were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations

from ringback.migrations.sql import each_of, text

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

SCOPED = (
    "opening_hours",
    "category_version",
    "callback",
    "arrival",
    "import_batch",
    "import_file",
    "staged_call",
    "bad_row",
    "attempt",
    "note",
    "draft",
    "done_fact",
    "journal",
    "outbox",
)

COMPOSITE = (
    ("callback", "category_version_id", "category_version"),
    ("callback", "batch_id", "import_batch"),
    ("arrival", "callback_id", "callback"),
    ("arrival", "batch_id", "import_batch"),
    ("import_file", "batch_id", "import_batch"),
    ("staged_call", "batch_id", "import_batch"),
    ("bad_row", "batch_id", "import_batch"),
    ("attempt", "callback_id", "callback"),
    ("note", "callback_id", "callback"),
    ("draft", "callback_id", "callback"),
    ("done_fact", "callback_id", "callback"),
)

MEMBERS = (
    ("callback", "owner_id"),
    ("callback", "closed_by_id"),
    ("attempt", "by_id"),
    ("note", "author_id"),
    ("draft", "author_id"),
    ("done_fact", "by_id"),
    ("import_batch", "started_by_id"),
    ("category_version", "author_id"),
    ("journal", "actor_id"),
)


KEPT = ("journal", "note", "attempt", "category_version")


def walls() -> str:
    """All of it, one statement after another."""
    return "".join(
        [
            *each_of("wall", [{"table": table} for table in SCOPED]),
            *each_of("key", [{"table": t, "column": c, "other": o} for t, c, o in COMPOSITE]),
            *each_of("member", [{"table": t, "column": c} for t, c in MEMBERS]),
            text("kept"),
            *each_of("keep", [{"table": table} for table in KEPT]),
            text("fence"),
            text("tell"),
            text("statistics"),
            text("grants"),
        ]
    )


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("ringback", "0001_first"),
        ("sessions", "0001_initial"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(walls(), reverse_sql=migrations.RunSQL.noop),
    ]
