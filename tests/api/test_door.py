"""Every endpoint of the machine door: what it takes, answers and refuses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import OperationalError

from ringback.actions import claim, escalation, practice
from ringback.actions import waiting as handing
from ringback.api import problem
from ringback.engine.wallclock import now as clock
from ringback.models import Door
from ringback.queries import practice as practices
from tests import records
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from ringback.rules.access import Actor
    from tests.api.machine import Machine
    from tests.cast import Cast

    Machines = Callable[[Actor], Machine]

WORDS = "Reached Ana; she wants Tuesday morning and we booked it."
PATHS = {
    "/api/v1/arrivals": ["post"],
    "/api/v1/queue": ["get"],
    "/api/v1/queue/next": ["post"],
    "/api/v1/callbacks/{callback_id}": ["get"],
    "/api/v1/callbacks/{callback_id}/claim": ["post"],
    "/api/v1/callbacks/{callback_id}/attempts": ["post"],
    "/api/v1/callbacks/{callback_id}/done": ["post"],
}


def arrived(**change: Any) -> dict[str, Any]:
    return {
        "source": "website",
        "external_id": uuid4().hex,
        "kind": "missed_call",
        "phone": "(202) 555-0147",
        **change,
    }


def waiting(cast: Cast, **given: Any) -> UUID:
    found = came_in(cast.dana, now=clock(), **given).callback_id
    assert found is not None
    return found


def trouble(answer: HttpResponse, status: int) -> dict[str, Any]:
    """The problem document of an answer with this status."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body: dict[str, Any] = answer.json()
    assert (body["type"], body["status"], body["title"]) == (
        "about:blank",
        status,
        problem.TITLES[status],
    )
    assert body["detail"]
    return body


# Who may come in


def test_the_description_lists_exactly_the_paths(cedar: Cast, machine: Machines) -> None:
    found = machine(cedar.dana).get("/openapi.json").json()["paths"]
    assert {path: sorted(methods) for path, methods in found.items()} == PATHS


def test_the_description_names_the_headers_and_the_refusals(cedar: Cast, machine: Machines) -> None:
    found = machine(cedar.dana).get("/openapi.json").json()["paths"]
    told = {
        path.rsplit("/", 1)[-1]: (
            [each["name"] for each in it["parameters"] if each["in"] == "header"],
            [status for status in sorted(it["responses"]) if status > "204"],
        )
        for path, methods in found.items()
        for it in methods.values()
    }
    assert told == {
        "arrivals": (["Idempotency-Key"], ["400", "401", "403", "413", "422", "503"]),
        "queue": ([], ["400", "401", "422", "503"]),
        "next": ([], ["401", "403", "503"]),
        "{callback_id}": ([], ["401", "403", "404", "422", "503"]),
        "claim": ([], ["401", "403", "404", "409", "422", "503"]),
        "attempts": (
            ["If-Match", "Idempotency-Key"],
            ["400", "401", "403", "404", "409", "412", "413", "422", "428", "503"],
        ),
        "done": (
            ["If-Match"],
            ["400", "401", "403", "404", "409", "412", "413", "422", "428", "503"],
        ),
    }


def test_an_address_or_method_there_is_not_is_a_problem_document(
    cedar: Cast, machine: Machines
) -> None:
    program = machine(cedar.dana)
    trouble(program.get("/nowhere"), 404)
    answer = program.get("/queue/next")
    trouble(answer, 405)
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize("path", [path for path in PATHS if PATHS[path] == ["get"]])
def test_without_a_token_nothing_is_read(cedar: Cast, machine: Machines, path: str) -> None:
    visitor = machine(cedar.dana)
    visitor.token = "rb_nobody"
    trouble(visitor.get(path.format(callback_id=uuid4())), 401)


@pytest.mark.parametrize("path", [path for path in PATHS if PATHS[path] == ["post"]])
def test_without_a_token_nothing_is_written(cedar: Cast, machine: Machines, path: str) -> None:
    visitor = machine(cedar.dana)
    visitor.token = ""
    answer = visitor.post(path.format(callback_id=uuid4())[len("/api/v1") :], {})
    trouble(answer, 401)


@pytest.mark.parametrize("ended", ["closed_at", "expires_at"])
def test_a_token_that_has_ended_opens_nothing(cedar: Cast, machine: Machines, ended: str) -> None:
    program = machine(cedar.dana)
    found = Door.objects.filter(digest=sha256(program.token.encode()).digest())
    found.update(**{ended: clock() - timedelta(seconds=1)})
    trouble(program.get("/queue"), 401)


