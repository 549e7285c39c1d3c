"""Sheets of the queue on paper: who printed what, and which of its rows were entered since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from ringback.models.base import OfPractice, within

if TYPE_CHECKING:
    from uuid import UUID


class Sheet(OfPractice):
    """A call sheet with its number. `names` says that it shows whole names, not initials."""

    number = models.PositiveIntegerField()
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    names = models.BooleanField(default=False)

    if TYPE_CHECKING:
        practice_id: UUID
        by_id: UUID

    class Meta:
        db_table = "sheet"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="sheet_of_practice"),
            models.UniqueConstraint(fields=["practice", "number"], name="sheet_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sheet_counts_from_one"),
        ]


class SheetRow(OfPractice):
    """One line of a sheet. `attempt` is the try that was entered from it, once it was."""

    sheet = within("ringback.Sheet")
    position = models.PositiveSmallIntegerField()
    callback = within("ringback.Callback")
    attempt = within("ringback.Attempt", null=True)

    if TYPE_CHECKING:
        practice_id: UUID
        sheet_id: UUID
        callback_id: UUID
        attempt_id: UUID | None

    class Meta:
        db_table = "sheet_row"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="sheet_row_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "sheet", "position"], name="sheet_row_in_its_place"
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="sheet_row_from_one"),
        ]
