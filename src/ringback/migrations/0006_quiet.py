"""What is written down of the past, when a practice is filled, is told to no screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations

from ringback.migrations.sql import text

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0005_setup")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(text("quiet"), migrations.RunSQL.noop),
    ]
