"""The callback: the one item in the queue for one person and one matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from ringback.models.base import OfPractice, within
from ringback.rules.handover import Kind
from ringback.rules.lifecycle import Outcome, Party, Stage
from ringback.rules.queue import RANK, CameBack, Holding, Level

if TYPE_CHECKING:
    from uuid import UUID

OPEN, CLOSED = Q(closed_at__isnull=True), Q(closed_at__isnull=False)
ANYONES = OPEN & Q(owner__isnull=True, stage__in=[str(Stage.UNSORTED), str(Stage.WAITING)])
ORDER = ("rank", "due_at", "received_at", "id")


def _one_of(field: str, values: type, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [str(each) for each in values]}),  # type: ignore[attr-defined]
        name=name,
    )


def _open_index(name: str, *first: str, where: Q = OPEN) -> models.Index:
    return models.Index(fields=["practice", *first, *ORDER], name=name, condition=where)


class Callback(OfPractice):
    """One item with an owner or a place among those anyone may take. Times are UTC.

    `respond_by` is the promise of a first action, set once and only ever tightened; `resolve_by`
    that of the end. `due_at` is what is due next and orders the queue: the first action, then the
    planned try, then the end.

    `tries`, `last_*` and `outcome_needed` repeat what attempts and done-facts say, so that a page
    of the queue is one statement; the actions that write those keep them in step.
    """

    category_version = within("ringback.CategoryVersion")
    category = models.CharField(max_length=20)
    stage = models.CharField(max_length=12)
    outcome = models.CharField(max_length=20, null=True, blank=True)
    level = models.CharField(max_length=12, default=Level.ROUTINE)
    rank = models.PositiveSmallIntegerField(default=RANK[Level.ROUTINE])

    source = models.CharField(max_length=40)
    location = models.CharField(max_length=40, blank=True, default="")
    """Which of the practice's places they asked, where it has several; its hours count."""
    kind = models.CharField(max_length=24)
    received_at = models.DateTimeField()
    last_arrival_at = models.DateTimeField()
    arrivals = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    respond_by = models.DateTimeField()
    due_why = models.CharField(max_length=120, blank=True, default="")
    due_window = models.CharField(max_length=80)
    """The promise behind `due_at` as a pathway writes it, which runs since `due_since`."""
    due_since = models.DateTimeField()
    resolve_by = models.DateTimeField()
    by_law_at = models.DateTimeField(null=True, blank=True)
    """The end of a period the law sets, where one runs beside the practice's own promise."""
    visit_date = models.DateField(null=True, blank=True)
    best_time = models.CharField(max_length=200, blank=True, default="")
    """When they said it is best to call, in their words."""
    best_time_at = models.DateTimeField(null=True, blank=True)
    """When they said so, while it holds: not where nobody understood the words, or it gave way."""
    best_time_read = models.JSONField(default=dict, blank=True)
    """What was made of the words, and why: see rules/wishkept.py."""
    moved_from = models.DateTimeField(null=True, blank=True)
    """When the first action would have been due without their words, where those moved it later."""

    patient = within("ringback.Patient", null=True)
    """Whose it is, once somebody knows which patient on file; a number alone never says it."""
    phone = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="")
    words = models.TextField(blank=True, default="")
    heard = models.JSONField(default=list)
    """Names of the facts their words say outright, which the pathways' rules lean on."""
    read_at = models.DateTimeField(null=True, blank=True)
    batch = within("ringback.ImportBatch", null=True)
    """The import that opened it, so that the import can be undone."""

    linked_to = within("ringback.Callback", null=True)
    """The callback beside which this one was opened, for another concern of the same message."""

    next_party = models.CharField(max_length=12, default=Party.PRACTICE)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    promised_at = models.DateTimeField(null=True, blank=True)
    """The planned try where the patient was told that time: then it is a promise."""
    review_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    """Since when it is on hold: the clock of its end stands still."""
    outcome_needed = models.CharField(max_length=200, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    last_result = models.CharField(max_length=20, blank=True, default="")
    last_tried_at = models.DateTimeField(null=True, blank=True)
    first_action_at = models.DateTimeField(null=True, blank=True)

    owner = models.ForeignKey(
        "ringback.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    fence = models.PositiveIntegerField(default=1)
    lease_until = models.DateTimeField(null=True, blank=True)
    came_back = models.CharField(max_length=16, blank=True, default="")
    came_back_at = models.DateTimeField(null=True, blank=True)
    hand = models.CharField(max_length=8, blank=True, default="")
    """How it came into these hands or lies in them: handed over, put aside, waiting on somebody."""
    hand_name = models.CharField(max_length=120, blank=True, default="")
    """Who handed it over or put it aside."""
    hand_post = models.CharField(max_length=24, blank=True, default="")
    """The post it was handed to, while nobody has taken it."""
    hand_why = models.CharField(max_length=330, blank=True, default="")
    """Why, in their line; on hold, for whom and for what we wait."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "ringback.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    if TYPE_CHECKING:
        practice_id: UUID
        owner_id: UUID | None
        category_version_id: UUID
        patient_id: UUID | None
        linked_to_id: UUID | None
        batch_id: UUID | None

    class Meta:
        db_table = "callback"
        indexes: ClassVar[list[models.Index]] = [
            _open_index("callback_queue"),
            _open_index("callback_anyones", where=ANYONES),
            _open_index("callback_anyones_in_lane", "category", where=ANYONES),
            _open_index("callback_mine", "owner", where=OPEN & Q(owner__isnull=False)),
            _open_index("callback_planned", "owner", where=OPEN & Q(stage=str(Stage.SCHEDULED))),
            _open_index("callback_in_category", "category"),
            _open_index("callback_from_source", "source"),
            _open_index("callback_visits", "visit_date", where=OPEN & Q(visit_date__isnull=False)),
            _open_index("callback_waits_for", "next_party"),
            models.Index(
                fields=["practice", "phone", "received_at"],
                name="callback_of_number",
                condition=OPEN & ~Q(phone=""),
            ),
            models.Index(
                fields=["practice", "batch"],
                name="callback_of_batch",
                condition=Q(batch__isnull=False),
            ),
            models.Index(
                fields=["practice", "linked_to"],
                name="callback_linked",
                condition=Q(linked_to__isnull=False),
            ),
            models.Index(
                fields=["practice", "patient", "received_at"],
                name="callback_of_patient",
                condition=Q(patient__isnull=False),
            ),
            models.Index(
                fields=["practice", "phone", "closed_at"],
                name="callback_closed_of_number",
                condition=CLOSED & ~Q(phone=""),
            ),
            models.Index(
                F("practice"),
                Upper("name"),
                F("closed_at"),
                name="callback_closed_of_name",
                condition=CLOSED,
            ),
            models.Index(
                fields=["practice", "lease_until"],
                name="callback_leases",
                condition=OPEN & Q(lease_until__isnull=False),
            ),
            models.Index(
                fields=["practice", "promised_at"],
                name="callback_promises",
                condition=OPEN & Q(promised_at__isnull=False),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="callback_of_practice"),
            _one_of("stage", Stage, "callback_stage_known"),
            _one_of("level", Level, "callback_level_known"),
            _one_of("next_party", Party, "callback_party_known"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=[str(each) for each in Outcome]),
                name="callback_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(came_back="") | Q(came_back__in=[str(each) for each in CameBack]),
                name="callback_came_back_known",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, closed_at__isnull=False, outcome__isnull=False)
                | (~Q(stage=Stage.CLOSED) & Q(closed_at__isnull=True, outcome__isnull=True)),
                name="callback_closed_has_time_and_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.OWNED) | Q(owner__isnull=False, lease_until__isnull=False),
                name="callback_owned_has_owner_and_lease",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(lease_until__isnull=True),
                name="callback_lease_has_owner",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CLOSED) | Q(owner__isnull=True),
                name="callback_closed_has_no_owner",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.SCHEDULED) | Q(next_attempt_at__isnull=False),
                name="callback_scheduled_has_next_try",
            ),
            models.CheckConstraint(
                condition=Q(promised_at__isnull=True)
                | Q(next_attempt_at__isnull=False, promised_at=F("next_attempt_at")),
                name="callback_promise_is_the_next_try",
            ),
            models.CheckConstraint(
                condition=Q(moved_from__isnull=True) | Q(moved_from__lt=F("respond_by")),
                name="callback_moved_only_later",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.ON_HOLD) | Q(review_at__isnull=False),
                name="callback_on_hold_has_review",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(stage__in=[Stage.ON_HOLD, Stage.CLOSED]),
                name="callback_paused_on_hold",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED)
                | Q(stage=Stage.UNSORTED, category="UNSORTED")
                | (~Q(stage=Stage.UNSORTED) & ~Q(category="UNSORTED")),
                name="callback_unsorted_is_its_category",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.EMERGENCY, rank=0)
                | Q(level=Level.URGENT, rank=1)
                | (~Q(level__in=[Level.EMERGENCY, Level.URGENT]) & Q(rank=2)),
                name="callback_rank_follows_level",
            ),
            models.CheckConstraint(
                condition=Q(hand="") | Q(hand__in=[str(each) for each in Kind]),
                name="callback_hand_known",
            ),
            models.CheckConstraint(
                condition=Q(last_arrival_at__gte=F("received_at")),
                name="callback_last_arrival_not_before_first",
            ),
        ]

    def facts(self) -> Holding:
        """Who holds it, for the rules of the queue."""
        return Holding(
            stage=Stage(self.stage),
            owner_id=self.owner_id,
            owner_name=self.owner.name if self.owner else "",
            lease_until=self.lease_until,
            fence=self.fence,
        )
