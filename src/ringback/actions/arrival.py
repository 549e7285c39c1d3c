"""What a patient did becomes one visible item, in the transaction that acknowledges it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ringback.actions import besttime, judging, knowing, progress
from ringback.actions.act import Act, NotPermitted, Refused, signed
from ringback.models import Arrival, Callback
from ringback.models.ids import new_id
from ringback.queries import hours as places
from ringback.queries import statement
from ringback.rules import access, arrival
from ringback.rules.access import Permission
from ringback.rules.arrival import CLOCK_SKEW, Kind, OpenCallback
from ringback.rules.known import Facts
from ringback.rules.missedcall import Settled
from ringback.rules.phone import is_whole
from ringback.rules.queue import RANK, Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from ringback.actions.knowing import Heed
    from ringback.queries.practice import Bearings
    from ringback.rules.access import Actor

NO_SUCH_PLACE: Final = gettext_noop(
    "This practice has no place called {place}. Leave the location out, or name one of its places."
)
OTHER_BODY: Final = gettext_noop("This key was used before with another body. Use a new key.")


@dataclass(frozen=True, kw_only=True)
class New:
    """Something a patient did, as it came in. `happened_at` is when they acted (UTC).

    `best_time` is when they said it is best to call, in their words; `unsure` that a machine wrote
    theirs down and is not sure of it.
    """

    source: str
    external_id: str
    kind: Kind
    happened_at: datetime
    phone: str = ""
    name: str = ""
    text: str = ""
    category: str | None = None
    seconds: int | None = None
    visit_date: date | None = None
    location: str = ""
    language: str = ""
    best_time: str = ""
    unsure: bool = False
    raw: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    body_digest: str = ""
    batch_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Received:
    """What became of it. `again` is true when it had come in before."""

    arrival_id: UUID
    callback_id: UUID | None
    again: bool


class Known(NamedTuple):
    """One thing known of an arrival: the same one by its `key` or `source`, or by its `number`."""

    by: str
    arrival_id: UUID | None
    callback_id: UUID | None
    body_digest: str | None


class KeyReused(Refused):
    """The same idempotency key came with another body."""


def receive(new: New, *, by: Actor, now: datetime) -> Received:
    """Store what came in and open or raise its callback. Raises Refused, KeyReused, NotPermitted.

    The same thing coming in twice, even at the same moment, answers with the first one. A sender's
    clock that is a little fast does not make a patient act after we knew of it.
    """
    if now < new.happened_at <= now + CLOCK_SKEW:
        new = replace(new, happened_at=now)
    code = arrival.starting_category(new.kind, new.category)
    asked = [
        ("lock_keys", _turn(by, new)),
        ("arrival_known", _what(by, new)),
        ("listed", knowing.asked(by, new.phone)),
        ("bearings", _clock(by, new, code)),
    ]
    with signed("received", by=by, now=now, needs=Permission.RECEIVE, asked=asked) as act:
        known = [Known(*each) for each in act.found["arrival_known"]]
        if before := _before(act, new, known):
            act.changed = False
            return before
        _refuse_unknown_place(act, new)
        heed = knowing.heed(act, new.kind, new.text, asked=new.category, found=act.found["listed"])
        found = _callback_for(act, new, known, heed, found=act.found["bearings"])
        stored = _stored(act, new, found)
        act.last.append(("arrival", stored))
        callback = None if isinstance(found, Settled) else found
        if callback is not None and new.kind in arrival.SPOKEN:
            _heard(act, callback)
        act.subject_id = callback.id if callback else None
        act.details = {"arrival": str(stored["id"]), "kind": new.kind, "source": new.source}
        act.details |= _moved(new, callback)
    return Received(arrival_id=stored["id"], callback_id=act.subject_id, again=False)


def _moved(new: New, callback: Callback | None) -> dict[str, str]:
    """What their own words moved later, for the journal."""
    if callback is None or not new.best_time or callback.moved_from is None:
        return {}
    return {"from": callback.moved_from.isoformat(), "to": callback.due_at.isoformat()}


def _refuse_unknown_place(act: Act, new: New) -> None:
    if new.location and not places.is_place(act.by.practice_id, new.location):
        values = (("place", new.location),)
        raise Refused(Reason(code="location", words=NO_SUCH_PLACE, values=values))


def place(act: Act, new: New, *, back: bool = False) -> Callback | Settled:
    """The callback something belongs to, raised or opened, as part of an action that stores it.

    Set aside where the list says so of its number; what a person brings `back` never is.
    That action holds the practice: see `statement.lock_practice`. Raises Refused, NotPermitted.
    """
    known = [Known(*each) for each in statement.rows("arrival_known", _what(act.by, new))]
    if back:
        return _callback_for(act, new, known, knowing.NOTHING)
    listed = statement.rows("listed", knowing.asked(act.by, new.phone))
    heed = knowing.heed(act, new.kind, new.text, asked=new.category, found=listed)
    return _callback_for(act, new, known, heed)


def join(act: Act, callback: Callback, new: New) -> None:
    """What somebody said about a callback that is known: kept, and heard for what is urgent."""
    _raised(act, callback, new, tightens=False, urgent_open=False)
    store(act, new, callback)


def where(found: Callback | Settled) -> dict[str, Any]:
    """What an arrival keeps of the callback it belongs to, or of being set aside."""
    if isinstance(found, Settled):
        return {"callback_id": None, "settled": str(found)}
    return {"callback_id": found.id, "settled": ""}


def store(act: Act, new: New, found: Callback | Settled) -> None:
    """Keep what came in, as it came in, before the action goes on."""
    statement.run("arrival", _stored(act, new, found))


def _heard(act: Act, callback: Callback) -> None:
    """They talked to somebody here, so what was noted of them before may now be true."""
    act.write_now()
    callback.outcome_needed = progress.outcome_needed(callback)
    callback.save(update_fields=["outcome_needed"])


def _stored(act: Act, new: New, found: Callback | Settled) -> dict[str, Any]:
    kept = where(found)
    return {
        "id": new_id(),
        "practice": act.by.practice_id,
        "source": new.source,
        "external_id": new.external_id,
        "kind": str(new.kind),
        "happened_at": new.happened_at,
        "stored_at": act.now,
        "phone": new.phone,
        "name": new.name,
        "text": new.text,
        "seconds": new.seconds,
        "raw": json.dumps({**new.raw, "best_time": new.best_time} if new.best_time else new.raw),
        "idempotency_key": new.idempotency_key,
        "body_digest": new.body_digest,
        "callback": kept["callback_id"],
        "settled": kept["settled"],
        "batch": new.batch_id,
    }


def _turn(by: Actor, new: New) -> dict[str, Any]:
    """Two copies of one event, or two events of one number, wait for each other."""
    practice_id = str(by.practice_id)
    keys = {f"{practice_id} external {new.source} {new.external_id}"}
    if is_whole(new.phone):
        keys.add(f"{practice_id} phone {new.phone}")
    if new.idempotency_key:
        keys.add(f"{practice_id} key {new.idempotency_key}")
    return {"practice": practice_id, "keys": sorted(keys)}


def _clock(by: Actor, new: New, code: str) -> dict[str, Any]:
    """The pathway it starts on, and the hours and promises it starts with."""
    return {
        "practice": by.practice_id,
        "code": code,
        "location": new.location,
        "at": new.happened_at,
    }


def _what(by: Actor, new: New) -> dict[str, Any]:
    """What makes it the same arrival as one before, or one of an open callback's number."""
    return {
        "practice": by.practice_id,
        "key": new.idempotency_key,
        "source": new.source,
        "external_id": new.external_id,
        "phone": new.phone,
    }


