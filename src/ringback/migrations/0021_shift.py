"""A callback may come back because its owner's shift is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import Q

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

CAME_BACK = [
    "given_back",
    "lapsed",
    "try_not_made",
    "answered",
    "reopened",
    "owner_away",
    "shift_over",
]


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0020_around")]
    operations: ClassVar[list[Operation]] = [
        migrations.RemoveConstraint("callback", "callback_came_back_known"),
        migrations.AddConstraint(
            "callback",
            models.CheckConstraint(
                condition=Q(came_back="") | Q(came_back__in=CAME_BACK),
                name="callback_came_back_known",
            ),
        ),
    ]
