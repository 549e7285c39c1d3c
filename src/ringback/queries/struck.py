"""What was entered in error: left out of everything that counts, and told apart with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from ringback.models import Attempt, Call, Callback, Note, Struck
from ringback.queries import counted, practice, reading, seen
from ringback.queries.scope import scope
from ringback.rules import puttingright
from ringback.rules.access import Permission, refusals
from ringback.rules.puttingright import Entered, What

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class StruckRow:
    """One entry that was struck through. `reason` and `text` are None where they are not theirs."""

    what: What
    by: str
    at: datetime
    reason: str | None
    author: str
    entered_at: datetime
    result: str = ""
    text: str | None = None
    moved_to: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class StruckView:
    """What was struck through on one callback, by the id of each entry."""

    entries: Mapping[str, StruckRow] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One entry that this person may strike through; `result` of a try, `text` of a note."""

    what: What
    id: UUID
    author: str
    happened_at: datetime
    result: str = ""
    text: str = ""


def view(callback: Callback, actor: Actor, *, owns: bool) -> StruckView:
    """What was struck through on it, as this person may see it. Inside a scope."""
    told = seen.may(actor, "struck", "reason", owns=owns)
    clinical = seen.may(actor, "note", "text", owns=owns, raised=True)
    found = [
        _Entry(*each) for each in reading.rows(*counted.struck(callback.practice_id, callback.id))
    ]
    return StruckView(
        entries={str(each.entry_id): _row(each, told=told, clinical=clinical) for each in found}
    )


class _Entry(NamedTuple):
    """What struck_of.sql tells of one entry: of a try, a note or a check, the others are None."""

    attempt_id: UUID | None
    note_id: UUID | None
    call_id: UUID | None
    by: str
    at: datetime
    reason: str
    moved_to_id: UUID | None
    tried_by: str
    tried_at: datetime
    result: str
    author: str
    signed_at: datetime
    text: str
    clinical: bool
    caller: str
    checked_at: datetime

    @property
    def entry_id(self) -> UUID | None:
        return self.attempt_id or self.note_id or self.call_id


def _row(each: _Entry, *, told: bool, clinical: bool) -> StruckRow:
    whose: dict[str, Any] = {
        "by": each.by,
        "at": each.at,
        "reason": each.reason if told else None,
        "moved_to": each.moved_to_id,
    }
    if each.attempt_id is not None:
        return StruckRow(
            what=What.TRY, author=each.tried_by, entered_at=each.tried_at, result=each.result,
            **whose,
        )  # fmt: skip
    if each.note_id is not None:
        readable = told and (clinical or not each.clinical)
        return StruckRow(
            what=What.NOTE, author=each.author, entered_at=each.signed_at,
            text=each.text if readable else None, **whose,
        )  # fmt: skip
    return StruckRow(what=What.CHECK, author=each.caller, entered_at=each.checked_at, **whose)


def entered(entry: Attempt | Note | Call) -> Entered:
    """An entry, for the rule of putting right. Inside a scope."""
    if isinstance(entry, Attempt):
        by, at, what = entry.by_id, entry.entered_at, What.TRY
    elif isinstance(entry, Note):
        by, at, what = entry.author_id, entry.signed_at, What.NOTE
    else:
        by, at, what = entry.by_id, entry.verified_at or entry.begun_at, What.CHECK
    struck = Struck.objects.filter(practice_id=entry.practice_id, **{f"{what}_id": entry.id})
    return Entered(by=by, at=at, struck=struck.exists())


def choices(callback: Callback, actor: Actor, *, now: datetime) -> list[Choice]:
    """What of it this person may strike through, the latest first. Inside a scope."""
    zone = ZoneInfo(practice.zone(callback.practice_id))
    others = not refusals(actor, Permission.PUT_RIGHT_OTHERS)
    owns = callback.owner_id == actor.person_id
    clinical = seen.may(actor, "note", "text", owns=owns, raised=True)
    found = [
        (by, at, choice)
        for by, at, choice in (
            *_tries(callback),
            *_notes(callback, clinical=clinical),
            *_checks(callback),
        )
        if not puttingright.not_theirs(
            Entered(by=by, at=at), person_id=actor.person_id, others=others, now=now, zone=zone
        )
    ]
    return [choice for _, _, choice in sorted(found, key=lambda each: each[1], reverse=True)]


_Found = list[tuple["UUID", "datetime", Choice]]


def _tries(callback: Callback) -> _Found:
    made = counted.attempts(callback.practice_id).filter(callback_id=callback.id)
    return [
        (
            each.by_id,
            each.entered_at,
            Choice(
                what=What.TRY, id=each.id, author=each.by.name, happened_at=each.happened_at,
                result=each.result,
            ),
        )
        for each in made.select_related("by")
    ]  # fmt: skip


def _notes(callback: Callback, *, clinical: bool) -> _Found:
    written = counted.notes(callback.practice_id).filter(callback_id=callback.id)
    return [
        (
            each.author_id,
            each.signed_at,
            Choice(
                what=What.NOTE, id=each.id, author=each.author.name, happened_at=each.signed_at,
                text=each.text,
            ),
        )
        for each in written.select_related("author")
        if clinical or not each.clinical
    ]  # fmt: skip


def _checks(callback: Callback) -> _Found:
    ours = counted.checks(callback.practice_id).filter(callback_id=callback.id)
    checked = ours.filter(verified_at__isnull=False)
    return [
        (
            each.by_id,
            each.verified_at or each.begun_at,
            Choice(
                what=What.CHECK, id=each.id, author=each.by.name,
                happened_at=each.verified_at or each.begun_at,
            ),
        )
        for each in checked.select_related("by")
    ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RightView:
    """What somebody needs to put a callback right: its entries, and where they can be moved.

    `name` and `phone` are None where they are not theirs; `own` are other callbacks of theirs.
    """

    id: UUID
    name: str | None
    phone: str | None
    kind: str
    category_name: str
    choices: list[Choice]
    own: list[tuple[UUID, str, str]]


def right_view(callback_id: UUID, actor: Actor, *, now: datetime) -> RightView | None:
    """One callback to be put right; None where this practice has none such."""
    with scope(actor.practice_id):
        here = Callback.objects.filter(practice_id=actor.practice_id)
        found = here.filter(id=callback_id).first()
        if found is None:
            return None
        owns = found.owner_id == actor.person_id
        named = seen.may(actor, "callback", "name", owns=owns)
        own = here.filter(owner_id=actor.person_id, closed_at__isnull=True).exclude(id=found.id)
        pathway = practice.category(found.practice_id, found.category_version_id)
        return RightView(
            id=found.id,
            name=found.name if named else seen.name(actor, found.name),
            phone=found.phone if seen.may(actor, "callback", "phone", owns=owns) else None,
            kind=found.kind,
            category_name=pathway.name,
            choices=choices(found, actor, now=now),
            own=[(each.id, each.name, each.phone) for each in own.order_by("due_at", "id")],
        )
