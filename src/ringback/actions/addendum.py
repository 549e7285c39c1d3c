"""A finished callback is added to: never edited, never opened again by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import drafts, holding, note
from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.models import ChartCopy, Note
from ringback.queries import counted, script, seen
from ringback.rules import addendum as rules
from ringback.rules.access import Permission, lane_refusals
from ringback.rules.handover import line
from ringback.rules.lifecycle import Stage
from ringback.rules.note import kept

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor
    from ringback.rules.notetime import Told


def add(
    callback_id: UUID, text: str, told: Told, *, by: Actor, now: datetime, fence: int,
) -> None:  # fmt: skip
    """Sign what is added. Raises Refused, Stale, NotFound, NotPermitted; the words are kept then.

    The same words of the same person are one addendum, however often pressed.
    """
    with signed("added to", by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        callback = holding.current(act, callback_id, fence)
        reasons = rules.refusals(
            text,
            closed=callback.stage == Stage.CLOSED,
            told=told,
            received_at=callback.received_at,
            now=now,
        )
        if reasons:
            raise Refused(*reasons)
        if note.signed_before(callback.id, by, text):
            act.silent = True
            return
        Note.objects.create(
            practice_id=by.practice_id,
            callback_id=callback.id,
            author_id=by.person_id,
            text=kept(text).strip(),
            signed_at=now,
            late=True,
            happened_at=told.happened_at,
            why_late=line(told.why_late)[:200],
            clinical=note.is_clinical(act, callback),
            script_version=script.version(by.practice_id),
        )
        drafts.finish(callback.id, text, by=by, now=now)


def in_chart(callback_id: UUID, note_id: UUID, *, by: Actor, now: datetime) -> None:
    """Say that a note stands in the practice's chart, too. Raises NotFound, NotPermitted.

    Only of one that counts and that they may read. Said once is said; who said it first and when
    is kept.
    """
    with signed(
        "note in the chart", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        mine = {"practice_id": by.practice_id}
        found = counted.notes(by.practice_id).filter(id=note_id, callback_id=callback_id)
        it = found.select_related("callback").first()
        if it is None:
            raise NotFound
        if no := lane_refusals(by, it.callback.category):
            raise NotPermitted(*no)
        if not seen.reads(act.by, it):
            raise NotFound
        _said, made = ChartCopy.objects.get_or_create(
            **mine, note_id=it.id, defaults={"by_id": by.person_id, "at": now}
        )
        act.silent = not made
        act.details = {"note": str(it.id)}
