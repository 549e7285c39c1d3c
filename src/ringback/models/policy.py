"""What a practice has set beside its pathways: hours, scripts, contact rules, promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from ringback.models.base import OfPractice
from ringback.rules.suggestion import Suggestion

if TYPE_CHECKING:
    from uuid import UUID


class PolicyPart(OfPractice):
    """One version of one part, exactly as it was written. Never edited, only followed.

    `kind` names the part (rules/policy.py); `name` is the location it is for, or empty for the
    whole practice.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=40, blank=True, default="")
    version = models.PositiveIntegerField()
    written = models.JSONField()
    author = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        author_id: UUID

    class Meta:
        db_table = "policy_part"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="policy_part_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "kind", "name", "version"], name="policy_part_once"
            ),
        ]


class Location(OfPractice):
    """One of a practice's places, where it has several. `numbers` are the ones callers dial."""

    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    numbers = models.JSONField(default=list)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "location"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="location_of_practice"),
            models.UniqueConstraint(fields=["practice", "slug"], name="location_once"),
        ]


class ScriptSuggestion(OfPractice):
    """Better words for a line of the script, which wait for a manager's yes."""

    kind = models.CharField(max_length=8, default=Suggestion.CHANGE)
    """Better words, or a question that was asked and that the script has no answer to."""
    line = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    text = models.TextField()
    author = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "ringback.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    if TYPE_CHECKING:
        author_id: UUID
        decided_by_id: UUID | None

    class Meta:
        db_table = "script_suggestion"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["practice", "id"], name="script_suggestion_of_practice"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, accepted__isnull=True)
                | models.Q(decided_at__isnull=False, accepted__isnull=False),
                name="script_suggestion_decided_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[str(each) for each in Suggestion]),
                name="script_suggestion_kind_known",
            ),
        ]
