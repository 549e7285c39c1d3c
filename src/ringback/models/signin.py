"""Before and beside signing in: who was invited, and who signed in at which shared computer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ringback.models.base import OfPractice, Remembered

if TYPE_CHECKING:
    from uuid import UUID


class Invitation(OfPractice):
    """Somebody is asked into a practice; their place begins when they open the link of its door.

    The door is found by its secret, before anyone knows the practice. A renewed link is a new
    door for the same invitation.
    """

    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=20))
    lanes = ArrayField(models.UUIDField())
    door = models.ForeignKey("ringback.Door", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        "ringback.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        door_id: UUID
        by_id: UUID

    class Meta:
        db_table = "invitation"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="invitation_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_ends_once",
            ),
            models.CheckConstraint(condition=Q(roles__len__gte=1), name="invitation_has_a_role"),
        ]


class DeskSignIn(Remembered):
    """Somebody signed in fully at a shared computer; that day they may come back with their PIN.

    `desk` is the door that the computer's cookie opens; `seal` is that of the password they showed,
    "" once they signed out there.
    """

    desk = models.ForeignKey("ringback.Door", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    signed_in_at = models.DateTimeField()
    seal = models.CharField(max_length=128, blank=True, default="")
    wrong_pins = models.PositiveSmallIntegerField(default=0)

    if TYPE_CHECKING:
        desk_id: UUID
        person_id: UUID

    class Meta:
        db_table = "desk_sign_in"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["desk", "person"], name="desk_sign_in_once"),
        ]
