"""One person's page, sent by the next at a shared computer: not done, and kept for its writer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ringback.actions.act import Refused, signed
from ringback.models import Callback, Draft
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.note import kept
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

NOT_YOURS: Final = gettext_noop("This page belonged to the person who was here before you.")


def refused(
    callback_id: UUID | None,
    text: str,
    *,
    writer: tuple[UUID, UUID],
    by: Actor,
    now: datetime,
) -> Refused:
    """Keep what stands on the page as the draft of its `writer` (person, practice); then refuse.

    What `by` tried is one entry in the record of their practice.
    """
    person_id, practice_id = writer
    if callback_id is not None and text.strip() and person.actor(person_id, practice_id, via="web"):
        _keep(callback_id, text, author_id=person_id, practice_id=practice_id, now=now)
    here = callback_id if practice_id == by.practice_id else None
    refusal = Refused(Reason(code="not_your_page", words=NOT_YOURS))
    with (
        suppress(Refused),
        signed("sent another’s page", by=by, now=now, needs=None, subject_id=here),
    ):
        raise refusal
    return refusal


def _keep(
    callback_id: UUID, text: str, *, author_id: UUID, practice_id: UUID, now: datetime
) -> None:
    """Beside what they have of it already: nothing of theirs is written over by another."""
    with scope(practice_id):
        it = Callback.objects.filter(practice_id=practice_id, id=callback_id)
        if not it.exists():
            return
        theirs = Draft.objects.filter(
            practice_id=practice_id, callback_id=callback_id, author_id=author_id
        )
        had = (theirs.values_list("text", flat=True).first() or "").strip()
        new = kept(text).strip()
        if new in had:
            return
        Draft.objects.update_or_create(
            practice_id=practice_id,
            callback_id=callback_id,
            author_id=author_id,
            defaults={
                "text": new if had in new else kept(f"{had}\n\n{new}"),
                "saved_at": now,
                "window": "",
                "version": (theirs.values_list("version", flat=True).first() or 0) + 1,
            },
        )
