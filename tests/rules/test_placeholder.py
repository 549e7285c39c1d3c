"""The blanks of a script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import placeholder
from ringback.rules.placeholder import LANGUAGES, PLACEHOLDERS

EVERY = frozenset(PLACEHOLDERS)
PROTECTED = {
    "practice",
    "topic",
    "help_with",
    "appointment",
    "location",
    "preparation",
    "next_step",
    "next_owner",
}


def test_what_tells_about_care_or_a_visit_is_protected() -> None:
    assert {name for name, each in PLACEHOLDERS.items() if each.protected} == PROTECTED


@pytest.mark.parametrize("name", sorted(PLACEHOLDERS))
def test_every_blank_has_a_meaning_an_example_and_other_words_in_every_language(name: str) -> None:
    each = PLACEHOLDERS[name]
    said = [each.meaning, *each.example.values(), *each.otherwise.values()]
    assert [words for words in said if not words.strip() or "{" in words] == []
    assert set(each.example) == set(each.otherwise) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("no blank", ()),
        ("{a} and {b} and {a}", ("a", "b")),
        ("{}", ("",)),
        ("{A b}", ("A b",)),
        ("{{a}}", ("a",)),
        ("{a", ()),
    ],
)
def test_the_blanks_of_a_text_are_found_once_each(text: str, names: tuple[str, ...]) -> None:
    assert placeholder.names_in(text) == names


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", False),
        ("{a} b {c}", False),
        ("{a", True),
        ("a}", True),
        ("{{a}}", True),
        ("}{", True),
        ("{a{b}", True),
    ],
)
def test_a_brace_without_its_partner_is_found(text: str, wrong: bool) -> None:
    assert placeholder.unbalanced(text) is wrong


def test_only_the_fixed_words_remain_without_the_blanks() -> None:
    assert placeholder.without_blanks("Hi {caller_name}, bye").split() == ["Hi", ",", "bye"]


@pytest.mark.parametrize(
    ("values", "may_say", "said"),
    [
        ({"topic": "your knee"}, EVERY, "About your knee."),
        ({"topic": "  your knee "}, EVERY, "About your knee."),
        ({"topic": "   "}, EVERY, "About a question for our office."),
        ({}, EVERY, "About a question for our office."),
        ({"topic": "your knee"}, frozenset({"hours"}), "About a question for our office."),
        ({"topic": "{hours}"}, EVERY, "About {hours}."),
    ],
)
def test_a_blank_gets_its_value_or_words_that_are_always_true(
    values: dict[str, str], may_say: frozenset[str], said: str
) -> None:
    assert placeholder.fill("About {topic}.", values, "en", may_say=may_say) == said


def test_other_words_are_said_in_the_language_of_the_sentence() -> None:
    assert placeholder.fill("Soy de {practice}.", {}, "es", may_say=EVERY) == (
        "Soy de nuestro consultorio."
    )


def test_a_blank_no_longer_on_the_list_is_left_out_and_never_read_out() -> None:
    assert placeholder.fill("a{gone}b", {"gone": "x"}, "en", may_say=EVERY) == "ab"


@given(
    st.lists(st.sampled_from(sorted(PLACEHOLDERS)), max_size=5),
    st.dictionaries(
        st.sampled_from(sorted(PLACEHOLDERS)), st.text().filter(lambda text: "{" not in text)
    ),
    st.sampled_from(LANGUAGES),
)
def test_whatever_is_known_no_open_blank_is_ever_said(
    names: list[str], values: dict[str, str], language: str
) -> None:
    text = " ".join("{" + name + "}" for name in names)
    assert "{" not in placeholder.fill(text, values, language, may_say=EVERY)


def test_the_preview_has_an_example_for_every_blank() -> None:
    assert set(placeholder.examples("es")) == set(PLACEHOLDERS)
    assert placeholder.examples("es")["hours"] == "de lunes a viernes, de 8 a 5"
