"""A patient nobody else is called like goes through every flow, and is found on no other place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.house import matrix
from tests.house.canary import journey, places, planted
from tests.house.canary.house import a_house
from tests.house.canary.patient import hits, signs
from tests.house.verdicts import TABLE, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.house.canary.house import House

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PLACE = re.compile(r"<uuid:\w+>|{\w+}")
VERDICTS = read(TABLE)
OF_THE_HOUSE = ("setup/", "people/", "sign-in", "me", "lanes/")
"""How the practice works and who works there: no patient's screen, nor on the way to one."""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A day with the canary in it."""
    with a_house() as found:
        journey.whole(found)
        yield found


@pytest.fixture(scope="module")
def told(house: House) -> list[str]:
    """Where it is found once it was put there."""
    with planted.everywhere(house) as kept:
        return hits(kept)


def test_the_canary_is_found_on_no_place_but_screens_of_patients(house: House) -> None:
    assert hits(places.everything(house)) == []


def test_it_was_in_every_flow_there_is(house: House) -> None:
    """Every address that names something of a patient's was asked; a new one is to be walked."""
    walked = {(method, ID.sub("{}", path)) for method, path in house.asked}
    there = {
        (route.method, f"/{PLACE.sub('{}', route.pattern)}")
        for route in matrix.inventory()
        if route.key in VERDICTS and route.places and not route.pattern.startswith(OF_THE_HOUSE)
    }
    assert sorted(there - walked) == []


@pytest.mark.parametrize("kind", planted.KINDS)
def test_where_it_is_put_it_is_found(told: list[str], kind: str) -> None:
    assert [each for each in told if each.startswith(kind)] != []


def test_it_is_found_nowhere_else_than_where_it_was_put(told: list[str]) -> None:
    assert [each for each in told if not each.startswith(planted.KINDS)] == []


@pytest.mark.parametrize(
    "text",
    ["2026-11-27 15:18:40 GET /callbacks/01a21d92-37c5-7a01-bb09-700af89178d6", "(202) 555-0147",
     "1957", "queue seen", "c3RpbGwgaGVyZSwgbm90aGluZyB0byBzZWU="],
)  # fmt: skip
def test_what_is_nobodys_is_not_taken_for_it(text: str) -> None:
    assert signs(text) == []
