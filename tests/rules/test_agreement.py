"""The script and the pathways agree, and what does not fit is told from both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ringback.rules import agreement, categoryfile, policyfile, script
from ringback.rules.category import Category, Kind, Post
from tests.rules.pathways import shipped
from tests.rules.policies import one, whole

PATHWAYS = [categoryfile.read(each) for each in whole()["pathways"]]


def said(**instead: dict[str, Any]) -> dict[str, Any]:
    """The script with some of what may not be done going elsewhere."""
    written = shipped("scripts")
    refused = [{**each, **instead.get(each["code"], {})} for each in written["may_not"]]
    return {**written, "may_not": refused}


def told(written: dict[str, Any], pathways: list[Category]) -> list[tuple[Any, ...]]:
    found = agreement.disagreements(script.read(written), pathways)
    return [(str(each.reason), each.said, each.code, each.key) for each in found]


def chained(code: str, *posts: Post, **change: Any) -> list[Category]:
    """The pathways, one of them asking others."""
    return [
        replace(
            each,
            escalation=tuple(replace(each.escalation[0], post=post) for post in posts),
            **change,
        )
        if each.code == code
        else each
        for each in PATHWAYS
    ]


def test_what_comes_with_the_product_agrees() -> None:
    assert told(said(), PATHWAYS) == []


NEW = "New patient or appointment request"
PRESSED = "“Press somebody to decide or to book” goes to {}, who is not asked about “{}”."
COVERED = (
    "“Promise what insurance covers or what it will cost” goes to billing, who is not asked {}"
)


@pytest.mark.parametrize(
    ("written", "pathways", "expected"),
    [
        (said(pressure={"instead": {"BILL": "privacy_officer"}}),
         [each for each in PATHWAYS if each.code == "BILL"],
         [(PRESSED.format("the privacy officer", "Billing or insurance question"), ("may_not", 5),
           "BILL", "escalation")]),
        (said(), chained("NEWPT", Post.MANAGER),
         [(PRESSED.format("the scheduling lead", NEW), ("may_not", 5),
           "NEWPT", "escalation")]),
        (said(), chained("BILL", Post.MANAGER),
         [(COVERED.format("about “Billing or insurance question”."), ("may_not", 3), "BILL",
           "escalation"),
          (PRESSED.format("billing", "Billing or insurance question"), ("may_not", 5), "BILL",
           "escalation")]),
        (said(diagnose={"goes_to": "manager"}), [],
         [(("“Say what the cause or the illness is” is a clinical question and cannot go to "
            "the manager."), ("may_not", 0), "", "")]),
        (said(diagnose={"instead": {"CLIN": "cook"}}), [],
         [(("“Say what the cause or the illness is” is a clinical question and cannot go to "
            "cook."), ("may_not", 0), "", "")]),
        (said(pressure={"code": "joke"}), chained("NEWPT", Post.MANAGER), []),
    ],
)  # fmt: skip
def test_somebody_who_is_asked_gets_what_may_not_be_done(
    written: dict[str, Any], pathways: list[Category], expected: list[Any]
) -> None:
    assert told(written, pathways) == expected


def test_a_clinical_question_leaves_a_routine_kind_for_a_clinicians() -> None:
    found = told(said(), chained("CLIN", Post.MEDICAL_DIRECTOR, Post.NURSE))
    assert found == []
    lines = {code for _, _, code, _ in told(said(), chained("CLIN", Post.MEDICAL_DIRECTOR))}
    assert lines == {"CLIN"}


def test_a_kind_that_becomes_clinical_is_asked_clinical_questions_itself() -> None:
    found = told(said(), chained("BILL", Post.BILLING, kind=Kind.CLINICAL))
    assert {(code, key) for _, _, code, key in found} == {("BILL", "escalation")}
    assert len(found) == 5


def test_a_file_says_it_at_the_line_of_the_script() -> None:
    chain = [{"post": "manager", "within": "1 business day"}]
    data = whole(pathways=[one("NEWPT", escalation=chain)])
    words = PRESSED.format("the scheduling lead", NEW)
    assert [(each.path, str(each)) for each in policyfile.mistakes(data)] == [
        (("scripts", "may_not", 5), words)
    ]
    assert policyfile.mistakes({**data, "scripts": None}) != ()
    assert policyfile.mistakes({key: each for key, each in data.items() if key != "scripts"}) == ()


def naming(code: str) -> dict[str, Any]:
    """The script with words for a stranger about one kind of request."""
    written = shipped("scripts")
    kinds = [each for each in written["kind"] if each["code"] != code]
    before = {"en": "a question", "es": "una pregunta"}
    return {**written, "kind": [*kinds, {"code": code, "before": before}]}


TELLING = {"EMERG", "URGENT", "CLIN", "RX", "RESULT", "PRO", "BILL", "REFER", "CONCERN"}


@pytest.mark.parametrize("category", PATHWAYS, ids=lambda each: each.code)
def test_a_telling_kind_is_not_named_to_a_stranger(category: Category) -> None:
    place = len(naming(category.code)["kind"]) - 1
    words = (
        f"“{category.name}” may not be named before it is known who listens: take its words out "
        "of the script."
    )
    wrong = [(words, ("kind", place), category.code, "never_named")]
    assert told(naming(category.code), PATHWAYS) == (wrong if category.code in TELLING else [])


def test_a_practices_own_clinical_kind_is_telling_and_its_own_routine_one_where_it_says_so() -> (
    None
):
    usual = categoryfile.read(one("NEWPT", code="WOUND"))
    for own, expected in (
        (usual, []),
        (replace(usual, never_named=True), ["WOUND"]),
        (replace(usual, kind=Kind.CLINICAL), ["WOUND"]),
    ):
        found = told(naming("WOUND"), [own])
        assert [code for _, _, code, key in found if key == "never_named"] == expected
        values = script.values_of_kind(script.read(naming("WOUND")), own, "en")
        assert values["kind_of_request"] == ("" if expected else "a question")


def test_a_script_may_name_what_is_no_kind_of_request_here() -> None:
    assert told(naming("GONE"), PATHWAYS) == []


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        ({}, "ask_by_name who_is_calling why verify scope next_step close"),
        ({"kind": "clinical"}, "ask_by_name who_is_calling why verify escalate next_step close"),
        ({"script": "missed_call"}, "ask_by_name missed_call scope next_step close"),
        ({"script": "other_office"}, "office_who office_reference office_read_back"),
    ],
)
def test_the_script_a_pathway_asks_for_decides_its_steps(
    change: dict[str, str], steps: str
) -> None:
    own = categoryfile.read(one("BILL", code="WOUND"))
    kind = Kind(change.get("kind", "routine"))
    own = replace(own, kind=kind, script=change.get("script", "callback"))
    assert " ".join(script.path(own)) == steps
