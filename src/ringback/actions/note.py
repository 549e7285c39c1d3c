"""What happened is written down and signed; what is being written is kept from the first word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.actions import drafts, holding
from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.models import Callback, Note
from ringback.queries import counted, practice, script, statement, writing
from ringback.rules import noteclose, notetime
from ringback.rules.access import Permission, lane_refusals, refusals
from ringback.rules.draft import Written, facts_in
from ringback.rules.escalation import is_clinical_note
from ringback.rules.handover import line
from ringback.rules.lifecycle import Stage
from ringback.rules.note import kept, missing_in_note
from ringback.rules.notetime import Told
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor
    from ringback.rules.draft import Kept
    from ringback.rules.reason import Missing

NOTHING_SAID = gettext_noop("The note is empty: there is nothing to sign.")


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page sends of a draft beside its text: fields, the version it saw, its window.

    Where it has no fields of the draft, those that are kept stay.
    """

    fields: Mapping[str, str] | None = None
    saw: int | None = None
    window: str = ""


class NoRoom(Refused):
    """There are more words than can be kept: these are not, and whoever wrote them is told."""


class Vague(Refused):
    """The next colleague could not act on this note; `reasons` names what it lacks."""


def sign(
    callback_id: UUID,
    text: str,
    *,
    picks: Mapping[str, str] | None = None,
    told: Told | None = None,
    by: Actor,
    now: datetime,
    fence: int,
) -> None:
    """Sign a note that stands by itself. Raises Vague, Refused, Stale, Held, NotFound.

    `told` is when it happened, if that was earlier; when it was signed is kept beside it.

    With `picks`, what is known of the call is written above the own words of `text`. The same words
    of the same person on the same callback are one note, however often pressed.
    """
    with signed(
        "noted", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, draft=text
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        written = composed(act, callback, text, picks)
        if not written.whole.strip():
            raise Refused(Reason(code="empty", words=NOTHING_SAID))
        if written.lacking:
            raise Vague(*written.lacking)
        when = told or Told()
        if wrong := notetime.refusals(when, received_at=callback.received_at, now=now):
            raise Refused(*wrong)
        if signed_before(callback.id, by, written.whole):
            act.silent = True
            return
        sign_within(act, callback, written.whole, told=when)
        holding.extended(callback_id, by=by, now=now)


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A note as it would be signed, and what it lacks; `said` is whether anything is said in it."""

    whole: str
    lacking: tuple[Missing, ...]
    said: bool


def composed(
    act: Act,
    callback: Callback,
    text: str,
    picks: Mapping[str, str] | None,
    given: Mapping[str, Any] | None = None,
) -> Composed:
    """The note of what is known, picked and written; where nothing is picked here, only written.

    `given` are done-facts that are being given with it.
    """
    if picks is None:
        return Composed(whole=text, lacking=missing_in_note(text), said=bool(text.strip()))
    here = writing.of(callback, act.by, now=act.now, given=given)
    if here.known is None or (here.signed and not picks):
        return Composed(whole=text, lacking=missing_in_note(text), said=bool(text.strip()))
    facts = noteclose.with_picks(here.known, picks)
    return Composed(
        whole=noteclose.in_full(facts, text, picks),
        lacking=noteclose.missing_to_sign(facts, text, picks),
        said=bool(text.strip() or picks),
    )


def signed_before(callback_id: UUID, by: Actor, text: str) -> bool:
    """Whether these very words are a note of theirs already."""
    whose = {"practice": by.practice_id, "callback": callback_id, "person": by.person_id}
    found: bool = statement.rows("signed_before", {**whose, "text": kept(text).strip()})[0][0]
    return found


def sign_within(act: Act, callback: Callback, text: str, *, told: Told | None = None) -> None:
    """Sign a note as part of another action; no text, no note.

    The author's draft is finished where its words are in the note; other words stay, and so do
    facts that are not recorded.
    """
    said = kept(text).strip()
    if not said:
        return
    mine = {"practice_id": act.by.practice_id, "callback_id": callback.id}
    theirs = counted.attempts(act.by.practice_id).filter(callback_id=callback.id)
    made = theirs.filter(by_id=act.by.person_id)
    Note.objects.create(
        **mine,
        author_id=act.by.person_id,
        text=said,
        signed_at=act.now,
        clinical=is_clinical(act, callback),
        script_version=script.version(act.by.practice_id),
        attempt_id=made.order_by("-entered_at").values_list("id", flat=True).first(),
        happened_at=told.happened_at if told else None,
        why_late=line(told.why_late)[:200] if told else "",
    )
    drafts.finish(callback.id, said, by=act.by, now=act.now)


def is_clinical(act: Act, callback: Callback) -> bool:
    """Whether what the actor writes of it is for clinicians to read."""
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    clinician = not refusals(act.by, Permission.ANSWER)
    return is_clinical_note(Stage(callback.stage), pathway, clinician=clinician)


def finish(act: Act, callback: Callback, text: str) -> str:
    """The words as they are kept elsewhere; the draft they were written in is done with."""
    said = kept(text).strip()
    drafts.finish(callback.id, said, by=act.by, now=act.now)
    return said


def save_draft(
    callback_id: UUID, text: str | None, *, by: Actor, now: datetime, more: Page | None = None
) -> Kept:
    """Keep what somebody is writing, whoever owns it now. Raises NoRoom, NotFound, NotPermitted.

    A draft is its author's alone and changes nothing, so it needs neither fence nor lease, and
    the journal keeps silent about every two seconds of typing. It tells of refusals. Words that
    they have signed meanwhile are no draft any more: a page that goes away sends them once more.
    What was written when it was no longer theirs is kept as that. A page without the note's own
    box sends None for its text, which stays. Whoever began while they worked here may go on, though
    their role be another one by now; but that keeps nothing from those who still do the work.
    """
    page = more or Page()
    asked = [_whose(callback_id, by)]
    with signed(
        "draft kept", by=by, now=now, needs=None, subject_id=callback_id, asked=asked
    ) as act:
        act.silent = True
        no = refusals(act.by, Permission.WORK)
        if no and not drafts.begun(callback_id, act.by):
            raise NotPermitted(*no)
        owner_id = _owner(act)
        if not no:
            # First the callback, then the draft, as signing does: never in a circle.
            holding.extended(callback_id, by=by, now=now)
        if text is None or page.fields is None:
            before = drafts.now(callback_id, by)
            text = before.text if text is None else text
        fields = before.fields if page.fields is None else page.fields
        signed_already = signed_before(callback_id, by, text)
        sent = Written(
            text="" if signed_already else kept(text),
            fields=facts_in(drafts.now(callback_id, by).fields) if signed_already else fields,
            window=page.window,
            at=now.isoformat(),
        )
        late = owner_id != by.person_id
        after, no = drafts.keep(callback_id, sent, saw=page.saw, by=by, now=now, late=late)
        if no:
            raise NoRoom(*no)
        return after


def put_back(callback_id: UUID, window: str, at: str, *, by: Actor, now: datetime) -> None:
    """What they wrote in another window stands in the draft, too.

    Raises Refused where both together are longer than a note may be, NotFound, NotPermitted.
    """
    asked = [_whose(callback_id, by)]
    with signed(
        "draft kept", by=by, now=now, needs=Permission.WORK, subject_id=callback_id, asked=asked
    ) as act:
        act.silent = True
        _owner(act)
        if no := drafts.put_back(callback_id, window, at, by=by, now=now):
            raise Refused(*no)


def _whose(callback_id: UUID, by: Actor) -> tuple[str, dict[str, UUID]]:
    """Which statement tells whose it is."""
    return "whose", {"practice": by.practice_id, "callback": callback_id}


def _owner(act: Act) -> UUID | None:
    """Whose it is now; raised where it is not there, or not for this person."""
    found = act.found["whose"]
    if not found:
        raise NotFound
    category, owner_id = found[0]
    if no := lane_refusals(act.by, category):
        raise NotPermitted(*no)
    owner: UUID | None = owner_id
    return owner
