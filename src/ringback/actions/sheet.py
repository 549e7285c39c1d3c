"""The queue goes on paper, and what was written there comes back row by row, as real tries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Max

from ringback.actions import attempt, claim
from ringback.actions.act import NotFound, Refused, locked, signed
from ringback.actions.arrival import KeyReused
from ringback.models import Callback, Sheet, SheetRow
from ringback.queries import statement
from ringback.rules import sheet as rules
from ringback.rules.access import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.actions.attempt import Logged, Made
    from ringback.rules.access import Actor


def hand_out(callbacks: Sequence[UUID], *, names: bool, by: Actor, now: datetime) -> int:
    """Keep which callbacks are printed, and answer the sheet's number. Raises Refused.

    Also NotPermitted. Whole names stand on it only where they were asked for.
    """
    with signed(
        "sheet printed", by=by, now=now, needs=Permission.HAND_OUT, subject_kind="sheet"
    ) as act:
        practice_id = str(by.practice_id)
        statement.lock_key(practice_id, f"{practice_id} sheets")
        here = Callback.objects.filter(practice_id=by.practice_id, id__in=callbacks)
        known = set(here.values_list("id", flat=True))
        rows = [each for each in callbacks if each in known][: rules.MOST_ROWS]
        if reasons := rules.printing_refusals(len(rows)):
            raise Refused(*reasons)
        own = Sheet.objects.filter(practice_id=by.practice_id)
        last = own.aggregate(last=Max("number"))["last"] or 0
        made = Sheet.objects.create(
            practice_id=by.practice_id, number=last + 1, by_id=by.person_id, at=now, names=names
        )
        SheetRow.objects.bulk_create(
            SheetRow(
                practice_id=by.practice_id, sheet=made, position=place, callback_id=callback_id
            )
            for place, callback_id in enumerate(rows, start=1)
        )
        act.subject_id, act.changed = made.id, False
        act.details = {
            "number": made.number,
            "names": names,
            "callbacks": [str(each) for each in rows],
        }
    return made.number


def may_open(number: int, *, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not; that it was opened is kept.

    Raises NotFound, NotPermitted.
    """
    with signed(
        "sheet seen", by=by, now=now, needs=Permission.HAND_OUT, subject_kind="sheet"
    ) as act:
        act.changed = False
        found = Sheet.objects.filter(practice_id=by.practice_id, number=number).first()
        if found is None:
            raise NotFound
        act.subject_id, act.details = found.id, {"number": number}


def enter(number: int, position: int, made: Made, *, by: Actor, now: datetime) -> None:
    """One row as a try with its own time. Raises what taking it or the try itself raises.

    Whoever enters it has the callback from then on, where nobody else had it; where the try is
    refused, nothing has changed hands. The same row of the same person is one try.
    """
    told = replace(made, idempotency_key=f"sheet {number} {position}")
    with signed(
        "attempted", by=by, now=now, needs=Permission.WORK, draft=made.note, takes=True
    ) as act:
        row = _row(act, number, position)
        if before := _entered(act, row, told):
            act.silent = True
            return _tick(act, row, before)
        callback = locked(act, row.callback_id)
        if claim.take_within(act, callback):
            act.beside(callback.id, verb="claimed", details={}).save()
        return _tick(act, row, attempt.tell_within(act, callback, told))


def _row(act: Act, number: int, position: int) -> SheetRow:
    own = SheetRow.objects.filter(practice_id=act.by.practice_id, position=position)
    found = own.filter(sheet__number=number).first()
    if found is None:
        raise NotFound
    return found


def _entered(act: Act, row: SheetRow, told: Made) -> Logged | None:
    """Their try of this row, where it is written down already. Raises Refused for another's."""
    try:
        return attempt.logged_before(act, row.callback_id, told)
    except KeyReused:
        raise Refused(*rules.row_refusals(result=True, at=None, entered=True)) from None


def _tick(act: Act, row: SheetRow, made: Logged) -> None:
    own = SheetRow.objects.filter(practice_id=act.by.practice_id, id=row.id)
    own.update(attempt_id=made.attempt_id)
