"""A row of a call sheet is entered whole or not at all: taken, written down and ticked in one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim, sheet
from ringback.actions.act import Refused
from ringback.actions.attempt import Made
from ringback.models import SheetRow
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from tests import records
from tests.cast import NOON, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
LATER = NOON + timedelta(hours=1)
OLD = Made(result=Result.NO_ANSWER, happened_at=NOON - timedelta(days=3), why_late="")


def printed(cast: Cast) -> UUID:
    it = came_in(cast.dana, happened_at=NOON - timedelta(days=4)).callback_id
    assert it is not None
    assert sheet.hand_out([it], names=False, by=cast.dana, now=NOON) == 1
    return it


def enter(by: Actor, made: Made | None = None, now: datetime = LATER) -> None:
    sheet.enter(1, 1, made or Made(result=Result.NO_ANSWER), by=by, now=now)


def stands(cast: Cast, it: UUID) -> dict[str, Any]:
    found = records.callback(cast, it)
    names = ("owner_id", "fence", "stage", "lease_until", "came_back", "due_at", "tries")
    return {name: getattr(found, name) for name in names}


def ticked(cast: Cast) -> UUID | None:
    with scope(cast.practice_id):
        return SheetRow.objects.get().attempt_id


def test_a_row_is_taken_and_written_down_in_one_step_of_two_entries(cedar: Cast) -> None:
    it = printed(cedar)
    enter(cedar.dana)
    (made,) = records.attempts(cedar)
    assert (ticked(cedar), records.callback(cedar, it).owner_id) == (made.id, cedar.dana.person_id)
    verbs = ("claimed", "attempted", "released")
    assert [each.verb for each in records.journal(cedar, *verbs)] == ["claimed", "attempted"]
    enter(cedar.dana)
    assert len(records.attempts(cedar)) == 1
    assert len(records.journal(cedar, *verbs)) == len(["claimed", "attempted"])


def test_a_refused_row_leaves_the_callback_as_nobody_had_touched_it(cedar: Cast) -> None:
    it = printed(cedar)
    before = stands(cedar, it)
    with pytest.raises(Refused):
        enter(cedar.dana, OLD)
    assert stands(cedar, it) == before
    assert (ticked(cedar), records.attempts(cedar)) == (None, [])
    (entry,) = records.journal(cedar, "claimed", "attempted", "released")
    assert (entry.verb, entry.refused, entry.changed) == ("attempted", True, False)


def test_a_refused_row_of_ones_own_keeps_the_try_that_is_planned(cedar: Cast) -> None:
    it = printed(cedar)
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    attempt.log(it, Made(result=Result.BUSY), by=cedar.dana, now=NOON, fence=fence)
    before, planned = stands(cedar, it), records.callback(cedar, it).next_attempt_at
    with pytest.raises(Refused):
        enter(cedar.dana, OLD)
    assert stands(cedar, it) == before
    assert records.callback(cedar, it).next_attempt_at == planned is not None


def test_what_ends_before_the_row_is_ticked_leaves_nothing_half(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = printed(cedar)
    before, entries = stands(cedar, it), records.entries(cedar)

    def killed(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(sheet, "_tick", killed)
    with pytest.raises(SystemExit):
        enter(cedar.dana)
    assert stands(cedar, it) == before
    assert (records.attempts(cedar), records.entries(cedar)) == ([], entries)


def test_the_same_row_twice_at_the_same_moment_is_one_try(cedar: Cast) -> None:
    printed(cedar)
    at_once(2, lambda _: enter(cedar.dana))
    (made,) = records.attempts(cedar)
    assert ticked(cedar) == made.id


def test_of_two_who_enter_the_same_row_at_once_one_is_told_it_was_entered(cedar: Cast) -> None:
    printed(cedar)
    entering = (cedar.dana, cedar.mara)

    def one(number: int) -> str:
        try:
            enter(entering[number])
        except Refused as no:
            return no.reasons[0].code
        return "taken"

    assert sorted(at_once(2, one)) == ["entered", "taken"]
    assert len(records.attempts(cedar)) == 1