def test_it_sees_and_does_nothing(cedar: Cast, machine: Machines) -> None:
    it, program = waiting(cedar), machine(cedar.ines)
    assert program.get("/queue").json() == []
    trouble(program.get(f"/callbacks/{it}"), 403)
    trouble(program.post("/queue/next"), 403)
    trouble(program.post(f"/callbacks/{it}/claim"), 403)
    trouble(program.post("/arrivals", arrived()), 403)


# Arrivals


def test_something_new_is_201_and_the_same_again_200(cedar: Cast, machine: Machines) -> None:
    program, body = machine(cedar.dana), arrived(name=" Ana ", text="hello")
    first, again = program.post("/arrivals", body), program.post("/arrivals", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert sorted(first.json()) == ["arrival_id", "callback_id"]
    it = records.callback(cedar, first.json()["callback_id"])
    assert (it.phone, it.name, it.words, it.source) == ("+12025550147", "Ana", "hello", "website")


def test_one_key_is_one_body(cedar: Cast, machine: Machines) -> None:
    program, body = machine(cedar.dana), arrived()
    first = program.post("/arrivals", body, idempotency_key="k1")
    again = program.post("/arrivals", body, idempotency_key="k1")
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    other = program.post("/arrivals", arrived(name="Ana Gomez"), idempotency_key="k1")
    assert "Ana" not in str(trouble(other, 422))


@pytest.mark.parametrize("key", ["", "x" * 201, "a\x00b", "caf\u00e9"])
def test_a_key_that_is_none_is_400(cedar: Cast, machine: Machines, key: str) -> None:
    trouble(machine(cedar.dana).post("/arrivals", arrived(), idempotency_key=key), 400)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "Ana Gomez"},
        {"phone": 5},
        {"phone": None},
        {"phone": "Ana Gomez" * 9},
        {"name": "Ana Gomez\x00"},
        {"text": "Ana Gomez" * 9999},
        {"text": "Ana Gomez \ud800"},
        {"category": "Ana Gomez"},
        {"happened_at": "Ana Gomez"},
        {"happened_at": "2026-11-23T10:00:00"},
        {"happened_at": "0001-01-01T00:00:00Z"},
        {"happened_at": "9999-12-31T23:59:59Z"},
        {"external_id": ""},
        {"source": ["Ana Gomez"]},
        {"Ana Gomez": "x"},
    ],
)
def test_what_cannot_be_is_422_and_never_repeated(
    cedar: Cast, machine: Machines, change: dict[str, Any]
) -> None:
    answer = machine(cedar.dana).post("/arrivals", arrived(**change))
    assert "Ana" not in str(trouble(answer, 422))
    assert records.arrivals(cedar) == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"kind": NaN', b"null", b'"Ana"', b"[1]"]
)
def test_what_cannot_be_read_is_a_4xx(cedar: Cast, machine: Machines, body: bytes) -> None:
    answer = machine(cedar.dana).post("/arrivals", body)
    assert answer.status_code in {400, 422}
    assert "Ana" not in str(trouble(answer, answer.status_code))


def test_a_body_that_is_too_big_is_413(cedar: Cast, machine: Machines) -> None:
    body = arrived(text="x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    trouble(machine(cedar.dana).post("/arrivals", body), 413)


def test_numbers_that_were_withheld_are_never_merged(cedar: Cast, machine: Machines) -> None:
    program = machine(cedar.dana)
    found = [program.post("/arrivals", arrived(phone="Anonymous")).json() for _ in range(2)]
    assert found[0]["callback_id"] != found[1]["callback_id"]


# The queue


def test_the_queue_comes_in_pages_that_lead_to_the_end(cedar: Cast, machine: Machines) -> None:
    made = {str(waiting(cedar)) for _ in range(53)}
    program, path, seen = machine(cedar.dana), "/queue?filter=no_owner", []
    while path:
        answer = program.get(path)
        seen.append([each["id"] for each in answer.json()])
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.get("Link", ""))
        path = link[1] if link else ""
    assert [len(each) for each in seen] == [50, 3]
    assert {one for each in seen for one in each} == made


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"filter": "Ana"}, 422),
        ({"category": "A\x00"}, 422),
        ({"source": "A\x00"}, 422),
        ({"after": "A\x00"}, 422),
        ({"after": "Ana"}, 400),
        ({"after": "é" * 20}, 400),
        ({"after": "OTk5OTk5OTk5OTk5fjIwMjYtMTEtMjN-Mn4z"}, 400),
        ({"after": "A" * 500}, 422),
    ],
)
def test_a_question_that_cannot_be_is_a_4xx(
    cedar: Cast, machine: Machines, query: dict[str, str], status: int
) -> None:
    assert "Ana" not in str(trouble(machine(cedar.dana).get("/queue", query), status))


