"""What happened is written down and signed; what is being written is kept from the first word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import holding
from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.models import Callback, Draft, Note
from ringback.models.ids import new_id
from ringback.queries import practice, statement, struck
from ringback.rules.access import Permission, lane_refusals, refusals
from ringback.rules.escalation import is_clinical_note
from ringback.rules.lifecycle import Stage
from ringback.rules.note import kept, missing_in_note
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

NOTHING_SAID = gettext_noop("The note is empty: there is nothing to sign.")


class Vague(Refused):
    """The next colleague could not act on this note; `reasons` names what it lacks."""


def sign(callback_id: UUID, text: str, *, by: Actor, now: datetime, fence: int) -> None:
    """Sign a note that stands by itself. Raises Vague, Refused, Stale, Held, NotFound.

    The same words of the same person on the same callback are one note, however often pressed.
    """
    with signed(
        "noted", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=text
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        if not text.strip():
            raise Refused(Reason(code="empty", words=NOTHING_SAID))
        if missing := missing_in_note(text):
            raise Vague(*missing)
        if _signed_before(callback.id, by, text):
            act.silent = True
            return
        sign_within(act, callback, text)
        holding.extended(callback_id, by=by, now=now)


def _signed_before(callback_id: UUID, by: Actor, text: str) -> bool:
    signed_ones = Note.objects.filter(practice_id=by.practice_id, callback_id=callback_id).exclude(
        id__in=struck.notes(by.practice_id)
    )
    return signed_ones.filter(author_id=by.person_id, text=kept(text).strip()).exists()


def sign_within(act: Act, callback: Callback, text: str) -> None:
    """Sign a note as part of another action; no text, no note.

    The author's draft is finished where its words are in the note; other words stay.
    """
    said = kept(text).strip()
    if not said:
        return
    values = {
        "id": new_id(),
        "practice": act.by.practice_id,
        "callback": callback.id,
        "author": act.by.person_id,
        "text": said,
        "now": act.now,
        "clinical": _clinical(act, callback),
    }
    statement.run("note", values)


def _clinical(act: Act, callback: Callback) -> bool:
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    clinician = not refusals(act.by, Permission.ANSWER)
    return is_clinical_note(Stage(callback.stage), pathway, clinician=clinician)


def finish(act: Act, callback: Callback, text: str) -> str:
    """The words as they are kept elsewhere; the draft they were written in is done with."""
    said = kept(text).strip()
    drafts = Draft.objects.filter(
        practice_id=act.by.practice_id, callback_id=callback.id, author_id=act.by.person_id
    )
    if any(each.text.strip() in said for each in drafts):
        drafts.update(text="", saved_at=act.now)
    return said


def save_draft(callback_id: UUID, text: str, *, by: Actor, now: datetime) -> None:
    """Keep what somebody is writing, whoever owns the callback now. Raises NotFound, NotPermitted.

    A draft is its author's alone and changes nothing, so it needs neither fence nor lease, and
    the journal keeps silent about every two seconds of typing. It tells of refusals. Words that
    they have signed meanwhile are no draft any more: a page that goes away sends them once more.
    """
    with signed("draft kept", by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        act.silent = True
        found = Callback.objects.filter(practice_id=by.practice_id, id=callback_id)
        category = found.values_list("category", flat=True).first()
        if category is None:
            raise NotFound
        if no := lane_refusals(by, category):
            raise NotPermitted(*no)
        Draft.objects.update_or_create(
            practice_id=by.practice_id,
            callback_id=callback_id,
            author_id=by.person_id,
            defaults={
                "text": "" if _signed_before(callback_id, by, text) else kept(text),
                "saved_at": now,
            },
        )
        holding.extended(callback_id, by=by, now=now)
