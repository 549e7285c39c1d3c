"""What a clinician finds to press on what was handed to them, and what everybody else sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim, escalation, level, waiting
from ringback.engine.wallclock import now as clock
from ringback.rules.access import Role
from ringback.rules.queue import Level
from tests import records
from tests.cast import came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

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


WORDS = "Two tablets left. Do I stop on Monday?"


def test_the_owner_asks_in_the_patients_words_and_the_clinician_reads_them(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock()).callback_id
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    desk, address = signed_in(cedar.dana), f"/callbacks/{it}"
    assert f'formaction="{address}/ask"' in desk.get(address).content.decode()
    sent = desk.post(f"{address}/ask", {"fence": fence, "asked": WORDS, "note": ""})
    after = desk.get(address).content.decode()
    clinician = signed_in(cedar.osei).get(address).content.decode()
    assert (sent.status_code, f"{address}/ask" in after) == (302, False)
    asked = f"asked by {cedar.dana.name}, "
    assert [each in clinician for each in (WORDS, asked)] == [True, True]
    assert clinician.index(WORDS) < clinician.index('id="answering"')
    assert [each in after for each in (WORDS, asked)] == [True, True]


def test_asking_without_words_comes_back_with_everything_that_was_written(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock()).callback_id
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    client, address = signed_in(cedar.dana), f"/callbacks/{it}/ask"
    empty = client.post(address, {"fence": fence, "asked": " ", "note": "Half a note"})
    page = empty.content.decode()
    said = "Write down the patient’s exact words."
    assert (empty.status_code, said in page, 'href="#asked"' in page) == (409, True, True)
    assert "Half a note</textarea>" in page
    stale = client.post(address, {"fence": fence + 7, "asked": WORDS, "note": "Half a note"})
    assert (stale.status_code, f"Half a note\n\n{WORDS}" in stale.content.decode()) == (412, True)


def test_where_the_exact_words_are_asked_for_anyway_there_is_one_box(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), category="CLIN").callback_id
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    desk, address = signed_in(cedar.dana), f"/callbacks/{it}"
    page = desk.get(address).content.decode()
    boxes = [f'name="{each}"' in page for each in ("fact.exact_words", "asked")]
    assert (boxes, page.count('id="asked"'), f"{address}/ask" in page) == ([True, False], 1, True)
    empty = desk.post(f"{address}/ask", {"fence": fence, "fact.exact_words": ""})
    assert (empty.status_code, 'href="#asked"' in empty.content.decode()) == (409, True)
    sent = desk.post(f"{address}/ask", {"fence": fence, "fact.exact_words": WORDS})
    clinician = signed_in(cedar.osei).get(address).content.decode()
    assert (sent.status_code, WORDS in clinician) == (302, True)


def test_what_nobody_read_offers_no_clinician_yet(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), category="UNSORTED").callback_id
    claim.claim(it, by=cedar.dana, now=clock())
    page = signed_in(cedar.dana).get(f"/callbacks/{it}").content.decode()
    assert ('id="work"' in page, f"/callbacks/{it}/ask" in page) == (True, False)


def test_an_emergency_that_waits_tells_the_desk_what_to_do_now(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), phone="+12025550162").callback_id
    assert it is not None
    level.raise_level(it, Level.EMERGENCY, by=cedar.mara, now=clock())
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    waiting.escalate(it, by=cedar.dana, now=clock(), fence=fence)
    found = {
        who: signed_in(getattr(cedar, who)).get(f"/callbacks/{it}").content.decode()
        for who in ("dana", "mara", "vik")
    }
    advice = "Call the number now and tell them to call the emergency number."
    assert {who for who, page in found.items() if advice in page} == {"dana", "mara", "vik"}
    assert {who for who, page in found.items() if "tel:+12025550162" in page} == {"dana", "mara"}
    said = f"marked an emergency by {cedar.mara.name}: moved earlier"
    assert said in found["dana"]
    assert f"{cedar.mara.name} marked it: emergency" in found["dana"]


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


def verified_in_a_call(cast: Cast, client: Client, it: UUID) -> None:
    """They are called, and two details agree."""
    form = {"fence": records.callback(cast, it).fence}
    client.post(f"/callbacks/{it}/call", form)
    client.post(f"/callbacks/{it}/check", {**form, "identifier": "name"})
    chart = {"identifier": "birth_date", "chart": "of_age"}
    client.post(f"/callbacks/{it}/check", {**form, **chart})


def test_a_clinician_reads_the_answer_without_a_call(cedar: Cast) -> None:
    it, fence = handed_up(cedar)
    client = signed_in(cedar.osei)
    client.post(f"/callbacks/{it}/answer", {"fence": fence, "note": ANSWER})
    assert ANSWER in client.get(f"/callbacks/{it}").content.decode()


def test_the_answer_stands_at_the_top_for_whoever_tells_the_patient(cedar: Cast) -> None:
    it, fence = handed_up(cedar)
    form = {"fence": fence, "note": ANSWER}
    sent = signed_in(cedar.osei).post(f"/callbacks/{it}/answer", form)
    client = signed_in(cedar.vik)
    before = client.get(f"/callbacks/{it}").content.decode()
    client.post(f"/callbacks/{it}/take")
    waits = client.get(f"/callbacks/{it}").content.decode()
    verified_in_a_call(cedar, client, it)
    after = client.get(f"/callbacks/{it}").content.decode()
    found = [ANSWER in each for each in (before, waits, after)]
    assert (sent.status_code, found) == (302, [False, False, True])
    assert "An answer is there. It opens with the check." in waits
    assert "Dr. Osei · " in waits
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
