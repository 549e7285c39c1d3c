"""A call while it lasts and what came of its check: outcomes only, never what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ringback.models.base import OfPractice, within
from ringback.models.patient import one_of
from ringback.rules import verification
from ringback.rules.calling import Direction, OnTheLine
from ringback.rules.identifier import Identifier, Way
from ringback.rules.otheroffice import CallBack
from ringback.rules.verification import Caller, Check, Compared, Stake, WhyNot

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

ON = Q(ended_at__isnull=True)


class Call(OfPractice):
    """One call about a callback, from pressing Call to its result. Times are UTC.

    `number` is the one called, or the one they rang from. `situations` and `stakes` are words of
    rules/calling.py and rules/verification.py. `authority` is the entry a caller who speaks for the
    patient was found under, `said_relation` that they gave its name and relation. `wrong` counts
    the answers that did not agree since a lead last lifted the check. `asked_by` is the version of
    what the practice asks callers for that was in force when it began: none is the product's own.
    """

    callback = within("ringback.Callback")
    patient = within("ringback.Patient", null=True)
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    number = models.CharField(max_length=20, blank=True, default="")
    direction = models.CharField(max_length=4, default=Direction.OUT)
    party = models.CharField(max_length=8, default=OnTheLine.PATIENT)
    caller = models.CharField(max_length=16, default=Caller.UNKNOWN)
    situations = models.JSONField(default=list, blank=True)
    stakes = models.JSONField(default=list, blank=True)
    authority = within("ringback.Authority", null=True)
    said_relation = models.BooleanField(default=False)
    of_age = models.BooleanField(null=True, blank=True)
    """What the chart said of the patient's age in this call, where no birth date is on file."""
    office = models.CharField(max_length=120, blank=True, default="")
    office_person = models.CharField(max_length=120, blank=True, default="")
    call_back = models.CharField(max_length=12, default=CallBack.NONE)
    wrong = models.PositiveSmallIntegerField(default=0)
    ended_why = models.CharField(max_length=16, blank=True, default="")
    """Why its check ended without anything being disclosed."""
    verified_at = models.DateTimeField(null=True, blank=True)
    asked_by = within("ringback.PolicyPart", null=True)

    if TYPE_CHECKING:
        callback_id: UUID
        patient_id: UUID | None
        by_id: UUID
        authority_id: UUID | None
        asked_by_id: UUID | None

    class Meta:
        db_table = "call"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "callback", "begun_at"], name="call_of_callback"),
            models.Index(fields=["practice", "number"], name="call_under_way_with", condition=ON),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="call_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "callback"], name="call_one_per_callback", condition=ON
            ),
            models.UniqueConstraint(
                fields=["practice", "by"], name="call_one_per_person", condition=ON
            ),
            one_of("direction", Direction, "call_direction_known"),
            one_of("party", OnTheLine, "call_party_known"),
            one_of("caller", Caller, "call_caller_known"),
            one_of("call_back", CallBack, "call_call_back_known"),
            one_of("ended_why", WhyNot, "call_ended_why_known", empty=True),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
                name="call_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(ended_why=""),
                name="call_verified_or_not",
            ),
        ]

    def facts(self, compared: tuple[Compared, ...], lifts: tuple[verification.Lift, ...]) -> Check:
        """The check of this call, with what was compared in it and who lifted it."""
        return Check(
            caller=Caller(self.caller),
            stakes=frozenset(Stake(each) for each in self.stakes),
            compared=compared,
            wrong=self.wrong,
            lifts=lifts,
            ended=WhyNot(self.ended_why) if self.ended_why else None,
        )


class Comparison(OfPractice):
    """What came of one comparison. Never what was said, and never what is on file."""

    call = within("ringback.Call")
    identifier = models.CharField(max_length=16)
    way = models.CharField(max_length=16)
    agreed = models.BooleanField()
    this_line = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        call_id: UUID
        by_id: UUID

    class Meta:
        db_table = "comparison"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "call", "at"], name="comparison_of_call"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="comparison_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "call", "identifier"],
                name="comparison_agrees_once",
                condition=Q(agreed=True),
            ),
            one_of("identifier", Identifier, "comparison_identifier_known"),
            one_of("way", Way, "comparison_way_known"),
            models.CheckConstraint(
                condition=~Q(this_line=True) | Q(agreed=False),
                name="comparison_not_by_this_line",
            ),
        ]

    def facts(self) -> Compared:
        """The outcome, as the rule of verification counts it."""
        at: datetime = self.at
        return Compared(
            identifier=Identifier(self.identifier),
            way=Way(self.way),
            agreed=self.agreed,
            at=at,
            by=self.by_id,
            this_line=self.this_line,
        )


class CheckLift(OfPractice):
    """A lead's word that a locked check may go on, and why."""

    call = within("ringback.Call")
    by = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    if TYPE_CHECKING:
        call_id: UUID
        by_id: UUID

    class Meta:
        db_table = "check_lift"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="check_lift_of_practice"),
            models.CheckConstraint(condition=~Q(reason=""), name="check_lift_says_why"),
        ]

    def facts(self) -> verification.Lift:
        """The lift, as the rule of verification reads it."""
        at: datetime = self.at
        return verification.Lift(at=at, by=self.by_id, reason=self.reason)
