"""What is going on around one callback: earlier ones, who else is here, who took it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Call, Callback
from ringback.queries import earlier, presence, seen
from ringback.rules.phone import is_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ringback.queries.callback import EventRow
    from ringback.queries.earlier import EarlierRow
    from ringback.queries.presence import Here
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Rung:
    """The patient rang, and a colleague deals with what the reader had until then."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Around:
    """All of it, as one person may see it.

    `same_number` is who is on the phone with this number about another callback; "" for nobody, or
    where the number is not for them.
    """

    earlier: list[EarlierRow]
    here: tuple[Here, ...]
    same_number: str
    rung: Rung | None


def of(found: Callback, actor: Actor, events: Sequence[EventRow], *, now: datetime) -> Around:
    """What is going on around this one. Inside a scope."""
    return Around(
        earlier=earlier.of(found, actor),
        here=presence.at(found.id, actor, now),
        same_number=_same_number(found, actor),
        rung=_rung(actor, events),
    )


def _same_number(found: Callback, actor: Actor) -> str:
    owns = found.owner_id == actor.person_id
    if not is_whole(found.phone) or not seen.may(actor, "callback", "phone", owns=owns):
        return ""
    others = (
        Call.objects.filter(
            practice_id=found.practice_id, number=found.phone, ended_at__isnull=True
        )
        .exclude(callback_id=found.id)
        .exclude(by_id=actor.person_id)
    )
    return others.order_by("begun_at").values_list("by__name", flat=True).first() or ""


def _rung(actor: Actor, events: Sequence[EventRow]) -> Rung | None:
    """The last time the patient rang, where it took the callback out of the reader's hands.

    What they took up again since, they know of.
    """
    for each in reversed(events):
        if each.verb == "patient called us":
            theirs = each.details.get("owner") == str(actor.person_id)
            return Rung(by=each.who, at=each.at) if theirs else None
        if each.verb == "claimed" and each.who == actor.name:
            return None
    return None
