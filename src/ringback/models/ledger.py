"""The seals of the journal: for every entry its place and a hash over it and all before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from ringback.models.base import within

if TYPE_CHECKING:
    from uuid import UUID


class Seal(models.Model):  # noqa: DJ008 - nobody sees one by itself
    """One entry of the journal, sealed. Positions of a practice count from 1 without a gap.

    The place is the key: a million seals want no id of their own.
    """

    pk = models.CompositePrimaryKey("practice_id", "position")
    practice = models.ForeignKey(
        "ringback.Practice", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    position = models.BigIntegerField()
    entry = within("ringback.Entry")
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    if TYPE_CHECKING:
        practice_id: UUID
        entry_id: UUID

    class Meta:
        db_table = "seal"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "entry"], name="seal_of_entry_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="seal_counts_from_one"),
        ]
