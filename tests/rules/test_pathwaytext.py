"""A pathway in plain words says everything it holds, and nothing of how it is kept."""

import re
from dataclasses import replace

import pytest

from ringback.rules import categoryfile, pathwaytext
from ringback.rules.access import OF_PEOPLE
from ringback.rules.category import Category, Post
from ringback.rules.placetext import POSTS, ROLES
from tests.rules.pathways import PATHWAYS, data, pathway

NAMES = {each.code: each.name for each in map(pathway, sorted(p.stem for p in PATHWAYS.glob("*")))}


def plain(text: str) -> str:
    return text


def said(category: Category) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        section.title: {line.label: line.words for line in section.lines}
        for section in pathwaytext.printed(category, plain, NAMES)
    }


def test_a_new_patient_s_request_reads_like_a_page_of_the_practice() -> None:
    found = said(pathway("new_patient"))
    assert found["How soon"] == {
        "First try makes sense from": ("at once",),
        "First action within": ("120 business minutes",),
        "What counts as the first action": ("a try or a live answer",),
        "Finished within": ("1 business day",),
    }
    assert found["Who works it"] == {
        "Worked to its end by": ("virtual medical assistant, front desk, clinician or manager",)
    }
    assert found["What makes it more pressing"] == {
        "symptoms too: a clinical question was opened": (
            "when: symptoms are mentioned",
            "beside it opens: Clinical question",
        )
    }
    assert found["Done when"]["book or offer the wait list"] == (
        (
            "Booked for (day and time) (a day and time), from the patient themselves; "
            "With whom and where (in words), from the patient themselves"
        ),
        "or: Put on the wait list on (a day), from the patient themselves",
        "or: The patient declined, because (in words), from the patient, also if they declined",
        "or: Given another source of care (in words), from the patient themselves",
    )
    assert found["The next tries, where nobody is reached"] == {
        "Try 2": ("on the same business day", "at another time of the day"),
        "Try 3": (
            "from the next business day on",
            "at another time of the day and to another number",
        ),
    }
    assert found["Who is asked, one after the other"] == {
        "1.": ("the scheduling lead", "then the next, after 120 business minutes"),
        "2.": ("the manager", "then everybody, after 120 business minutes"),
    }
    assert found["When the patient cannot be reached"] == {
        "Decided by": ("virtual medical assistant, front desk, clinician or manager",),
        "After so many tries": ("3",),
        "And a message in writing": ("yes",),
    }


def test_windows_that_count_back_say_what_holds_without_a_visit() -> None:
    found = said(pathway("confirmation"))
    assert found["How soon"]["First action within, where no visit is known"] == ("1 business day",)
    assert found["The next tries, where nobody is reached"]["Try 3"] == (
        "from 1 business day before the visit on",
        "to another number",
        "not later than 1 business day before the visit, at 12:00",
    )
    assert found["Voicemail"] == {
        "What may be left": ("short voicemail",),
        "Where the patient agreed to it": ("voicemail about the appointment",),
    }


def test_levels_posts_laws_and_moves_are_told() -> None:
    urgent, records = said(pathway("urgent")), said(pathway("referral"))
    assert urgent["What makes it more pressing"]["pregnant: looked at now"] == (
        "when: a pregnancy is mentioned",
        "first action within 5 minutes",
        "it is an emergency",
        "the clinician on duty hears of it",
    )
    law = records["What makes it more pressing"]["their own records: 30 days by law"]
    assert law[1:] == ("by law within 30 calendar days",)
    moved = said(pathway("clinical"))["What makes it more pressing"][
        "worse, or worried: now urgent"
    ]
    assert moved[1:] == ("it becomes: Urgent clinical concern",)


def test_what_is_asked_only_sometimes_says_when() -> None:
    concern = said(pathway("concern"))["Done when"]["record the incident"]
    assert concern[0] == "only when: something was told to the wrong person"
    assert said(pathway("appointment"))["Worth asking"] == {
        "What they cancel": (
            "procedure, visit after an operation, urgent follow-up or another visit",
        )
    }
    ask = [{"code": "left", "words": "Days left", "kind": "number"}]
    found = said(categoryfile.read({**data("missed"), "ask": ask}))
    assert found["Worth asking"] == {"Days left": ("Days left (a number)",)}


def test_what_nobody_may_do_is_said_too() -> None:
    emergency = said(pathway("emergency"))
    assert emergency["When the patient cannot be reached"] == {
        "What happens instead": (
            "a clinician decides about an emergency contact or a welfare check",
        )
    }
    assert emergency["What it is"]["Named before the patient is verified"] == ("no",)
    assert emergency["Who works it"]["Belongs to"] == ("the clinician on duty",)
    assert said(pathway("missed"))["When the patient cannot be reached"][
        "It may close by itself"
    ] == ("yes",)
    assert said(pathway("billing"))["Voicemail"]["Never said on it"] == ("balance, amount or bill",)
    assert said(pathway("unsorted"))["Voicemail"]["What may be left"] == ("none",)
    nobody = replace(pathway("missed").handlers, work=frozenset())
    found = said(replace(pathway("missed"), handlers=nobody))
    assert found["Who works it"]["Worked to its end by"] == ("nobody",)


def test_a_kind_of_request_without_a_name_is_told_by_its_code() -> None:
    lost = pathwaytext.printed(pathway("clinical"), plain, {})
    words = [each for section in lost for line in section.lines for each in line.words]
    assert "it becomes: URGENT" in words


CODES = re.compile(r"\b(?:[a-z]+_[a-z_]+|VM-\w|at_most)\b")


@pytest.mark.parametrize("name", sorted(each.stem for each in PATHWAYS.glob("*.toml")))
def test_no_code_of_ours_is_ever_said(name: str) -> None:
    lines = [
        line for part in pathwaytext.printed(pathway(name), plain, NAMES) for line in part.lines
    ]
    words = " ".join([line.label + " " + " ".join(line.words) for line in lines])
    assert CODES.findall(words) == []


def test_every_role_and_post_has_a_name() -> None:
    assert (set(ROLES), set(POSTS)) == (set(OF_PEOPLE), set(Post))
