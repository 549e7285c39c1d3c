"""What becomes of a note: words in it handed to the lead, and its copy in the practice's chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from ringback.models.base import OfPractice, within

if TYPE_CHECKING:
    from uuid import UUID


class ScopeSettled(OfPractice):
    """Words outside the lane that somebody left as they are and handed to the lead, with why."""

    callback = within("ringback.Callback")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    if TYPE_CHECKING:
        practice_id: UUID
        callback_id: UUID
        by_id: UUID

    class Meta:
        db_table = "scope_settled"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "callback", "at"], name="scope_settled_of_callback"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="scope_settled_of_practice"),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(reason=""), name="scope_settled_says_why"
            ),
        ]


class ChartCopy(OfPractice):
    """Somebody says that a signed note stands in the practice's chart, too."""

    note = within("ringback.Note")
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    if TYPE_CHECKING:
        note_id: UUID
        by_id: UUID

    class Meta:
        db_table = "chart_copy"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="chart_copy_of_practice"),
            models.UniqueConstraint(fields=["practice", "note"], name="chart_copy_once"),
        ]
