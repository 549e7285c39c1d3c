"""A call that was no patient's is closed, its number kept for next time; and all of it undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ringback.actions import arrival, done, holding, progress
from ringback.actions.act import NotFound, Refused, Stale, locked, signed
from ringback.actions.knowing import recording
from ringback.models import Arrival, Entry, KnownCaller
from ringback.queries import counted, practice, statement
from ringback.rules import knowncaller as rules
from ringback.rules import lifecycle
from ringback.rules.access import Permission
from ringback.rules.arrival import UNSORTED, Kind
from ringback.rules.attempt import Result
from ringback.rules.knowncaller import Call, NextTime, NotAPatient, Recording
from ringback.rules.lifecycle import Outcome, Party, Stage, Step
from ringback.rules.missedcall import ASIDE, Settled
from ringback.rules.queue import CameBack, Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor

CLOSED: Final = "closed as not a patient’s"
"""How the journal calls it."""

NOT_CLOSED_SO: Final = gettext_noop("This one was not closed as somebody else’s call.")
ACTED_SINCE: Final = gettext_noop("Somebody has done something with it since. Open a new one.")
LOOKED_AT: Final = gettext_noop("Somebody has looked at this one already.")
BROUGHT_BACK: Final = gettext_noop("Somebody brought this one back already.")
REACHED: Final = (
    Result.REACHED_PATIENT, Result.REACHED_AUTHORISED, Result.PATIENT_CALLED_US,
)  # fmt: skip
COMES_BACK: Final = timedelta(days=30)
"""How far back calls return to the list when their number is taken off it."""

MOST_BACK: Final = 500


@dataclass(frozen=True, kw_only=True)
class Said:
    """Who called, and what the next call from that number means. `listened` to the voicemail."""

    who: NotAPatient
    next_time: NextTime = NextTime.AS_NOW
    category: str | None = None
    listened: bool = False


def close(callback_id: UUID, said: Said, *, by: Actor, now: datetime, fence: int) -> None:
    """Close a callback as not a patient's. Raises Refused, Stale, Held, NotFound, NotPermitted."""
    with signed(CLOSED, by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        callback = holding.mine(act, callback_id, fence)
        if callback.stage == Stage.ESCALATED:
            raise Refused(*lifecycle.refusals(Step.HOLD, Stage.ESCALATED))
        call = _call(act, callback, listened=said.listened)
        kinds = {each.category.code for each in practice.categories(by.practice_id)}
        reasons = dict.fromkeys(
            [
                *rules.closing_refusals(call),
                *rules.next_time_refusals(
                    call, said.who, said.next_time, category=said.category, categories=kinds
                ),
            ]
        )
        if reasons:
            raise Refused(*reasons)
        act.details = {"who": said.who, "next_time": said.next_time}
        if said.next_time is not NextTime.AS_NOW:
            act.details["known_caller"] = str(_listed(act, callback, said))
        if said.listened:
            callback.read_at = callback.read_at or now
            callback.save(update_fields=["read_at"])
        done.close(act, callback, Outcome.NOT_A_PATIENT)


def reopen(callback_id: UUID, *, by: Actor, now: datetime, fence: int) -> None:
    """Take such a closing back, and its number off the list. Raises Refused, Stale, NotFound.

    Refused where anybody has done anything with it since.
    """
    with signed("reopened", by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        callback = locked(act, callback_id)
        if callback.outcome != Outcome.NOT_A_PATIENT or callback.closed_at is None:
            raise Refused(Reason(code="not_closed_so", words=NOT_CLOSED_SO))
        if callback.fence != fence:
            raise Stale(Reason(code="stale", words=holding.STALE), fence=callback.fence)
        closing = _nothing_since(callback)
        _open_again(callback, now)
        entry_id = closing.details.get("known_caller")
        entry = _active(by).filter(id=entry_id).first() if entry_id else None
        if entry is not None:
            _take_off(act, entry)


def remove(entry_id: UUID, *, by: Actor, now: datetime) -> None:
    """Take a number off the list; what it set aside in thirty days comes back to be looked at.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "known caller removed", by=by, now=now, needs=Permission.SORT,
        subject_kind="known_caller", subject_id=entry_id,
    ) as act:  # fmt: skip
        entry = KnownCaller.objects.filter(practice_id=by.practice_id, id=entry_id).first()
        if entry is None:
            raise NotFound
        _wait_for(act, entry.phone)
        entry.refresh_from_db()
        if entry.removed_at is not None:
            raise Refused(Reason(code="undone_already", words=rules.UNDONE_ALREADY))
        act.details = {"back": _take_off(act, entry)}


def bring_back(arrival_id: UUID, *, by: Actor, now: datetime) -> UUID:
    """Open a callback from a call that was set aside; answers its id. Raises Refused, NotFound."""
    with signed("brought back", by=by, now=now, needs=Permission.SORT) as act:
        found = Arrival.objects.filter(practice_id=by.practice_id, id=arrival_id).first()
        if found is None:
            raise NotFound
        _wait_for(act, found.phone)
        found.refresh_from_db()
        if found.settled not in ASIDE:
            raise Refused(Reason(code="brought_back", words=BROUGHT_BACK))
        (act.subject_id,) = _back(act, [found])
        act.details = {"arrival": str(arrival_id)}
        return act.subject_id


def looked_at(arrival_id: UUID, *, by: Actor, now: datetime) -> None:
    """Somebody looked at a call that was set aside, and it is right. Raises Refused, NotFound."""
    with signed(
        "set aside rightly", by=by, now=now, needs=Permission.SORT,
        subject_kind="arrival", subject_id=arrival_id,
    ) as act:  # fmt: skip
        mine = Arrival.objects.filter(practice_id=by.practice_id, id=arrival_id)
        found = mine.first()
        if found is None:
            raise NotFound
        _wait_for(act, found.phone)
        waiting = mine.filter(settled=str(Settled.TO_LOOK_AT))
        if not waiting.update(settled=str(Settled.SET_ASIDE)):
            raise Refused(Reason(code="looked_at", words=LOOKED_AT))


def may_see(*, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not; otherwise leave no trace."""
    with signed(
        "known callers listed", by=by, now=now, needs=Permission.SORT, subject_kind="practice"
    ) as act:
        act.silent = True


def _wait_for(act: Act, phone: str) -> None:
    """The turn of this number: nothing from it comes in meanwhile."""
    practice_id = str(act.by.practice_id)
    statement.lock_key(practice_id, f"{practice_id} phone {phone}")


def _active(by: Actor) -> QuerySet[KnownCaller]:
    return KnownCaller.objects.filter(practice_id=by.practice_id, removed_at__isnull=True)


def _call(act: Act, callback: Callback, *, listened: bool) -> Call:
    came = Arrival.objects.filter(practice_id=act.by.practice_id, callback_id=callback.id)
    recordings = {recording(Kind(kind), text) for kind, text in came.values_list("kind", "text")}
    spoken = [each for each in (Recording.SPEECH, Recording.NOT_KNOWN) if each in recordings]
    reached = counted.attempts(act.by.practice_id).filter(
        callback__phone=callback.phone,
        result__in=[str(each) for each in REACHED],
    )
    return Call(
        number=callback.phone,
        is_patients=bool(callback.phone) and reached.exists(),
        recording=next(iter(spoken), Recording.NONE),
        heard=listened or callback.read_at is not None,
        level=Level(callback.level),
    )


def _listed(act: Act, callback: Callback, said: Said) -> UUID:
    """The number is on the list from now on, instead of what the list said of it before."""
    _wait_for(act, callback.phone)
    _active(act.by).filter(phone=callback.phone).update(
        removed_at=act.now, removed_by_id=act.by.person_id
    )
    kept = KnownCaller.objects.create(
        practice_id=act.by.practice_id,
        phone=callback.phone,
        who=str(said.who),
        next_time=str(said.next_time),
        category=said.category or "" if said.next_time is NextTime.ITS_CATEGORY else "",
        by_id=act.by.person_id,
        at=act.now,
    )
    return kept.id


def _nothing_since(callback: Callback) -> Entry:
    """The entry that closed it. Raises Refused where there are later ones."""
    entries = Entry.objects.filter(
        practice_id=callback.practice_id, subject_id=callback.id, refused=False, changed=True
    )
    latest = entries.order_by("-at", "-id").first()
    if latest is None or latest.verb != CLOSED:
        raise Refused(Reason(code="acted_since", words=ACTED_SINCE))
    return latest


def _open_again(callback: Callback, now: datetime) -> None:
    unread = callback.category == UNSORTED
    callback.stage = Stage.UNSORTED if unread else Stage.WAITING
    callback.outcome = callback.closed_at = callback.closed_by_id = None
    callback.fence += 1
    callback.next_party = Party.PRACTICE
    callback.came_back, callback.came_back_at = CameBack.REOPENED, now
    callback.outcome_needed = progress.outcome_needed(callback)
    callback.save(
        update_fields=[
            "stage", "outcome", "closed_at", "closed_by", "fence", "next_party", "came_back",
            "came_back_at", "outcome_needed",
        ]
    )  # fmt: skip


def _take_off(act: Act, entry: KnownCaller) -> int:
    """The number means nothing special any more; answers how many calls came back."""
    entry.removed_at, entry.removed_by_id = act.now, act.by.person_id
    entry.save(update_fields=["removed_at", "removed_by"])
    aside = Arrival.objects.filter(
        practice_id=act.by.practice_id,
        phone=entry.phone,
        settled__in=[str(each) for each in ASIDE],
        stored_at__gte=max(entry.at, act.now - COMES_BACK),
    )
    return len(_back(act, aside.order_by("happened_at", "id")[:MOST_BACK]))


def _back(act: Act, aside: Iterable[Arrival]) -> list[UUID]:
    """Calls that were set aside, with the time they came in: the callbacks they now belong to."""
    found = []
    for each in aside:
        callback = arrival.place(act, _as_new(each), back=True)
        if isinstance(callback, Settled):
            raise NotFound
        kept = Arrival.objects.filter(practice_id=act.by.practice_id, id=each.id)
        kept.update(**arrival.where(callback))
        found.append(callback.id)
    return found


def _as_new(found: Arrival) -> arrival.New:
    return arrival.New(
        source=found.source,
        external_id=found.external_id,
        kind=Kind(found.kind),
        happened_at=found.happened_at,
        phone=found.phone,
        name=found.name,
        text=found.text,
        seconds=found.seconds,
    )
