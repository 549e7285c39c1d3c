"""Every note may tell of an earlier time, and says why where that is more than a day ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import F, Q

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0026_checking")]
    operations: ClassVar[list[Operation]] = [
        migrations.RemoveConstraint("Note", "note_of_earlier_is_late"),
        migrations.AddConstraint(
            "Note",
            models.CheckConstraint(
                condition=Q(happened_at__isnull=True) | Q(happened_at__lte=F("signed_at")),
                name="note_not_of_the_future",
            ),
        ),
        migrations.AddField(
            "Note", "why_late", models.CharField(max_length=200, blank=True, default="")
        ),
    ]
