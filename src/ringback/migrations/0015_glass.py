"""Why somebody opened a patient in need, and until when, is written once; only a review follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

ONLY_THE_REVIEW = """
REVOKE UPDATE ON break_glass FROM ringback_app;
GRANT UPDATE (reviewed_by_id, reviewed_at) ON break_glass TO ringback_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0014_contact")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(ONLY_THE_REVIEW, migrations.RunSQL.noop),
    ]
