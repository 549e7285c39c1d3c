"""What a practice knows of the numbers on a list somebody brings: open callbacks, and patients."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ringback.models import Callback, PatientNumber
from ringback.queries.scope import scope
from ringback.rules.access import lane_refusals
from ringback.rules.arrival import OpenCallback
from ringback.rules.matching import NO_LONGER_THEIRS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.rules.access import Actor


def open_ones(actor: Actor, numbers: Sequence[str]) -> dict[str, list[OpenCallback]]:
    """The open callbacks of these numbers; those whose kind of request the person works."""
    with scope(actor.practice_id):
        found = Callback.objects.filter(
            practice_id=actor.practice_id, phone__in=numbers, closed_at__isnull=True
        )
        rows = list(found.values_list("phone", "id", "category", "received_at", "name"))
    by_number: dict[str, list[OpenCallback]] = {}
    for phone, id_, category, received_at, name in rows:
        known = OpenCallback(id=id_, category=category, received_at=received_at, name=name)
        if not lane_refusals(actor, category):
            by_number.setdefault(phone, []).append(known)
    return by_number


def shared(actor: Actor, numbers: Sequence[str]) -> frozenset[str]:
    """Which of these numbers several patients on file have."""
    with scope(actor.practice_id):
        found = PatientNumber.objects.filter(
            practice_id=actor.practice_id, number__in=numbers
        ).exclude(flag__in=[str(each) for each in NO_LONGER_THEIRS])
        counts = Counter(found.values_list("number", flat=True))
    return frozenset(number for number, patients in counts.items() if patients > 1)
