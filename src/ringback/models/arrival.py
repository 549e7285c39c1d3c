"""What came in, raw and unchanged for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from ringback.models.base import OfPractice, within

if TYPE_CHECKING:
    from uuid import UUID


class Arrival(OfPractice):
    """Something a patient did. `happened_at` is when they acted, `stored_at` when we knew (UTC).

    `settled` says why no callback was opened (returned already, reached us later, no number,
    a known caller, import undone), and is empty where one was.
    """

    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=24)
    happened_at = models.DateTimeField()
    stored_at = models.DateTimeField()
    phone = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(blank=True, default="")
    seconds = models.PositiveIntegerField(null=True, blank=True)
    raw = models.JSONField(default=dict)
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)
    body_digest = models.CharField(max_length=64, blank=True, default="")
    callback = within("ringback.Callback", null=True)
    batch = within("ringback.ImportBatch", null=True)
    settled = models.CharField(max_length=20, blank=True, default="")

    if TYPE_CHECKING:
        practice_id: UUID
        callback_id: UUID | None

    class Meta:
        db_table = "arrival"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["practice", "callback", "happened_at"], name="arrival_of_callback"
            ),
            models.Index(
                fields=["practice", "batch"],
                name="arrival_of_batch",
                condition=Q(batch__isnull=False),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="arrival_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "source", "external_id"], name="arrival_once_per_source"
            ),
            models.UniqueConstraint(
                fields=["practice", "idempotency_key"],
                name="arrival_once_per_key",
                condition=Q(idempotency_key__isnull=False),
            ),
            models.CheckConstraint(
                condition=(Q(settled="") & Q(callback__isnull=False))
                | (~Q(settled="") & Q(callback__isnull=True)),
                name="arrival_has_callback_or_reason",
            ),
        ]


class ImportBatch(OfPractice):
    """One import of one file: resumable, repeatable, undoable as a whole.

    `settings` is how the file is to be read and which versions of the pathways judge its calls;
    `counts` is what was found in it and what has become of it so far.
    """

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    format = models.CharField(max_length=20, blank=True, default="")
    settings = models.JSONField(default=dict)
    started_by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    staged_at = models.DateTimeField(null=True, blank=True)
    loading_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    if TYPE_CHECKING:
        practice_id: UUID

    class Meta:
        db_table = "import_batch"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "-started_at"], name="import_batch_latest"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="import_batch_of_practice"),
        ]


class ImportFile(OfPractice):
    """The bytes of an uploaded log, compressed, kept only until its calls go into the queue.

    So that columns can be corrected and the day looked at without choosing the file again.
    """

    batch = within("ringback.ImportBatch")
    content = models.BinaryField()

    class Meta:
        db_table = "import_file"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="import_file_of_practice"),
            models.UniqueConstraint(fields=["practice", "batch"], name="import_file_one"),
        ]


class StagedCall(OfPractice):
    """One missed call read from a file and not yet in the queue. Deleted once it is.

    Its id becomes the arrival's. Calls that will be one callback carry that callback's id and stand
    side by side; the first of them (`leads`) carries what the callback is opened with.
    """

    batch = within("ringback.ImportBatch")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    external_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=24)
    happened_at = models.DateTimeField()
    phone = models.CharField(max_length=20, blank=True, default="")
    called = models.CharField(max_length=40, blank=True, default="")
    seconds = models.PositiveIntegerField(null=True, blank=True)
    settled = models.CharField(max_length=20, blank=True, default="")
    opens = models.UUIDField(null=True, blank=True)
    leads = models.BooleanField(default=False)
    category = models.CharField(max_length=20, blank=True, default="")
    calls = models.PositiveIntegerField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_why = models.CharField(max_length=120, blank=True, default="")
    due_window = models.CharField(max_length=80, blank=True, default="")
    due_since = models.DateTimeField(null=True, blank=True)
    resolve_by = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "staged_call"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="staged_call_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "batch", "position"], name="staged_call_in_order"
            ),
            models.CheckConstraint(
                condition=Q(settled="", opens__isnull=False) | (~Q(settled="") & Q(opens=None)),
                name="staged_call_opens_or_is_settled",
            ),
            models.CheckConstraint(
                condition=Q(leads=False)
                | Q(calls__isnull=False, last_at__isnull=False, due_at__isnull=False),
                name="staged_call_lead_knows_its_callback",
            ),
        ]


class BadRow(OfPractice):
    """A row of an import with its trouble, for downloading: not used, or read with a doubt."""

    batch = within("ringback.ImportBatch")
    line = models.PositiveIntegerField()
    skipped = models.BooleanField(default=True)
    reason = models.CharField(max_length=300)
    raw = models.TextField()

    class Meta:
        db_table = "bad_row"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "batch", "line"], name="bad_row_of_batch"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="bad_row_of_practice"),
        ]
