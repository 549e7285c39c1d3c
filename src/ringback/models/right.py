"""What was put right: entries that stand on the wrong person, and incidents that may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ringback.models.base import OfPractice, within
from ringback.rules.puttingright import Ended, Said

if TYPE_CHECKING:
    from uuid import UUID


def _by(*, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        "ringback.Person", on_delete=models.PROTECT, null=null, blank=null, related_name="+"
    )


ONE_ENTRY = (
    Q(attempt__isnull=False, note__isnull=True, call__isnull=True)
    | Q(attempt__isnull=True, note__isnull=False, call__isnull=True)
    | Q(attempt__isnull=True, note__isnull=True, call__isnull=False)
)


class Struck(OfPractice):
    """A try, a note or the check of a call that was entered in error: it counts no more.

    What was entered stays in its own table as it was written. Times are UTC.
    """

    callback = within("ringback.Callback")
    attempt = within("ringback.Attempt", null=True)
    note = within("ringback.Note", null=True)
    call = within("ringback.Call", null=True)
    by = _by()
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    said = models.CharField(max_length=8)
    """Whether anything was said or sent to somebody it was not meant for."""
    moved_to = within("ringback.Callback", null=True)
    """The callback on which it is to be written anew."""

    if TYPE_CHECKING:
        practice_id: UUID
        callback_id: UUID
        attempt_id: UUID | None
        note_id: UUID | None
        call_id: UUID | None
        by_id: UUID
        moved_to_id: UUID | None

    class Meta:
        db_table = "struck"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "callback"], name="struck_of_callback"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="struck_of_practice"),
            models.UniqueConstraint(fields=["practice", "attempt"], name="struck_attempt_once"),
            models.UniqueConstraint(fields=["practice", "note"], name="struck_note_once"),
            models.UniqueConstraint(fields=["practice", "call"], name="struck_call_once"),
            models.CheckConstraint(condition=ONE_ENTRY, name="struck_is_one_entry"),
            models.CheckConstraint(condition=~Q(reason=""), name="struck_says_why"),
            models.CheckConstraint(
                condition=Q(said__in=[str(each) for each in Said]), name="struck_said_known"
            ),
        ]


class Incident(OfPractice):
    """Something may have been said or sent to the wrong person: since when we know, by when to act.

    45 CFR 164.404(b): whoever it is about is told at the latest 60 days after it was discovered.
    """

    callback = within("ringback.Callback")
    struck = within("ringback.Struck")
    by = _by()
    discovered_at = models.DateTimeField()
    tell_by = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = _by(null=True)
    ended = models.CharField(max_length=12, blank=True, default="")
    words = models.CharField(max_length=500, blank=True, default="")
    """Why it ended so, as whoever looked into it says."""

    if TYPE_CHECKING:
        practice_id: UUID
        callback_id: UUID
        struck_id: UUID
        by_id: UUID
        closed_by_id: UUID | None

    class Meta:
        db_table = "incident"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["practice", "tell_by"],
                name="incident_open",
                condition=Q(closed_at__isnull=True),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="incident_of_practice"),
            models.UniqueConstraint(fields=["practice", "struck"], name="incident_once"),
            models.CheckConstraint(
                condition=Q(tell_by__gt=F("discovered_at")), name="incident_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, ended="", words="")
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    ended__in=[str(each) for each in Ended],
                )
                & ~Q(words=""),
                name="incident_closed_whole",
            ),
        ]
