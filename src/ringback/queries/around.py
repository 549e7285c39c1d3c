"""What is going on around one callback: earlier ones, who else is here, who took it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.queries import earlier, presence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ringback.models import Callback
    from ringback.queries.earlier import EarlierRow
    from ringback.queries.presence import Here
    from ringback.queries.reading import Asked
    from ringback.queries.sofar import EventRow
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Rung:
    """The patient rang, and a colleague deals with what the reader had until then."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Around:
    """All of it, as one person may see it."""

    earlier: list[EarlierRow]
    here: tuple[Here, ...]
    rung: Rung | None


def of(found: Callback, actor: Actor, events: Sequence[EventRow], *, now: datetime) -> Around:
    """What is going on around this one. Inside a scope."""
    return Around(
        earlier=earlier.of(found, actor),
        here=presence.at(found.id, actor, now),
        rung=_rung(actor, events),
    )


def asked(found: Callback, actor: Actor, *, now: datetime) -> list[Asked]:
    """Which statements tell it."""
    here = presence.asked(actor, now, found.id)
    return [*earlier.asked(found, actor), ("present", here)]


def _rung(actor: Actor, events: Sequence[EventRow]) -> Rung | None:
    """The last time the patient rang, where it took the callback out of the reader's hands.

    What they took up again since, they know of.
    """
    for each in reversed(events):
        if each.verb == "patient called us":
            theirs = each.details.get("owner") == str(actor.person_id)
            return Rung(by=each.who, at=each.at) if theirs else None
        if each.verb == "claimed" and each.who_id == actor.person_id:
            return None
    return None
