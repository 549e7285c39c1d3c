"""The practice's places: their names, numbers and hours, and what comes in at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import parts, places
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.queries import hours
from ringback.rules.policy import Part
from tests import records
from tests.cast import NOON, came_in
from tests.phonelogs import bring, log, missed, run

if TYPE_CHECKING:
    from tests.cast import Cast

OURS, OTHER = "(202) 555-0100", "202-555-0199"
SATURDAYS = {"saturday": ["09:00-12:00"]}


def known(cast: Cast) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.slug, each.name, each.numbers) for each in hours.places(cast.mara)]


def test_a_place_has_a_name_a_short_one_and_numbers(cedar: Cast, elm: Cast) -> None:
    places.add(" North  office ", [OURS, OURS], by=cedar.mara, now=NOON)
    assert known(cedar) == [("north-office", "North office", ("+12025550100",))]
    assert known(elm) == []


def test_it_is_renamed_and_keeps_its_short_name(cedar: Cast) -> None:
    slug = places.add("North", [OURS], by=cedar.mara, now=NOON)
    places.change(slug, "Northgate", [OTHER], by=cedar.ines, now=NOON)
    assert known(cedar) == [("north", "Northgate", ("+12025550199",))]


def test_a_removed_place_is_gone_and_its_short_name_is_not_used_again(cedar: Cast) -> None:
    places.add("North", [OURS], by=cedar.mara, now=NOON)
    places.remove("north", by=cedar.mara, now=NOON)
    assert known(cedar) == []
    assert places.add("North", [OURS], by=cedar.mara, now=NOON) == "north-2"
    with pytest.raises(NotFound):
        places.remove("north", by=cedar.mara, now=NOON)


@pytest.mark.parametrize(
    ("name", "numbers", "reasons"),
    [
        ("", [], [("name", "Give the place a name.")]),
        ("north", [], [("name", "There is a place called north already.")]),
        ("South", ["12"], [("numbers", "12 is no telephone number.")]),
        ("South", [OURS], [("numbers", "(202) 555-0100 rings at North already.")]),
    ],
)
def test_what_would_be_two_places_or_none_is_refused(
    cedar: Cast, name: str, numbers: list[str], reasons: list[tuple[str, str]]
) -> None:
    places.add("North", [OURS], by=cedar.mara, now=NOON)
    with pytest.raises(Refused) as no:
        places.add(name, numbers, by=cedar.mara, now=NOON)
    assert [(each.code, str(each)) for each in no.value.reasons] == reasons


def test_only_who_sets_the_practice_up_has_places(cedar: Cast) -> None:
    with pytest.raises(NotPermitted):
        places.add("North", [], by=cedar.dana, now=NOON)


def test_a_place_nobody_knows_is_refused_when_something_comes_in(cedar: Cast, elm: Cast) -> None:
    places.add("North", [], by=elm.mara, now=NOON)
    with pytest.raises(Refused) as no:
        came_in(cedar.dana, location="north")
    assert [each.code for each in no.value.reasons] == ["location"]


def test_a_phone_log_brings_calls_to_the_place_whose_number_was_dialled(cedar: Cast) -> None:
    places.add("North", [OURS], by=cedar.mara, now=NOON)
    own = {"seen": 0, "reason": "own", "by": cedar.mara, "now": NOON, "name": "north"}
    parts.change(Part.HOURS, SATURDAYS, **own)
    file = log(missed("0101", "9:00"), missed("0102", "10:00").replace("0100", "0198"))
    run(bring(file, cedar.dana), cedar.dana)
    north, main = records.callbacks(cedar)
    assert (north.location, main.location) == ("north", "")
    assert f"{north.due_at:%a %H:%M}" == "Sat 15:00"
    assert f"{main.due_at:%a %H:%M}" == "Fri 16:00"


def test_a_call_whose_number_is_known_is_of_the_place_too(cedar: Cast) -> None:
    places.add("North", [OURS], by=cedar.mara, now=NOON)
    first = log(missed("0101", "9:00"))
    run(bring(first, cedar.dana), cedar.dana)
    it = records.callbacks(cedar)[0]
    run(bring(log(missed("0101", "9:00"), missed("0101", "9:20")), cedar.dana), cedar.dana)
    again = records.callbacks(cedar)
    assert [(each.id, each.location, each.arrivals) for each in again] == [(it.id, "north", 2)]
