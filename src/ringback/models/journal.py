"""The record of who did and saw what, written in the same transaction, and never changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ringback.models.base import OfPractice


class Entry(OfPractice):
    """One action, opening or refusal. Details hold ids and codes only, never a patient's words.

    `actor` is null when the practice's own clock acted. `changed` is true where other screens
    have something new to show: the database then tells them.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        "ringback.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    via = models.CharField(max_length=8)
    os_user = models.CharField(max_length=64, blank=True, default="")
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(null=True, blank=True)
    details = models.JSONField(default=dict)
    refused = models.BooleanField(default=False)
    changed = models.BooleanField(default=True)

    class Meta:
        db_table = "journal"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "subject_id", "at"], name="journal_of_subject"),
            models.Index(fields=["practice", "at", "id"], name="journal_of_day"),
            models.Index(
                fields=["practice", "actor", "subject_id", "at"],
                name="journal_openings",
                condition=Q(verb="opened"),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="journal_of_practice"),
        ]


class Outgoing(OfPractice):
    """Something that must happen outside, recorded with the action that asked for it.

    Delivered as: leased, sent with its dedupe key, marked. Marking first loses messages. `tries`
    grows with every lease, so it is the fence as well: a mark says which try it is of. `error` is
    the code of the last trouble; with `failed_at` nobody tries again.
    """

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "outbox"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["practice", "not_before"],
                name="outbox_due",
                condition=Q(
                    sent_at__isnull=True, cancelled_at__isnull=True, failed_at__isnull=True
                ),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="outbox_of_practice"),
            models.UniqueConstraint(fields=["practice", "dedupe_key"], name="outbox_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, cancelled_at__isnull=True)
                | Q(sent_at__isnull=True, failed_at__isnull=True)
                | Q(cancelled_at__isnull=True, failed_at__isnull=True),
                name="outbox_one_end",
            ),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True) | ~Q(error=""),
                name="outbox_failed_says_why",
            ),
        ]
