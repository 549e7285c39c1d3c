"""What happened is written down and signed; what is being written is kept from the first word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import holding
from ringback.actions.act import NotFound, Refused, signed
from ringback.models import Callback, Draft, Note
from ringback.queries.scope import scope
from ringback.rules.access import Permission, lane_refusals, refusals
from ringback.rules.lifecycle import Stage
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

NOTHING_SAID = gettext_noop("The note is empty: there is nothing to sign.")


def sign(callback_id: UUID, text: str, *, by: Actor, now: datetime, fence: int) -> None:
    """Sign a note. Raises Refused when it is empty, Stale, Held, NotFound, NotPermitted."""
    with signed("noted", by=by, now=now, needs=Permission.WORK) as act:
        act.draft = text
        callback = holding.mine(act, callback_id, fence)
        if not text.strip():
            raise Refused(Reason(code="empty", words=NOTHING_SAID))
        sign_within(act, callback, text)
        if callback.stage == Stage.OWNED:
            callback.lease_until = holding.lease_from(now)
            callback.save(update_fields=["lease_until"])


def sign_within(act: Act, callback: Callback, text: str) -> None:
    """Sign a note as part of another action; no text, no note. The author's draft is finished."""
    if not text.strip():
        return
    Note.objects.create(
        practice_id=act.by.practice_id,
        callback=callback,
        author_id=act.by.person_id,
        text=text.strip(),
        signed_at=act.now,
    )
    Draft.objects.filter(callback_id=callback.id, author_id=act.by.person_id).update(
        text="", saved_at=act.now
    )


def save_draft(callback_id: UUID, text: str, *, by: Actor, now: datetime) -> None:
    """Keep what somebody is writing, whoever owns the callback now. Raises NotFound.

    A draft is its author's alone and changes nothing, so it needs neither fence nor lease, and
    the journal keeps silent about every two seconds of typing.
    """
    with scope(by.practice_id):
        found = Callback.objects.filter(id=callback_id).values_list("category", flat=True).first()
        if found is None or refusals(by, Permission.WORK) or lane_refusals(by, found):
            raise NotFound
        Draft.objects.update_or_create(
            practice_id=by.practice_id,
            callback_id=callback_id,
            author_id=by.person_id,
            defaults={"text": text, "saved_at": now},
        )
        _extend(callback_id, by, now)


def _extend(callback_id: UUID, by: Actor, now: datetime) -> None:
    """Writing is activity: the writer's time begins again."""
    Callback.objects.filter(id=callback_id, owner_id=by.person_id, stage=Stage.OWNED).update(
        lease_until=holding.lease_from(now)
    )
