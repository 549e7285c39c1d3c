"""Who has a callback open before them now: kept while the page is, and nothing of a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ringback.models.base import OfPractice, within

if TYPE_CHECKING:
    from uuid import UUID


class Presence(OfPractice):
    """One open page of a callback. `tab` is the page's own mark: somebody may have several.

    `seen_at` is when it last said that it is there (UTC); one that is silent for too long has gone.
    """

    callback = within("ringback.Callback")
    person = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    tab = models.UUIDField()
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    if TYPE_CHECKING:
        callback_id: UUID
        person_id: UUID

    class Meta:
        db_table = "presence"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "callback"], name="presence_at_callback"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="presence_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "person", "tab"], name="presence_one_per_page"
            ),
            models.CheckConstraint(
                condition=Q(seen_at__gte=F("began_at")), name="presence_seen_since_it_began"
            ),
        ]
