"""A manager reads what somebody was writing when they left, says why, and may go on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.models import Callback, Draft
from ringback.queries import leftdraft as left
from ringback.rules import leftdraft as rules
from ringback.rules.access import Permission, lane_refusals
from ringback.rules.note import kept

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
        return _asked_for(act, callback_id, draft_id, reason).text


def take_over(callback_id: UUID, draft_id: UUID, reason: str, *, by: Actor, now: datetime) -> None:
    """It is their own draft from now on, below what they were writing themselves.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "draft of somebody gone taken over", by=by, now=now, needs=Permission.READ_LEFT,
        subject_id=callback_id,
    ) as act:  # fmt: skip
        act.changed = False
        theirs = _asked_for(act, callback_id, draft_id, reason)
        of_it = Draft.objects.select_for_update().filter(practice_id=by.practice_id)
        own = of_it.filter(callback_id=callback_id, author_id=by.person_id).first()
        text = kept(rules.joined(own.text if own else "", theirs.text))
        Draft.objects.update_or_create(
            practice_id=by.practice_id,
            callback_id=callback_id,
            author_id=by.person_id,
            defaults={"text": text, "saved_at": now},
        )
        theirs.text = ""
        theirs.save(update_fields=["text"])


def _asked_for(act: Act, callback_id: UUID, draft_id: UUID, reason: str) -> Draft:
    """The draft, where it is one of somebody gone and there is a reason; locked."""
    mine = {"practice_id": act.by.practice_id}
    callback = Callback.objects.filter(**mine, id=callback_id).first()
    if callback is None:
        raise NotFound
    if no := lane_refusals(act.by, callback.category):
        raise NotPermitted(*no)
    found = (
        Draft.objects.select_for_update(of=("self",))
        .filter(**mine, id=draft_id, callback_id=callback_id)
        .first()
    )
    if found is None or not rules.is_there(act.by, left.kept(found)):
        raise NotFound
    if reasons := rules.reading_refusals(reason):
        raise Refused(*reasons)
    act.details = {"author": str(found.author_id), "reason": reason}
    return found
