"""A callback is handed to a colleague or a post, with one line of why, or back to anyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.actions import besttime, calling, holding, pause, undo
from ringback.actions.act import keep_draft, signed
from ringback.models import Hand
from ringback.queries import person, practice, roster, statement
from ringback.rules import handover, window
from ringback.rules.access import Permission
from ringback.rules.handover import Kind
from ringback.rules.lifecycle import Party, Stage, Step, after
from ringback.rules.queue import CameBack, Level
from ringback.rules.undo import Undoable

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.category import Post

FIELDS: Final = (
    "stage", "fence", "owner", "lease_until", "next_party", "came_back", "came_back_at",
    "hand", "hand_name", "hand_post", "hand_why", *pause.FIELDS,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class To:
    """Who gets it: a person, a post, or anyone where neither is named and `anyone` is said."""

    person_id: UUID | None = None
    post: Post | None = None
    anyone: bool = False


def hand(
    callback_id: UUID, to: To, why: str, *, by: Actor, now: datetime, fence: int, draft: str = ""
) -> None:
    """Hand it on. Raises Refused, Stale, Held, NotFound, NotPermitted; the draft is kept.

    With a named person it is theirs at once, for half an hour of opening time without a press of
    theirs; a post's people and everybody else find it in the list, with the line.
    """
    verb = "released" if to.anyone else "handed over"
    with signed(
        verb, by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=draft
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        it = handing(act, callback, to, why, by=act.by)
        if reasons := handover.refusals(it):
            raise holding.refusal(reasons)
        keep_draft(act)
        act.details = passed(act, callback, to, it)


def handing(act: Act, callback: Callback, to: To, why: str, *, by: Actor) -> handover.Handing:
    """What the rule asks of handing this on; `by` is whoever it is taken from."""
    return handover.Handing(
        by=by,
        to=_receiver(act, to),
        category=callback.category,
        stage=Stage(callback.stage),
        level=Level(callback.level),
        why=why,
        anyone=to.anyone,
        post_filled=None if to.post is None else _filled(act, callback, to.post),
    )


def passed(act: Act, callback: Callback, to: To, it: handover.Handing) -> dict[str, str]:
    """Within another action: hand it on, to be undone for a while; answers what the entry says."""
    before = undo.routing(callback)
    _pass(act, callback, to, handover.line(it.why))
    undo.remember(act, callback, Undoable.HANDED, before)
    if it.to is not None:
        return {"name": it.to.name, "to": str(it.to.person_id)}
    return {} if to.post is None else {"post": str(to.post)}


def _receiver(act: Act, to: To) -> Actor | None:
    """Who gets it, as they are at work here; held, so that they do not leave meanwhile."""
    if to.person_id is None or to.anyone:
        return None
    asked = {"practice": act.by.practice_id, "person": to.person_id}
    if not statement.rows("at_work_held", asked):
        return None
    return person.actor(to.person_id, act.by.practice_id, via=act.by.via)


def _filled(act: Act, callback: Callback, post: Post) -> bool:
    """Whether somebody who may be given it fills the post at this moment."""
    places = roster.current(act.by.practice_id, now=act.now).places()
    found = (
        person.actor(each, act.by.practice_id, via=act.by.via)
        for each in places.people(post, act.now)
    )
    return any(each and handover.may_get(each, callback.category) for each in found)


def _pass(act: Act, callback: Callback, to: To, why: str) -> None:
    kind = Kind.BACK if to.anyone else Kind.HANDED
    Hand.objects.create(
        practice_id=act.by.practice_id,
        callback=callback,
        kind=kind,
        by_id=act.by.person_id,
        to_person_id=None if to.anyone else to.person_id,
        to_post="" if to.anyone or to.post is None else str(to.post),
        why=why,
        at=act.now,
    )
    calling.end_open(act.by.practice_id, act.now, callbacks=[callback.id])
    pause.end(callback, act.now)
    if callback.stage == Stage.ON_HOLD:
        callback.stage = Stage.OWNED
    callback.fence += 1
    callback.hand, callback.hand_name = kind, act.by.name
    callback.hand_post = "" if to.anyone or to.post is None else str(to.post)
    callback.hand_why = why
    if to.person_id is not None and not to.anyone:
        _theirs(act, callback, to.person_id)
    else:
        _anyones(act, callback)
    callback.save(update_fields=[*FIELDS])


def _theirs(act: Act, callback: Callback, receiver_id: UUID) -> None:
    """It waits for a named person for as long as a planned try would."""
    callback.owner_id = receiver_id
    callback.came_back = ""
    callback.next_party = Party.OWNER
    if callback.stage != Stage.SCHEDULED:
        hours = practice.hours(
            act.by.practice_id, since=callback.received_at, now=act.now, location=callback.location
        )
        callback.lease_until = window.ends(besttime.FREE_AFTER, act.now, hours)


def _anyones(act: Act, callback: Callback) -> None:
    callback.stage = after(Step.RELEASE, Stage(callback.stage)) or callback.stage
    callback.owner_id = None
    callback.lease_until = None
    callback.next_party = Party.PRACTICE
    callback.came_back, callback.came_back_at = CameBack.GIVEN_BACK, act.now