def test_the_assistants_token_sees_no_patient_in_the_list(cedar: Cast, machine: Machines) -> None:
    waiting(cedar, name="Ana Gomez", text="my knee", phone="+12025550147")
    (row,) = machine(cedar.vik).get("/queue").json()
    assert (row["name"], row["phone"], row["words"]) == (None, None, None)
    body = str(machine(cedar.vik).get("/queue").content)
    assert all(each not in body for each in ("Ana", "knee", "0147"))
    (row,) = machine(cedar.dana).get("/queue").json()
    assert (row["name"], row["phone"], row["words"]) == ("Ana Gomez", "+12025550147", "my knee")


def test_next_is_the_most_pressing_one_and_then_nothing(cedar: Cast, machine: Machines) -> None:
    it, program = waiting(cedar, name="Ana Gomez"), machine(cedar.vik)
    taken, nothing = program.post("/queue/next"), program.post("/queue/next")
    assert (taken.status_code, taken.json()["id"], taken["ETag"]) == (200, str(it), '"2"')
    assert (taken.json()["mine"], taken.json()["name"]) == (True, "Ana Gomez")
    assert (nothing.status_code, nothing.content) == (204, b"")


# One callback


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
    item = machine(cedar.dana).get(f"/callbacks/{it}").json()
    assert (item["answer"]["text"], item["answer"]["by"]) == ("Come in today.", "Dr. Osei")
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


# Writes


@pytest.mark.parametrize("path", ["attempts", "done"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 428),
        ({"if_match": "2"}, 400),
        ({"if_match": "*"}, 400),
        ({"if_match": '"2", "3"'}, 400),
        ({"if_match": '"9999999999"'}, 400),
        ({"if_match": '"7"'}, 412),
    ],
)
def test_a_write_says_which_version_it_means(
    cedar: Cast, machine: Machines, path: str, headers: dict[str, str], status: int
) -> None:
    it = waiting(cedar)
    claim.claim(it, by=cedar.dana, now=clock())
    body = {"result": "no_answer"} if path == "attempts" else {"facts": {}}
    program = machine(cedar.dana)
    answer = program.post(f"/callbacks/{it}/{path}", {**body, "note": "half a note"}, **headers)
    trouble(answer, status)
    if status == 412:
        assert answer["ETag"] == '"2"'
        assert records.drafts(cedar) == [(cedar.dana.person_id, "half a note")]


def test_a_try_answers_with_what_follows(cedar: Cast, machine: Machines) -> None:
    it, program = waiting(cedar), machine(cedar.dana)
    version = program.post(f"/callbacks/{it}/claim")["ETag"]
    body = {"result": "busy", "number": "202-555-0199", "note": "engaged"}
    answer = program.post(f"/callbacks/{it}/attempts", body, if_match=version)
    assert (answer.status_code, answer["ETag"]) == (201, version)
    (made,) = records.attempts(cedar)
    assert answer.json()["attempt_id"] == str(made.id)
    assert answer.json()["next_attempt_at"] is not None
    assert (made.number, made.result) == ("+12025550199", "busy")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"result": "Ana"},
        {"result": "call_later"},
        {"result": "call_later", "call_again_at": "9999-12-31T23:59:59Z"},
        {"result": "call_later", "call_again_at": "2026-11-23T10:00"},
        {"result": "no_answer", "happened_at": "0001-01-01T00:00:00Z"},
        {"result": "no_answer", "channel": ""},
        {"result": "no_answer", "note": "Ana\x00"},
        {"result": "no_answer", "owner": "Ana"},
    ],
)
def test_a_try_that_cannot_be_is_422(cedar: Cast, machine: Machines, body: dict[str, Any]) -> None:
    it, program = waiting(cedar), machine(cedar.dana)
    version = program.post(f"/callbacks/{it}/claim")["ETag"]
    answer = program.post(f"/callbacks/{it}/attempts", body, if_match=version)
    assert "Ana" not in str(trouble(answer, 422))


def test_a_write_by_who_does_not_hold_it_is_409(cedar: Cast, machine: Machines) -> None:
    it = waiting(cedar)
    claim.claim(it, by=cedar.vik, now=clock())
    body = {"result": "no_answer"}
    answer = machine(cedar.dana).post(f"/callbacks/{it}/attempts", body, if_match='"2"')
    assert trouble(answer, 409)["held_by"] == "Vik Sharma"


