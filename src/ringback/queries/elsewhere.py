"""In which other practice of theirs somebody could open a callback; nothing for anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.models import Callback
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.access import Permission, lane_refusals, refusals

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.person import AtWork, PlaceOfWork


def of(callback_id: UUID, them: AtWork) -> PlaceOfWork | None:
    """The other practice whose page would open to them there; None where none would.

    An id is one practice's only, so there is one answer at most.
    """
    if len(them.places) < 2:  # noqa: PLR2004 - here, and one more
        return None
    for each in person.everywhere(them)[1:]:
        if refusals(each, Permission.SEE_QUEUE):
            continue
        with scope(each.practice_id):
            found = Callback.objects.filter(practice_id=each.practice_id, id=callback_id)
            category = found.values_list("category", flat=True).first()
        if category is not None and not lane_refusals(each, category):
            return next(place for place in them.places if place.id == each.practice_id)
    return None
