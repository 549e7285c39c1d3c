"""Whose queue each lane is now, as each person is told above the list."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import lanes
from ringback.queries import queue
from ringback.rules.lane import Drawn
from ringback.rules.roster import Shift
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.whosequeue import LaneNow
    from ringback.rules.access import Actor
    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
CALLS = Drawn(
    name="Calls",
    categories=frozenset({"MISSED"}),
    room=2,
    check_minutes=30,
    check_from=time(8),
    check_until=time(17),
)


def calls(cast: Cast) -> UUID:
    """Vik's lane, his queue on Mondays until 13:00, and Dana's to stand in."""
    made = lanes.draw(None, CALLS, [cast.vik.person_id], seen="", by=cast.mara, now=NOON)
    shift = Shift(
        weekday=0,
        start=480,
        end=780,
        owner_id=cast.vik.person_id,
        deputy_id=cast.dana.person_id,
    )
    lanes.add_shifts(made, [shift], by=cast.mara, now=NOON)
    return made


def told(by: Actor, now: datetime = NOON) -> list[LaneNow]:
    return [
        each for each in queue.board(by, queue.wanted(by, now=now)).lanes if each.name == "Calls"
    ]


def test_whoever_works_a_lane_stands_in_or_leads_is_told_whose_queue_it_is(cedar: Cast) -> None:
    made = calls(cedar)
    lanes.look_through(made, by=cedar.vik, now=NOON - 9 * MINUTE)
    for who, mine, own in (
        (cedar.vik, True, True),
        (cedar.dana, True, True),
        (cedar.mara, True, False),
    ):
        (found,) = told(who)
        assert (found.owner, found.deputy, found.until, found.looked_at, found.late) == (
            "Vik Sharma",
            "Dana Reyes",
            NOON + 60 * MINUTE,
            NOON - 9 * MINUTE,
            False,
        )
        assert (found.mine, found.own_shift) == (mine, own)


def test_nobody_else_is(cedar: Cast, elm: Cast) -> None:
    calls(cedar)
    assert (told(cedar.osei), told(cedar.ines), told(elm.mara)) == ([], [], [])


@pytest.mark.parametrize(
    ("ago", "late"), [(9, False), (30, False), (35, False), (36, True), (500, True)]
)
def test_a_look_that_is_late_says_so(cedar: Cast, ago: int, *, late: bool) -> None:
    made = calls(cedar)
    lanes.look_through(made, by=cedar.mara, now=NOON - ago * MINUTE)
    assert [each.late for each in told(cedar.vik)] == [late]


def test_a_quiet_lane_outside_its_shifts_says_nothing(cedar: Cast) -> None:
    calls(cedar)
    evening = NOON + timedelta(hours=9)
    assert told(cedar.vik, evening) == []


def test_a_full_lane_says_so(cedar: Cast) -> None:
    calls(cedar)
    came_in(cedar.dana)
    assert [each.full for each in told(cedar.vik)] == [()]
    came_in(cedar.dana)
    came_in(cedar.dana, category="BILL")
    assert [[str(reason) for reason in each.full] for each in told(cedar.vik)] == [
        ["Calls has 2 open, and room for 2. Finish some first, or ask a manager for more."]
    ]


def test_it_costs_the_queue_no_trip_of_its_own(cedar: Cast) -> None:
    def cost() -> int:
        told(cedar.vik)
        with CaptureQueriesContext(connections["default"]) as found:
            told(cedar.vik)
        return len(found)

    before = cost()
    calls(cedar)
    assert (cost(), before) == (1, 1)
