"""When the machine door itself is in trouble."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import OperationalError

from ringback.actions import practice
from ringback.queries import practice as practices
from tests.api.machine import Machines, arrived, trouble, waiting

if TYPE_CHECKING:
    import pytest

    from tests.cast import Cast


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
