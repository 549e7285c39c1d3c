"""Who may come in at the machine door."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.engine.wallclock import now as clock
from ringback.models import Door
from tests.api.machine import Machines, arrived, trouble, waiting
from tests.api.test_description import PATHS

if TYPE_CHECKING:
    from tests.cast import Cast


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
