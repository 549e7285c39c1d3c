"""What is needed before its owner is back goes to anyone, once their shift is over."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringback.actions import claim, holding, pause
from ringback.models import Call, Callback, Entry
from ringback.queries import practice, roster
from ringback.queries import shift as rows
from ringback.queries.scope import scope
from ringback.rules import shift
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import CameBack

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.roster import Roster


def return_left_over(practice_id: UUID, *, now: datetime) -> int:
    """A tick duty: what is needed before its owner's next shift goes to anyone after theirs.

    Somebody who went on working after its end keeps what they are working on.
    """
    with scope(practice_id):
        found = roster.current(practice_id, now=now)
        over = _over(found, practice_id, now)
        if not over:
            return 0
        held = Callback.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            practice_id=practice_id, owner_id__in=over, closed_at__isnull=True
        )
        backs = {each: rows.back_at(found, each, practice_id, now) for each in over}
        going = [each for each in held.order_by("id") if _goes(each, over, backs, now)]
        Entry.objects.bulk_create(
            Entry(
                practice_id=practice_id,
                at=now,
                via="tick",
                verb="shift over",
                subject_kind="callback",
                subject_id=each.id,
                details={"owner": str(each.owner_id), "stage": each.stage},
            )
            for each in going
        )
        for each in going:
            _anyones(each, now)
    return len(going)


def _anyones(callback: Callback, now: datetime) -> None:
    """It is anyone's; what was to be looked at again by now waits for nobody else any more."""
    if callback.stage == Stage.ON_HOLD:
        pause.end(callback, now)
        callback.stage = Stage.OWNED
        callback.save(update_fields=[*pause.FIELDS])
    claim.freed(callback, now, CameBack.SHIFT_OVER)


def _over(found: Roster, practice_id: UUID, now: datetime) -> dict[UUID, datetime]:
    """Whose shift is over, and since when."""
    zone, shifts = ZoneInfo(practice.zone(practice_id)), rows.shifts(found)
    owners = {each.owner_id for each in shifts} | {each.deputy_id for each in shifts}
    since = {each: shift.over_since(shifts, each, now, zone) for each in owners if each}
    return {each: at for each, at in since.items() if at is not None}


def _goes(
    callback: Callback,
    over: dict[UUID, datetime],
    backs: dict[UUID, datetime | None],
    now: datetime,
) -> bool:
    owner_id = callback.owner_id
    if owner_id is None:
        return False
    return shift.goes_back(
        rows.facts(callback),
        over=over[owner_id],
        back=backs[owner_id],
        worked_since=_worked_since(callback, over[owner_id]),
        now=now,
    )


def _worked_since(callback: Callback, over: datetime) -> bool:
    """Whether its owner is on the phone about it, or did something with it after their shift."""
    until = callback.lease_until
    lease = holding.lease_from(over)
    if callback.stage in holding.LEASED and until is not None and until > lease:
        return True
    return Call.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id, ended_at__isnull=True
    ).exists()
