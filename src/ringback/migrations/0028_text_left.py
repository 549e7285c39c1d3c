"""The approved text a voicemail was left with is kept with its try, as one that was sent is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import Q

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0027_note_time")]
    operations: ClassVar[list[Operation]] = [
        migrations.RemoveConstraint("Attempt", "attempt_text_was_sent"),
        migrations.AddConstraint(
            "Attempt",
            models.CheckConstraint(
                condition=Q(template="") | Q(result__in=["sent", "voicemail_left"]),
                name="attempt_text_was_sent",
            ),
        ),
    ]
