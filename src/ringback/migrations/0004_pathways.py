"""The seventeen pathways: what a callback keeps of why it is due, and of what its words said.

The three pathways there were, and the one for what nobody has read, are written anew in the form
their rules are read in now; the others join them. Nobody could change a pathway before this.
"""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.db import migrations, models
from django.db.models import Q

from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.operations.base import Operation

REWRITE = "UPDATE category_version SET pathway = %s::jsonb WHERE code = %s"
JOIN = """
INSERT INTO category_version (id, practice_id, code, version, pathway, author_id, reason, created_at)
SELECT %s, practice_id, %s, 1, %s::jsonb, author_id, reason, created_at
  FROM category_version WHERE code = 'MISSED' AND version = 1
"""
SINCE = "UPDATE callback SET due_since = received_at"


def every_practice(_: Any, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ANN401 - Django's
    """Rewrite each practice's pathways, inside its own walls."""
    pathways = {each["code"]: json.dumps(each) for each in _defaults()}
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM practice")
        practices = [row[0] for row in cursor.fetchall()]
        cursor.execute("ALTER TABLE category_version DISABLE TRIGGER kept")
        for practice_id in practices:
            cursor.execute("SELECT set_config('ringback.practice', %s, true)", [str(practice_id)])
            cursor.execute(SINCE)
            for code, pathway in pathways.items():
                cursor.execute(REWRITE, [pathway, code])
                if not cursor.rowcount:
                    cursor.execute(JOIN, [uuid4(), code, pathway])
        cursor.execute("SELECT set_config('ringback.practice', '', true)")
        cursor.execute("ALTER TABLE category_version ENABLE TRIGGER kept")


def _defaults() -> list[dict[str, Any]]:
    kept = (files("ringback") / "defaults" / "pathways").iterdir()
    return [tomllib.loads(each.read_text("utf-8")) for each in kept if each.name.endswith(".toml")]


def _callback(name: str, field: models.Field[Any, Any], *, keep: bool = True) -> Operation:
    return migrations.AddField("callback", name, field, preserve_default=keep)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0003_attempt_once")]
    operations: ClassVar[list[Operation]] = [
        _callback("due_window", models.CharField(max_length=80, default=""), keep=False),
        _callback("due_since", models.DateTimeField(null=True)),
        _callback("by_law_at", models.DateTimeField(blank=True, null=True)),
        _callback("heard", models.JSONField(default=list)),
        _callback(
            "linked_to",
            models.ForeignKey(
                to="ringback.callback",
                on_delete=models.PROTECT,
                null=True,
                blank=True,
                related_name="+",
                db_constraint=False,
                db_index=False,
            ),
        ),
        migrations.AddField(
            "stagedcall", "due_window", models.CharField(blank=True, default="", max_length=80)
        ),
        migrations.AddField("stagedcall", "due_since", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("donefact", "by_clinician", models.BooleanField(default=False)),
        migrations.RunPython(every_practice, migrations.RunPython.noop),
        migrations.AlterField("callback", "due_since", models.DateTimeField()),
        migrations.AddIndex(
            "callback",
            models.Index(
                fields=["practice", "linked_to"],
                name="callback_linked",
                condition=Q(linked_to__isnull=False),
            ),
        ),
        migrations.RunSQL(
            "".join(
                each_of(
                    "key", [{"table": "callback", "column": "linked_to_id", "other": "callback"}]
                )
            ),
            migrations.RunSQL.noop,
        ),
    ]
