"""What a clinician finds to press on what was handed to them, and what everybody else sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim, escalation, waiting
from ringback.engine.wallclock import now as clock
from ringback.rules.access import Role
from tests import records
from tests.cast import came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

ANSWER = "Come in today; nothing to eat until then."


def handed_up(cast: Cast) -> tuple[UUID, int]:
    it = came_in(cast.dana, now=clock(), name="Tom Whitfield").callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    waiting.escalate(it, by=cast.dana, now=clock(), fence=fence)
    return it, fence + 1


def test_a_clinician_finds_both_ways_on_the_page_and_in_the_list(cedar: Cast) -> None:
    it, _ = handed_up(cedar)
    client, address = signed_in(cedar.osei), f"/callbacks/{it}"
    page, rows = client.get(address).content.decode(), client.get("/").content.decode()
    assert [f'action="{address}/{each}"' in page for each in ("accept", "answer")] == [True, True]
    assert f'formaction="{address}/accept"' in rows
    assert "your answer" in rows


@pytest.mark.parametrize("who", ["vik", "dana", "mara"])
def test_everybody_else_sees_that_a_clinician_is_asked_and_nothing_to_press(
    cedar: Cast, who: str
) -> None:
    it, _ = handed_up(cedar)
    client, address = signed_in(getattr(cedar, who)), f"/callbacks/{it}"
    page, rows = client.get(address).content.decode(), client.get("/").content.decode()
    assert "A clinician was asked; it comes back with their answer." in page
    found = [each for each in ("/accept", "/answer", "/take") if f"{address}{each}" in page + rows]
    assert found == []


@pytest.mark.parametrize("who", ["vik", "dana", "mara"])
@pytest.mark.parametrize("what", ["accept", "answer"])
def test_everybody_else_is_refused_and_it_is_written_down(cedar: Cast, who: str, what: str) -> None:
    it, fence = handed_up(cedar)
    form = {"fence": fence, "note": ANSWER}
    answer = signed_in(getattr(cedar, who)).post(f"/callbacks/{it}/{what}", form)
    refused = records.journal(cedar, "accepted", "answered", refused=True)
    assert (answer.status_code, [each.subject_id for each in refused]) == (403, [it])


def test_the_answer_stands_at_the_top_for_whoever_tells_the_patient(cedar: Cast) -> None:
    it, fence = handed_up(cedar)
    form = {"fence": fence, "note": ANSWER}
    sent = signed_in(cedar.osei).post(f"/callbacks/{it}/answer", form)
    client = signed_in(cedar.vik)
    before = client.get(f"/callbacks/{it}").content.decode()
    client.post(f"/callbacks/{it}/take")
    after = client.get(f"/callbacks/{it}").content.decode()
    assert (sent.status_code, ANSWER in before, ANSWER in after) == (302, False, True)
    assert after.index("Tell the patient") < after.index(ANSWER) < after.index("What they asked")
    assert "Dr. Osei · " in after
    assert "Dr. Osei said what to tell the patient" in after


def test_who_took_it_may_work_it_and_still_answer(cedar: Cast) -> None:
    it, _ = handed_up(cedar)
    client = signed_in(cedar.osei)
    client.post(f"/callbacks/{it}/accept")
    page = client.get(f"/callbacks/{it}").content.decode()
    found = [each in page for each in ('id="answering"', 'id="work"', "Give back")]
    assert found == [True, True, True]


def test_a_second_clinician_is_told_who_and_keeps_the_words(cedar: Cast) -> None:
    it, fence = handed_up(cedar)
    amari = joined("Dr. Amari", cedar.practice_id, [Role.CLINICIAN])
    escalation.accept(it, by=cedar.osei, now=clock())
    form = {"fence": fence, "note": ANSWER}
    answer = signed_in(amari).post(f"/callbacks/{it}/answer", form)
    page = answer.content.decode()
    assert (answer.status_code, "Dr. Osei has this one until" in page) == (409, True)
    assert (ANSWER in page, records.drafts(cedar)) == (True, [(amari.person_id, ANSWER)])


def test_an_answer_without_words_comes_back_with_the_box(cedar: Cast) -> None:
    it, fence = handed_up(cedar)
    client = signed_in(cedar.osei)
    answer = client.post(f"/callbacks/{it}/answer", {"fence": fence, "note": " "})
    page = answer.content.decode()
    said = "Write down what the patient is to be told."
    assert (answer.status_code, said in page, 'href="#answer"' in page) == (409, True, True)
