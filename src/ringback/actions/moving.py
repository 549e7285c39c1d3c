"""What stood on the wrong person is written anew on the right one's, to be signed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import claim, drafts, judging
from ringback.actions.act import Refused
from ringback.models import Attempt, Callback, DoneFact, Draft, Entry, Note
from ringback.queries import practice
from ringback.rules import escalation, phone
from ringback.rules import puttingright as rules
from ringback.rules.draft import TICKED
from ringback.rules.known import Facts
from ringback.rules.noteclose import PREFIX
from ringback.rules.queue import Level
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.actions.puttingright import Move
    from ringback.models import Call


def number(act: Act, move: Move) -> str:
    """The number somebody gave for a new one; "" where it is none whole."""
    found = phone.normalised(move.number, practice.country(act.by.practice_id))
    return found if phone.is_whole(found) else ""


def moved(act: Act, callback: Callback, entry: Attempt | Note | Call, move: Move) -> UUID:
    """A draft, to be signed there by whoever puts it right. Within another action."""
    theirs = move.callback_id
    other = _own_other(act, callback, theirs) if theirs else _linked(act, callback, move)
    text = entry.text if isinstance(entry, Note) else move.text
    fields = _noted_with(act, callback, entry) if isinstance(entry, Attempt) else {}
    if text.strip() or fields:
        drafts.again(other.id, text, fields, by=act.by, now=act.now)
    return other.id


def _noted_with(act: Act, callback: Callback, entry: Attempt) -> dict[str, str]:
    """What was picked for the note of a try, and the facts noted with it: to be signed anew.

    What was picked is a draft of the wrong person's no more.
    """
    found = dict(_facts_of(callback, entry))
    mine = {"practice_id": act.by.practice_id, "callback_id": callback.id}
    draft = Draft.objects.select_for_update().filter(**mine, author_id=act.by.person_id).first()
    if draft is not None:
        picks = {name: value for name, value in draft.fields.items() if name.startswith(PREFIX)}
        draft.fields = {name: value for name, value in draft.fields.items() if name not in picks}
        draft.version += 1
        draft.save(update_fields=["fields", "version"])
        found |= picks
    return found


def _facts_of(callback: Callback, entry: Attempt) -> Iterator[tuple[str, str]]:
    """The facts that were noted in the same press as a try, as they stand in a form."""
    mine = {"practice_id": callback.practice_id, "subject_id": callback.id, "verb": "attempted"}
    said = Entry.objects.filter(**mine, details__attempt=str(entry.id), refused=False).first()
    codes = said.details.get("facts", []) if said else []
    own = {"practice_id": callback.practice_id, "callback_id": callback.id}
    for each in DoneFact.objects.filter(**own, code__in=codes, by_id=entry.by_id):
        if escalation.is_clinical(each.code, each.value) and each.by_clinician:
            continue
        if each.value is True:
            yield f"tick.{each.code}", TICKED
        elif each.value not in {False, None, ""}:
            kind = "number" if isinstance(each.value, int) else "fact"
            yield f"{kind}.{each.code}", str(each.value)


def _own_other(act: Act, callback: Callback, other_id: UUID) -> Callback:
    """Another open callback of their own."""
    found = (
        Callback.objects.select_for_update()
        .filter(
            practice_id=act.by.practice_id,
            id=other_id,
            owner_id=act.by.person_id,
            closed_at__isnull=True,
        )
        .exclude(id=callback.id)
        .first()
    )
    if found is None:
        raise Refused(Reason(code="move", words=rules.WHOSE))
    return found


def _linked(act: Act, callback: Callback, move: Move) -> Callback:
    """A new one beside it for the right person, of the same kind, theirs at once."""
    where = judging.bearings(act, callback.category, act.now, location=callback.location)
    other = Callback(
        practice_id=act.by.practice_id,
        source=callback.source,
        location=callback.location,
        kind=callback.kind,
        received_at=act.now,
        last_arrival_at=act.now,
        created_at=act.now,
        phone=number(act, move),
        name=" ".join(move.name.split())[:120],
        linked_to_id=callback.id,
    )
    found = judging.stand(act, where, Facts(received_at=act.now), Level.ROUTINE)
    judging.opened(act, other, found)
    claim.own_within(act, other)
    act.beside(other.id, verb="opened beside", details={"linked_to": str(callback.id)}).save()
    return other
