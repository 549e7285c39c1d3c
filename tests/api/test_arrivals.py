"""What a program brings in: new, sent again, or impossible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from ringback.actions import places
from tests import records
from tests.api.machine import Machines, arrived, trouble
from tests.cast import NOON

if TYPE_CHECKING:
    from tests.cast import Cast


def test_something_new_is_201_and_the_same_again_200(cedar: Cast, machine: Machines) -> None:
    program, body = machine(cedar.dana), arrived(name=" Ana ", text="hello")
    first, again = program.post("/arrivals", body), program.post("/arrivals", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert sorted(first.json()) == ["arrival_id", "callback_id"]
    it = records.callback(cedar, first.json()["callback_id"])
    assert (it.phone, it.name, it.words, it.source) == ("+12025550147", "Ana", "hello", "website")


def test_what_turns_letters_round_is_taken_out_of_a_name_and_a_number(
    cedar: Cast, machine: Machines
) -> None:
    body = arrived(name="\u2067Ana\u2069 \u202ezemoG", phone="\u202a+1 202 555 0147\u202c")
    first = machine(cedar.dana).post("/arrivals", body)
    it = records.callback(cedar, first.json()["callback_id"])
    assert (it.name, it.phone) == ("Ana zemoG", "+12025550147")


def test_free_text_keeps_its_lines(cedar: Cast, machine: Machines) -> None:
    first = machine(cedar.dana).post("/arrivals", arrived(text="one\r\n\ttwo"))
    assert records.callback(cedar, first.json()["callback_id"]).words == "one\r\n\ttwo"


def test_the_best_time_to_call_is_taken_in_their_words(cedar: Cast, machine: Machines) -> None:
    body = arrived(best_time=" after \u202e4 ", kind="appointment_request", category="NEWPT")
    first = machine(cedar.dana).post("/arrivals", body)
    it = records.callback(cedar, first.json()["callback_id"])
    assert (it.best_time, it.best_time_at) == ("after 4", it.received_at)


@pytest.mark.parametrize("best_time", ["x" * 201, "after\n4", 4])
def test_a_best_time_is_one_short_line(cedar: Cast, machine: Machines, best_time: object) -> None:
    trouble(machine(cedar.dana).post("/arrivals", arrived(best_time=best_time)), 422)


def test_a_control_character_is_named_in_words(cedar: Cast, machine: Machines) -> None:
    told = trouble(machine(cedar.dana).post("/arrivals", arrived(name="Ana\x07")), 422)
    assert "name: Has a control character; send it in one line." in str(told)


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
        {"name": "Ana\nGomez"},
        {"name": "Ana \x1b[31mGomez"},
        {"name": "Ana\x85Gomez"},
        {"phone": "202555\r0147"},
        {"source": "Ana\tGomez"},
        {"source": "web\u202eAna"},
        {"external_id": "Ana\n1"},
        {"external_id": "Ana\u20661"},
        {"text": "Ana Gomez\x00"},
        {"text": "Ana Gomez" * 9999},
        {"text": "Ana Gomez \ud800"},
        {"name": "Ana \ud800Gomez"},
        {"best_time": "Ana \udfff"},
        {"external_id": "Ana\ud83d"},
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


def test_a_place_is_named_by_its_short_name_and_an_unknown_one_is_422_in_words(
    cedar: Cast, machine: Machines
) -> None:
    places.add("North office", [], by=cedar.mara, now=NOON)
    program = machine(cedar.dana)
    first = program.post("/arrivals", arrived(location="north-office"))
    assert records.callback(cedar, first.json()["callback_id"]).location == "north-office"
    told = trouble(program.post("/arrivals", arrived(location="south")), 422)
    assert "This practice has no place called south." in str(told)
