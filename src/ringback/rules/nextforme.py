"""Next for me across practices: whose head of the queue comes first, by the one order of the house.

Each practice is asked what it would give this person; the most pressing of those answers is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID


class Place(NamedTuple):
    """A place in the order: emergency, urgent, then by due time, then by arrival."""

    rank: int
    due_at: datetime
    received_at: datetime
    id: UUID


class Head(NamedTuple):
    """What one practice would give this person now."""

    place: Place
    practice_id: UUID


class Turn(NamedTuple):
    """Which practice is asked to give, and the place from which another one would come first."""

    practice_id: UUID
    before: Place | None


def turn(heads: Iterable[Head]) -> Turn | None:
    """Whose turn it is; None where nobody has anything to give.

    Somebody may have been quicker by the time it is taken: then that practice gives only what still
    comes before the next one's head.
    """
    ordered = sorted(heads)
    if not ordered:
        return None
    before = ordered[1].place if ordered[1:] else None
    return Turn(practice_id=ordered[0].practice_id, before=before)
