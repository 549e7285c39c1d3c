"""Numbers whose calls are not a patient's, and what the next call from them means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from ringback.models.base import OfPractice
from ringback.rules.knowncaller import NextTime, NotAPatient

if TYPE_CHECKING:
    from uuid import UUID


class KnownCaller(OfPractice):
    """One number on the practice's list. Taking it off sets `removed_at`; the row stays."""

    phone = models.CharField(max_length=20)
    who = models.CharField(max_length=20)
    next_time = models.CharField(max_length=20)
    category = models.CharField(max_length=20, blank=True, default="")
    words = models.CharField(max_length=120, blank=True, default="")
    set_aside = models.PositiveIntegerField(default=0)
    """How many of its calls were set aside so far: every tenth is looked at by a person."""
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_by = models.ForeignKey(
        "ringback.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        by_id: UUID
        removed_by_id: UUID | None

    class Meta:
        db_table = "known_caller"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="known_caller_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "phone"],
                name="known_caller_once",
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(who__in=[str(each) for each in NotAPatient]),
                name="known_caller_who_known",
            ),
            models.CheckConstraint(
                condition=Q(next_time__in=[str(each) for each in NextTime]),
                name="known_caller_next_time_known",
            ),
        ]
