"""What a program writes down: tries and endings, under If-Match."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from tests import records
from tests.api.machine import Machines, trouble, waiting

if TYPE_CHECKING:
    from tests.cast import Cast


WORDS = "Reached Ana; she wants Tuesday morning and we booked it."


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


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"result": "voicemail_left"}, "greeting_matched", "Listen to the greeting first"),
        (
            {"result": "voicemail_left", "greeting_matched": False},
            "greeting_matched",
            "The greeting was not theirs",
        ),
        ({"result": "no_answer", "hours_ago": 30}, "why_late", "more than a day ago"),
        ({"result": "call_later"}, "call_again_at", "When did they ask"),
        ({"result": "sent"}, "channel", "Say how it was sent"),
        ({"result": "sent", "channel": "letter"}, "note", "Write down what it said"),
    ],
)
def test_what_a_page_asks_is_asked_of_programs(
    cedar: Cast, machine: Machines, body: dict[str, Any], field: str, words: str
) -> None:
    now = clock()
    it = waiting(cedar, happened_at=now - timedelta(days=3))
    program = machine(cedar.dana)
    if hours := body.get("hours_ago"):
        at = (now - timedelta(hours=hours)).isoformat()
        body = {"result": body["result"], "happened_at": at}
    version = program.post(f"/callbacks/{it}/claim")["ETag"]
    answer = program.post(f"/callbacks/{it}/attempts", body, if_match=version)
    (asked,) = [each for each in trouble(answer, 422)["fields"] if each["field"] == field]
    assert words in asked["words"]
    told = {
        "greeting_matched": True,
        "why_late": "The lines were down",
        "call_again_at": (now + timedelta(days=1)).isoformat(),
        "channel": "portal",
        "note": "Please call us about your visit.",
    }
    more = {field: told[field]}
    if field == "channel":
        more["note"] = told["note"]
    answer = program.post(f"/callbacks/{it}/attempts", {**body, **more}, if_match=version)
    assert answer.status_code == 201


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
        {"code": "forms", "words": "send the intake form, as they allow"},
        {"code": "contact", "words": "what happened when you called"},
        {"code": "note", "words": "a note the next colleague can act on"},
    ]
    body = {"result": "reached_patient"}
    program.post(f"/callbacks/{it}/attempts", body, if_match=version)
    facts = {"other_care": "a clinic", "no_promise": True, "forms_not_needed": True}
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
