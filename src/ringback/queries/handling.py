"""Who handles what: the live pathways beside everybody in their places, what is said instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from ringback.models import CategoryVersion
from ringback.queries import policy, practice, roster
from ringback.queries.scope import scope
from ringback.rules import script
from ringback.rules.policy import Part

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.roster import Roster
    from ringback.rules.access import Actor
    from ringback.rules.category import Category
    from ringback.rules.script import Script

NEW_FOR: Final = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """One kind of request as it is now; `changed_at` where that is new."""

    category: Category
    changed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything the page of who handles what says."""

    kinds: tuple[KindRow, ...]
    roster: Roster
    script: Script | None


def sheet(actor: Actor, *, now: datetime) -> Sheet:
    """The practice's kinds of request with who is in which place now, in one scope."""
    with scope(actor.practice_id):
        current = list(
            CategoryVersion.objects.filter(practice_id=actor.practice_id)
            .order_by("code", "-version")
            .distinct("code")
            .values_list("id", "version", "created_at")
        )
        words = policy.current(actor.practice_id, Part.SCRIPTS)
        return Sheet(
            kinds=tuple(_kind(actor.practice_id, *each, now=now) for each in current),
            roster=roster.current(actor.practice_id, now=now),
            script=script.read(words.written) if words else None,
        )


def _kind(
    practice_id: UUID, version_id: UUID, version: int, created_at: datetime, *, now: datetime
) -> KindRow:
    """The first version is how the practice began, and no change."""
    new = version > 1 and created_at > now - NEW_FOR
    return KindRow(
        category=practice.category(practice_id, version_id),
        changed_at=created_at if new else None,
    )
