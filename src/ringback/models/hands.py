"""Hands a callback goes through: who handed it on or put it aside and why; what can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ringback.models.base import OfPractice, within
from ringback.rules.handover import Kind
from ringback.rules.undo import Undoable
from ringback.rules.waitingon import Ended, Whom

if TYPE_CHECKING:
    from uuid import UUID


def _by(name: str = "Person", *, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        f"ringback.{name}", on_delete=models.PROTECT, null=null, blank=null, related_name="+"
    )


class Hand(OfPractice):
    """Somebody handed a callback on, or put it aside until a time, and said why. Times are UTC."""

    callback = within("ringback.Callback")
    kind = models.CharField(max_length=8)
    by = _by()
    to_person = _by(null=True)
    to_post = models.CharField(max_length=24, blank=True, default="")
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    if TYPE_CHECKING:
        practice_id: UUID
        callback_id: UUID
        by_id: UUID
        to_person_id: UUID | None

    class Meta:
        db_table = "hand"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "callback", "-at"], name="hand_of_callback"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="hand_of_practice"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(each) for each in Kind]), name="hand_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ASIDE, until__isnull=False)
                | (~Q(kind=Kind.ASIDE) & Q(until__isnull=True)),
                name="hand_aside_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(to_person__isnull=True) | Q(to_post=""), name="hand_to_one"
            ),
        ]


class Waiting(OfPractice):
    """Something we wait for: from whom, for what, who of us asks, and by when. Times are UTC."""

    callback = within("ringback.Callback")
    whom = models.CharField(max_length=12)
    name = models.CharField(max_length=120, blank=True, default="")
    number = models.CharField(max_length=20, blank=True, default="")
    what = models.CharField(max_length=200)
    asks = _by()
    by = _by()
    begun_at = models.DateTimeField()
    review_at = models.DateTimeField()
    asked = models.PositiveSmallIntegerField(default=1)
    """How often they were asked so far."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=12, blank=True, default="")

    if TYPE_CHECKING:
        practice_id: UUID
        callback_id: UUID
        asks_id: UUID
        by_id: UUID

    class Meta:
        db_table = "waiting"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="waiting_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "callback"],
                condition=Q(ended_at__isnull=True),
                name="waiting_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(whom__in=[str(each) for each in Whom]), name="waiting_whom_known"
            ),
            models.CheckConstraint(condition=~Q(what=""), name="waiting_says_for_what"),
            models.CheckConstraint(
                condition=Q(review_at__gt=F("begun_at")), name="waiting_is_looked_at_later"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended="")
                | Q(ended_at__isnull=False, ended__in=[str(each) for each in Ended]),
                name="waiting_ended_whole",
            ),
        ]


class Undone(OfPractice):
    """A try that was taken back within seconds of its being written down: it counts no more."""

    attempt = within("ringback.Attempt")
    by = _by()
    at = models.DateTimeField()

    if TYPE_CHECKING:
        practice_id: UUID
        attempt_id: UUID

    class Meta:
        db_table = "attempt_undone"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="attempt_undone_of_practice"),
            models.UniqueConstraint(fields=["practice", "attempt"], name="attempt_undone_once"),
        ]


class LastStep(OfPractice):
    """What somebody did last, and how the callback was routed before it: for seconds, to undo it.

    `before` holds routing only, nothing of a patient; the clockwork removes what is over.
    """

    callback = within("ringback.Callback")
    by = _by()
    kind = models.CharField(max_length=12)
    before = models.JSONField()
    attempt = within("ringback.Attempt", null=True)
    waiting = within("ringback.Waiting", null=True)
    fence = models.PositiveIntegerField()
    """The callback's own just after it."""
    at = models.DateTimeField()
    until = models.DateTimeField()

    if TYPE_CHECKING:
        practice_id: UUID
        callback_id: UUID
        by_id: UUID
        attempt_id: UUID | None
        waiting_id: UUID | None

    class Meta:
        db_table = "last_step"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "until"], name="last_step_over"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="last_step_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "callback"], name="last_step_one_per_callback"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(each) for each in Undoable]), name="last_step_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("at")), name="last_step_can_be_undone_for_a_while"
            ),
        ]
