"""Pathways are data that must mean something; a silence is an error."""

from pathlib import Path
from typing import Any

import pytest

from ringback.rules import category
from ringback.rules.access import Role
from ringback.rules.category import Fact, FactKind, Needs, PathwayError, Unit, Window
from tests.rules.pathways import DEFAULTS, data, pathway

EVERYBODY = {Role.FRONT_DESK, Role.ASSISTANT, Role.CLINICIAN, Role.MANAGER}
PATHWAYS = ["missed", "new_patient", "intake", "unsorted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 business minutes", Window(amount=60, unit=Unit.BUSINESS_MINUTES)),
        ("1 business minute", Window(amount=1, unit=Unit.BUSINESS_MINUTES)),
        ("1 business day", Window(amount=1, unit=Unit.BUSINESS_DAYS)),
        ("3 business days", Window(amount=3, unit=Unit.BUSINESS_DAYS)),
        ("5 minutes", Window(amount=5, unit=Unit.MINUTES)),
        ("same business day", Window(amount=0, unit=Unit.BUSINESS_DAYS)),
    ],
)
def test_a_window_is_read_as_written(text: str, expected: Window) -> None:
    assert category.window(text, where="here") == expected


@pytest.mark.parametrize("text", ["soon", "-5 minutes", "1 hour", "minutes", "1 business days ago"])
def test_a_window_that_means_nothing_is_an_error_that_names_its_place(text: str) -> None:
    with pytest.raises(PathwayError) as error:
        category.window(text, where="Missed call, resolve")
    assert str(error.value) == (
        f"Missed call, resolve: {text!r} is not a length of time such as '1 business day'"
    )


def test_every_file_of_defaults_is_a_pathway_the_hours_or_words() -> None:
    assert sorted(each.stem for each in Path(DEFAULTS).glob("*.toml")) == sorted(
        [*PATHWAYS, "hours", "scope", "scripts"]
    )


@pytest.mark.parametrize(
    ("name", "code", "first", "resolve", "needs_note"),
    [
        ("missed", "MISSED", (60, Unit.BUSINESS_MINUTES), (0, Unit.BUSINESS_DAYS), True),
        ("new_patient", "NEWPT", (120, Unit.BUSINESS_MINUTES), (1, Unit.BUSINESS_DAYS), True),
        ("intake", "INTAKE", (1, Unit.BUSINESS_DAYS), (3, Unit.BUSINESS_DAYS), True),
        ("unsorted", "UNSORTED", (15, Unit.BUSINESS_MINUTES), (15, Unit.BUSINESS_MINUTES), False),
    ],
)
def test_the_default_pathways_say_what_the_article_asks(
    name: str, code: str, first: tuple[int, Unit], resolve: tuple[int, Unit], needs_note: bool
) -> None:
    found = pathway(name)
    assert (
        found.code,
        (found.first_action.amount, found.first_action.unit),
        (found.resolve.amount, found.resolve.unit),
        found.needs_note,
        found.handlers,
    ) == (code, first, resolve, needs_note, EVERYBODY)


def test_facts_come_once_and_in_the_order_written() -> None:
    assert [fact.code for fact in pathway("new_patient").facts()] == [
        "booked_for",
        "wait_list_since",
        "declined_because",
        "other_care",
        "no_promise",
    ]


def test_a_fact_knows_how_it_is_given() -> None:
    assert pathway("intake").facts()[2] == Fact(
        code="deadline", words="By which day", kind=FactKind.DATE, needs=Needs.REACHED
    )


@pytest.mark.parametrize(
    ("name", "free"),
    [
        ("missed", {"two_tries"}),
        ("new_patient", {"no_promise"}),
        ("intake", {"received_and_checked"}),
        ("unsorted", {"sorted_into"}),
    ],
)
def test_only_what_needs_nobody_on_the_line_may_be_said_without_a_talk(
    name: str, free: set[str]
) -> None:
    assert {fact.code for fact in pathway(name).facts() if fact.needs is None} == free


def broken(**change: Any) -> dict[str, Any]:
    return {**data("missed"), **change}


@pytest.mark.parametrize("gone", ["code", "handlers", "first_action", "resolve", "done"])
def test_a_missing_piece_is_named(gone: str) -> None:
    short = {key: value for key, value in data("missed").items() if key != gone}
    with pytest.raises(PathwayError, match=f"Missed call: {gone} is missing"):
        category.read(short)


def test_a_pathway_without_a_name_says_so() -> None:
    with pytest.raises(PathwayError, match="a pathway without a name: code is missing"):
        category.read({})


FACT = {"code": "a", "words": "a", "kind": "tick"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"handlers": ["surgeon"]}, "Missed call: 'surgeon' is not a valid Role"),
        ({"resolve": "soon"}, "Missed call, resolve: 'soon' is not a length of time"),
        (
            {"tighten": [{"when": "it_rains", "first_action": "5 minutes", "words": "rain"}]},
            "Missed call: 'it_rains' is not something we can tell by itself",
        ),
        (
            {"done": [{"code": "x", "words": "x", "any_of": []}]},
            "x: a requirement needs at least one fact to meet it",
        ),
        (
            {"done": [{"code": "x", "words": "x", "any_of": [{"all": []}]}]},
            "x: a requirement needs at least one fact to meet it",
        ),
        (
            {"done": [{"code": "x", "words": "x", "any_of": [{"all": [{**FACT, "kind": "y"}]}]}]},
            "Missed call: 'y' is not a valid FactKind",
        ),
        (
            {"done": [{"code": "x", "words": "x", "any_of": [{"all": [{**FACT, "needs": "z"}]}]}]},
            "Missed call: 'z' is not a valid Needs",
        ),
        *(
            (
                {
                    "done": [
                        {"code": "x", "words": "x", "any_of": [{"all": [{**FACT, "code": code}]}]}
                    ]
                },
                f"{code}: this code is kept for a clinician's answer",
            )
            for code in ("answer", "answer_2")
        ),
    ],
)
def test_what_cannot_be_understood_is_an_error(change: dict[str, Any], words: str) -> None:
    with pytest.raises(PathwayError) as error:
        category.read(broken(**change))
    assert words in str(error.value)
