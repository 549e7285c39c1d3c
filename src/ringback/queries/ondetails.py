"""What a patient asked for of how to reach them, and what whoever looks may change of it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.queries import calling, sofar
from ringback.rules import access, ondetails
from ringback.rules.access import Permission
from ringback.rules.ondetails import Asker
from ringback.rules.verification import Caller, Stake

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Call, Callback
    from ringback.queries.onfile import Known
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """One thing they asked for; `confirms` where it may be confirmed as it was said."""

    id: UUID
    said: str
    confirms: bool


@dataclass(frozen=True, kw_only=True)
class OnDetails:
    """`asked` is empty for whoever may settle nothing now; `adds`: a new number may be written.

    `waits` says that something was only heard and is not for the reader to settle now, `owed` that
    the old contact is still to be told of a change, and `tells` that the reader may write down that
    it was.
    """

    asked: tuple[AskedRow, ...] = ()
    waits: bool = False
    adds: bool = False
    owed: bool = False
    tells: bool = False


def asker(
    actor: Actor, call: Call | None, callback: Callback, found: Known, now: datetime
) -> Asker:
    """Who would change it, as the rule asks: of a call only whoever is on it. Inside a scope."""
    manager = not access.refusals(actor, Permission.PUT_RIGHT_OTHERS)
    if call is None or call.by_id != actor.person_id:
        return Asker(manager=manager)
    return Asker(
        manager=manager,
        standing=calling.weighed(call, callback, found, now).standing,
        caller=Caller(call.caller),
        stakes=frozenset(Stake(each) for each in call.stakes),
    )


def of(callback: Callback, actor: Actor, found: Known, *, owns: bool, now: datetime) -> OnDetails:
    """What may be changed now, for whoever sees how they are reached. Inside a scope."""
    if found.patient_id is None:
        return OnDetails()
    who = asker(actor, calling.under_way(callback), callback, found, now)
    settles = (owns or who.manager) and not ondetails.refusals(who)
    asked = found.rules if settles else ()
    return OnDetails(
        asked=tuple(
            AskedRow(id=each, said=rule.said, confirms=not ondetails.confirming_refusals(rule))
            for each, rule in asked
        ),
        waits=not settles and any(not rule.confirmed for _, rule in found.rules),
        adds=owns and not ondetails.number_refusals(who, None, preferred=False),
        owed=ondetails.owed(each.verb for each in sofar.events(callback)),
        tells=owns or callback.closed_at is not None,
    )
