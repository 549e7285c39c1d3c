"""What another system brings: kept first, taken in after; looked at where it could not be.

Kept, leased, taken: an answer is given only once it is kept, so a sender that hears one need not
send again; and what was being taken in when we were killed waits, and comes again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ringback.actions import arrival
from ringback.actions.act import Act, NotFound, NotPermitted, Refused, at_once, signed
from ringback.engine.keyring import Keyring
from ringback.models import Arrival, Entry, Inbound
from ringback.models.ids import new_id
from ringback.queries import person, practice
from ringback.queries.scope import scope, trip
from ringback.rules import access
from ringback.rules import inbound as rules
from ringback.rules.access import Permission
from ringback.rules.arrival import UNSORTED
from ringback.rules.inbound import State, Trouble
from ringback.rules.phone import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Raw:
    """One event as it came: its bytes, what they are said to be, and when they came (UTC)."""

    body: bytes
    content_type: str
    at: datetime


class Unreadable(Exception):  # noqa: N818 - it is an answer, not an error
    """Nobody can make sense of it by themselves. `about` is the box it is about, by our name."""

    def __init__(self, trouble: Trouble, about: str = "") -> None:
        super().__init__(str(trouble))
        self.trouble, self.about = trouble, about


@dataclass(frozen=True, kw_only=True)
class Way:
    """What a channel knows of its own events: three pure functions.

    `known_by` is the sender's own name of an event, or ""; `signed` whether the secret signed these
    bytes; `read` what the patient did. It raises Unreadable.
    """

    known_by: Callable[[Raw, Mapping[str, str]], str]
    signed: Callable[[bytes, Mapping[str, str], Mapping[str, str], str], bool]
    read: Callable[[Raw, Mapping[str, str]], arrival.New]


@dataclass(frozen=True, kw_only=True)
class Leased:
    """One event that is this worker's until `lease_until`; `tries` says which try this is."""

    id: UUID
    practice_id: UUID
    tries: int
    kept: bytes
    content_type: str
    at: datetime
    channel: str
    settings: Mapping[str, str]
    person_id: UUID
    lease_until: datetime


@dataclass(frozen=True, kw_only=True)
class LookedAt:
    """An event as it came, for somebody who looks at it."""

    body: bytes
    content_type: str


def keep(connector_id: UUID, raw: Raw, *, known_by: str, by: Actor) -> bool:
    """Keep it as it came; False where it came before. Once this answers, nothing can lose it.

    One statement, so that the same event many times at the same moment is one, and kept once.
    """
    it = new_id()
    act = Act(
        by=by, now=raw.at, verb="event kept", subject_kind="inbound", changed=False,
        details={"connector": str(connector_id)},
    )  # fmt: skip
    values = {
        "inbound": it,
        "connector": connector_id,
        "external_id": rules.known_as(known_by, raw.body, raw.at),
        "content_type": raw.content_type,
        "payload": Keyring(settings.FIELD_KEYS).hide_bytes(raw.body, _about(it)),
    }
    return bool(at_once("keep_inbound", values, act, needs=Permission.RECEIVE))


def lease(practice_id: UUID, *, now: datetime, most: int) -> list[Leased]:
    """Take what waits, for as long as a lease lasts; nobody else takes it meanwhile."""
    until = now + timedelta(seconds=settings.INBOUND_LEASE_S)
    asked = {"practice": practice_id, "now": now, "until": until, "most": most}
    (found,) = trip(practice_id, ("inbound_lease", asked))
    return [_leased(practice_id, until, row) for row in found]


def take_in(event: Leased, way: Way, *, now: datetime) -> State | None:
    """Make a callback of it, or have somebody look at it; None where this try is over already.

    The callback and the mark that it was taken are one transaction. Raises what nobody foresaw:
    then it waits as before.
    """
    by = person.actor(event.person_id, event.practice_id, via="inbound")
    with scope(event.practice_id):
        it = _mine(event)
        if it is None:
            return None
        if by is None:
            return _to_look_at(it, Unreadable(Trouble.REFUSED), now=now)
        try:
            found = arrival.receive(_new(event, way), by=by, now=now)
        except Unreadable as no:
            return _to_look_at(it, no, now=now)
        except Refused as no:
            return _to_look_at(it, Unreadable(rules.of_refusal(no.reasons[0].code)), now=now)
        return _end(it, State.TAKEN, arrival_id=found.arrival_id)


def failed(event: Leased, *, now: datetime) -> None:
    """Something nobody foresaw: it is tried again a little later, or somebody looks at it."""
    with scope(event.practice_id):
        it = _mine(event)
        if it is None:
            return
        again = rules.again_at(event.tries, now)
        if again is None:
            _to_look_at(it, Unreadable(Trouble.FAILED), now=now)
        else:
            it.not_before, it.lease_until = again, None
            it.save(update_fields=["not_before", "lease_until"])


