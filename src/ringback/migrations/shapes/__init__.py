"""The shapes that come back in every table of a practice, for the migrations that make one.

What is written here is part of migrations that have run: it is added to, and never changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

import ringback.models.ids

if TYPE_CHECKING:
    from django.db.models import Q


def key() -> models.UUIDField[Any, Any]:
    """The key of a row, made by the product."""
    return models.UUIDField(
        default=ringback.models.ids.new_id, editable=False, primary_key=True, serialize=False
    )


def practice() -> models.ForeignKey[Any, Any]:
    """Whose row it is; every index begins with it, so it needs none of its own."""
    return models.ForeignKey(
        "ringback.practice", db_index=False, on_delete=models.PROTECT, related_name="+"
    )


def of_practice(*fields: tuple[str, Any]) -> list[tuple[str, Any]]:
    """The fields of a practice's table: its key, whose it is, and what it keeps."""
    return [("id", key()), ("practice", practice()), *fields]


def within(model: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    """A row of the same practice: the reference is made by the walls, with the practice in it."""
    return models.ForeignKey(
        f"ringback.{model}", blank=null, null=null, db_constraint=False, db_index=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip


def person(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    """Somebody with a sign-in."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, blank=null, null=null, on_delete=models.PROTECT, related_name="+"
    )


def words(longest: int) -> models.CharField[Any, Any]:
    """Some words, or none."""
    return models.CharField(max_length=longest, blank=True, default="")


def once(name: str, *fields: str, where: Q | None = None) -> models.UniqueConstraint:
    """What there is once in a practice."""
    return models.UniqueConstraint(fields=["practice", *fields], name=name, condition=where)


def must(name: str, condition: Q) -> models.CheckConstraint:
    """What the database refuses to be otherwise."""
    return models.CheckConstraint(condition=condition, name=name)
