"""The queue as a program reads it, and takes from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.api.machine import Machines, trouble, waiting

if TYPE_CHECKING:
    from tests.cast import Cast


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
