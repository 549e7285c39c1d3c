"""Who has which callback open now, and who is on the phone about it: colleagues by name.

Nothing of a patient is in it. Whoever has several pages open counts once; oneself, not at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ringback.models import Presence
from ringback.queries import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Here:
    """A colleague who has it open; `on_call_since` where they are on the phone about it (UTC)."""

    person_id: UUID
    name: str
    on_call_since: datetime | None = None


def asked(actor: Actor, now: datetime, callback_id: UUID | None = None) -> dict[str, Any]:
    """What present.sql is asked: of one callback, or of all of the practice."""
    return {
        "practice": actor.practice_id,
        "person": actor.person_id,
        "callback": callback_id,
        "since": now - timedelta(seconds=settings.PRESENCE_S),
    }


def has_open(person_id: UUID, practice_id: UUID, now: datetime) -> bool:
    """Whether somebody has any callback before them. Inside a scope."""
    since = now - timedelta(seconds=settings.PRESENCE_S)
    found = Presence.objects.filter(practice_id=practice_id, person_id=person_id)
    return bool(found.filter(seen_at__gt=since).exists())


def of_rows(found: Iterable[Sequence[Any]]) -> dict[UUID, tuple[Here, ...]]:
    """Who is at which callback, from the rows of present.sql: on the phone first, then by name."""
    there: defaultdict[UUID, list[Here]] = defaultdict(list)
    for callback_id, person_id, name, since in found:
        there[callback_id].append(Here(person_id=person_id, name=name, on_call_since=since))
    return {callback_id: tuple(them) for callback_id, them in there.items()}


def at(callback_id: UUID, actor: Actor, now: datetime) -> tuple[Here, ...]:
    """Who else has this one open. Inside a scope."""
    found = of_rows(reading.rows("present", asked(actor, now, callback_id)))
    return found.get(callback_id, ())
