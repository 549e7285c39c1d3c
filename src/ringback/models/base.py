"""What every remembered thing shares: an id made in Python and, nearly always, a practice."""

from __future__ import annotations

from django.db import models

from ringback.models.ids import new_id


class Remembered(models.Model):
    """A row with a UUID of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class OfPractice(Remembered):
    """A row that belongs to one practice and is invisible outside its scope.

    References to other rows of the practice are declared with `within()`: the database holds the
    real, composite key (practice, id), so that another practice's row can never be referred to.
    """

    practice = models.ForeignKey(
        "ringback.Practice", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


def within(to: str, *, null: bool = False, related_name: str = "+") -> models.ForeignKey:  # type: ignore[type-arg]
    """A reference to another row of the same practice; migrations add its composite key."""
    return models.ForeignKey(
        to,
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        related_name=related_name,
        db_constraint=False,
        db_index=False,
    )
