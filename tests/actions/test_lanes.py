"""Lanes are drawn, staffed and given shifts; whoever works in them sees what belongs to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ringback.actions import lanes
from ringback.actions.act import NotFound, NotPermitted, Refused, Stale
from ringback.models import Lane
from ringback.queries import person, roster
from ringback.queries.scope import scope
from ringback.rules.lane import Drawn
from ringback.rules.roster import Shift
from tests import records
from tests.cast import NOON

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.roster import LaneRow
    from ringback.rules.access import Actor
    from tests.cast import Cast

CALLS = Drawn(
    name="Calls",
    categories=frozenset({"MISSED", "NEWPT"}),
    room=12,
    check_minutes=30,
    check_from=time(8),
    check_until=time(17),
)
HANDED_ON = frozenset({"CLIN", "URGENT", "EMERG"})


def draw(cast: Cast, *people: Actor, drawn: Drawn = CALLS, by: Actor | None = None) -> UUID:
    ids = [each.person_id for each in people]
    return lanes.draw(None, drawn, ids, seen="", by=by or cast.mara, now=NOON)


def lane(cast: Cast, lane_id: UUID) -> LaneRow:
    return lanes.found(roster.read(cast.mara, now=NOON), lane_id)


def change(cast: Cast, lane_id: UUID, *people: Actor, **changed: Any) -> None:
    seen = changed.pop("seen", None) or lane(cast, lane_id).seen()
    ids = [each.person_id for each in people]
    drawn = replace(CALLS, **changed)
    lanes.draw(lane_id, drawn, ids, seen=seen, by=cast.mara, now=NOON)


def only(cast: Cast, whom: Actor) -> frozenset[str] | None:
    found = person.actor(whom.person_id, cast.practice_id, via="web")
    assert found is not None
    return found.lanes


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def test_a_practice_begins_with_lanes_that_hold_every_kind_of_request(cedar: Cast) -> None:
    found = roster.read(cedar.mara, now=NOON).lanes
    assert [each.name for each in found] == ["Front desk calls", "Billing", "Clinical", "Concerns"]
    assert sum(len(each.categories) for each in found) == 17
    assert [each.people for each in found] == [(), (), (), ()]


def test_whoever_is_put_into_a_lane_sees_what_belongs_to_it(cedar: Cast) -> None:
    made = draw(cedar, cedar.vik, cedar.dana, cedar.osei)
    assert lane(cedar, made).people == (
        *sorted([cedar.vik.person_id, cedar.dana.person_id, cedar.osei.person_id]),
    )
    kept = {"MISSED", "NEWPT"} | HANDED_ON
    assert {only(cedar, each) for each in (cedar.vik, cedar.dana, cedar.osei)} == {frozenset(kept)}
    (entry,) = records.journal(cedar, "lane made")
    assert (entry.subject_id, entry.details["name"]) == (made, "Calls")


def test_whoever_leaves_it_sees_it_no_longer(cedar: Cast) -> None:
    made = draw(cedar, cedar.vik, cedar.dana)
    change(cedar, made, cedar.dana, categories=frozenset({"BILL"}))
    assert only(cedar, cedar.vik) == HANDED_ON
    assert only(cedar, cedar.dana) == {"BILL"} | HANDED_ON
    lanes.remove(made, by=cedar.mara, now=NOON)
    assert only(cedar, cedar.dana) is None
    with pytest.raises(NotFound):
        lane(cedar, made)


def test_somebodys_lanes_are_set_all_at_once(cedar: Cast) -> None:
    made = draw(cedar, cedar.vik)
    desk = roster.read(cedar.mara, now=NOON).lanes[1]

    def put(seen: str, *ids: UUID) -> None:
        lanes.set_lanes_of(cedar.vik.person_id, ids, seen=seen, by=cedar.mara, now=NOON)

    put(str(made), desk.id)
    assert only(cedar, cedar.vik) == {"BILL"} | HANDED_ON
    with pytest.raises(Stale):
        put(str(made), made)
    with pytest.raises(NotFound):
        put(str(desk.id), uuid4())
    assert [each.people for each in roster.read(cedar.mara, now=NOON).lanes_of(
        cedar.vik.person_id
    )] == [(cedar.vik.person_id,)]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": ""}, ["name"]),
        ({"name": "Billing"}, ["name"]),
        ({"categories": frozenset()}, ["categories"]),
        ({"categories": frozenset({"NOSUCH"})}, ["categories"]),
        ({"room": -1}, ["room"]),
        ({"check_from": None}, ["check_minutes"]),
        ({"check_minutes": 0}, ["check_minutes"]),
        ({"check_until": time(7)}, ["check_until"]),
    ],
)
def test_a_lane_that_makes_no_sense_is_refused_by_name(
    cedar: Cast, changed: dict[str, Any], expected: list[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        draw(cedar, drawn=replace(CALLS, **changed))
    assert codes(refusal) == expected


def test_a_lane_changed_meanwhile_is_not_written_over(cedar: Cast) -> None:
    made = draw(cedar)
    seen = lane(cedar, made).seen()
    change(cedar, made, room=3)
    with pytest.raises(Stale):
        change(cedar, made, seen=seen, room=4)
    assert lane(cedar, made).room == 3


def test_lanes_of_another_practice_are_none_of_ours(cedar: Cast, elm: Cast) -> None:
    theirs = draw(elm)
    before = roster.read(elm.mara, now=NOON).lanes
    for do in (
        lambda: lanes.remove(theirs, by=cedar.mara, now=NOON),
        lambda: lanes.look_through(theirs, by=cedar.mara, now=NOON),
        lambda: lanes.end_shift(theirs, uuid4(), by=cedar.mara, now=NOON),
        lambda: draw(cedar, elm.vik),
    ):
        with pytest.raises(NotFound):
            do()
    assert roster.read(elm.mara, now=NOON).lanes == before


@pytest.mark.parametrize("name", ["dana", "vik", "osei"])
def test_only_managers_and_it_draw_lanes(cedar: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        draw(cedar, by=getattr(cedar, name))
    assert [entry.refused for entry in records.journal(cedar, "lane made")] == [True]


def morning(cast: Cast, **changed: Any) -> Shift:
    shift = Shift(
        weekday=0,
        start=8 * 60,
        end=13 * 60,
        owner_id=cast.vik.person_id,
        deputy_id=cast.dana.person_id,
    )
    return replace(shift, **changed)


def test_a_shift_gives_the_queue_to_somebody_and_may_end(cedar: Cast) -> None:
    made = draw(cedar)
    lanes.add_shifts(made, [morning(cedar)], by=cedar.mara, now=NOON)
    (row,) = lane(cedar, made).shifts
    assert (row.shift, row.owner, row.deputy) == (morning(cedar), "Vik Sharma", "Dana Reyes")
    with pytest.raises(Refused) as refusal:
        lanes.add_shifts(
            made, [morning(cedar, start=12 * 60, end=15 * 60)], by=cedar.mara, now=NOON
        )
    assert codes(refusal) == ["shift_overlaps"]
    two = [morning(cedar, weekday=1), morning(cedar, weekday=1)]
    with pytest.raises(Refused) as refusal:
        lanes.add_shifts(made, two, by=cedar.mara, now=NOON)
    assert codes(refusal) == ["shift_overlaps"]
    with pytest.raises(Refused) as refusal:
        lanes.add_shifts(made, [], by=cedar.mara, now=NOON)
    assert codes(refusal) == ["days"]
    with pytest.raises(NotFound):
        lanes.add_shifts(made, [morning(cedar, owner_id=uuid4())], by=cedar.mara, now=NOON)
    lanes.end_shift(made, row.id, by=cedar.mara, now=NOON)
    assert lane(cedar, made).shifts == ()


@pytest.mark.parametrize(("place", "who"), [("owner", "vik"), ("deputy", "ines")])
def test_a_queue_is_not_given_to_somebody_who_does_not_see_it(
    cedar: Cast, place: str, who: str
) -> None:
    billing = roster.read(cedar.mara, now=NOON).lanes[1].id
    people = {"owner_id": cedar.mara.person_id, "deputy_id": cedar.dana.person_id}
    people[f"{place}_id"] = getattr(cedar, who).person_id
    with pytest.raises(Refused, match="does not work in this lane") as refusal:
        lanes.add_shifts(billing, [morning(cedar, **people)], by=cedar.mara, now=NOON)
    assert (codes(refusal), lane(cedar, billing).shifts) == ([place], ())


def looked(cast: Cast, lane_id: UUID) -> tuple[Any, Any]:
    with scope(cast.practice_id):
        return Lane.objects.values_list("looked_at", "looked_by_id").get(id=lane_id)


@pytest.mark.parametrize("name", ["vik", "dana", "mara"])
def test_owner_deputy_or_manager_says_that_it_was_looked_through(cedar: Cast, name: str) -> None:
    made = draw(cedar)
    lanes.add_shifts(made, [morning(cedar)], by=cedar.mara, now=NOON)
    who: Actor = getattr(cedar, name)
    lanes.look_through(made, by=who, now=NOON)
    assert looked(cedar, made) == (NOON, who.person_id)
    assert [entry.subject_id for entry in records.journal(cedar, "queue looked through")] == [made]


def test_nobody_else_does_and_not_outside_the_shift(cedar: Cast) -> None:
    made = draw(cedar)
    lanes.add_shifts(made, [morning(cedar)], by=cedar.mara, now=NOON)
    for who, at in ((cedar.osei, NOON), (cedar.vik, NOON + timedelta(hours=2))):
        with pytest.raises(Refused) as refusal:
            lanes.look_through(made, by=who, now=at)
        assert codes(refusal) == ["not_your_queue"]
    with pytest.raises(NotPermitted):
        lanes.look_through(made, by=cedar.ines, now=NOON)
    assert looked(cedar, made) == (None, None)
