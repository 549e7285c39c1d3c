"""After the call: what the page offers, what its forms do, and what a refused one keeps."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from tests import records
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from tests.cast import Cast

WHY = "He asked for you about Tuesday"


def mine(cast: Cast, **given: Any) -> tuple[UUID, Client, str]:
    it = came_in(cast.dana, now=clock(), name="Tom Whitfield", **given).callback_id
    assert it is not None
    claim.claim(it, by=cast.dana, now=clock())
    return it, signed_in(cast.dana), f"/callbacks/{it}"


def fence(cast: Cast, it: UUID) -> int:
    return records.callback(cast, it).fence


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def tomorrow() -> str:
    return f"{clock() + timedelta(days=1):%Y-%m-%dT15:00}"


def test_handed_over_the_receiver_reads_who_and_why_in_the_list_and_on_the_page(
    cedar: Cast,
) -> None:
    it, client, address = mine(cedar)
    assert f'value="person:{cedar.mara.person_id}"' in page(client, address)
    form = {"fence": fence(cedar, it), "to": f"person:{cedar.mara.person_id}", "hand_why": WHY}
    assert client.post(f"{address}/hand-over", form).status_code == 302
    receiver = signed_in(cedar.mara)
    rows, theirs = page(receiver, "/?filter=mine"), page(receiver, address)
    assert f"From {cedar.dana.name}: {WHY}" in rows
    assert f"{cedar.dana.name} handed this over" in theirs
    assert [f"“{WHY}”" in theirs, 'id="work"' in theirs] == [True, True]
    assert f"{cedar.dana.name} handed it to {cedar.mara.name}" in theirs


def test_handed_over_wrongly_it_comes_back_open_with_what_was_typed(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    answer = client.post(f"{address}/hand-over", {"fence": fence(cedar, it), "hand_why": WHY})
    found = answer.content.decode()
    assert (answer.status_code, "Choose who gets it" in found, f'value="{WHY}"' in found) == (
        409,
        True,
        True,
    )
    assert re.search(r'id="hand-over"\s+open', found)
    stale = client.post(f"{address}/hand-over", {"fence": 99, "to": "anyone", "note": "half a"})
    assert (stale.status_code, "half a" in stale.content.decode()) == (412, True)


@pytest.mark.parametrize("to", ["", "person:", "person:me", "post:", "post:king", "all", "x:y"])
def test_nobody_is_chosen_by_what_no_page_offers(cedar: Cast, to: str) -> None:
    it, client, address = mine(cedar)
    form = {"fence": fence(cedar, it), "to": to, "hand_why": WHY}
    assert client.post(f"{address}/hand-over", form).status_code == 409
    assert records.callback(cedar, it).owner_id == cedar.dana.person_id


def test_put_aside_until_a_time_that_was_typed(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    form = {"fence": fence(cedar, it), "aside_at": tomorrow(), "aside_why": WHY}
    assert client.post(f"{address}/put-aside", form).status_code == 302
    found = records.callback(cedar, it)
    assert (found.stage, found.hand_why) == ("scheduled", WHY)
    assert f"Put aside: {WHY}" in page(client, "/?filter=mine")
    empty = client.post(f"{address}/put-aside", {"fence": found.fence, "aside_why": WHY})
    assert (empty.status_code, f'value="{WHY}"' in empty.content.decode()) == (409, True)


OFFICE = {
    "whom": "office",
    "wait_name": "Valley Imaging",
    "what": "the report",
    "wait_number": "2025550188",
}


def test_waiting_on_another_office_and_what_became_of_it(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    form = {**OFFICE, "fence": fence(cedar, it), "review_at": tomorrow()}
    assert client.post(f"{address}/wait", form).status_code == 302
    found = page(client, address)
    assert ["Valley Imaging (another office)" in found, "the report" in found] == [True, True]
    assert 'href="tel:+12025550188"' in found
    assert "Waiting on: Valley Imaging: the report" in page(client, "/?filter=mine")
    call = {
        "fence": fence(cedar, it), "party": "other", "party_name": "Valley Imaging",
        "result": "no_answer",
    }  # fmt: skip
    assert client.post(f"{address}/attempts", call).status_code == 302
    assert f"{cedar.dana.name} called Valley Imaging: no answer" in page(client, address)
    again = {"fence": fence(cedar, it), "how": "again", "review_at": tomorrow()}
    assert client.post(f"{address}/waiting", again).status_code == 302
    assert f"{cedar.dana.name} asked 2 times" in page(client, address)
    came = {"fence": fence(cedar, it), "how": "came"}
    assert client.post(f"{address}/waiting", came).status_code == 302
    assert records.callback(cedar, it).stage == "owned"
    assert client.post(f"{address}/waiting", {"how": "somehow"}).status_code == 400


def test_while_we_wait_for_the_patient_they_are_not_called_as_somebody_else(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    form = {
        "fence": fence(cedar, it),
        "whom": "patient",
        "what": "the form",
        "review_at": tomorrow(),
    }
    assert client.post(f"{address}/wait", form).status_code == 302
    found = page(client, address)
    assert ["It came" in found, 'name="party"' in found] == [True, False]


def test_whom_we_wait_for_is_told_in_the_readers_language(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    form = {"whom": "insurer", "what": "the approval", "review_at": tomorrow()}
    client.post(f"{address}/wait", {**form, "fence": fence(cedar, it)})
    (name,) = re.findall(r'name="party_name"\s+value="([^"]*)"', page(client, address))
    tried = {"fence": fence(cedar, it), "result": "no_answer", "party": "other"}
    client.post(f"{address}/attempts", {**tried, "party_name": name})
    assert f"{cedar.dana.name} called the insurer: no answer" in page(client, address)
    answer = client.get(address, headers={"accept-language": "es"})
    assert f"{cedar.dana.name} llamó a la aseguradora: " in answer.content.decode()


def test_an_empty_waiting_names_everything_and_keeps_what_was_typed(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    form = {"fence": fence(cedar, it), "what": "the report of Monday"}
    found = client.post(f"{address}/wait", form).content.decode()
    said = ["Say whom you are waiting for", "a time still to come", 'value="the report of Monday"']
    assert [each in found for each in said] == [True, True, True]


def test_what_was_just_done_can_be_undone_from_the_page(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    form = {"fence": fence(cedar, it), "result": "no_answer"}
    client.post(f"{address}/attempts", form)
    found = page(client, address)
    assert ["Written down: no answer. Next try" in found, f"{address}/undo" in found] == [True] * 2
    assert f"{address}/undo" not in page(signed_in(cedar.mara), address)
    assert client.post(f"{address}/undo").status_code == 302
    after = page(client, address)
    assert [f"{address}/undo" in after, "took the result back" in after] == [False, True]
    refused = client.post(f"{address}/undo")
    assert (refused.status_code, "nothing here to undo" in refused.content.decode()) == (409, True)


def test_handed_away_it_can_be_taken_back_and_the_next_one_is_one_press_away(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    client.post(f"{address}/hand-over", {"fence": fence(cedar, it), "to": "anyone"})
    found = page(client, address)
    assert [f"{address}/undo" in found, "Handed over." in found] == [True, True]
    client.post(f"{address}/undo")
    assert records.callback(cedar, it).owner_id == cedar.dana.person_id


def test_a_try_told_late_says_when_and_why(cedar: Cast) -> None:
    it, client, address = mine(cedar, happened_at=clock() - timedelta(days=9))
    when = f"{clock() - timedelta(days=3):%Y-%m-%dT15:00}"
    form = {"fence": fence(cedar, it), "result": "no_answer", "happened_at": when}
    refused = client.post(f"{address}/attempts", form)
    found = refused.content.decode()
    assert (refused.status_code, f'value="{when}"' in found) == (409, True)
    assert "why it is written down only now" in found
    sent = client.post(f"{address}/attempts", {**form, "why_late": "The line was down"})
    assert sent.status_code == 302
    (kept,) = records.attempts(cedar, callback_id=it)
    assert (kept.why_late, kept.entered_at - kept.happened_at > timedelta(days=1)) == (
        "The line was down",
        True,
    )


def test_what_can_be_undone_is_what_was_just_written_down(cedar: Cast) -> None:
    it, client, address = mine(cedar, happened_at=clock() - timedelta(days=9))
    client.post(f"{address}/attempts", {"fence": fence(cedar, it), "result": "no_answer"})
    earlier = {"happened_at": f"{clock() - timedelta(hours=20):%Y-%m-%dT%H:%M}", "result": "busy"}
    client.post(f"{address}/attempts", {**earlier, "fence": fence(cedar, it)})
    assert "Written down: busy." in page(client, address)


def test_every_result_says_what_follows_before_it_is_pressed(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    found = page(client, address)
    said = ("finish the note", "they name a time", "opens the contact question", "next: ")
    assert [each in found for each in said] == [True] * 4
    assert 'value="busy"' in found
    attempt.log(
        it, Made(result=Result.DECLINED), by=cedar.dana, now=clock(), fence=fence(cedar, it)
    )
    assert "no further call is planned" in page(client, address)


def test_a_voicemail_is_read_aloud_and_asks_for_the_greeting(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    found = page(client, address)
    assert f"Hello, this is {cedar.dana.name.split()[0]} from Cedar Street Family" in found
    form = {"fence": fence(cedar, it)}
    unheard = client.post(f"{address}/attempts", {**form, "result": "voicemail_left"})
    assert (unheard.status_code, "Listen to the greeting" in unheard.content.decode()) == (
        409,
        True,
    )
    left = client.post(f"{address}/attempts?result=voicemail_left", {**form, "greeting": "theirs"})
    assert left.status_code == 302
    (kept,) = records.attempts(cedar, callback_id=it)
    assert kept.result == "voicemail_left"
    assert "A voicemail was left today already" in page(client, address)


def test_a_wrong_number_opens_the_question_which_one_now(cedar: Cast) -> None:
    it, client, address = mine(cedar)
    assert 'id="another-number"' not in page(client, address)
    form = {"fence": fence(cedar, it)}
    client.post(f"{address}/attempts", {**form, "result": "wrong_number"})
    assert "Wrong number: which number now?" in page(client, address)
    refused = client.post(f"{address}/number", {**form, "typed_number": "12"})
    assert (refused.status_code, "the whole number" in refused.content.decode()) == (409, True)
    sent = client.post(f"{address}/number", {**form, "typed_number": "202 555 0131"})
    assert (sent.status_code, records.callback(cedar, it).phone) == (302, "+12025550131")
    assert 'id="another-number"' not in page(client, address)
