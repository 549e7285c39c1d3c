"""What is wrong with a script is found while it is saved."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import placeholder, script, scriptcheck
from ringback.rules.category import Post
from ringback.rules.placeholder import LANGUAGES, PLACEHOLDERS
from ringback.rules.script import MAY_NOTS, STEPS, MayNot, Moment
from tests.rules.pathways import shipped


def found(written: dict[str, Any]) -> list[tuple[str, str]]:
    wrong = scriptcheck.mistakes(script.read(written))
    return [(each.code, str(each)) for each in wrong]


DEFAULT = shipped("scripts")


def with_line(section: str, code: str, **change: str) -> dict[str, Any]:
    """The default script with one sentence said otherwise."""
    rows = [{**each, **change} if each["code"] == code else each for each in DEFAULT[section]]
    return DEFAULT | {section: rows}


def without(section: str, code: str) -> dict[str, Any]:
    return DEFAULT | {section: [each for each in DEFAULT[section] if each["code"] != code]}


def test_the_default_script_has_no_mistakes() -> None:
    assert found(shipped("scripts")) == []


@pytest.mark.parametrize("code", sorted(STEPS))
def test_no_step_may_be_missing(code: str) -> None:
    words = STEPS[code].words
    assert found(without("step", code)) == [
        ("missing", f"“{words}” is missing. Every script needs it.")
    ]


@pytest.mark.parametrize("code", MayNot)
def test_no_sentence_for_what_may_not_be_done_may_be_missing(code: str) -> None:
    assert found(without("may_not", code)) == [
        ("missing", f"“{MAY_NOTS[code]}” is missing. Every script needs it.")
    ]


def tells(line: str, word: str) -> str:
    return f"“{line}” says “{word}”, which tells a stranger something about the patient."


def early(line: str, blank: str) -> str:
    said = f"“{line}” is said before we know who is listening"
    return f"{said}, so it may not say {{{blank}}}."


def name_only(said: str) -> str:
    asked = f"“{NAME}” may only ask for the name"
    return f"{asked}: leave out “{said}” until the patient is on the line."


VERIFY = "Ask them to verify"
NAME = "Ask for the patient by name"


@pytest.mark.parametrize(
    ("section", "code", "text", "expected"),
    [
        ("step", "verify", "", [("empty", f"“{VERIFY}” has no words in English.")]),
        ("step", "verify", "   ", [("empty", f"“{VERIFY}” has no words in English.")]),
        (
            "step",
            "verify",
            "Your {identifiers}, {pet}?",
            [("unknown_blank", f"“{VERIFY}”: {{pet}} is not a blank we can fill.")],
        ),
        (
            "step",
            "verify",
            "Your {identifiers}, {?",
            [
                (
                    "braces",
                    f"“{VERIFY}”: a brace is opened or closed and its partner is missing.",
                )
            ],
        ),
        (
            "step",
            "verify",
            "Your {identifiers} for {appointment}?",
            [
                (
                    "too_early",
                    early(VERIFY, "appointment"),
                )
            ],
        ),
        ("step", "verify", "Who is it?", [("must_say", f"“{VERIFY}” must say {{identifiers}}.")]),
        (
            "step",
            "verify",
            "About your Biopsies: your {identifiers}?",
            [
                (
                    "never_said",
                    tells(VERIFY, "biopsies"),
                )
            ],
        ),
        (
            "step",
            "escalate",
            "Your {appointment} is for the team.",
            [
                (
                    "too_early",
                    early("Hand a clinical question over", "appointment"),
                )
            ],
        ),
        (
            "step",
            "close",
            "Good-bye.",
            [("must_say", "“Close, with the next step said back” must say {next_step}.")],
        ),
        (
            "step",
            "ask_by_name",
            "May I speak with the patient?",
            [
                ("name_needed", f"“{NAME}” must ask for the patient by name."),
                (
                    "name_only",
                    name_only("the patient"),
                ),
            ],
        ),
        (
            "step",
            "ask_by_name",
            "Hello, may I speak with {patient_name} about the appointment?",
            [
                (
                    "name_only",
                    name_only("about the appointment"),
                )
            ],
        ),
        (
            "step",
            "ask_by_name",
            "Hi, is {patient_first_name} there? I am {caller_name}.",
            [
                (
                    "too_early",
                    early(NAME, "caller_name"),
                )
            ],
        ),
    ],
)
def test_a_mistake_names_the_sentence_and_what_to_change(
    section: str, code: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(found(with_line(section, code, en=text))) == sorted(expected)


def test_an_accent_does_not_hide_a_word_that_is_never_said() -> None:
    text = "¿Me permite verificar su {identifiers} para el DIAGNÓSTICO?"
    assert found(with_line("step", "verify", es=text)) == [
        (
            "never_said",
            tells(VERIFY, "diagnostico"),
        )
    ]


def test_the_patients_own_question_may_be_answered_in_its_words() -> None:
    assert found(with_line("may_not", "explain_results", en="I can’t explain a test.")) == []


def test_a_word_that_only_begins_alike_may_be_said() -> None:
    text = "There was a surge of calls. Your {identifiers}?"
    assert found(with_line("step", "verify", en=text)) == []


def test_after_verification_the_visit_may_be_named() -> None:
    text = "About {appointment}: I can help with your test."
    assert found(with_line("step", "scope", en=text)) == []


def test_a_step_nobody_knows_is_named_and_may_say_little() -> None:
    written = shipped("scripts")
    written["step"].append({"code": "small_talk", "en": "Your {topic}!", "es": "¡Hola!"})
    assert found(written) == [
        ("unknown_step", "“small_talk” is not a step we know. Check its name."),
        (
            "too_early",
            early("small_talk", "topic"),
        ),
    ]


def test_nothing_is_there_twice() -> None:
    written = shipped("scripts")
    written["step"].append(written["step"][0])
    written["situation"].append(written["situation"][0])
    written["kind"].append(written["kind"][0])
    assert found(written) == [
        ("twice", f"“{NAME}” is there twice. Keep one."),
        ("twice", "“who_wants_to_know” is there twice. Keep one."),
        ("twice", "“MISSED” is there twice. Keep one."),
    ]


def test_the_words_never_said_are_listed_in_every_language() -> None:
    written = shipped("scripts")
    assert found(written | {"never_said": {"en": written["never_said"]["en"], "es": []}}) == [
        ("no_list", "The list of words never to be said is empty in Spanish.")
    ]
    assert found(written | {"never_said": {}}) == [
        ("no_list", "The list of words never to be said is empty in English."),
        ("no_list", "The list of words never to be said is empty in Spanish."),
    ]


def with_kind(**kind: Any) -> dict[str, Any]:
    written = shipped("scripts")
    return written | {"kind": [*written["kind"], kind]}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            {"before": {"en": "your lab visit", "es": "su visita"}},
            [
                (
                    "never_said",
                    tells("X", "lab"),
                )
            ],
        ),
        ({"topic": {"en": "a lab visit", "es": "una visita"}}, []),
        (
            {"topic": {"en": "a visit"}},
            [("one_language", "X: say it in every language or in none.")],
        ),
        (
            {"help_with": {"en": "a visit}", "es": "una visita"}},
            [("no_blanks_here", "X: no braces here; these words are said as they stand.")],
        ),
        ({}, []),
    ],
)
def test_the_words_of_a_kind_are_checked_too(
    kind: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert found(with_kind(code="X", **kind)) == expected


def test_a_post_is_named_in_every_language() -> None:
    written = shipped("scripts")
    next(each for each in written["post"] if each["code"] == "billing_lead")["es"] = ""
    assert found(written) == [
        ("one_language", "billing_lead: say it in every language or in none.")
    ]


def test_only_a_post_of_the_practice_has_words() -> None:
    written = shipped("scripts")
    written["post"].append({"code": "on_call_clinician", "en": "on call", "es": "de guardia"})
    assert found(written) == [
        (
            "no_such_post",
            f"There is no post called on_call_clinician; it may be {', '.join(Post)}.",
        )
    ]


def test_a_question_goes_to_a_post_that_is_there() -> None:
    lines = [
        "Promise what insurance covers or what it will cost",
        "Press somebody to decide or to book",
    ]
    assert found(without("post", "billing")) == [
        ("nobody", f"“{line}” goes to billing, who is not on the list.") for line in lines
    ]


@settings(deadline=None)
@given(
    st.sampled_from(["verify", "escalate", "close", "ask_by_name"]),
    st.lists(st.sampled_from(sorted(PLACEHOLDERS)), max_size=6),
)
def test_what_a_saved_script_says_to_a_stranger_is_never_protected(
    code: str, blanks: list[str]
) -> None:
    text = " ".join("{" + each + "}" for each in blanks) or "x"
    written = with_line("step", code, en=text, es=text)
    line = script.read(written).line(code)
    early = line.moment is not Moment.AFTER
    protected = early and any(PLACEHOLDERS[each].protected for each in blanks)
    wrong = {code for code, _ in found(written)}
    assert not protected or wrong & {"too_early"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_default_script_is_whole_with_and_without_values(
    language: str,
) -> None:
    for line in script.read(shipped("scripts")).lines():
        for values in ({}, placeholder.examples(language)):
            said = script.filled(line, values, language)
            assert "{" not in said
            assert "  " not in said


def test_a_script_of_no_shape_is_a_mistake_too() -> None:
    wrong = scriptcheck.of_written({"step": [{"en": "Hi"}]})
    assert [(each.code, str(each)) for each in wrong] == [
        ("unreadable", "This cannot be read: step 1: code is missing.")
    ]


def test_a_script_from_before_voicemails_were_set_apart_is_read_without_them() -> None:
    assert found(DEFAULT | {"voicemail": [{"code": "VM-1", "en": "Hi", "es": "Hola"}]}) == []
