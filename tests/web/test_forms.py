"""Forms of the screens: what they find, take back, and count once however often pressed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests import records
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast


def test_the_front_desk_finds_by_part_of_a_name(cedar: Cast) -> None:
    came_in(cedar.dana, now=clock(), name="Grace Lindqvist")
    came_in(cedar.dana, now=clock(), name="Ben Achterberg")
    page = signed_in(cedar.dana).post("/search", {"q": "lindq"}).content.decode()
    assert ("Grace Lindqvist" in page, "Ben Achterberg" in page) == (True, False)


def test_a_search_never_stands_in_an_address(cedar: Cast) -> None:
    came_in(cedar.dana, now=clock(), name="Grace Lindqvist")
    page = signed_in(cedar.dana).post("/search", {"q": "lindq"}).content.decode()
    assert "lindq" not in page.replace('value="lindq"', "")


def test_following_the_address_of_a_search_leads_to_the_queue(cedar: Cast) -> None:
    answer = signed_in(cedar.dana).get("/search")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_assistant_finds_only_an_exact_name(cedar: Cast) -> None:
    found = came_in(cedar.dana, now=clock(), name="Grace Lindqvist")
    client = signed_in(cedar.vik)
    address = f"/callbacks/{found.callback_id}"
    browsed = client.post("/search", {"q": "Lindq"}).content.decode()
    exact = client.post("/search", {"q": "grace lindqvist"}).content.decode()
    assert (address in browsed, address in exact) == (False, True)


def test_the_sources_of_open_callbacks_are_offered(cedar: Cast) -> None:
    came_in(cedar.dana, now=clock(), source="website")
    came_in(cedar.dana, now=clock(), source="fax_server")
    page = signed_in(cedar.dana).get("/").content.decode()
    shown = [words for words in ("Website", "Fax server", "Portal") if f">{words}<" in page]
    assert shown == ["Website", "Fax server"]


def test_a_tick_taken_back_is_not_true_any_more(cedar: Cast) -> None:
    found = came_in(cedar.dana, now=clock())
    view = claim.claim(found.callback_id, by=cedar.dana, now=clock())
    client, address = signed_in(cedar.dana), f"/callbacks/{found.callback_id}"
    form = {"fence": view.fence, "ticks": ["nothing_needed"]}
    client.post(f"{address}/facts", {**form, "tick.nothing_needed": "yes"})
    box = re.compile(rb'name="tick\.nothing_needed"[^>]*checked')
    ticked = client.get(address).content
    client.post(f"{address}/facts", form)
    taken_back = client.get(address).content
    assert (bool(box.search(ticked)), bool(box.search(taken_back))) == (True, False)


def test_pressing_a_result_twice_is_one_try(cedar: Cast) -> None:
    found = came_in(cedar.dana, now=clock())
    view = claim.claim(found.callback_id, by=cedar.dana, now=clock())
    client, address = signed_in(cedar.dana), f"/callbacks/{found.callback_id}"
    form = {
        "fence": view.fence,
        "form_id": "0b9f8a53-0b4e-4f0e-9a43-0d5d5d5d5d5d",
        "result": "no_answer",
    }
    statuses = [client.post(f"{address}/attempts", form).status_code for _ in range(2)]
    assert statuses == [302, 302]
    other = client.post(f"{address}/attempts", {**form, "result": "busy"})
    assert other.status_code == 409
    assert client.get(address).content.decode().count("tried: no answer") == 1


@pytest.mark.parametrize(
    "more",
    [
        {"note": "They want the afternoon after all."},
        {"call_again_at": "2026-12-01T15:30"},
        {"fact.reason_learned": "a refill"},
        {"tick.nothing_needed": "yes"},
    ],
)
def test_a_page_pressed_again_with_something_else_in_it_is_told_so(
    cedar: Cast, more: dict[str, str]
) -> None:
    found = came_in(cedar.dana, now=clock())
    view = claim.claim(found.callback_id, by=cedar.dana, now=clock())
    client, address = signed_in(cedar.dana), f"/callbacks/{found.callback_id}"
    form = {
        "fence": view.fence,
        "form_id": "0b9f8a53-0b4e-4f0e-9a43-0d5d5d5d5d5e",
        "result": "reached_patient",
    }
    assert client.post(f"{address}/attempts", form).status_code == 302
    again = client.post(f"{address}/attempts", {**form, **more})
    assert (again.status_code, "already written a try down" in again.content.decode()) == (
        409,
        True,
    )


def test_an_unread_item_can_be_sorted_by_its_owner(cedar: Cast) -> None:
    found = came_in(cedar.dana, now=clock(), category="UNSORTED", text="please call")
    view = claim.claim(found.callback_id, by=cedar.dana, now=clock())
    client, address = signed_in(cedar.dana), f"/callbacks/{found.callback_id}"
    assert 'value="NEWPT"' in client.get(address).content.decode()
    client.post(f"{address}/sort", {"fence": view.fence, "category": "NEWPT"})
    assert "book or offer the wait list" in client.get(address).content.decode()


def test_pressing_sign_twice_is_one_note(cedar: Cast) -> None:
    found = came_in(cedar.dana, now=clock())
    view = claim.claim(found.callback_id, by=cedar.dana, now=clock())
    client, address = signed_in(cedar.dana), f"/callbacks/{found.callback_id}"
    form = {"fence": view.fence, "note": "Reached the patient; they will call again on Tuesday."}
    statuses = [client.post(f"{address}/notes", form).status_code for _ in range(3)]
    assert (statuses, len(records.notes(cedar))) == ([302, 302, 302], 1)


def test_a_fact_nobody_could_have_told_is_refused_with_the_way_out_one_press_away(
    cedar: Cast,
) -> None:
    found = came_in(cedar.dana, now=clock())
    view = claim.claim(found.callback_id, by=cedar.dana, now=clock())
    client, address = signed_in(cedar.dana), f"/callbacks/{found.callback_id}"
    client.post(f"{address}/attempts", {"fence": view.fence, "result": "no_answer"})
    form = {
        "fence": view.fence,
        "note": "Reached the patient, who wants the Tuesday visit moved; done.",
        "fact.reason_learned": "wants to move Tuesday",
    }
    refused = client.post(f"{address}/done", form)
    page = refused.content.decode()
    said = "“What they were calling about” is noted, but no try reached them."
    assert (refused.status_code, said in page) == (409, True)
    ways_out = re.findall(r'form="work"\s+class="button"\s+name="result"\s+value="(\w+)"', page)
    assert ways_out == ["reached_patient", "reached_authorised", "declined", "patient_called_us"]
    logged = client.post(f"{address}/attempts", {**form, "result": ways_out[0]})
    closed = client.post(f"{address}/done", {"fence": view.fence})
    assert (logged.status_code, closed.status_code) == (302, 302)
    assert "closed it as done" in client.get(address).content.decode()


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 10, "-1", "٣"])
def test_a_number_that_is_none_of_ours_is_told_at_its_fact(cedar: Cast, number: str) -> None:
    found = came_in(cedar.dana, now=clock())
    view = claim.claim(found.callback_id, by=cedar.dana, now=clock())
    form = {"fence": view.fence, "number.times_offered": number}
    client = signed_in(cedar.dana)
    assert client.post(f"/callbacks/{found.callback_id}/facts", form).status_code == 409


@pytest.mark.parametrize("address", ["/people/leave", "/setup/places"])
@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "idna", "undefined", "unicode_escape"])
def test_a_form_in_other_letters_than_ours_is_400(cedar: Cast, address: str, charset: str) -> None:
    body = b"--b\r\nContent-Disposition: form-data; name=name\r\n\r\n+2AA-\r\n--b--\r\n"
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    client = signed_in(cedar.mara)
    assert client.generic("POST", address, body, kind).status_code == 400


@pytest.mark.parametrize("what", ["draft", "notes", "done"])
def test_no_box_takes_more_than_anybody_writes(cedar: Cast, what: str) -> None:
    it = came_in(cedar.dana, now=clock()).callback_id
    assert it is not None
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    client, most = signed_in(cedar.dana), "a" * 20_000

    def send(note: str) -> int:
        sent = {"fence": fence, "saw": 0, "note": note}
        return client.post(f"/callbacks/{it}/{what}", sent).status_code

    assert (send(f"{most}a"), records.drafts(cedar, callback_id=it)) == (409, [])
    send(most)
    assert records.drafts(cedar, callback_id=it) == [(cedar.dana.person_id, most)]
