"""What other systems brought, as it came, before anybody made sense of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from ringback.models.base import OfPractice, within
from ringback.rules.inbound import State

if TYPE_CHECKING:
    from uuid import UUID

STATES = [str(each) for each in State]


class Inbound(OfPractice):
    """One event of one connector, its payload unreadable; it stays for ever, whatever became of it.

    `trouble` is a code of rules/inbound.py and `about` the box it is about: never words of the
    event itself. `settled_by` said that there is nothing to do, and `why`.
    """

    connector = within("ringback.Connector")
    external_id = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80, blank=True, default="")
    payload = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=str(State.WAITING))
    trouble = models.CharField(max_length=40, blank=True, default="")
    about = models.CharField(max_length=40, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    arrival = within("ringback.Arrival", null=True)
    settled_by = models.ForeignKey(
        "ringback.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, default="")

    if TYPE_CHECKING:
        connector_id: UUID
        arrival_id: UUID | None
        settled_by_id: UUID | None

    class Meta:
        db_table = "inbound"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["practice", "not_before"],
                name="inbound_due",
                condition=Q(state=str(State.WAITING)),
            ),
            models.Index(fields=["practice", "-received_at", "-id"], name="inbound_latest"),
            models.Index(
                fields=["practice", "-received_at", "-id"],
                name="inbound_to_look_at",
                condition=Q(state=str(State.LOOK)),
            ),
            models.Index(
                fields=["practice", "connector", "-received_at"], name="inbound_of_connector"
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="inbound_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "connector", "external_id"], name="inbound_once"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="inbound_state_known"),
            models.CheckConstraint(
                condition=Q(state=str(State.TAKEN), arrival__isnull=False)
                | (~Q(state=str(State.TAKEN)) & Q(arrival=None)),
                name="inbound_taken_has_arrival",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(State.LOOK)) | ~Q(trouble=""),
                name="inbound_to_look_at_says_why",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=str(State.NOTHING), settled_by__isnull=False, settled_at__isnull=False)
                    & ~Q(why="")
                )
                | (~Q(state=str(State.NOTHING)) & Q(settled_by=None, settled_at=None, why="")),
                name="inbound_settled_says_who_and_why",
            ),
        ]
