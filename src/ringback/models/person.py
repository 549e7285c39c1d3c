"""People: who signs in, and as what in which practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ringback.models.base import Remembered

if TYPE_CHECKING:
    from uuid import UUID


class People(BaseUserManager["Person"]):
    """Finds and makes people by their e-mail address, whatever its capitals."""

    def create_user(self, *, email: str, name: str, password: str | None = None) -> Person:
        """Make a person; without a password they cannot sign in with one."""
        person = self.model(email=email.strip().lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this e-mail address; raises Person.DoesNotExist."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser, Remembered):
    """Somebody who works here; knows no practice by itself.

    `pin` is kept as passwords are; with it they come back to a shared computer they signed in at.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    pin = models.CharField(max_length=128, blank=True, default="")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[People] = People()

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return self.name


class FormerAddress(Remembered):
    """An e-mail address somebody had until they changed it: where the change is told to."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    until = models.DateTimeField()

    class Meta:
        db_table = "former_address"

    if TYPE_CHECKING:
        person_id: UUID


class NewAddress(Remembered):
    """An e-mail address somebody wants to have; it counts once the link of its door was opened."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    door = models.ForeignKey("ringback.Door", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "new_address"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="new_address_open_once",
            ),
        ]

    if TYPE_CHECKING:
        person_id: UUID
        door_id: UUID


class Membership(Remembered):
    """A person in a practice: the union of their roles, and the lanes they work.

    `lanes` null means every category. Leaving sets `left_at`; the row stays, because what the
    person did stays.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    practice = models.ForeignKey("ringback.Practice", on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=20))
    lanes = ArrayField(models.CharField(max_length=20), null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "membership"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["practice", "person"], name="membership_once_per_practice"
            ),
        ]

    if TYPE_CHECKING:
        person_id: UUID
        practice_id: UUID
