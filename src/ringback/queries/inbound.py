"""What other systems brought, and what became of it. Nothing of what stands in it is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ringback.models import Inbound
from ringback.queries.scope import scope
from ringback.rules.access import lane_refusals
from ringback.rules.inbound import State, Trouble

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

LISTED: Final = 200


@dataclass(frozen=True, kw_only=True)
class CameIn:
    """One event. `callback_id` is the callback it became part of, for whoever may open that."""

    id: UUID
    at: datetime
    connector: str
    state: State
    trouble: Trouble | None
    about: str
    callback_id: UUID | None
    settled_by: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The newest first. `to_look_at`: how many wait for somebody; `more`: not all is shown."""

    rows: list[CameIn]
    more: bool
    to_look_at: int


FIELDS: Final = (
    "id", "received_at", "connector__label", "state", "trouble", "about", "arrival__callback_id",
    "arrival__callback__category", "settled_by__name", "why",
)  # fmt: skip


def listing(actor: Actor, *, only_to_look_at: bool = False) -> Listing:
    """Everything that came in, or only what waits for somebody."""
    with scope(actor.practice_id):
        found = Inbound.objects.filter(practice_id=actor.practice_id)
        waiting = found.filter(state=str(State.LOOK))
        shown = waiting if only_to_look_at else found
        rows = shown.order_by("-received_at", "-id").values_list(*FIELDS)[: LISTED + 1]
        listed = [_row(actor, each) for each in rows]
        return Listing(rows=listed[:LISTED], more=len(listed) > LISTED, to_look_at=waiting.count())


def one(inbound_id: UUID, actor: Actor) -> CameIn | None:
    """One event; None where there is no such thing here."""
    with scope(actor.practice_id):
        found = Inbound.objects.filter(practice_id=actor.practice_id, id=inbound_id)
        row = found.values_list(*FIELDS).first()
    return None if row is None else _row(actor, row)


def _row(actor: Actor, row: tuple[Any, ...]) -> CameIn:
    """A row of FIELDS."""
    inbound_id, at, connector, state, trouble, about, callback_id, category, by, why = row
    theirs = category is not None and not lane_refusals(actor, category)
    return CameIn(
        id=inbound_id,
        at=at,
        connector=connector,
        state=State(state),
        trouble=Trouble(trouble) if trouble else None,
        about=about,
        callback_id=callback_id if theirs else None,
        settled_by=by or "",
        why=why,
    )
