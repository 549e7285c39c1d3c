"""Patients on file are found by the beginnings of their names and the ends of their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connections

from bench.patients import made
from ringback.actions import patientlist
from ringback.queries import patients as found
from ringback.queries import statement
from ringback.queries.scope import scope
from ringback.rules.access import Actor, Role
from tests import patients
from tests.cast import NOON
from tests.patientlists import a_list, brought

if TYPE_CHECKING:
    from tests.cast import Cast

PEOPLE = a_list(
    "Ana María García López,1979-03-14,(202) 555-0147,,,",
    "José O’Brien-Smith,1950-01-02,202-555-0148,,,",
    "John Smith,1988-12-24,202-555-0148,,,",
    "Johanna Smithers,1990-01-01,202-555-0150,,,",
    "Bo Li,1991-01-01,,,,",
)


def names(who: Actor, text: str) -> list[str | None]:
    return [each.name for each in found.found(who, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("garc", ["Ana María García López"]),
        ("LOPEZ ana", ["Ana María García López"]),
        ("a m g l", ["Ana María García López"]),
        ("maria garcia x", []),
        ("obrien", ["José O’Brien-Smith"]),
        ("smith", ["Johanna Smithers", "John Smith", "José O’Brien-Smith"]),
        ("jo smith", ["Johanna Smithers", "John Smith", "José O’Brien-Smith"]),
        ("john smith", ["John Smith"]),
        ("bo", ["Bo Li"]),
        ("b", []),
        ("", []),
        ("0147", ["Ana María García López"]),
        ("0148", ["John Smith", "José O’Brien-Smith"]),
        ("555 0148", ["John Smith", "José O’Brien-Smith"]),
        ("+1 202 555 0150", ["Johanna Smithers"]),
        ("148", []),
        ("smith 0148", []),
        ("%", []),
    ],
)
def test_the_front_desk_finds_by_parts(cedar: Cast, text: str, expected: list[str]) -> None:
    brought(PEOPLE, cedar.dana)
    assert names(cedar.dana, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Maria Garcia Lopez", ["Ana María García López"]),
        ("john smith", ["John Smith"]),
        ("+12025550148", [None, None]),
        ("2025550147", [None]),
        ("smith", []),
        ("0147", []),
        ("555 0147", []),
    ],
)
def test_an_assistant_finds_by_the_whole_of_it_only(
    cedar: Cast, text: str, expected: list[str | None]
) -> None:
    brought(PEOPLE, cedar.dana)
    rows = found.found(cedar.vik, text)
    assert [each.name for each in rows] == expected
    assert {each.numbers for each in rows} <= {()}


def test_a_name_heard_wrong_leads_to_the_one_that_is_almost_that(cedar: Cast) -> None:
    brought(PEOPLE, cedar.dana)
    [row] = found.found(cedar.dana, "Jon Smyth")
    assert (row.name, (row.alike or 0) >= 82) == ("John Smith", True)
    [row] = found.found(cedar.dana, "Smithres")[:1] or [None]
    assert row is None
    assert names(cedar.dana, "Zebedee Quux") == []
    assert names(cedar.vik, "Jon Smyth") == []


def test_what_is_found_has_its_numbers_and_the_whole_name_stands_first(cedar: Cast) -> None:
    brought(PEOPLE, cedar.dana)
    patients.on_file(cedar, "Aaron John Smith")
    rows = found.found(cedar.dana, "john smith")
    assert [(each.name, each.numbers) for each in rows] == [
        ("John Smith", ("+12025550148",)),
        ("Aaron John Smith", ()),
    ]


def test_who_was_taken_back_is_found_no_more(cedar: Cast) -> None:
    batch = brought(PEOPLE, cedar.dana)
    patientlist.undo(batch.id, by=cedar.dana, now=NOON)
    assert names(cedar.dana, "smith") == []
    assert names(cedar.dana, "0147") == []


def test_a_name_that_was_put_right_is_found_by_its_new_words_only(cedar: Cast) -> None:
    brought(a_list("Ana García,1979-03-14,,1001,,"), cedar.dana)
    brought(a_list("Ana Whitfield,1979-03-14,,1001,,"), cedar.dana)
    assert (names(cedar.dana, "garc"), names(cedar.dana, "whitf")) == ([], ["Ana Whitfield"])


def test_nobody_of_another_practice_is_found(cedar: Cast, elm: Cast) -> None:
    brought(PEOPLE, cedar.dana)
    for text in ("john smith", "smith", "0147", "+12025550147", "Jon Smyth"):
        assert names(elm.dana, text) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, None])
def test_who_sees_no_queue_finds_nobody(cedar: Cast, role: Role | None) -> None:
    brought(PEOPLE, cedar.dana)
    who: Any = Actor(
        person_id=uuid4(),
        practice_id=cedar.practice_id,
        name="A",
        roles=frozenset({role} if role else ()),
    )
    assert names(who, "john smith") == []


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("garc", "patient_of_word"),
        ("0147", "patient_of_last_digits"),
        ("ana garc", "patient_of_word"),
    ],
)
def test_the_wall_leaves_the_search_to_its_index(cedar: Cast, text: str, index: str) -> None:
    """An operator that is not leakproof would be a filter, and the whole table walked."""
    brought(made(3000), cedar.dana)
    wanted = found._wanted(cedar.dana, text)
    assert wanted is not None
    own = {"practice": cedar.practice_id, "most": 20, "candidates": 500}
    with scope(cedar.practice_id), connections["default"].cursor() as cursor:
        statement.rows("refresh_statistics", {})
        cursor.execute("EXPLAIN " + statement.text("patients_found"), {**own, **wanted})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    # A way in that was not asked for may name the index too, and is never gone.
    conditions = [each.splitlines()[1] for each in plan.split(index)[1:]]
    assert any("word >=" in each or "ends)::text =" in each for each in conditions), plan
    assert "Seq Scan on patient_word other" not in plan
