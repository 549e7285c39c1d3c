"""Said, denied, long past, or only feared."""

import pytest

from tests.rules.redflaglists import read

SAID, DENIED, PAST, IF = "said", "denied", "past", "if"


def how(code: str, text: str) -> list[str]:
    return [str(hit.how) for hit in read(text).hits if hit.code == code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chest pain", [SAID]),
        ("no chest pain", [DENIED]),
        ("no fever, chills or chest pain", [DENIED]),
        ("denies cough and chest pain", [SAID]),
        ("no fever but chest pain", [SAID]),
        ("no fever. Chest pain", [SAID]),
        ("fever: no\nChest pain", [SAID]),
        ("No, chest pain", [SAID]),
        ("no one calls me back about chest pain", [SAID]),
        ("not only chest pain", [SAID]),
        ("not in any chest pain", [DENIED]),
        ("not well with chest pain", [SAID]),
        ("i have no appointment my chest pain is back", [SAID]),
        ("no his chest hurts", [SAID]),
        ("no the chest pain is worse", [SAID]),
        ("no q q q q q q chest pain", [DENIED]),
        ("no q q q q q q q q chest pain", [SAID]),
        ("any chest pain? no", [DENIED]),
        ("any chest pain or cough? No.", [DENIED]),
        ("any chest pain? no one asked", [SAID]),
        ("any chest pain? no nurse called", [SAID]),
        ("chest pain no", [DENIED]),
        ("chest pain no cough", [SAID]),
        ("chest pain or cough no", [SAID]),
        ("history of chest pain", [PAST]),
        ("chest pain two years ago", [PAST]),
        ("chest pain. Two years ago I moved", [SAID]),
        ("chest pain and the dog died two years ago", [SAID]),
        ("chest pain started two years ago", [SAID]),
        ("my chest pain resolved", [PAST]),
        ("my chest pain has not resolved", [SAID]),
        ("my chest pain went away but it came back", [SAID]),
        ("my chest pain went away. It came back", [PAST]),
        ("my chest pain went away thank you so much for all your kind help again", [PAST]),
        ("chest pain? two years ago", [SAID]),
        ("what if I get chest pain", [IF]),
        ("I don't know if he has chest pain", [SAID]),
        ("risk of chest pain", [IF]),
        ("no history of chest pain", [PAST]),
        ("no? chest pain", [SAID]),
        ("no\nChest pain", [SAID]),
        ("¿no? tengo dolor de pecho", [SAID]),
        ("chest pain\nTwo years ago I moved", [SAID]),
        ("chest pain q q q q q q q resolved", [PAST]),
        ("chest pain q q q q q q q q resolved", [SAID]),
        ("chest pain resolved q q q q q q q again", [SAID]),
        ("chest pain resolved q q q q q q q q again", [PAST]),
        ("chest pain resolved\nAgain I call", [PAST]),
        ("chest pain none q, q", [SAID]),
        ("no chest pain was reported", [DENIED]),
    ],
)
def test_how_a_thing_was_said(text: str, expected: list[str]) -> None:
    assert how("chest_pain", text) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("trouble_breathing", "no fever can't breathe"),
        ("very_sick_child", "no baby is limp"),
        ("blood_sugar", "no sugar 425"),
    ],
)
def test_a_no_denies_a_thing_and_never_a_statement(code: str, text: str) -> None:
    assert how(code, text) == [SAID]


def test_a_no_that_ends_a_sentence_is_no_part_of_the_next() -> None:
    assert how("unconscious_or_seizure", "No. Está convulsionando") == [SAID]