def may_see(*, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not; otherwise leave no trace."""
    with signed(
        "event looked at", by=by, now=now, needs=Permission.SORT, subject_kind="practice"
    ) as act:
        act.silent = True


def look_at(inbound_id: UUID, *, by: Actor, now: datetime) -> LookedAt:
    """What came, as it came, for somebody who may see it. Raises NotFound, NotPermitted."""
    with _signed("event looked at", inbound_id, by=by, now=now) as act:
        act.changed = False
        it = _here(act, inbound_id)
        _refuse_other_lanes(act, it)
        kept = bytes(it.payload)
        body = Keyring(settings.FIELD_KEYS).show_bytes(kept, _about(it.id))
        return LookedAt(body=body, content_type=it.content_type)


def try_again(inbound_id: UUID, *, by: Actor, now: datetime) -> None:
    """Have it taken in once more. Raises Refused, NotFound, NotPermitted."""
    with _signed("event tried again", inbound_id, by=by, now=now) as act:
        it = _here(act, inbound_id)
        if reasons := rules.again_refusals(State(it.state)):
            raise Refused(*reasons)
        _end(
            it, State.WAITING, trouble="", about="", tries=0, not_before=now, settled_by_id=None,
            settled_at=None, why="",
        )  # fmt: skip


def nothing_to_do(inbound_id: UUID, why: str, *, by: Actor, now: datetime) -> None:
    """Somebody looked at it, and there is nothing to do. Raises Refused, NotFound, NotPermitted."""
    why = why.strip()[: rules.LONGEST_WHY]
    with _signed("event settled", inbound_id, by=by, now=now) as act:
        it = _here(act, inbound_id)
        if reasons := rules.nothing_refusals(State(it.state), why):
            raise Refused(*reasons)
        _end(it, State.NOTHING, settled_by_id=by.person_id, settled_at=now, why=why)


def _signed(
    verb: str, inbound_id: UUID, *, by: Actor, now: datetime
) -> AbstractContextManager[Act]:
    return signed(
        verb, by=by, now=now, needs=Permission.SORT, subject_kind="inbound", subject_id=inbound_id
    )


def _about(inbound_id: UUID) -> str:
    return f"inbound {inbound_id}"


def _leased(practice_id: UUID, until: datetime, row: tuple[Any, ...]) -> Leased:
    inbound_id, tries, at, content_type, payload, channel, where, person_id = row
    return Leased(
        id=inbound_id,
        practice_id=practice_id,
        tries=tries,
        kept=bytes(payload),
        content_type=content_type,
        at=at,
        channel=channel,
        settings=json.loads(where),  # Django leaves JSON as text
        person_id=person_id,
        lease_until=until,
    )


def _mine(event: Leased) -> Inbound | None:
    """The event, locked, where this try is still the present one."""
    found = Inbound.objects.select_for_update().filter(
        practice_id=event.practice_id, id=event.id, tries=event.tries, state=str(State.WAITING)
    )
    return found.first()


def _new(event: Leased, way: Way) -> arrival.New:
    """What the patient did, under this event's name; a kind nobody here knows is sorted by hand."""
    body = Keyring(settings.FIELD_KEYS).show_bytes(event.kept, _about(event.id))
    raw = Raw(body=body, content_type=event.content_type, at=event.at)
    new = way.read(raw, event.settings)
    known = {each.category.code for each in practice.categories(event.practice_id)}
    return replace(
        new,
        source=event.channel,
        external_id=str(event.id),
        phone=normalised(new.phone, practice.country(event.practice_id)),
        category=new.category if new.category in known else None,
    )


def _to_look_at(it: Inbound, no: Unreadable, *, now: datetime) -> State:
    """It waits for somebody; the clockwork of the practice says so, and screens are told."""
    Entry.objects.create(
        practice_id=it.practice_id,
        at=now,
        via="worker",
        verb="event to look at",
        subject_kind="inbound",
        subject_id=it.id,
        details={"why": str(no.trouble)},
    )
    return _end(it, State.LOOK, trouble=str(no.trouble), about=no.about)


def _end(it: Inbound, state: State, **values: object) -> State:
    it.state, it.lease_until = str(state), None
    for name, value in values.items():
        setattr(it, name, value)
    it.save(update_fields=["state", "lease_until", *values])
    return state


def _here(act: Act, inbound_id: UUID) -> Inbound:
    found = Inbound.objects.select_for_update().filter(
        practice_id=act.by.practice_id, id=inbound_id
    )
    it = found.first()
    if it is None:
        raise NotFound
    return it


def _refuse_other_lanes(act: Act, it: Inbound) -> None:
    """Whoever works some lanes only sees what belongs to one of them, or to none yet."""
    theirs = Arrival.objects.filter(practice_id=act.by.practice_id, id=it.arrival_id or it.id)
    code = theirs.values_list("callback__category", flat=True).first() or UNSORTED
    if no := access.lane_refusals(act.by, code):
        raise NotPermitted(*no)
