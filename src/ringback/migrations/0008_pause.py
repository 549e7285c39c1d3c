"""When a callback was put on hold: for so long the clock of its end stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import Q

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0007_best_time")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("callback", "paused_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "callback",
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(stage__in=["on_hold", "closed"]),
                name="callback_paused_on_hold",
            ),
        ),
    ]
