"""Words outside the lane are put right or handed to the lead with a reason, before it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import holding
from ringback.actions.act import Refused, signed
from ringback.models import Draft, ScopeSettled
from ringback.queries import lanewords
from ringback.rules import scope
from ringback.rules.access import Permission
from ringback.rules.note import kept
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.rules.access import Actor

NO_REASON: Final = gettext_noop("Say why these words stay as they are: the lead reads it.")
NOT_THERE: Final = gettext_noop("These words are not in your note any more.")
LONGEST: Final = 500


def refuse_unsettled(callback: Callback, text: str, *, by: Actor) -> None:
    """Raise Refused with every find that is not settled. Inside an action that closes."""
    if reasons := scope.to_settle(lanewords.unsettled(callback, text, by)):
        raise Refused(*reasons)


def hand_to_lead(
    callback_id: UUID, code: str, words: str, reason: str, *, by: Actor, now: datetime, fence: int
) -> None:
    """Leave words as they are, with why. Raises Refused, Stale, Held, NotFound, NotPermitted."""
    with signed(
        "words handed to the lead", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        why = kept(reason).strip()[:LONGEST]
        if not why:
            raise Refused(Reason(code="no_reason", words=NO_REASON))
        written = Draft.objects.filter(
            practice_id=by.practice_id, callback_id=callback.id, author_id=by.person_id
        )
        text = written.values_list("text", flat=True).first() or ""
        found = lanewords.unsettled(callback, text, by)
        if (code, words) not in {(each.code, each.words) for each in found}:
            raise Refused(Reason(code="not_there", words=NOT_THERE))
        ScopeSettled.objects.create(
            practice_id=by.practice_id,
            callback_id=callback.id,
            code=code,
            words=kept(words)[:LONGEST],
            reason=why,
            by_id=by.person_id,
            at=now,
        )
        act.details = {"words": code}
        holding.extended(callback_id, by=by, now=now)
