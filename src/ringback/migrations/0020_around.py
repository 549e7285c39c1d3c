"""Who has a callback open now; callbacks of a patient that were closed, by number and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Upper

from ringback.migrations.shapes import of_practice, person, within
from ringback.migrations.sql import each_of, text

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

CLOSED = Q(closed_at__isnull=False)


def walls() -> str:
    """The new table behind its practice, its references within it; a change of it is told."""
    return "\n".join(
        [
            *each_of("wall", [{"table": "presence"}]),
            *each_of("key", [{"table": "presence", "column": "callback_id", "other": "callback"}]),
            *each_of("member", [{"table": "presence", "column": "person_id"}]),
            text("presence"),
        ]
    )


PRESENCE = of_practice(
    ("callback", within("callback")),
    ("person", person()),
    ("tab", models.UUIDField()),
    ("began_at", models.DateTimeField()),
    ("seen_at", models.DateTimeField()),
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0019_hands")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "Presence",
            PRESENCE,
            {
                "db_table": "presence",
                "indexes": [
                    models.Index(fields=["practice", "callback"], name="presence_at_callback"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["practice", "id"], name="presence_of_practice"),
                    models.UniqueConstraint(
                        fields=["practice", "person", "tab"], name="presence_one_per_page"
                    ),
                    models.CheckConstraint(
                        condition=Q(seen_at__gte=F("began_at")),
                        name="presence_seen_since_it_began",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            "callback",
            models.Index(
                fields=["practice", "phone", "closed_at"],
                name="callback_closed_of_number",
                condition=CLOSED & ~Q(phone=""),
            ),
        ),
        migrations.AddIndex(
            "callback",
            models.Index(
                F("practice"),
                Upper("name"),
                F("closed_at"),
                name="callback_closed_of_name",
                condition=CLOSED,
            ),
        ),
        migrations.RunSQL(walls(), migrations.RunSQL.noop),
    ]
