"""Conditions are comparisons over named facts; a name nobody can tell is an error."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringback.rules import condition, redflaglexicon
from ringback.rules.condition import KNOWN, Comparison, Condition, ConditionError, Kind, Named
from tests.rules import redflaglists

DAYS_LEFT = Named(code="days_left", kind=Kind.NUMBER, words="Days left")
MEDICINE = Named(
    code="medicine_kind", kind=Kind.CHOICE, words="Which", choices=("insulin", "another kind")
)
ASKED = (DAYS_LEFT, MEDICINE)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"infant_fever": True}, [Comparison(fact="infant_fever")]),
        ({"days_left": {"at_most": 2}}, [Comparison(fact="days_left", at_most=2)]),
        (
            {"missed_calls_in_two_hours": {"at_least": 2, "at_most": 9}},
            [Comparison(fact="missed_calls_in_two_hours", at_least=2, at_most=9)],
        ),
        (
            {"medicine_kind": {"one_of": ["insulin"]}, "pregnant": True},
            [Comparison(fact="medicine_kind", one_of=("insulin",)), Comparison(fact="pregnant")],
        ),
    ],
)
def test_a_condition_is_read_as_written(data: dict[str, Any], expected: list[Comparison]) -> None:
    assert condition.read(data, ASKED) == Condition(tests=tuple(expected))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "a condition needs at least one fact"),
        ({"it_rains": True}, "'it_rains' is not something we can tell"),
        ({"pregnant": False}, "pregnant is a flag: write pregnant = true"),
        ({"pregnant": {"at_least": 1}}, "pregnant is a flag: write pregnant = true"),
        (
            {"days_left": True},
            "days_left is a number: write days_left = { at_least = 2 } or { at_most = 2 }",
        ),
        (
            {"days_left": {}},
            "days_left is a number: write days_left = { at_least = 2 } or { at_most = 2 }",
        ),
        (
            {"days_left": {"exactly": 2}},
            "days_left is a number: write days_left = { at_least = 2 } or { at_most = 2 }",
        ),
        ({"days_left": {"at_most": -1}}, "days_left: -1 is not a whole number"),
        ({"days_left": {"at_most": "two"}}, "days_left: 'two' is not a whole number"),
        ({"days_left": {"at_least": True}}, "days_left: True is not a whole number"),
        (
            {"days_left": {"at_least": 3, "at_most": 2}},
            "days_left cannot be at least 3 and at most 2",
        ),
        (
            {"medicine_kind": {"one_of": ["aspirin"]}},
            "medicine_kind: 'aspirin' is none of insulin, another kind",
        ),
        (
            {"medicine_kind": {"one_of": []}},
            "medicine_kind: name at least one of insulin, another kind",
        ),
        (
            {"medicine_kind": {"one_of": "insulin"}},
            "medicine_kind: name at least one of insulin, another kind",
        ),
        (
            {"medicine_kind": True},
            'medicine_kind is a choice: write medicine_kind = { one_of = ["..."] }',
        ),
    ],
)
def test_a_condition_that_cannot_be_told_says_why(data: dict[str, Any], words: str) -> None:
    with pytest.raises(ConditionError) as error:
        condition.read(data, ASKED)
    assert str(error.value) == words


@pytest.mark.parametrize(
    ("data", "facts", "expected"),
    [
        ({"pregnant": True}, {"pregnant": True}, True),
        ({"pregnant": True}, {"pregnant": 1}, False),
        ({"pregnant": True}, {}, False),
        ({"days_left": {"at_most": 2}}, {"days_left": 2}, True),
        ({"days_left": {"at_most": 2}}, {"days_left": 3}, False),
        ({"days_left": {"at_most": 2}}, {"days_left": 0}, True),
        ({"days_left": {"at_most": 2}}, {"days_left": False}, False),
        ({"days_left": {"at_most": 2}}, {"days_left": None}, False),
        ({"days_left": {"at_most": 2}}, {}, False),
        ({"days_left": {"at_least": 2}}, {"days_left": 2}, True),
        ({"days_left": {"at_least": 2}}, {"days_left": 1}, False),
        ({"days_left": {"at_least": 2, "at_most": 3}}, {"days_left": 4}, False),
        ({"medicine_kind": {"one_of": ["insulin"]}}, {"medicine_kind": "insulin"}, True),
        ({"medicine_kind": {"one_of": ["insulin"]}}, {"medicine_kind": "another kind"}, False),
        ({"pregnant": True, "days_left": {"at_most": 2}}, {"pregnant": True}, False),
        (
            {"pregnant": True, "days_left": {"at_most": 2}},
            {"pregnant": True, "days_left": 1},
            True,
        ),
    ],
)
def test_a_condition_holds_when_all_of_it_is_known_to_be_so(
    data: dict[str, Any], facts: Mapping[str, object], expected: bool
) -> None:
    assert condition.read(data, ASKED).holds(facts) is expected


def test_an_empty_condition_never_holds() -> None:
    assert Condition(tests=()).holds({"pregnant": True}) is False


ARRIVED = datetime(2026, 11, 23, 15, tzinfo=UTC)
SECOND, THIRD = ARRIVED + timedelta(minutes=20), ARRIVED + timedelta(minutes=50)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"pregnant": True}, ARRIVED),
        ({"missed_calls_in_two_hours": {"at_least": 1}}, ARRIVED),
        ({"missed_calls_in_two_hours": {"at_least": 2}}, SECOND),
        ({"missed_calls_in_two_hours": {"at_least": 3}}, THIRD),
        ({"missed_calls_in_two_hours": {"at_most": 3}}, ARRIVED),
        ({"missed_calls_in_two_hours": {"at_least": 2}, "pregnant": True}, SECOND),
        ({"days_left": {"at_least": 2}}, ARRIVED),
    ],
)
def test_a_count_holds_since_the_contact_that_reached_it(
    data: dict[str, Any], expected: datetime
) -> None:
    reached = {"missed_calls_in_two_hours": (ARRIVED, SECOND, THIRD)}
    assert condition.read(data, ASKED).since(reached, ARRIVED) == expected


def test_every_known_fact_has_words_and_a_code_of_its_own() -> None:
    assert all(code == fact.code and fact.words for code, fact in KNOWN.items())
    assert len({fact.words for fact in KNOWN.values()}) == len(KNOWN)


def test_whatever_a_pathway_may_lean_on_is_told_by_somebody() -> None:
    flags = {each.code for each in condition.KNOWN.values() if each.kind is Kind.FLAG}
    elsewhere = {"urgent_open", "hard_to_hear"}
    told = {
        fact
        for part in redflaglists.parts()
        for kind in ("group", "together")
        for each in part.get(kind, ())
        for fact in each.get("facts", ())
    }
    assert flags == told | elsewhere == set(redflaglexicon.FACTS) | elsewhere
