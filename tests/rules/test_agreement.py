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
