"""A callback gets one owner, for a while; nobody else can hold it at the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import calling, holding, pause
from ringback.actions.act import Act, at_once, locked, signed
from ringback.models import Callback, Entry
from ringback.queries import nextforme, presence, statement
from ringback.queries import queue as rows
from ringback.queries.scope import scope
from ringback.rules import lifecycle, queue, wish
from ringback.rules import nextforme as rule
from ringback.rules.access import Actor, Permission
from ringback.rules.lifecycle import Party, Stage, Step
from ringback.rules.queue import CameBack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.queue import QueueRow
    from ringback.rules.nextforme import Place


ROUNDS: Final = 20
"""How often somebody who was never quick enough looks at every practice again."""


def claim(callback_id: UUID, *, by: Actor, now: datetime) -> QueueRow:
    """Take this one and see it. Raises Held with who has it, NotFound, NotPermitted.

    Taking what is already one's own extends the time and changes nothing else.
    """
    with signed(
        "claimed", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, takes=True
    ) as act:
        callback = locked(act, callback_id)
        take_within(act, callback)
        return rows.row_of(by, callback, owner_name=by.name)


def claim_next(*, by: Actor, now: datetime, before: Place | None = None) -> QueueRow | None:
    """Take and see the most pressing one for this person, or None when there is nothing to take.

    With a `before`, only what comes before that place in the order.
    """
    act = Act(by=by, now=now, verb="claimed", details={"next": True})
    values = {
        **nextforme.asked(by, now),
        "name": by.name,
        "lease_until": holding.lease_from(now),
        "roles": sorted(by.roles),
        "before": before and before.id,
        "before_rank": before and before.rank,
        "before_due_at": before and before.due_at,
        "before_received_at": before and before.received_at,
    }
    found = at_once("claim_next", values, act, needs=Permission.WORK)
    return rows.lines(by, found)[0] if found else None


def claim_next_anywhere(
    them: Sequence[Actor], *, by: Actor, now: datetime
) -> tuple[Actor, QueueRow] | None:
    """The most pressing one of all the practices somebody works in, and as whom they took it there.

    `them` is the same person at work in each practice, `by` where they are now. Raises
    NotPermitted. When somebody else was quicker, every practice is looked at again.
    """
    if len(them) < len((by, by)):
        found = claim_next(by=by, now=now)
        return (by, found) if found else None
    for _ in range(ROUNDS):
        turn = rule.turn(nextforme.heads(them, now))
        if turn is None:
            break
        there = next(each for each in them if each.practice_id == turn.practice_id)
        if found := claim_next(by=there, now=now, before=turn.before):
            return there, found
    found = claim_next(by=by, now=now)  # every head was lost, or there was none: what is here
    return (by, found) if found else None


def release(callback_id: UUID, *, by: Actor, now: datetime, fence: int) -> None:
    """Give it back, so that anyone may take it. Raises Stale, Held, Refused, NotFound."""
    with signed("released", by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        callback = holding.mine(act, callback_id, fence)
        if reasons := lifecycle.refusals(Step.RELEASE, Stage(callback.stage)):
            raise holding.refusal(reasons)
        freed(callback, now, CameBack.GIVEN_BACK)


def return_all(act: Act, owner_id: UUID) -> int:
    """Within another action: everything somebody holds goes back to anyone, each with its entry."""
    mine = Callback.objects.select_for_update(of=("self",)).filter(
        practice_id=act.by.practice_id, owner_id=owner_id, closed_at__isnull=True
    )
    held = list(mine.order_by("id"))
    for each in held:
        pause.end(each, act.now)
        if each.stage == Stage.ON_HOLD:
            each.stage = Stage.OWNED
        each.save(update_fields=[*pause.FIELDS])
        freed(each, act.now, CameBack.GIVEN_BACK)
    Entry.objects.bulk_create(
        act.beside(each.id, verb="returned", details={"owner": str(owner_id)}) for each in held
    )
    return len(held)


def return_lapsed(practice_id: UUID, *, now: datetime) -> int:
    """A tick duty: every callback whose time ran out goes back to anyone, each with its entry."""
    with scope(practice_id):
        lapsed = statement.rows("lapse", {"practice": practice_id, "now": now})
        calling.end_open(practice_id, now, callbacks=[each for each, _, _ in lapsed])
        Entry.objects.bulk_create(
            Entry(
                practice_id=practice_id,
                at=now,
                via="tick",
                verb="lapsed",
                subject_kind="callback",
                subject_id=callback_id,
                details={"owner": str(owner_id), "stage": stage},
            )
            for callback_id, owner_id, stage in lapsed
        )
    return len(lapsed)


def open_promised(practice_id: UUID, *, now: datetime) -> int:
    """A tick duty: a promised call whose owner is away goes to their lane before its time.

    Whoever has a callback open is here, and so is whoever holds something they took, its time still
    running: the list alone tells of nobody.
    """
    with scope(practice_id):
        near = Callback.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            practice_id=practice_id,
            closed_at__isnull=True,
            stage=Stage.SCHEDULED,
            promised_at__lte=now + wish.OPEN_TO_LANE_BEFORE,
        )
        opened = [each for each in near.select_related("owner") if _left_alone(each, now)]
        Entry.objects.bulk_create(_opened_entry(each, now) for each in opened)
        for each in opened:
            freed(each, now, CameBack.OWNER_AWAY)
    return len(opened)


def _left_alone(callback: Callback, now: datetime) -> bool:
    told_at, owner = callback.promised_at, callback.owner
    if told_at is None or owner is None:
        return False
    held = Callback.objects.filter(
        practice_id=callback.practice_id,
        owner_id=owner.id,
        closed_at__isnull=True,
        stage__in=holding.LEASED,
        lease_until__gt=now,
    )
    here = held.exists() or presence.has_open(owner.id, callback.practice_id, now)
    return bool(wish.open_to_lane(told_at, owner_present=here, owner_name=owner.name, now=now))


def _opened_entry(callback: Callback, now: datetime) -> Entry:
    return Entry(
        practice_id=callback.practice_id,
        at=now,
        via="tick",
        verb="promise opened",
        subject_kind="callback",
        subject_id=callback.id,
        details={
            "owner": str(callback.owner_id),
            "name": callback.owner.name if callback.owner else "",
            "promised": callback.promised_at.isoformat() if callback.promised_at else "",
        },
    )


def take_within(act: Act, callback: Callback) -> bool:
    """Take the locked callback as part of another action; whether it was not theirs before.

    Raises Held, Refused.
    """
    reasons = queue.claim_refusals(
        callback.facts(), act.by.person_id, act.now, until_words=holding.until(act, callback)
    )
    if reasons:
        raise holding.refusal(reasons)
    moves = callback.owner_id != act.by.person_id
    own_within(act, callback)
    return moves


def own_within(act: Act, callback: Callback) -> None:
    """Put it into the actor's hands as part of an action that may, whoever had it."""
    if callback.owner_id != act.by.person_id:
        calling.end_open(act.by.practice_id, act.now, callbacks=[callback.id])
        callback.fence += 1
        callback.owner_id = act.by.person_id
    callback.stage = lifecycle.after(Step.CLAIM, Stage(callback.stage)) or callback.stage
    callback.lease_until = holding.lease_from(act.now)
    callback.next_party = Party.OWNER
    callback.came_back = ""
    pause.end(callback, act.now)
    callback.save(
        update_fields=[
            "fence", "owner", "stage", "lease_until", "next_party", "came_back", *pause.FIELDS,
        ]
    )  # fmt: skip


def freed(callback: Callback, now: datetime, why: CameBack) -> None:
    """Within another action: it is anyone's again, and says why."""
    calling.end_open(callback.practice_id, now, callbacks=[callback.id])
    callback.stage = lifecycle.after(Step.RELEASE, Stage(callback.stage)) or callback.stage
    callback.fence += 1
    callback.owner_id = None
    callback.lease_until = None
    if callback.stage != Stage.ESCALATED:
        callback.next_party = Party.PRACTICE
    callback.came_back = why
    callback.came_back_at = now
    callback.save(
        update_fields=[
            "stage", "fence", "owner", "lease_until", "next_party", "came_back", "came_back_at",
        ]
    )  # fmt: skip
