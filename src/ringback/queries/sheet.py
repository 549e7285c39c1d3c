"""A call sheet: its rows as they stand on paper, and what was done about each since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Sheet, SheetRow
from ringback.queries import counted, practice, seen
from ringback.queries.scope import scope
from ringback.rules.access import lane_refusals

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Since:
    """A try somebody made after the sheet was printed."""

    by: str
    result: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """One line. `name` and `phone` are None where they are not for the reader."""

    position: int
    callback_id: UUID
    fence: int
    category_name: str
    due_at: datetime
    tries: int
    name: str | None
    phone: str | None
    entered: bool
    closed: bool
    owner: str
    mine: bool
    since: Since | None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One sheet with its rows."""

    number: int
    by: str
    at: datetime
    names: bool
    rows: list[PaperRow]


def read(number: int, actor: Actor) -> Paper | None:
    """A sheet by its number, without what is outside the reader's lanes; None for none such."""
    with scope(actor.practice_id):
        found = (
            Sheet.objects.filter(practice_id=actor.practice_id, number=number)
            .select_related("by")
            .first()
        )
        if found is None:
            return None
        rows = [
            each
            for each in SheetRow.objects.filter(practice_id=actor.practice_id, sheet_id=found.id)
            .select_related("callback__owner")
            .order_by("position")
            if not lane_refusals(actor, each.callback.category)
        ]
        since = _since(actor, found, [each.callback_id for each in rows])
        return Paper(
            number=found.number,
            by=found.by.name,
            at=found.at,
            names=found.names,
            rows=[_row(each, actor, since.get(each.callback_id)) for each in rows],
        )


def _row(row: SheetRow, actor: Actor, since: Since | None) -> PaperRow:
    callback = row.callback
    owns = callback.owner_id == actor.person_id
    named = seen.may(actor, "callback", "name", owns=owns)
    return PaperRow(
        position=row.position,
        callback_id=callback.id,
        fence=callback.fence,
        category_name=practice.category(actor.practice_id, callback.category_version_id).name,
        due_at=callback.due_at,
        tries=callback.tries,
        name=callback.name if named else None,
        phone=callback.phone if seen.may(actor, "callback", "phone", owns=owns) else None,
        entered=row.attempt_id is not None,
        closed=callback.closed_at is not None,
        owner=callback.owner.name if callback.owner else "",
        mine=owns,
        since=since,
    )


def _since(actor: Actor, sheet: Sheet, callbacks: Iterable[UUID]) -> dict[UUID, Since]:
    """The latest try of each that was written down after the sheet was printed."""
    found = (
        counted.attempts(actor.practice_id)
        .filter(callback_id__in=callbacks, entered_at__gt=sheet.at)
        .select_related("by")
        .order_by("entered_at")
    )
    return {
        each.callback_id: Since(by=each.by.name, result=each.result, at=each.happened_at)
        for each in found
    }
