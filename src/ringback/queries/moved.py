"""What new opening hours moved, or left at a time when nobody is in, as one person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from ringback.models import Callback, Entry, PolicyPart
from ringback.queries import practice, seen
from ringback.queries.scope import scope
from ringback.rules.access import Permission, lane_refusals, refusals
from ringback.rules.policy import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from ringback.rules.access import Actor
    from ringback.rules.closure import Outcome

MOST: Final = 50
"""As many are listed; the others are counted."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One callback of a change of hours. `name` is None where the reader may not see it."""

    callback_id: UUID
    name: str | None
    phone: str | None
    category: str
    before: datetime
    after: datetime | None
    planned: bool


@dataclass(frozen=True, kw_only=True)
class Told:
    """All that a change of hours did: how many, and those this reader may see."""

    moved: int
    uncovered: int
    moved_rows: list[Row]
    uncovered_rows: list[Row]


@dataclass(frozen=True, kw_only=True)
class _Line:
    callback_id: str
    before: datetime
    after: datetime | None = None
    planned: bool = False


def kept(actor: Actor, number: int, name: str = "") -> Told | None:
    """What one version of the hours did when it was written; None where there is none such."""
    with scope(actor.practice_id):
        part = PolicyPart.objects.filter(
            practice_id=actor.practice_id, kind=str(Part.HOURS), name=name, version=number
        ).first()
        if part is None:
            return None
        entry = Entry.objects.filter(
            practice_id=actor.practice_id, subject_id=part.id, refused=False
        ).first()
        details: dict[str, Any] = entry.details if entry else {}
        moved = [
            _Line(callback_id=each["callback"], before=_at(each["from"]), after=_at(each["to"]))
            for each in details.get("moved", ())
        ]
        uncovered = [
            _Line(callback_id=each["callback"], before=_at(each["at"]), planned=each["planned"])
            for each in details.get("uncovered", ())
        ]
        return _told(actor, moved, uncovered)


def foreseen(actor: Actor, outcome: Outcome) -> Told:
    """The same of what is only looked at."""
    moved = [
        _Line(callback_id=str(each.callback_id), before=each.before, after=each.after)
        for each in outcome.moved
    ]
    uncovered = [
        _Line(callback_id=str(each.callback_id), before=each.at, planned=each.planned)
        for each in outcome.uncovered
    ]
    with scope(actor.practice_id):
        return _told(actor, moved, uncovered)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _told(actor: Actor, moved: Sequence[_Line], uncovered: Sequence[_Line]) -> Told:
    return Told(
        moved=len(moved),
        uncovered=len(uncovered),
        moved_rows=_rows(actor, moved),
        uncovered_rows=_rows(actor, uncovered),
    )


def _rows(actor: Actor, lines: Sequence[_Line]) -> list[Row]:
    """Those of the reader's queue and lanes, the first to come first; who it is where they may."""
    if refusals(actor, Permission.SEE_QUEUE):
        return []
    ids = [each.callback_id for each in lines]
    found = Callback.objects.filter(practice_id=actor.practice_id, id__in=ids)
    mine = {str(each.id): each for each in found if not lane_refusals(actor, each.category)}
    ordered = sorted(lines, key=lambda each: each.after or each.before)
    shown = [each for each in ordered if each.callback_id in mine][:MOST]
    return [_row(actor, mine[each.callback_id], each) for each in shown]


def _row(actor: Actor, callback: Callback, line: _Line) -> Row:
    owns = callback.owner_id == actor.person_id
    named = seen.may(actor, "callback", "name", owns=owns)
    reached = seen.may(actor, "callback", "phone", owns=owns)
    pathway = practice.category(callback.practice_id, callback.category_version_id)
    return Row(
        callback_id=callback.id,
        name=callback.name if named else seen.name(actor, callback.name),
        phone=callback.phone if reached else None,
        category=pathway.name,
        before=line.before,
        after=line.after,
        planned=line.planned,
    )
