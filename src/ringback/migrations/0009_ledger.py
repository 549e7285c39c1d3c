"""The journal becomes a ledger: each entry knows its transaction, and is sealed in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import Q

from ringback.migrations.sql import each_of, text

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation


def walls() -> str:
    """Seals stand behind their practice, belong to its entries, and are written once."""
    seal = {"table": "seal", "column": "entry_id", "other": "journal"}
    return "".join([each for name in ("wall", "key", "keep") for each in each_of(name, [seal])])


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0008_pause")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "practice_id",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("position", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        to="ringback.entry",
                        on_delete=models.PROTECT,
                        related_name="+",
                        db_constraint=False,
                        db_index=False,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        to="ringback.practice",
                        on_delete=models.PROTECT,
                        related_name="+",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "db_table": "seal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practice", "entry"), name="seal_of_entry_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(position__gte=1), name="seal_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["practice", "at", "id"], name="journal_of_day")
        ),
        migrations.RunSQL(text("ledger"), migrations.RunSQL.noop),
        migrations.RunSQL(walls(), migrations.RunSQL.noop),
    ]
