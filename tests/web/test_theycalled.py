"""A call comes in: what is asked while somebody types, and who comes too late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests import patients, records
from tests.cast import NUMBER, came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.postgres

TYPED = {"phone": "(202) 555-0147", "name": ""}


def one(cast: Cast, **given: Any) -> UUID:
    known = {"name": "Tom Whitfield", "phone": NUMBER, "text": "About Friday", **given}
    found = came_in(cast.dana, now=clock(), **known).callback_id
    assert found is not None
    return found


def test_while_somebody_types_only_what_is_found_is_sent_and_that_they_looked_is_kept(
    cedar: Cast,
) -> None:
    one(cedar)
    client = signed_in(cedar.dana)
    answer = client.post("/arrivals/found", TYPED, headers={"X-Requested-With": "found"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "“About Friday”" in page
    assert [each.details for each in records.journal(cedar, "searched")] == [{"found": 1}]
    client.post("/arrivals/found", {"phone": "202 5"}, headers={"X-Requested-With": "found"})
    assert len(records.journal(cedar, "searched")) == 1
    assert client.get("/arrivals/found").status_code == 302


def test_to_an_assistant_the_source_holds_nothing_of_the_patient(cedar: Cast) -> None:
    one(cedar)
    patients.number(cedar, patients.on_file(cedar), NUMBER)
    page = signed_in(cedar.vik).post("/arrivals/found", TYPED).content.decode()
    assert "Missed call" in page
    assert "A patient with this number" in page
    for kept_back in ("Whitfield", "Friday"):
        assert kept_back not in page


def test_whoever_comes_second_sees_how_it_stands_with_what_they_typed(cedar: Cast) -> None:
    it = one(cedar)
    typed = {**TYPED, "words": "It is about Friday", "fence": "1", "form_id": str(uuid4())}
    first = signed_in(cedar.mara).post(f"/callbacks/{it}/they-called", {**typed, "words": ""})
    assert first.status_code == 302
    second = signed_in(cedar.dana).post(f"/callbacks/{it}/they-called", typed | {"form_id": ""})
    page = second.content.decode()
    assert second.status_code == 412
    assert "Somebody was quicker" in page
    assert "Mara Lindt is on the phone about this right now." in page
    assert "It is about Friday</textarea>" in page
    assert records.callback(cedar, it).owner_id == cedar.mara.person_id


def test_while_its_owner_is_on_the_call_it_is_refused_with_their_name(cedar: Cast) -> None:
    it = one(cedar)
    row = claim.claim(it, by=cedar.vik, now=clock())
    patients.a_call(cedar, it, by_id=cedar.vik.person_id)
    typed = {**TYPED, "fence": str(row.fence)}
    answer = signed_in(cedar.dana).post(f"/callbacks/{it}/they-called", typed)
    assert answer.status_code == 409
    assert "Vik Sharma is on the phone about this right now." in answer.content.decode()


def test_a_new_one_is_theirs_and_its_patient_is_the_one_they_chose(cedar: Cast) -> None:
    tom = patients.on_file(cedar)
    body = {
        "name": "Tom Whitfield",
        "phone": "(202) 555-0147",
        "category": "NEWPT",
        "deal": "now",
        "patient": str(tom),
        "form_id": str(uuid4()),
    }
    client = signed_in(cedar.dana)
    for _ in range(2):
        assert client.post("/arrivals/new", body).status_code == 302
    (it,) = records.callbacks(cedar)
    assert (it.owner_id, it.patient_id, it.stage) == (cedar.dana.person_id, tom, "owned")
    assert [each.result for each in records.attempts(cedar)] == ["patient_called_us"]


def test_on_every_page_there_is_the_button_and_in_the_queue_only_its_own(cedar: Cast) -> None:
    it, client = one(cedar), signed_in(cedar.dana)
    for page in ("/setup", "/imports", "/lanes", f"/callbacks/{it}", "/"):
        assert client.get(page).content.decode().count('data-key="+"') == 1
    assert f"/arrivals/new?from={it}" in client.get(f"/callbacks/{it}").content.decode()
    assert 'data-key="+"' not in signed_in(cedar.ines).get("/setup").content.decode()
