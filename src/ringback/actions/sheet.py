"""The queue goes on paper, and what was written there comes back row by row, as real tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from ringback.actions import attempt, claim
from ringback.actions.act import NotFound, Refused, signed
from ringback.models import Attempt, Callback, Sheet, SheetRow
from ringback.queries import statement
from ringback.queries.scope import scope
from ringback.rules import sheet as rules
from ringback.rules.access import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.attempt import Made
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
    refused it is anyone's again.
    """
    row = _row(number, position, by)
    if (known := _written(made, by)) is not None:
        return _tick(row, known, by)
    before = _owner(row, by)
    taken = claim.claim(row.callback_id, by=by, now=now)
    try:
        done = attempt.log(row.callback_id, made, by=by, now=now, fence=taken.fence)
    except Refused:
        if before is None:
            claim.release(row.callback_id, by=by, now=now, fence=taken.fence)
        raise
    return _tick(row, done.attempt_id, by)


def _written(made: Made, by: Actor) -> UUID | None:
    """Their try of this row, where it was written down and the row not ticked: it is not repeated.

    Taken once more, the callback would lose the next try that is planned.
    """
    if made.idempotency_key is None:
        return None
    with scope(by.practice_id):
        own = Attempt.objects.filter(practice_id=by.practice_id, by_id=by.person_id)
        found = own.filter(idempotency_key=made.idempotency_key)
        return found.values_list("id", flat=True).first()


def _tick(row: SheetRow, attempt_id: UUID, by: Actor) -> None:
    with scope(by.practice_id):
        own = SheetRow.objects.filter(practice_id=by.practice_id, id=row.id)
        own.update(attempt_id=attempt_id)


def _row(number: int, position: int, by: Actor) -> SheetRow:
    with scope(by.practice_id):
        found = (
            SheetRow.objects.filter(practice_id=by.practice_id, position=position)
            .filter(sheet__number=number)
            .first()
        )
    if found is None:
        raise NotFound
    if found.attempt_id is not None:
        raise Refused(*rules.row_refusals(result=True, at=None, entered=True))
    return found


def _owner(row: SheetRow, by: Actor) -> UUID | None:
    with scope(by.practice_id):
        found = Callback.objects.filter(practice_id=by.practice_id, id=row.callback_id)
        return found.values_list("owner_id", flat=True).first()
