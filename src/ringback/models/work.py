"""What people do with a callback: tries, notes, drafts and done-facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ringback.models.base import OfPractice, within
from ringback.rules.attempt import WRITTEN, Result, Side

if TYPE_CHECKING:
    from uuid import UUID


class Attempt(OfPractice):
    """One try to reach somebody. The actual time and the time of entry are both kept (UTC)."""

    callback = within("ringback.Callback")
    call = within("ringback.Call", null=True)
    """The call it is the result of, where one was under way."""
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=20)
    channel = models.CharField(max_length=12, default="phone")
    number = models.CharField(max_length=20, blank=True, default="")
    template = models.CharField(max_length=8, blank=True, default="")
    """Which of the approved texts was sent, or left as a voicemail; "" where it was none."""
    party = models.CharField(max_length=8, default=Side.PATIENT)
    """Whom it was to reach: the patient's own side, or another party of the same matter."""
    party_name = models.CharField(max_length=120, blank=True, default="")
    why_late = models.CharField(max_length=200, blank=True, default="")
    """Why it was written down more than a day after it was made."""
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    call_again_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)
    body_digest = models.CharField(max_length=64, blank=True, default="")

    if TYPE_CHECKING:
        by_id: UUID
        callback_id: UUID
        call_id: UUID | None

    class Meta:
        db_table = "attempt"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["practice", "callback", "happened_at"], name="attempt_of_callback"
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="attempt_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "idempotency_key"],
                name="attempt_once_per_key",
                condition=Q(idempotency_key__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(result__in=[str(each) for each in Result]), name="attempt_result_known"
            ),
            models.CheckConstraint(
                condition=Q(party__in=[str(each) for each in Side]), name="attempt_party_known"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("entered_at")), name="attempt_not_in_the_future"
            ),
            models.CheckConstraint(
                condition=~Q(result=Result.CALL_LATER) | Q(call_again_at__isnull=False),
                name="attempt_call_later_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(result=Result.SENT) | Q(channel__in=sorted(WRITTEN)),
                name="attempt_sent_is_written",
            ),
            models.CheckConstraint(
                condition=Q(template="") | Q(result__in=[Result.SENT, Result.VOICEMAIL_LEFT]),
                name="attempt_text_was_sent",
            ),
        ]


class Note(OfPractice):
    """The signed record of what happened. Never edited; a later note is an addition."""

    callback = within("ringback.Callback")
    author = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    signed_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    clinical = models.BooleanField(default=False)
    """Whether a clinician wrote it of a clinician's matter: then it is for clinicians to read."""
    script_version = models.PositiveIntegerField(default=0)
    """Which version of the practice's script was in force; 0 for the one the product brings."""
    attempt = within("ringback.Attempt", null=True)
    """The try it is of."""
    happened_at = models.DateTimeField(null=True, blank=True)
    """When what it tells of happened (UTC); null where that is when it was signed."""
    why_late = models.CharField(max_length=200, blank=True, default="")
    """Why it was signed more than a day after that."""

    class Meta:
        db_table = "note"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "callback", "signed_at"], name="note_of_callback"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="note_of_practice"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(happened_at__isnull=True) | Q(happened_at__lte=F("signed_at")),
                name="note_not_of_the_future",
            ),
        ]


class Draft(OfPractice):
    """What somebody is writing about a callback: theirs alone, and never lost.

    `fields` is what stands on the page beside the text; `beside` what other windows of theirs had.
    `late` says that it was written when the callback was no longer theirs.
    """

    callback = within("ringback.Callback")
    author = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True, default="")
    fields = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    window = models.CharField(max_length=40, blank=True, default="")
    beside = models.JSONField(default=list)
    late = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "draft"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="draft_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "callback", "author"], name="draft_one_per_author"
            ),
        ]


class DoneFact(OfPractice):
    """One fact that makes a callback done, with who said so and when."""

    callback = within("ringback.Callback")
    code = models.CharField(max_length=40)
    value = models.JSONField()
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    by_clinician = models.BooleanField(default=False)
    """Whether whoever said so was a clinician then: some facts only count from one."""
    at = models.DateTimeField()

    class Meta:
        db_table = "done_fact"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="done_fact_of_practice"),
            models.UniqueConstraint(fields=["practice", "callback", "code"], name="done_fact_once"),
        ]
