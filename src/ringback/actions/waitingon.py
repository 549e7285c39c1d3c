"""While we wait for somebody: for whom, for what, who of us asks, by when; and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.actions import calling, holding, pause, undo
from ringback.actions.act import Refused, keep_draft, signed
from ringback.models import Waiting
from ringback.queries import person, statement
from ringback.rules import waitingon
from ringback.rules.access import Permission
from ringback.rules.handover import Kind, line
from ringback.rules.lifecycle import Party, Stage, Step, refusals
from ringback.rules.reason import Reason
from ringback.rules.undo import Undoable
from ringback.rules.waitingon import Ended

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.waitingon import Whom


@dataclass(frozen=True, kw_only=True)
class Given:
    """A waiting as somebody fills it in. `asks_id` is who of us asks; None for whoever says so."""

    whom: Whom | None
    what: str
    review_at: datetime | None
    name: str = ""
    number: str = ""
    asks_id: UUID | None = None


def begin(
    callback_id: UUID, given: Given, *, by: Actor, now: datetime, fence: int, draft: str = ""
) -> None:
    """Wait for somebody until a time. Raises Refused, Stale, Held, NotFound, NotPermitted.

    It is on the list of whoever asks. The clock of its end stands still, that of a first action
    that is still promised does not.
    """
    with signed(
        "put on hold", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=draft
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        if no := refusals(Step.HOLD, Stage(callback.stage)):
            raise holding.refusal(no)
        asks = _asks(act, given.asks_id)
        asked = waitingon.Asked(
            whom=given.whom,
            what=given.what,
            review_at=given.review_at,
            asks=asks,
            category=callback.category,
            promised=callback.promised_at is not None,
        )
        reasons = waitingon.refusals(asked, now)
        if reasons or given.whom is None or given.review_at is None or asks is None:
            raise Refused(*reasons)
        keep_draft(act)
        before = undo.routing(callback)
        written = _written(act, callback, given, (asks, given.review_at))
        _hold(act, callback, written, asks)
        undo.remember(act, callback, Undoable.WAITING, before, waiting=written.id)
        act.details = {
            "waits_for": waitingon.party(given.whom),
            "review_at": given.review_at.isoformat(),
        }


def _asks(act: Act, person_id: UUID | None) -> Actor | None:
    if person_id is None or person_id == act.by.person_id:
        return act.by
    asked = {"practice": act.by.practice_id, "person": person_id}
    if not statement.rows("at_work_held", asked):
        return None
    return person.actor(person_id, act.by.practice_id, via=act.by.via)


def _written(
    act: Act, callback: Callback, given: Given, who_when: tuple[Actor, datetime]
) -> Waiting:
    asks, review_at = who_when
    own = Waiting.objects.filter(
        practice_id=act.by.practice_id, callback_id=callback.id, ended_at__isnull=True
    )
    own.update(ended_at=act.now, ended=Ended.STOPPED)
    return Waiting.objects.create(
        practice_id=act.by.practice_id,
        callback=callback,
        whom=str(given.whom),
        name=line(given.name)[:120],
        number=given.number,
        what=line(given.what),
        asks_id=asks.person_id,
        by_id=act.by.person_id,
        begun_at=act.now,
        review_at=review_at,
    )


def _hold(act: Act, callback: Callback, waiting: Waiting, asks: Actor) -> None:
    calling.end_open(act.by.practice_id, act.now, callbacks=[callback.id])
    if callback.owner_id != asks.person_id:
        callback.fence += 1
        callback.owner_id = asks.person_id
    callback.stage = Stage.ON_HOLD
    callback.next_party = waitingon.party(waitingon.Whom(waiting.whom))
    callback.paused_at = act.now
    callback.next_attempt_at = None
    callback.lease_until = None
    callback.hand, callback.hand_name, callback.hand_post = Kind.WAITING, act.by.name, ""
    callback.hand_why = waitingon.in_line(waiting.name, waiting.what)
    _look_at(callback, waiting.review_at)
    callback.save(
        update_fields=[
            "stage", "fence", "owner", "next_party", "review_at", "paused_at", "lease_until",
            "next_attempt_at", "due_at", "hand", "hand_name", "hand_post", "hand_why",
        ]
    )  # fmt: skip


def _look_at(callback: Callback, review_at: datetime) -> None:
    """Due again then, unless a first action is promised earlier."""
    callback.review_at = review_at
    callback.due_at = review_at if callback.first_action_at else min(review_at, callback.respond_by)


def ask_again(
    callback_id: UUID, review_at: datetime | None, *, by: Actor, now: datetime, fence: int
) -> None:
    """They were asked once more; look again then. Raises as `begin`."""
    with signed(
        "asked again", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        waiting = _open(callback)
        reasons = waitingon.time_refusals(review_at, now)
        if review_at is None or reasons:
            raise Refused(*reasons)
        Waiting.objects.filter(id=waiting.id).update(review_at=review_at, asked=waiting.asked + 1)
        _look_at(callback, review_at)
        callback.save(update_fields=["review_at", "due_at"])
        act.details = {"asked": waiting.asked + 1}


def end(callback_id: UUID, how: Ended, *, by: Actor, now: datetime, fence: int) -> None:
    """It came, or nobody waits any more: it is in its owner's hands again. Raises as `begin`."""
    with signed(
        "waiting ended", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        waiting = _open(callback)
        Waiting.objects.filter(id=waiting.id).update(ended_at=now, ended=how)
        pause.end(callback, now)
        callback.stage = Stage.OWNED
        callback.lease_until = holding.lease_from(now)
        callback.next_party = Party.OWNER
        callback.hand = callback.hand_name = callback.hand_why = ""
        callback.save(
            update_fields=[
                "stage", "lease_until", "next_party", "hand", "hand_name", "hand_why",
                *pause.FIELDS,
            ]
        )  # fmt: skip
        act.details = {"how": how}


def _open(callback: Callback) -> Waiting:
    """What is waited for. Raises Refused where nothing is."""
    found = Waiting.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id, ended_at__isnull=True
    ).first()
    if found is None or callback.stage != Stage.ON_HOLD:
        raise Refused(Reason(code="not_waiting", words=waitingon.NOT_WAITING))
    return found
