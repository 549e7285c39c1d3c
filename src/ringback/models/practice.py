"""A practice: its name on the door, its clock and its pathways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from ringback.models.base import OfPractice, Remembered
from ringback.rules import categoryfile
from ringback.rules.hue import Hue

if TYPE_CHECKING:
    from ringback.rules.category import Category


class Practice(Remembered):
    """One practice. Holds nothing about patients, so it needs no practice of its own."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    colour = models.CharField(max_length=20, default="green")
    zone = models.CharField(max_length=60)
    country = models.CharField(max_length=2, default="US")
    state = models.CharField(max_length=8, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    """The number patients know it by (E.164): said on the phone and on voicemails."""
    shows_first_names = models.BooleanField(default=False)
    """Whether an assistant's list says "Ana G." of what they do not hold, instead of nobody."""
    asks_in_chart = models.BooleanField(default=False)
    """Whether a signed note asks if it stands in the practice's own chart, too."""
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "practice"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(colour__in=[str(each) for each in Hue]),
                name="practice_colour_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CategoryVersion(OfPractice):
    """One version of one pathway, exactly as it was written. Never edited, only followed."""

    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    pathway = models.JSONField()
    author = models.ForeignKey("ringback.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "category_version"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="category_version_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "code", "version"], name="category_version_once"
            ),
        ]

    def facts(self) -> Category:
        """The rules this version says. Raises PathwayError when it cannot be understood."""
        return categoryfile.read(self.pathway)
