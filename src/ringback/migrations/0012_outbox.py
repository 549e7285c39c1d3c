"""Mail that goes out: when it failed and why, and the addresses people had before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import ringback.models.ids

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

NOT_OVER = Q(sent_at__isnull=True, cancelled_at__isnull=True, failed_at__isnull=True)
ONE_END = (
    Q(sent_at__isnull=True, cancelled_at__isnull=True)
    | Q(sent_at__isnull=True, failed_at__isnull=True)
    | Q(cancelled_at__isnull=True, failed_at__isnull=True)
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0011_access")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=ringback.models.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("until", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ringback.person",
                    ),
                ),
            ],
            options={"db_table": "former_address"},
        ),
        migrations.RemoveIndex("outgoing", "outbox_due"),
        migrations.AddField("outgoing", "failed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "outgoing", "error", models.CharField(blank=True, default="", max_length=40)
        ),
        migrations.AddIndex(
            "outgoing",
            models.Index(condition=NOT_OVER, fields=["practice", "not_before"], name="outbox_due"),
        ),
        migrations.AddConstraint(
            "outgoing", models.CheckConstraint(condition=ONE_END, name="outbox_one_end")
        ),
        migrations.AddConstraint(
            "outgoing",
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True) | ~Q(error=""), name="outbox_failed_says_why"
            ),
        ),
    ]
