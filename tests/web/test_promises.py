"""The pages of promises by source and of the practice's places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.queries import hours, policy
from ringback.queries.scope import scope
from ringback.rules.policy import Part
from tests.cast import came_in
from tests.signing import signed_in
from tests.web.hoursform import save
from tests.web.test_hours import text

if TYPE_CHECKING:
    from tests.cast import Cast

PROMISES, PLACES = "/setup/promises", "/setup/places"


def promised(cast: Cast) -> dict[str, str]:
    with scope(cast.practice_id):
        found = policy.current(cast.practice_id, Part.PROMISES)
    assert found is not None
    return found.written


def form(*rows: tuple[str, str, str], **more: str) -> dict[str, str]:
    boxes = {
        f"promise-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in zip(("source", "amount", "unit"), row, strict=True)
    }
    return {"seen": "1", "reason": "our new website", **boxes, **more}


def test_a_promise_is_written_and_read_by_everybody(cedar: Cast, elm: Cast) -> None:
    sent = form(("website", "60", "business minutes"), ("", "", "minutes"))
    answer = signed_in(cedar.mara).post(PROMISES, sent)
    assert answer.status_code == 302
    assert promised(cedar) == {"website": "60 business minutes"}
    assert "Website 60 business minutes" in text(signed_in(cedar.vik).get(PROMISES))
    assert promised(elm) == {}


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (("website", "", "minutes"), "promise-0-amount", "Say how long, or empty the row."),
        (("", "60", "minutes"), "promise-0-source", "Name the way in."),
        (
            ("website", "soon", "minutes"),
            "promise-0-amount",
            "Write a whole number and choose in what it is counted.",
        ),
        (
            ("website", "0", "minutes"),
            "promise-0-amount",
            "That leaves no time at all.",
        ),
    ],
)
def test_a_promise_that_means_nothing_is_told_at_its_box(
    cedar: Cast, row: tuple[str, str, str], field: str, words: str
) -> None:
    answer = signed_in(cedar.mara).post(PROMISES, form(row))
    assert answer.status_code == 422
    assert f'id="{field}-wrong">{words}' in answer.content.decode()
    assert promised(cedar) == {}


def test_two_rows_of_one_way_in_are_told_and_neither_is_kept(cedar: Cast) -> None:
    rows = (("website", "30", "minutes"), ("Website", "60", "minutes"))
    answer = signed_in(cedar.mara).post(PROMISES, form(*rows))
    assert (answer.status_code, promised(cedar)) == (422, {})
    page = answer.content.decode()
    assert 'id="promise-1-source-wrong">This way in has a row above.' in page
    assert 'value="30"' in page


def test_one_is_said_as_one(cedar: Cast) -> None:
    signed_in(cedar.mara).post(PROMISES, form(("portal", "1", "business days")))
    assert promised(cedar) == {"portal": "1 business day"}


def test_a_stale_promise_keeps_what_was_typed(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(PROMISES, form(("website", "60", "minutes")))
    answer = client.post(PROMISES, form(("website", "45", "minutes")))
    assert (answer.status_code, promised(cedar)) == (412, {"website": "60 minutes"})
    assert 'value="45"' in answer.content.decode()


def test_promises_are_compared_and_restored(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(PROMISES, form(("website", "60", "minutes")))
    page = text(client.get("/setup/versions/promises?one=1&other=2"))
    assert "Website added – 60 minutes" in page
    client.post("/setup/versions/promises/1", {"seen": "2"})
    assert promised(cedar) == {}


def test_only_who_sets_the_practice_up_promises(cedar: Cast) -> None:
    answer = signed_in(cedar.dana).post(PROMISES, form(("website", "60", "minutes")))
    assert (answer.status_code, promised(cedar)) == (403, {})


def test_places_are_added_changed_and_removed(cedar: Cast, elm: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(PLACES, {"name": "North", "numbers": "(202) 555-0123, 202-555-0124"})
    page = text(client.get(PLACES))
    assert "North north (202) 555-0123, (202) 555-0124 the same as the practice" in page
    assert "(202) 555-0123" in client.get("/setup/places/north").content.decode()
    client.post("/setup/places/north", {"name": "Northgate", "numbers": ""})
    assert [(each.slug, each.name, each.numbers) for each in hours.places(cedar.mara)] == [
        ("north", "Northgate", ())
    ]
    assert signed_in(elm.mara).get("/setup/places/north").status_code == 404
    assert signed_in(cedar.dana).post("/setup/places/north/remove").status_code == 403
    client.post("/setup/places/north/remove")
    assert hours.places(cedar.mara) == []


def test_a_place_without_a_name_is_told_at_its_box(cedar: Cast) -> None:
    answer = signed_in(cedar.mara).post(PLACES, {"name": "", "numbers": "12"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="name-wrong">Give the place a name.' in page
    assert 'id="numbers-wrong">12 is no telephone number.' in page


def test_a_place_has_hours_of_its_own_until_it_keeps_the_practices(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(PLACES, {"name": "North", "numbers": ""})
    sent = {"seen": "0", "place": "north", "saturday": "9-12", "reason": "Saturdays"}
    save(client, {**sent, "holidays": "closed"})
    assert "Saturday 9:00–12:00" in text(client.get("/setup/hours?place=north"))
    save(client, {"place": "north", "seen": "1"}, "/setup/hours/as-practice")
    page = text(client.get("/setup/hours?place=north"))
    assert "This place keeps the practice’s hours." in page
    assert came_in(cedar.dana, location="north").callback_id is not None
