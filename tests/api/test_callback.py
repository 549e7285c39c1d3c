"""One callback, read and taken by a program."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from ringback.actions import claim, escalation
from ringback.actions import waiting as handing
from ringback.engine.wallclock import now as clock
from tests import records
from tests.api.machine import Machines, trouble, waiting

if TYPE_CHECKING:
    from tests.cast import Cast


def test_reading_one_answers_with_its_version(cedar: Cast, machine: Machines) -> None:
    it = waiting(cedar)
    answer = machine(cedar.dana).get(f"/callbacks/{it}")
    assert (answer.status_code, answer["ETag"], answer.json()["stage"]) == (200, '"1"', "waiting")
    assert len(records.journal(cedar, "opened")) == 1


def test_the_list_and_the_item_say_the_same(cedar: Cast, machine: Machines) -> None:
    it, program = waiting(cedar, name="Ana"), machine(cedar.dana)
    item = program.get(f"/callbacks/{it}").json()
    assert [{**each, "answer": None} for each in program.get("/queue").json()] == [item]
    claim.claim(it, by=cedar.dana, now=clock())
    (row,) = program.get("/queue").json()
    item = program.get(f"/callbacks/{it}").json()
    assert {**row, "lease_until": None, "answer": None} == {**item, "lease_until": None}


def test_an_opened_callback_says_what_a_clinician_answered(cedar: Cast, machine: Machines) -> None:
    it = waiting(cedar)
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    handing.escalate(it, by=cedar.dana, now=clock(), fence=fence)
    waits = machine(cedar.osei).get(f"/callbacks/{it}").json()
    assert (waits["stage"], waits["next_party"], waits["answer"]) == (
        "escalated",
        "clinician",
        None,
    )
    at = clock()
    escalation.answer(it, "Come in today.", by=cedar.osei, now=at, fence=fence + 1)
    item = machine(cedar.osei).get(f"/callbacks/{it}").json()
    assert (item["answer"]["text"], item["answer"]["by"]) == ("Come in today.", "Dr. Osei")
    before = machine(cedar.dana).get(f"/callbacks/{it}").json()
    assert (before["answer"]["text"], before["answer"]["by"]) == (None, "Dr. Osei")
    assert datetime.fromisoformat(item["answer"]["at"]) == at
    assert machine(cedar.vik).get(f"/callbacks/{it}").json()["answer"] is None


def test_another_practices_callback_is_the_same_404_as_an_absent_one(
    cedar: Cast, elm: Cast, machine: Machines
) -> None:
    it, program = waiting(cedar, name="Ana Gomez"), machine(elm.dana)
    for path, body in (
        ("claim", None),
        ("attempts", {"result": "no_answer", "note": "Ana"}),
        ("done", {"facts": {}}),
    ):
        answers = [
            program.post(f"/callbacks/{each}/{path}", body, if_match='"1"')
            for each in (it, uuid4())
        ]
        assert trouble(answers[0], 404) == trouble(answers[1], 404)
    answers = [program.get(f"/callbacks/{each}") for each in (it, uuid4())]
    assert trouble(answers[0], 404) == trouble(answers[1], 404)
    assert program.get("/queue").json() == []


def test_an_id_that_is_none_is_422(cedar: Cast, machine: Machines) -> None:
    trouble(machine(cedar.dana).get("/callbacks/Ana"), 422)


def test_taking_what_somebody_has_is_409_with_who(cedar: Cast, machine: Machines) -> None:
    it = waiting(cedar)
    first = machine(cedar.vik).post(f"/callbacks/{it}/claim")
    assert (first.status_code, first["ETag"], first.json()["owner"]) == (200, '"2"', "Vik Sharma")
    body = trouble(machine(cedar.dana).post(f"/callbacks/{it}/claim"), 409)
    assert body["held_by"] == "Vik Sharma"
    assert body["detail"].startswith("Vik Sharma has this one until ")


def test_outside_the_lane_is_403(cedar: Cast, machine: Machines) -> None:
    it = waiting(cedar, category="INTAKE")
    trouble(machine(cedar.vik).get(f"/callbacks/{it}"), 403)
    trouble(machine(cedar.vik).post(f"/callbacks/{it}/claim"), 403)
