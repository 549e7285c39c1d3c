"""Doors: what a secret opens, found before anyone knows which practice it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from ringback.models.base import Remembered

if TYPE_CHECKING:
    from uuid import UUID


class Door(Remembered):
    """The SHA-256 of a token, webhook path or status link, and where it leads.

    The secret itself is shown once and kept nowhere. Holds nothing about patients. `person` is
    whose door it is; the door of a shared computer is nobody's. `by` made the link, or the computer
    a shared one.
    """

    digest = models.BinaryField(max_length=32)
    purpose = models.CharField(max_length=20)
    label = models.CharField(max_length=80, blank=True, default="")
    practice = models.ForeignKey("ringback.Practice", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "ringback.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        "ringback.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        person_id: UUID | None
        by_id: UUID | None
        practice_id: UUID

    class Meta:
        db_table = "door"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["digest"], name="door_once"),
        ]