def test_done_is_refused_with_what_is_missing_and_then_closes(
    cedar: Cast, machine: Machines
) -> None:
    it, program = waiting(cedar, category="NEWPT"), machine(cedar.dana)
    version = program.post(f"/callbacks/{it}/claim")["ETag"]
    refused = program.post(f"/callbacks/{it}/done", {"facts": {}, "note": ""}, if_match=version)
    assert trouble(refused, 409)["missing"] == [
        {"code": "visit", "words": "book or offer the wait list"},
        {"code": "coverage", "words": "no cost or coverage promised"},
        {"code": "contact", "words": "what happened when you called"},
        {"code": "note", "words": "a note the next colleague can act on"},
    ]
    body = {"result": "reached_patient"}
    program.post(f"/callbacks/{it}/attempts", body, if_match=version)
    facts = {"other_care": "a clinic", "no_promise": True}
    answer = program.post(
        f"/callbacks/{it}/done", {"facts": facts, "note": WORDS}, if_match=version
    )
    assert (answer.status_code, answer.json()["stage"], answer["ETag"]) == (200, "closed", '"3"')
    trouble(program.post(f"/callbacks/{it}/claim"), 409)


def test_done_against_the_record_is_refused_with_the_results_that_would_show_it(
    cedar: Cast, machine: Machines
) -> None:
    it, program = waiting(cedar), machine(cedar.dana)
    version = program.post(f"/callbacks/{it}/claim")["ETag"]
    program.post(f"/callbacks/{it}/attempts", {"result": "no_answer"}, if_match=version)
    body = {"facts": {"reason_learned": "a refill"}, "note": WORDS}
    refused = program.post(f"/callbacks/{it}/done", body, if_match=version)
    assert trouble(refused, 409)["missing"] == [
        {
            "code": "reason",
            "words": "“What they were calling about” is noted, but no try reached them. "
            "Log the call in which they said so.",
            "results": ["declined", "patient_called_us", "reached_authorised", "reached_patient"],
        }
    ]
    program.post(f"/callbacks/{it}/attempts", {"result": "patient_called_us"}, if_match=version)
    assert program.post(f"/callbacks/{it}/done", body, if_match=version).status_code == 200


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"Ana Gomez": True}, 409),
        ({"reason_learned": {"Ana": 1}}, 409),
        ({"reason_learned": "\x00Ana"}, 409),
        ({"reason_learned": "\ud800Ana"}, 409),
        ({"reason_learned": 10**400}, 409),
        ({"A" * 201: "Ana"}, 422),
        ({str(n): n for n in range(51)}, 422),
        ("Ana", 422),
        (None, 422),
    ],
)
def test_facts_that_mean_nothing_are_refused_and_never_repeated(
    cedar: Cast, machine: Machines, facts: Any, status: int
) -> None:
    it, program = waiting(cedar), machine(cedar.dana)
    version = program.post(f"/callbacks/{it}/claim")["ETag"]
    answer = program.post(f"/callbacks/{it}/done", {"facts": facts}, if_match=version)
    found = str(trouble(answer, status))
    assert ("Ana" in found, "AAA" in found) == (False, False)


# Trouble


def test_without_the_database_it_is_503_and_safe_to_repeat(
    cedar: Cast, machine: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("host=secret")

    program = machine(cedar.dana)
    monkeypatch.setattr(practices, "country", away)
    answer = program.post("/arrivals", arrived())
    assert "secret" not in str(trouble(answer, 503))
    assert answer["Retry-After"] == "5"


def test_a_mistake_of_ours_repeats_nothing_but_a_number(
    cedar: Cast, machine: Machines, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Ana Gomez")

    program = machine(cedar.dana)
    monkeypatch.setattr(practices, "country", broken)
    body = trouble(program.post("/arrivals", arrived(name="Ana Gomez")), 500)
    number = re.search(r"support id (\w{10})", body["detail"])
    assert number is not None
    assert number[1] in caplog.text
    assert "Ana" not in str(body) + caplog.text


def test_two_practices_of_one_person_have_two_tokens(
    cedar: Cast, elm: Cast, machine: Machines
) -> None:
    it = waiting(cedar)
    practice.member(cedar.dana.person_id, elm.practice_id, roles=cedar.dana.roles)
    assert [row["id"] for row in machine(cedar.dana).get("/queue").json()] == [str(it)]
    from ringback.queries import person  # what sign-in would lead to at the other practice

    there = person.actor(cedar.dana.person_id, elm.practice_id, via="api")
    assert there is not None
    assert machine(there).get("/queue").json() == []
