"""Looking at a callback outside one's lanes in need, for a while, with a reason to answer for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ringback.models.base import OfPractice, within
from ringback.rules.breakglass import Why

if TYPE_CHECKING:
    from uuid import UUID


class BreakGlass(OfPractice):
    """Somebody opened a patient's callbacks in need, until a moment. Somebody else reviews it."""

    callback = within("ringback.Callback")
    person = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    words = models.CharField(max_length=500)
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        "ringback.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        practice_id: UUID
        callback_id: UUID
        person_id: UUID
        reviewed_by_id: UUID | None

    class Meta:
        db_table = "break_glass"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "person", "until"], name="break_glass_under_way"),
            models.Index(fields=["practice", "-begun_at"], name="break_glass_latest"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="break_glass_of_practice"),
            models.CheckConstraint(
                condition=Q(reason__in=[str(each) for each in Why]),
                name="break_glass_reason_known",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="break_glass_says_why"),
            models.CheckConstraint(
                condition=Q(until__gt=F("begun_at")), name="break_glass_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="break_glass_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("person")),
                name="break_glass_reviewed_by_another",
            ),
        ]
