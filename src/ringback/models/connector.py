"""Ways in for other systems: who may bring something in, and under which agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from ringback.models.base import OfPractice

if TYPE_CHECKING:
    from uuid import UUID


class Connector(OfPractice):
    """One system that brings in what patients did. It acts as a person of its own.

    `own`: the practice's own system, so that nobody else sees what passes; every other one needs
    its business-associate agreement. `settings` says where in its documents what stands; `secret`
    signs them, and is kept unreadable. `refused` counts what came with a wrong signature.
    """

    channel = models.CharField(max_length=20)
    label = models.CharField(max_length=80)
    person = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    settings = models.JSONField(default=dict)
    secret = models.TextField(blank=True, default="")
    own = models.BooleanField(default=False)
    agreement_with = models.CharField(max_length=120, blank=True, default="")
    agreement_date = models.DateField(null=True, blank=True)
    on_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    refused = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        db_table = "connector"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="connector_of_practice"),
            models.UniqueConstraint(fields=["practice", "person"], name="connector_of_person"),
            models.CheckConstraint(
                condition=Q(on_since=None)
                | Q(own=True)
                | (~Q(agreement_with="") & Q(agreement_date__isnull=False)),
                name="connector_on_has_agreement",
            ),
        ]
