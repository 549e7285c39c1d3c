"""What is new on the page of who handles what: two weeks long, and nothing it began with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import lanes, policyfile
from ringback.engine.wallclock import now as clock
from ringback.queries import handling, roster
from ringback.rules.roster import Shift

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.queries.roster import LaneRow
    from tests.cast import Cast

DAY = timedelta(days=1)


def later(days: int) -> datetime:
    return clock() + days * DAY


def apply(cast: Cast, now: datetime, **data: Any) -> None:
    seen = policyfile.exported(by=cast.mara, now=now).seen
    policyfile.apply({"format": 1, **data}, seen=seen, reason="a file", by=cast.mara, now=now)


def current(cast: Cast) -> dict[str, Any]:
    return policyfile.exported(by=cast.mara, now=clock()).data


def kinds(cast: Cast, now: datetime) -> list[str]:
    found = handling.sheet(cast.vik, now=now).kinds
    return sorted(each.category.code for each in found if each.changed_at)


def changed(cast: Cast, now: datetime) -> list[tuple[str, bool]]:
    return [(each.name, each.removed) for each in handling.sheet(cast.vik, now=now).lanes]


def lane(cast: Cast, name: str) -> LaneRow:
    found = roster.read(cast.mara, now=clock()).lanes
    return next(each for each in found if each.name == name)


def test_what_a_practice_began_with_is_not_new(cedar: Cast) -> None:
    found = handling.sheet(cedar.vik, now=later(1))
    assert (kinds(cedar, later(1)), found.said_anew, found.lanes) == ([], {}, ())


def test_a_kind_of_request_added_or_changed_is_new_for_two_weeks(cedar: Cast, elm: Cast) -> None:
    (bill,) = [each for each in current(cedar)["pathways"] if each["code"] == "BILL"]
    chain = [*bill["escalation"], {"post": "front_desk_lead", "within": "1 business day"}]
    plans = {**bill, "code": "PLANS", "name": "Payment plans", "escalation": chain}
    apply(cedar, later(20), pathways=[{**bill, "resolve": "2 business days"}, plans])
    assert kinds(cedar, later(33)) == ["BILL", "PLANS"]
    assert kinds(cedar, later(35)) == []
    assert kinds(elm, later(21)) == []


def test_a_line_said_anew_is_new_and_one_said_as_before_is_not(cedar: Cast) -> None:
    said = current(cedar)["scripts"]
    first = {**said["may_not"][0], "en": "I can’t say that; I ask {goes_to}."}
    at = later(20)
    apply(cedar, at, scripts={**said, "may_not": [first, *said["may_not"][1:]]})
    assert handling.sheet(cedar.vik, now=later(33)).said_anew == {"diagnose": at}
    assert handling.sheet(cedar.vik, now=later(35)).said_anew == {}
    apply(cedar, later(22), scripts=said)
    assert handling.sheet(cedar.vik, now=later(33)).said_anew == {}


def test_a_lane_drawn_staffed_or_removed_is_new_for_two_weeks(cedar: Cast, elm: Cast) -> None:
    desk = lane(cedar, "Front desk calls")
    shift = Shift(weekday=0, start=480, end=1020, owner_id=cedar.osei.person_id)
    lanes.add_shifts(lane(cedar, "Clinical").id, [shift], by=cedar.mara, now=later(20))
    lanes.remove(lane(cedar, "Billing").id, by=cedar.mara, now=later(20))
    apply(cedar, later(20), lanes=[{"name": "Concerns", "categories": ["CONCERN"], "room": 3}])
    lanes.look_through(desk.id, by=cedar.mara, now=later(20))
    assert changed(cedar, later(33)) == [
        ("Billing", True),
        ("Clinical", False),
        ("Concerns", False),
    ]
    assert changed(cedar, later(35)) == []
    assert changed(elm, later(21)) == []


@pytest.mark.parametrize(("asked", "expected"), [(33, True), (35, False), (43, True), (45, False)])
def test_somebody_who_comes_or_leaves_changes_a_lane(
    cedar: Cast, asked: int, *, expected: bool
) -> None:
    desk = lane(cedar, "Front desk calls").id
    vik = cedar.vik.person_id
    lanes.set_lanes_of(vik, [desk], seen="", by=cedar.mara, now=later(20))
    if asked > 40:
        lanes.set_lanes_of(vik, [], seen=str(desk), by=cedar.mara, now=later(30))
    wanted = [("Front desk calls", False)] if expected else []
    assert changed(cedar, later(asked)) == wanted
