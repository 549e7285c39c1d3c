"""The description of the machine door: every path, header, refusal and example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.api import examples, problem
from ringback.rules.attempt import Result
from tests.api.machine import trouble

if TYPE_CHECKING:
    from tests.api.machine import Machines
    from tests.cast import Cast


PATHS = {
    "/api/v1/arrivals": ["post"],
    "/api/v1/queue": ["get"],
    "/api/v1/queue/next": ["post"],
    "/api/v1/callbacks/{callback_id}": ["get"],
    "/api/v1/callbacks/{callback_id}/claim": ["post"],
    "/api/v1/callbacks/{callback_id}/attempts": ["post"],
    "/api/v1/callbacks/{callback_id}/done": ["post"],
}


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


def test_every_body_answer_and_refusal_has_an_example(cedar: Cast, machine: Machines) -> None:
    found = machine(cedar.dana).get("/openapi.json").json()
    schemas = found["components"]["schemas"]
    bare = []
    for path, methods in found["paths"].items():
        for it in methods.values():
            told = [*it["responses"].items(), ("body", it.get("requestBody", {}))]
            for name, each in told:
                for content in each.get("content", {}).values():
                    schema = content["schema"].get("items", content["schema"])
                    kept = schemas.get(schema.get("$ref", "").rsplit("/", 1)[-1], {})
                    if "example" not in {**kept, **content}:
                        bare.append((path, name))
    assert bare == []


@pytest.mark.parametrize("status", sorted(examples.REFUSALS))
def test_an_example_of_a_refusal_is_a_problem_document(
    cedar: Cast, machine: Machines, status: int
) -> None:
    found = machine(cedar.dana).get("/openapi.json").json()["paths"]
    shown = [
        it["responses"][str(status)]["content"]["application/problem+json"]["example"]
        for methods in found.values()
        for it in methods.values()
        if str(status) in it["responses"]
    ]
    assert {(each["status"], each["title"]) for each in shown} == {(status, problem.TITLES[status])}


def test_the_examples_are_what_really_happens(cedar: Cast, machine: Machines) -> None:
    program = machine(cedar.dana)
    it = program.post("/arrivals", examples.ARRIVAL).json()
    assert list(it) == list(examples.ARRIVED)
    address = f"/callbacks/{it['callback_id']}"
    assert list(program.get(address).json()) == list(examples.OPENED)
    taken = program.post(f"{address}/claim")
    assert list(taken.json()) == list(examples.CALLBACK)
    version = taken["ETag"]
    program.post(f"{address}/attempts", {"result": "no_answer"}, if_match=version)
    refused = trouble(program.post(f"{address}/done", examples.DONE, if_match=version), 409)
    assert {name: refused[name] for name in examples.NOT_DONE} == examples.NOT_DONE
    tried = program.post(f"{address}/attempts", examples.ATTEMPT, if_match=version)
    assert (tried.status_code, list(tried.json())) == (201, list(examples.ATTEMPTED))
    done = program.post(f"{address}/done", examples.DONE, if_match=version)
    assert (done.status_code, done.json()["stage"]) == (200, "closed")


def test_every_result_is_explained() -> None:
    assert list(examples.RESULTS) == list(Result)