def _before(act: Act, new: New, known: list[Known]) -> Received | None:
    for found in known:
        if found.by == "key" and found.body_digest != new.body_digest:
            raise KeyReused(Reason(code="key_reused", words=OTHER_BODY))
        if found.arrival_id is not None:
            return _again(act, found.arrival_id, found.callback_id)
    return None


def _again(act: Act, arrival_id: UUID, callback_id: UUID | None) -> Received:
    act.subject_id = callback_id
    act.details = {"arrival": str(arrival_id), "again": True}
    return Received(arrival_id=arrival_id, callback_id=callback_id, again=True)


def _callback_for(
    act: Act,
    new: New,
    known: list[Known],
    heed: Heed,
    found: list[tuple[Any, ...]] | None = None,
) -> Callback | Settled:
    """Who may bring it in is asked of its own kind; what the list says of its number follows."""
    code = arrival.starting_category(new.kind, new.category)
    if no := access.lane_refusals(act.by, code):
        raise NotPermitted(*no)
    if reasons := arrival.refusals(happened_at=new.happened_at, now=act.now):
        raise Refused(*reasons)
    if heed.aside is not None:
        return heed.aside
    if heed.category and heed.category != code:
        code, found = heed.category, None
    open_ones = _open_of_number(act, new, known)
    joined = _joined(new, code, open_ones)
    pressing = any(each.rank < RANK[Level.ROUTINE] for each in open_ones if each is not joined)
    if joined:
        return _raised(act, joined, new, tightens=heed.tightens, urgent_open=pressing)
    where = judging.bearings(act, code, new.happened_at, location=new.location, found=found)
    return _opened(act, new, where, urgent_open=pressing)


