"""A number that was marked by mistake, and stood on no file before, stands on none again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import Q

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

FLAGS = ["preferred", "allowed", "blocked", "wrong", "greeting_mismatch", "not_on_file"]


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0023_sheet")]
    operations: ClassVar[list[Operation]] = [
        migrations.RemoveConstraint("patientnumber", "patient_number_flag_known"),
        migrations.AddConstraint(
            "patientnumber",
            models.CheckConstraint(condition=Q(flag__in=FLAGS), name="patient_number_flag_known"),
        ),
    ]
