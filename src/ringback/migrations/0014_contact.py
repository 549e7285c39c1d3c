"""New addresses of people that wait to be confirmed, and when the clockwork was last alive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import ringback.models.ids

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation


def _key() -> models.UUIDField[Any, Any]:
    return models.UUIDField(
        default=ringback.models.ids.new_id, editable=False, primary_key=True, serialize=False
    )


def _to(model: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(model, on_delete=models.PROTECT, related_name="+")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0013_desk")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "NewAddress",
            [
                ("id", _key()),
                ("email", models.EmailField(max_length=254)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("door", _to("ringback.door")),
                ("person", _to(settings.AUTH_USER_MODEL)),
            ],
            {
                "db_table": "new_address",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person",),
                        condition=Q(ended_at__isnull=True),
                        name="new_address_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Heartbeat",
            [
                ("id", _key()),
                ("name", models.CharField(max_length=20, unique=True)),
                ("at", models.DateTimeField()),
            ],
            {"db_table": "heartbeat"},
        ),
    ]
