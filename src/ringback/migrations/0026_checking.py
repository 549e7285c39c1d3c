"""What callers are asked for stays with the call it began with; and a practice's own number."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models

from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

KEY = {"table": "call", "column": "asked_by_id", "other": "policy_part"}


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0025_sent_by_hand")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "call",
            "asked_by",
            models.ForeignKey(
                "ringback.policypart",
                blank=True,
                null=True,
                db_constraint=False,
                db_index=False,
                on_delete=models.PROTECT,
                related_name="+",
            ),
        ),
        migrations.AddField(
            "practice", "phone", models.CharField(blank=True, default="", max_length=20)
        ),
        migrations.RunSQL("\n".join(each_of("key", [KEY])), migrations.RunSQL.noop),
    ]
