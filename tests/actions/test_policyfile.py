"""A policy file does what its parts do on their pages: new hours move what is open."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import lanes, parts, places, policyfile
from ringback.actions.act import Refused
from ringback.models import Location, PolicyPart
from ringback.queries import hours, moved, roster
from ringback.queries.scope import scope
from ringback.rules import policyfile as rules
from ringback.rules.lane import LONGEST_NAME, MOST_MINUTES, MOST_ROOM, Drawn
from ringback.rules.policy import Part
from tests import records
from tests.actions.test_parts import by_closing
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from ringback.actions.policyfile import Applied
    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
SHORT = {"monday": ["08:00-14:00"], "tuesday": ["08:00-14:00"]}
OURS, OTHER = "(202) 555-0100", "202-555-0199"


def apply(cast: Cast, **data: Any) -> Applied:
    seen = policyfile.exported(by=cast.mara, now=NOON).seen
    return policyfile.apply(
        {"format": 1, **data}, seen=seen, reason="a file", by=cast.mara, now=NOON
    )


def versions(cast: Cast, name: str) -> int:
    with scope(cast.practice_id):
        return PolicyPart.objects.filter(kind="hours", name=name).count()


def test_hours_of_a_file_move_what_is_open_as_their_page_does(cedar: Cast, elm: Cast) -> None:
    by_closing(cedar)
    by_closing(elm)
    it = records.callback(cedar, came_in(cedar.dana).callback_id)
    theirs = records.callback(elm, came_in(elm.dana).callback_id)
    done = apply(cedar, hours=SHORT)
    two = NOON + 2 * 60 * MINUTE
    assert [(each.callback_id, each.after) for each in done.outcome.moved] == [(it.id, two)]
    after = records.callback(cedar, it.id)
    assert (after.due_at, after.due_why) == (two, "our hours changed: moved earlier")
    assert records.callback(elm, theirs.id).due_at == theirs.due_at
    (entry,) = records.journal(cedar, "policy applied")
    assert entry.details["moved"] == [
        {"callback": str(it.id), "from": it.due_at.isoformat(), "to": two.isoformat()}
    ]
    told = moved.kept(cedar.mara, 2)
    assert told is not None
    assert (told.moved, told.uncovered) == (1, 0)


def test_longer_hours_of_a_file_loosen_nothing_and_what_nobody_covers_is_told(cedar: Cast) -> None:
    it = records.callback(cedar, came_in(cedar.dana, category="NEWPT").callback_id)
    done = apply(cedar, hours={"monday": ["08:00-13:00"], "tuesday": ["08:00-13:00"]})
    assert (done.outcome.moved, len(done.outcome.uncovered)) == ((), 1)
    apply(cedar, hours={"monday": ["08:00-20:00"]})
    assert records.callback(cedar, it.id).due_at == it.due_at


def test_the_practice_and_a_place_change_in_one_step(cedar: Cast) -> None:
    by_closing(cedar)
    places.add("North", [], by=cedar.mara, now=NOON)
    main = came_in(cedar.dana).callback_id
    north = came_in(cedar.dana, location="north").callback_id
    done = apply(
        cedar,
        hours=SHORT,
        places={"north": {"name": "North", "hours": {"monday": ["08:00-15:00"]}}},
    )
    assert {each.callback_id: each.after - NOON for each in done.outcome.moved} == {
        main: 2 * 60 * MINUTE,
        north: 3 * 60 * MINUTE,
    }


def test_a_file_that_is_refused_moves_nothing(cedar: Cast) -> None:
    by_closing(cedar)
    it = records.callback(cedar, came_in(cedar.dana).callback_id)
    places.add("North", [], by=cedar.mara, now=NOON)
    with pytest.raises(Refused) as no:
        apply(cedar, hours=SHORT, places={"south": {"name": "NORTH"}})
    assert str(no.value) == "There is a place called NORTH already."
    assert records.callback(cedar, it.id).due_at == it.due_at
    assert versions(cedar, "") == 1


def test_a_file_reopens_a_place_that_was_removed_with_the_hours_it_had(cedar: Cast) -> None:
    places.add("North", [OURS, OTHER], by=cedar.mara, now=NOON)
    own = {"seen": 0, "reason": "own", "by": cedar.mara, "now": NOON, "name": "north"}
    parts.change(Part.HOURS, SHORT, **own)
    places.remove("north", by=cedar.mara, now=NOON)
    places.add("South", [OTHER], by=cedar.mara, now=NOON)
    done = apply(cedar, places={"north": {"name": "North again", "hours": SHORT}})
    assert [each.key for each in done.changed] == [("places", "north"), ("hours", "north")]
    assert [
        (each.slug, each.name, each.numbers, each.own_hours) for each in hours.places(cedar.mara)
    ] == [
        ("north", "North again", ("+12025550100",), True),
        ("south", "South", ("+12025550199",), False),
    ]
    assert versions(cedar, "north") == 1
    with scope(cedar.practice_id):
        assert Location.objects.filter(slug="north").count() == 1
    apply(cedar, places={"north": {"name": "North again", "hours": {"friday": ["08:00-12:00"]}}})
    assert versions(cedar, "north") == 2


def test_two_places_change_their_names_with_each_other(cedar: Cast) -> None:
    for name in ("North", "South"):
        places.add(name, [], by=cedar.mara, now=NOON)
    apply(cedar, places={"north": {"name": "South"}, "south": {"name": "North"}})
    assert [(each.slug, each.name) for each in hours.places(cedar.mara)] == [
        ("south", "North"),
        ("north", "South"),
    ]


def test_what_the_form_of_a_lane_allows_its_file_allows_and_the_table_holds(cedar: Cast) -> None:
    most = Drawn(
        name="x" * LONGEST_NAME,
        categories=frozenset({"MISSED", "BILL"}),
        room=MOST_ROOM,
        check_minutes=MOST_MINUTES,
        check_from=time(18),
        check_until=time(0),
    )
    lanes.draw(None, most, [], seen="", by=cedar.mara, now=NOON)
    written = policyfile.exported(by=cedar.mara, now=NOON).data
    assert rules.mistakes(written) == ()
    assert apply(cedar, lanes=written["lanes"]).changed == ()
    again = {**written["lanes"][-1], "name": "y" * LONGEST_NAME}
    apply(cedar, lanes=[again])
    assert policyfile.exported(by=cedar.mara, now=NOON).data["lanes"][-1] == again
    found = roster.read(cedar.mara, now=NOON).lanes[-1]
    assert (found.room, found.check_until) == (MOST_ROOM, time(0))


def test_a_lane_the_table_could_not_hold_is_refused_by_the_file(cedar: Cast) -> None:
    lane = {"name": "x" * 80, "categories": ["BILL"], "room": 10_000}
    with pytest.raises(Refused) as refusal:
        apply(cedar, lanes=[lane])
    assert [str(each) for each in refusal.value.reasons] == [
        "room is a whole number from 0 to 9999",
        "A lane’s name has at most 60 letters, in one line.",
    ]
