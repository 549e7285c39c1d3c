"""Shared computers: who made one, when it was last used, and with which password somebody came."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import migrations, models

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0012_outbox")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "door",
            "by",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("door", "used_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "desksignin", "seal", models.CharField(blank=True, default="", max_length=128)
        ),
    ]