def _open_of_number(act: Act, new: New, known: list[Known]) -> list[Callback]:
    """What is open for this number, locked; only what is open still, once it is locked."""
    same_number = [each.callback_id for each in known if each.by == "number" and each.callback_id]
    if not same_number or not is_whole(new.phone):
        return []
    same = Callback.objects.select_for_update().filter(
        practice_id=act.by.practice_id, id__in=same_number, closed_at__isnull=True
    )
    return list(same.order_by("id"))


def _joined(new: New, code: str, open_ones: list[Callback]) -> Callback | None:
    """The open callback this belongs to, if it is one's."""
    found = {each.id: each for each in open_ones}
    same = [
        OpenCallback(
            id=each.id, category=each.category, received_at=each.received_at, name=each.name
        )
        for each in open_ones
    ]
    joins = arrival.joins(kind=new.kind, category=code, same_number=same, name=new.name)
    return found[joins.id] if joins else None


def _opened(act: Act, new: New, where: Bearings, *, urgent_open: bool) -> Callback:
    level, said = _words(new)
    facts = Facts(
        received_at=new.happened_at,
        visit_date=new.visit_date,
        said=said,
        urgent_open=urgent_open,
        promise=judging.promised(where, new.source),
    )
    callback = Callback(
        practice_id=act.by.practice_id,
        source=new.source,
        location=new.location,
        kind=new.kind,
        received_at=new.happened_at,
        last_arrival_at=new.happened_at,
        created_at=act.now,
        visit_date=new.visit_date,
        phone=new.phone,
        name=new.name,
        language=new.language,
        words=new.text,
        heard=sorted(said),
        batch_id=new.batch_id,
    )
    besttime.hear(callback, _said(new), where)
    found = judging.stand(act, where, facts, level, said=besttime.said(callback))
    return judging.opened(act, callback, found)


def _words(new: New) -> tuple[Level, frozenset[str]]:
    return judging.heard(new.kind, new.text, language=new.language, unsure=new.unsure)


def _said(new: New) -> besttime.Said:
    return besttime.Said(text=new.best_time, at=new.happened_at)


def _raised(
    act: Act, callback: Callback, new: New, *, tightens: bool, urgent_open: bool
) -> Callback:
    """A later arrival joins: counted, what was not known added, sooner if the rules say."""
    callback.arrivals += 1
    callback.received_at = min(callback.received_at, new.happened_at)
    callback.last_arrival_at = max(callback.last_arrival_at, new.happened_at)
    days = [day for day in (callback.visit_date, new.visit_date) if day is not None]
    callback.visit_date = min(days, default=None)
    callback.words = callback.words or new.text
    callback.name = callback.name or new.name
    callback.language = callback.language or new.language
    found = _judged_again(act, callback, new, tightens=tightens, urgent_open=urgent_open)
    if new.best_time:
        besttime.plan(act, callback, found.where, found.judged)
    callback.outcome_needed = progress.outcome_needed(callback)
    callback.save(
        update_fields=[
            *judging.FIELDS, "outcome_needed", "arrivals", "received_at", "last_arrival_at",
            "visit_date", "words", "name", "language", "heard", "next_attempt_at", "lease_until",
        ]
    )  # fmt: skip
    judging.follow(act, callback, found)
    return callback


def _judged_again(
    act: Act, callback: Callback, new: New, *, tightens: bool, urgent_open: bool
) -> judging.Stand:
    """Move it earlier where what came in is a reason to.

    Before our first try the times are worked out afresh, so that the order in which arrivals
    became known does not matter; after it only a new reason makes the next step sooner. When they
    say it is best to call makes it later; what came in before they said so is no reason against it.
    """
    where = judging.own(act, callback)
    anew = besttime.hear(callback, _said(new), where)
    level, said = _words(new)
    callback.heard = sorted({*callback.heard, *said})
    times = (*contacts(callback), new.happened_at) if tightens else ()
    facts = judging.facts(callback, contacts=times, urgent_open=urgent_open)
    found = judging.under_way(act, callback, facts, level, where)
    known = callback.best_time_at is not None and new.happened_at <= callback.best_time_at
    judging.tighten(callback, found, since=new.happened_at, anew=anew, same=known)
    return found


def contacts(callback: Callback) -> tuple[datetime, ...]:
    """The times this person reached out about it."""
    known = Arrival.objects.filter(practice_id=callback.practice_id, callback_id=callback.id)
    return tuple(known.values_list("happened_at", flat=True))
