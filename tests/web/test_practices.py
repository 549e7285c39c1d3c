"""Several practices for one person: one log-in, a switcher, a band, the next one of them all."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.actions import practice
from ringback.engine.wallclock import now as clock
from ringback.models import Membership, Practice
from ringback.rules.access import Role
from tests import records
from tests.cast import came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from ringback.rules.access import Actor
    from tests.cast import Cast


@pytest.fixture
def vera(cedar: Cast, elm: Cast) -> Actor:
    """Somebody at the front desk of both, at work in the first."""
    found = joined("Vera Both", cedar.practice_id, [Role.FRONT_DESK])
    practice.member(found.person_id, elm.practice_id, roles=[Role.FRONT_DESK])
    Practice.objects.filter(id=elm.practice_id).update(colour="rose")
    return found


def band(page: str) -> tuple[str, str] | None:
    """The colour and the name across the page."""
    found = re.search(r'<aside class="practice-band (\w+)".*?<b>(.*?)</b>', page, re.DOTALL)
    return (found[1], found[2]) if found else None


def shown(client: Client, address: str = "/") -> str:
    return client.get(address).content.decode()


def test_somebody_of_one_practice_has_no_band_and_no_switcher(cedar: Cast) -> None:
    page = shown(signed_in(cedar.dana))
    assert (band(page), "Other practices" in page) == (None, False)


def test_somebody_of_two_sees_on_every_page_where_they_are(vera: Actor) -> None:
    client = signed_in(vera)
    for address in ("/", "/setup", "/lanes", "/arrivals/new", f"/callbacks/{uuid4()}"):
        assert band(shown(client, address)) == ("green", "Cedar Street Family")


def test_one_press_leads_to_the_other_practice(cedar: Cast, elm: Cast, vera: Actor) -> None:
    came_in(cedar.dana, now=clock(), name="Ana Gomez")
    came_in(elm.dana, now=clock(), name="Juliana Ruiz")
    client = signed_in(vera)
    page = shown(client)
    assert ("Ana Gomez" in page, "Juliana Ruiz" in page) == (True, False)
    assert f'action="/practices/{elm.practice_id}"' in page
    answer = client.post(f"/practices/{elm.practice_id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    page = shown(client)
    assert band(page) == ("rose", "Elm Avenue Pediatrics")
    assert ("Ana Gomez" in page, "Juliana Ruiz" in page) == (False, True)


def test_a_practice_one_does_not_work_in_looks_like_one_that_is_not_there(
    cedar: Cast, elm: Cast
) -> None:
    client = signed_in(cedar.dana)
    theirs, absent = (client.post(f"/practices/{each}") for each in (elm.practice_id, uuid4()))
    assert (theirs.status_code, theirs.content) == (404, absent.content)
    assert "Cedar Street Family" in shown(client)


def test_whoever_left_a_practice_has_no_way_to_it(elm: Cast, vera: Actor) -> None:
    client = signed_in(vera)
    theirs = Membership.objects.filter(person_id=vera.person_id, practice_id=elm.practice_id)
    theirs.update(left_at=clock())
    assert band(shown(client)) is None
    assert client.post(f"/practices/{elm.practice_id}").status_code == 404


def test_the_next_one_is_taken_where_it_is_and_the_page_says_whose_it_is(
    cedar: Cast, elm: Cast, vera: Actor
) -> None:
    here = came_in(cedar.dana, now=clock()).callback_id
    there = came_in(elm.dana, now=clock() - timedelta(hours=1)).callback_id
    client = signed_in(vera)
    answer = client.post("/next")
    assert answer.headers["Location"] == f"/callbacks/{there}?arrived=1"
    page = shown(client, answer.headers["Location"])
    assert band(page) == ("rose", "Elm Avenue Pediatrics")
    assert "Your next one is for Elm Avenue Pediatrics." in page
    assert "Your next one" not in shown(client)
    client.post(f"/practices/{cedar.practice_id}")
    assert client.post("/next").headers["Location"] == f"/callbacks/{here}"
    assert client.post("/next").headers["Location"] == "/?nothing=1"


def test_a_page_of_the_other_practice_left_open_changes_nothing_and_keeps_the_words(
    cedar: Cast, elm: Cast, vera: Actor
) -> None:
    it = came_in(cedar.dana, now=clock()).callback_id
    client = signed_in(vera)
    client.post(f"/callbacks/{it}/take")
    client.post(f"/practices/{elm.practice_id}")
    answer = client.post(f"/callbacks/{it}/notes", {"fence": "2", "note": "Reached her at last."})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "You are working for Elm Avenue Pediatrics now." in page
    assert "Reached her at last." in page
    assert records.notes(cedar) == []


# How it looks, on the pages of how the practice works


FORM = {
    "colour": "violet",
    "first_names": "yes",
    "phone": "(202) 555-0142",
    "seen": "green 0",
}


def look(cast: Cast) -> tuple[str, bool]:
    found = Practice.objects.get(id=cast.practice_id)
    return found.colour, found.shows_first_names


def test_a_manager_gives_it_a_colour_and_shows_first_names(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    assert look(cedar) == ("green", False)
    assert client.get("/setup/practice").status_code == 200
    assert client.post("/setup/practice", FORM).status_code == 302
    assert look(cedar) == ("violet", True)
    (entry,) = records.journal(cedar, "practice changed")
    assert (entry.actor_id, entry.subject_id) == (cedar.mara.person_id, cedar.practice_id)
    assert entry.details == {
        "colour": ["green", "violet"], "first_names": [False, True], "in_chart": [False, False],
        "phone": ["", "+12025550142"],
    }  # fmt: skip
    assert 'class="hue violet"' in shown(client)


def test_without_the_tick_first_names_are_off_again(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post("/setup/practice", FORM)
    client.post("/setup/practice", {"colour": "violet", "seen": "violet 1 +12025550142"})
    assert look(cedar) == ("violet", False)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"colour": "pink"}, 409),
        ({"phone": "call us"}, 409),
        ({"seen": "blue 0"}, 412),
        ({"seen": ""}, 412),
    ],
)
def test_what_is_no_colour_or_was_changed_meanwhile_is_not_kept(
    cedar: Cast, change: dict[str, str], status: int
) -> None:
    answer = signed_in(cedar.mara).post("/setup/practice", {**FORM, **change})
    assert (answer.status_code, look(cedar)) == (status, ("green", False))


@pytest.mark.parametrize("name", ["dana", "vik", "osei", "ines"])
def test_everybody_else_reads_it_and_changes_nothing(cedar: Cast, name: str) -> None:
    client = signed_in(who := getattr(cedar, name))
    page = client.get("/setup/practice")
    assert (page.status_code, b"first_names" in page.content) == (200, False)
    assert client.post("/setup/practice", FORM).status_code == 403
    assert look(cedar) == ("green", False)
    (entry,) = records.journal(cedar, "practice changed", refused=True)
    assert entry.actor_id == who.person_id
