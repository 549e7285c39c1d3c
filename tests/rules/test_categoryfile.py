"""A pathway as written is read whole, and every mistake in it is named with its place."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ringback.rules import categoryfile
from ringback.rules.categoryfile import PathwayError
from tests.rules.pathways import PATHWAYS, data

Place = tuple[str | int, ...]
NAMES = sorted(each.stem for each in Path(PATHWAYS).glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_the_pathways_that_come_with_the_product_have_no_mistakes(name: str) -> None:
    assert categoryfile.mistakes(data(name)) == ()


def test_a_name_comes_first_and_its_code_second() -> None:
    for name in NAMES:
        text = (Path(PATHWAYS) / f"{name}.toml").read_text(encoding="utf-8")
        assert list(tomllib.loads(text))[:2] == ["name", "code"]


def changed(name: str, path: Place, value: object) -> dict[str, Any]:
    """A default pathway with one place written differently; None takes it away."""
    found = copy.deepcopy(data(name))
    where: Any = found
    for part in path[:-1]:
        where = where[part]
    if value is None:
        del where[path[-1]]
    elif isinstance(where, list) and path[-1] == len(where):
        where.append(value)
    else:
        where[path[-1]] = value
    return found


def told(given: dict[str, Any]) -> list[tuple[Place, str]]:
    return [(each.path, str(each)) for each in categoryfile.mistakes(given)]


NOT_A_WINDOW = "'soon' is not a length of time such as '1 business day'"


@pytest.mark.parametrize(
    ("name", "path", "value", "words"),
    [
        ("missed", ("name",), None, "name is missing"),
        ("missed", ("name",), "  ", "write name in words"),
        ("missed", ("name",), 7, "write name in words"),
        ("missed", ("code",), "missed", "a code is 2 to 20 capital letters, digits or _"),
        ("missed", ("code",), 7, "a code is 2 to 20 capital letters, digits or _"),
        ("missed", ("kind",), "usual", "'usual' is none of routine, clinical, emergency"),
        ("missed", ("purpose",), 7, "write purpose in words"),
        ("missed", ("first_action",), "soon", NOT_A_WINDOW),
        ("missed", ("first_action",), "0 minutes", "'0 minutes' leaves no time at all"),
        ("missed", ("resolve",), None, "resolve is missing"),
        ("missed", ("needs_note",), "yes", "needs_note is true or false"),
        ("missed", ("handlers",), "everybody", "handlers must be a table"),
        ("missed", ("handlers", "work"), "front_desk", "work must be a list"),
        (
            "missed",
            ("handlers", "work"),
            ["surgeon"],
            "'surgeon' is none of assistant, front_desk, clinician, manager, auditor, admin",
        ),
        ("missed", ("tighten",), "often", "tighten must be a list"),
        ("missed", ("tighten", 0, "first_action"), "soon", NOT_A_WINDOW),
        ("missed", ("tighten", 0, "when"), None, "when is missing"),
        (
            "missed",
            ("tighten", 0, "when"),
            "raining",
            "write { fact = true } or { fact = { at_least = 2 } }",
        ),
        (
            "missed",
            ("tighten", 0, "when"),
            {"it_rains": True},
            "'it_rains' is not something we can tell",
        ),
        ("missed", ("tighten", 0, "words"), "", "write words in words"),
        ("missed", ("done", 0, "words"), None, "words is missing"),
        ("missed", ("done", 0, "code"), "Reason", "a code is small letters, digits and _"),
        (
            "missed",
            ("done", 0, "any_of", 0, "all", 0, "code"),
            "answer_2",
            "this code is kept for a clinician’s answer",
        ),
        ("missed", ("done", 0, "any_of"), [], "a requirement needs at least one fact to meet it"),
        (
            "missed",
            ("done", 0, "any_of"),
            [{"all": []}],
            "a requirement needs at least one fact to meet it",
        ),
        (
            "missed",
            ("done", 0, "any_of", 0, "all", 0, "kind"),
            "guess",
            "'guess' is none of tick, text, date, moment, number, choice, counted",
        ),
        (
            "missed",
            ("done", 0, "any_of", 0, "all", 0, "needs"),
            "luck",
            "'luck' is none of reached, reached or declined, clinician",
        ),
        (
            "unsorted",
            ("done", 0, "any_of", 0, "all", 0, "code"),
            "sheep",
            (
                "sheep is nothing we can count; it may be sorted_into, two_tries, written_message, "
                "accepted, answered, moved_to_another, incident"
            ),
        ),
        (
            "intake",
            ("ask", 0, "choices"),
            ["one"],
            "a choice needs at least two values to choose from",
        ),
        (
            "professional",
            ("done", 2, "only_when"),
            {},
            "a condition needs at least one fact",
        ),
        ("missed", ("attempts", 0, "wait"), "soon", NOT_A_WINDOW),
        (
            "missed",
            ("attempts", 0, "another"),
            ["shoe"],
            "'shoe' is none of part of the day, weekday, number",
        ),
        (
            "missed",
            ("voicemail", "template"),
            "VM-9",
            "'VM-9' is none of none, VM-1, VM-2, VM-A, VM-E",
        ),
        ("billing", ("voicemail", "never_say"), "balance", "never_say must be a list"),
        ("missed", ("escalation", 0, "within"), None, "within is missing"),
        (
            "missed",
            ("unreachable", "after_tries"),
            99,
            "after_tries is a whole number from 0 to 20",
        ),
        (
            "missed",
            ("unreachable", "after_tries"),
            True,
            "after_tries is a whole number from 0 to 20",
        ),
        ("missed", ("unreachable", "by_rule"), 1, "by_rule is true or false"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named_with_its_place(
    name: str, path: Place, value: object, words: str
) -> None:
    assert told(changed(name, path, value))[0] == (path, words)


@pytest.mark.parametrize(
    ("path", "known"),
    [
        (("voicemail",), "never_say, template, with_consent"),
        (("handlers",), "hand_off, posts, work"),
        (("unreachable",), "after_tries, by_rule, decided_by, instead, written"),
        (("escalation", 0), "post, within"),
        (("attempts", 0), "another, wait, within"),
        (("done", 0), "any_of, code, only_when, words"),
        (("done", 0, "any_of", 0), "all"),
        (("done", 0, "any_of", 0, "all", 0), "choices, code, kind, needs, words"),
        (
            ("tighten", 0),
            "also, becomes, by_law, first_action, level, resolve, tell, when, words",
        ),
    ],
)
def test_a_key_nobody_knows_is_a_mistake_wherever_it_stands(path: Place, known: str) -> None:
    given = changed("missed", (*path, "colour"), "red")
    words = f"there is no colour here; it may be {known}"
    assert told(given) == [((*path, "colour"), words)]


def test_a_key_nobody_knows_at_the_top_is_a_mistake() -> None:
    ((path, words),) = told(changed("missed", ("colour",), "red"))
    assert path == ("colour",)
    assert words.startswith("there is no colour here; it may be ask, attempts, chart, code, done")


def test_an_entry_of_a_list_that_is_no_table_is_named() -> None:
    given = changed("missed", ("tighten", 1), "often")
    assert told(given) == [(("tighten", 1), "tighten must be a table")]


DECIDED = {"code": "decided", "words": "What was decided", "kind": "text", "needs": "clinician"}


@pytest.mark.parametrize(
    ("name", "path", "value", "expected"),
    [
        (
            "missed",
            ("handlers", "work"),
            [],
            (("handlers", "work"), "nobody may handle this: name at least one role that works it"),
        ),
        (
            "billing",
            ("handlers",),
            {"hand_off": ["assistant"]},
            (("handlers", "posts"), "whoever hands this on needs a post that takes it"),
        ),
        (
            "missed",
            ("escalation",),
            [],
            (
                ("escalation",),
                "nobody is asked when it cannot be settled: name at least one post",
            ),
        ),
        ("documentation", ("done",), [], (("done",), "nothing says when this is done")),
        (
            "unsorted",
            ("resolve",),
            "10 business minutes",
            (
                ("resolve",),
                (
                    "the end (10 business minutes) is sooner than the first action "
                    "(15 business minutes)"
                ),
            ),
        ),
        (
            "confirmation",
            ("without_visit", "resolve"),
            "1 business day before the visit",
            (
                ("without_visit", "resolve"),
                "this counts back from a visit: say what holds without one",
            ),
        ),
        (
            "missed",
            ("tighten", 0, "first_action"),
            None,
            (("tighten", 0), "this changes nothing: say what it moves, raises or tells"),
        ),
        (
            "missed",
            ("tighten", 0, "first_action"),
            "90 business minutes",
            (
                ("tighten", 0, "first_action"),
                (
                    "90 business minutes is later than 60 business minutes: "
                    "a rule may only move things earlier"
                ),
            ),
        ),
        (
            "missed",
            ("tighten", 0, "resolve"),
            "2 business days",
            (
                ("tighten", 0, "resolve"),
                (
                    "2 business days is later than same business day: "
                    "a rule may only move things earlier"
                ),
            ),
        ),
        (
            "missed",
            ("done", 0, "any_of", 2, "all", 0, "code"),
            "reason_learned",
            (
                ("done", 0, "any_of", 2, "all", 0),
                "reason_learned is already used here for something else",
            ),
        ),
        (
            "billing",
            ("handlers",),
            {"work": ["front_desk"], "posts": ["billing"]},
            None,
        ),
        (
            "unsorted",
            ("done", 0, "any_of", 0, "all", 0),
            {"code": "said", "words": "said", "kind": "text", "needs": "reached"},
            (
                ("done", 0, "any_of", 0, "all", 0),
                "this is only known from a call, and this kind needs none",
            ),
        ),
        (
            "unsorted",
            ("done", 0, "any_of", 0, "all", 0),
            {"code": "two_tries", "words": "twice", "kind": "counted"},
            (
                ("done", 0, "any_of", 0, "all", 0),
                "this is only known from a call, and this kind needs none",
            ),
        ),
        (
            "concern",
            ("handlers",),
            {"work": ["manager"]},
            None,
        ),
        (
            "concern",
            ("done", 1, "any_of", 0, "all", 0),
            DECIDED,
            None,
        ),
        (
            "clinical",
            ("purpose",),
            "your symptoms",
            (
                ("purpose",),
                "before the check nothing is said of a clinical request: leave it out",
            ),
        ),
        (
            "clinical",
            ("unreachable", "by_rule"),
            True,
            (
                ("unreachable", "by_rule"),
                "a clinical request is never closed without a clinician",
            ),
        ),
        (
            "clinical",
            ("unreachable", "decided_by"),
            ["clinician", "manager"],
            (
                ("unreachable", "decided_by"),
                "a clinical request is never closed without a clinician",
            ),
        ),
        (
            "missed",
            ("kind",),
            "clinical",
            (
                ("purpose",),
                "before the check nothing is said of a clinical request: leave it out",
            ),
        ),
        (
            "missed",
            ("unreachable",),
            {},
            (("unreachable",), "say who may decide this, or what happens instead"),
        ),
    ],
)
def test_what_can_be_read_and_not_be_worked_is_a_mistake(
    name: str, path: Place, value: object, expected: tuple[Place, str] | None
) -> None:
    found = told(changed(name, path, value))
    assert found[:1] == ([] if expected is None else [expected])


NOT_THEIRS = "a virtual medical assistant hands a clinical request on, and never settles it"
WORKED_BY = "a clinical request needs a clinician among those who work it"
CHAIN = "somebody clinical must be asked: name at least one such post"


@pytest.mark.parametrize(
    ("name", "path", "value", "expected"),
    [
        ("clinical", ("handlers", "work"), ["clinician", "manager"], []),
        ("clinical", ("handlers", "work"), ["assistant", "front_desk"], [NOT_THEIRS, WORKED_BY]),
        ("clinical", ("handlers", "work"), ["clinician", "assistant"], [NOT_THEIRS]),
        ("clinical", ("handlers", "work"), ["front_desk", "manager"], [WORKED_BY]),
        ("clinical", ("handlers", "work"), [], []),
        ("clinical", ("handlers",), {"hand_off": ["clinician"], "posts": ["manager"]}, [WORKED_BY]),
        ("professional", ("handlers", "work"), ["front_desk"], [WORKED_BY]),
        ("emergency", ("handlers", "work"), ["manager"], [WORKED_BY]),
        ("missed", ("handlers", "work"), ["assistant"], []),
    ],
)
def test_a_clinician_settles_a_clinical_request_and_an_assistant_never_does(
    name: str, path: Place, value: object, expected: list[str]
) -> None:
    found = told(changed(name, path, value))
    assert found == [(("handlers", "work"), words) for words in expected]


@pytest.mark.parametrize(
    ("name", "posts", "expected"),
    [
        ("clinical", ["manager", "front_desk_lead"], [CHAIN]),
        ("emergency", ["manager"], [CHAIN]),
        ("clinical", ["manager", "medical_director"], []),
        ("billing", ["manager"], []),
    ],
)
def test_somebody_clinical_is_asked_about_every_clinical_request(
    name: str, posts: list[str], expected: list[str]
) -> None:
    chain = [{"post": each, "within": "1 business day"} for each in posts]
    found = told(changed(name, ("escalation",), chain))
    assert found == [(("escalation",), words) for words in expected]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"level": "routine"},
         [(("tighten", 0), "this changes nothing: say what it moves, raises or tells")]),
        ({"level": "routine", "tell": "nurse"},
         [(("tighten", 0, "level"),
           "a rule may only raise: leave this out, or choose a higher level")]),
        ({"level": "clinical"}, []),
        ({"level": "urgent", "tell": "nurse"}, []),
    ],
)  # fmt: skip
def test_a_rule_raises_and_never_lowers(
    rule: dict[str, str], expected: list[tuple[Place, str]]
) -> None:
    given = changed("missed", ("tighten",), [])
    given["tighten"] = [{"when": {"pregnant": True}, "words": "now", **rule}]
    assert told(given) == expected


@pytest.mark.parametrize(
    ("first", "resolve", "sooner"),
    [
        ("2 business days", "60 business minutes", True),
        ("2 calendar days", "120 minutes", True),
        ("60 business minutes", "1 business day", False),
        ("same business day", "60 business minutes", False),
    ],
)
def test_an_end_in_other_words_is_no_sooner_than_the_first_action(
    first: str, resolve: str, *, sooner: bool
) -> None:
    given = changed("billing", ("tighten",), [])
    given |= {"first_action": first, "resolve": resolve}
    words = f"the end ({resolve}) is sooner than the first action ({first})"
    assert told(given) == ([(("resolve",), words)] if sooner else [])


def test_a_rule_in_other_words_moves_nothing_later() -> None:
    given = changed("missed", ("tighten", 0, "first_action"), "2 business days")
    words = "2 business days is later than 60 business minutes: a rule may only move things earlier"
    assert told(given) == [(("tighten", 0, "first_action"), words)]


def test_a_clinical_pathway_that_no_clinician_ends_is_a_mistake() -> None:
    given = changed("clinical", ("done",), data("documentation")["done"])
    assert told(given) == [(("done",), "a clinical request is never closed without a clinician")]


def test_a_clinicians_fact_where_no_clinician_handles_it_is_a_mistake() -> None:
    given = changed("concern", ("done", 1, "any_of", 0, "all", 0), DECIDED)
    given["handlers"] = {"work": ["manager"], "posts": ["privacy_officer"]}
    assert told(given) == [
        (
            ("done", 1, "any_of", 0, "all", 0),
            "only a clinician can say this, and no clinician handles it",
        )
    ]


def test_a_clinical_post_is_clinician_enough() -> None:
    given = changed("concern", ("done", 1, "any_of", 0, "all", 0), DECIDED)
    given["handlers"] = {"work": ["manager"], "posts": ["nurse"]}
    assert told(given) == []


def test_every_mistake_is_told_at_once() -> None:
    given = changed("missed", ("name",), None)
    given["resolve"] = "soon"
    given["escalation"][0]["post"] = "janitor"
    assert [path for path, _ in told(given)] == [("name",), ("resolve",), ("escalation", 0, "post")]


def test_reading_a_mistaken_pathway_names_it_and_each_place() -> None:
    given = changed("missed", ("resolve",), "soon")
    with pytest.raises(PathwayError) as error:
        categoryfile.read(given)
    assert str(error.value) == f"Missed call: resolve: {NOT_A_WINDOW}"
    assert [each.path for each in error.value.mistakes] == [("resolve",)]


def test_a_pathway_without_a_name_says_so() -> None:
    with pytest.raises(PathwayError, match=r"^a pathway without a name: name: name is missing; "):
        categoryfile.read({})


@pytest.mark.parametrize(
    "path", [("name",), ("unreachable", "instead"), ("done", 0, "any_of", 0, "all", 0, "words")]
)
def test_words_longer_than_any_page_are_a_mistake_but_can_be_read(path: Place) -> None:
    assert told(changed("billing", path, "x" * 400)) == []
    long = changed("billing", path, "x" * 401)
    assert told(long) == [(path, "say it in at most 400 letters")]
    assert categoryfile.read(long).code == "BILL"


@pytest.mark.parametrize(("key", "most"), [("tighten", 120), ("done", 200)])
def test_what_a_row_says_fits_into_a_row(key: str, most: int) -> None:
    path = (key, 0, "words")
    assert told(changed("billing" if key == "done" else "missed", path, "x" * most)) == []
    wrong = changed("billing" if key == "done" else "missed", path, "x" * (most + 1))
    assert told(wrong) == [(path, f"say it in at most {most} letters")]
