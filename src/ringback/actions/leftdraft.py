"""A manager reads what somebody was writing when they left, says why, and may go on with it.

What is for clinicians they hand to one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import drafts
from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.models import Callback, Draft
from ringback.queries import leftdraft as left
from ringback.queries import person
from ringback.rules import leftdraft as rules
from ringback.rules.access import Permission, lane_refusals

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor


def read(callback_id: UUID, draft_id: UUID, reason: str, *, by: Actor, now: datetime) -> str:
    """Its words, this one time: whoever reads it again says again why.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "draft of somebody gone read", by=by, now=now, needs=Permission.READ_LEFT,
        subject_id=callback_id,
    ) as act:  # fmt: skip
        act.changed = False
        return left.kept(_to_read(act, callback_id, draft_id, reason)).text


def take_over(callback_id: UUID, draft_id: UUID, reason: str, *, by: Actor, now: datetime) -> None:
    """It is their own draft from now on, below what they were writing themselves.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "draft of somebody gone taken over", by=by, now=now, needs=Permission.READ_LEFT,
        subject_id=callback_id,
    ) as act:  # fmt: skip
        act.changed = False
        theirs = _to_read(act, callback_id, draft_id, reason)
        drafts.hand_on(theirs, to=by.person_id, by=by, now=now)


def hand_on(
    callback_id: UUID, draft_id: UUID, reason: str, *, to: UUID, by: Actor, now: datetime
) -> None:
    """It is a clinician's own draft from now on; whoever hands it on reads nothing of it.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "draft of somebody gone handed on", by=by, now=now, needs=Permission.READ_LEFT,
        subject_id=callback_id,
    ) as act:  # fmt: skip
        act.changed = False
        theirs = _asked_for(act, callback_id, draft_id, reason)
        them = person.actor(to, by.practice_id, via="web")
        works_it = them is not None and not lane_refusals(them, theirs.callback.category)
        if no := rules.handing_refusals(them, works_it=works_it):
            raise Refused(*no)
        act.details["to"] = str(to)
        drafts.hand_on(theirs, to=to, by=by, now=now)


def _to_read(act: Act, callback_id: UUID, draft_id: UUID, reason: str) -> Draft:
    """The same, where it is theirs to read."""
    found = _asked_for(act, callback_id, draft_id, reason)
    if not rules.is_theirs_to_read(act.by, left.kept(found)):
        raise NotPermitted(rules.for_clinicians())
    return found


def _asked_for(act: Act, callback_id: UUID, draft_id: UUID, reason: str) -> Draft:
    """The draft, where it is one of somebody gone and there is a reason; locked."""
    mine = {"practice_id": act.by.practice_id}
    callback = Callback.objects.select_for_update().filter(**mine, id=callback_id).first()
    if callback is None:
        raise NotFound
    if no := lane_refusals(act.by, callback.category):
        raise NotPermitted(*no)
    found = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("callback")
        .filter(**mine, id=draft_id, callback_id=callback_id)
        .first()
    )
    if found is None or not rules.is_there(left.kept(found)):
        raise NotFound
    if reasons := rules.reading_refusals(reason):
        raise Refused(*reasons)
    act.details = {"author": str(found.author_id), "reason": reason}
    return found
