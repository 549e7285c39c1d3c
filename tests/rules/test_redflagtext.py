"""However it was written or heard, a message becomes the same plain words in their places."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import redflagtext
from ringback.rules.redflagtext import Before, Word

UNHURRIED = settings(deadline=None)  # a busy machine is no failure


def plain(text: str) -> list[str]:
    return list(redflagtext.plain(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I CAN'T", ["i", "cant"]),
        ("i can\u2019t, cannot, can not", ["i", "cant", "cant", "cant"]),
        ("will not, does not", ["wont", "doesnt"]),
        ("can, not", ["can", "not"]),
        ("not", ["not"]),
        ("he's hes im I've it's", ["he", "is", "he", "is", "i", "am", "i", "have", "it", "is"]),
        ("I'll I'd you're", ["i", "will", "i", "would", "you", "are"]),
        ("ill", ["ill"]),
        ("mom's o'clock", ["mom", "oclock"]),
        ("Presión está NIÑA", ["presion", "esta", "nina"]),
        ("esta\u0301 \uff23\uff28\uff25\uff33\uff34", ["esta", "chest"]),
        ("che\u200bst pa\u00adin", ["chest", "pain"]),
        ("heeelp sooo breathhhe", ["help", "so", "breathe"]),
        ("um I uh can't", ["i", "cant"]),
        ("3wks 103f a1c", ["3", "wks", "103", "f", "a1c"]),
        ("🆘 ok 🎉", ["🆘", "ok", "🎉"]),
        ("snake_case and/or (both)", ["snake", "case", "and", "or", "both"]),
        ("", []),
        ("'' -- __", []),
    ],
)
def test_one_spelling(text: str, expected: list[str]) -> None:
    assert plain(text) == expected


def test_a_drawn_out_word_keeps_two_letters_where_it_is_written_with_two() -> None:
    found = redflagtext.words("blooood flooood", known={"blood"})
    assert [word.plain for word in found] == ["blood", "flod"]


def test_misspelt_words_are_put_right() -> None:
    found = redflagtext.words(
        "siezure epipenn", spelling={"siezure": "seizure", "epipenn": "epi pen"}
    )
    assert [(word.plain, word.start) for word in found] == [("seizure", 0), ("epi", 8), ("pen", 8)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fever 102.5", 102.5),
        ("fiebre 39,5", 39.5),
        ("sugar 425", 425.0),
        ("bp 195/110", 195.0),
        ("call 911", 911.0),
        ("call 555-0103", None),
        ("call (212) 555-0103", None),
        ("call 212-555-0103", None),
        ("call 555 0103", None),
        ("call 2125550103", None),
        ("born 10/4/1985", None),
        ("born 1985-10-04", None),
        ("at 10:45", None),
        ("paid $103.50", None),
        ("room #103", None),
        ("count 150,000", None),
    ],
)
def test_only_a_measure_has_a_value(text: str, expected: float | None) -> None:
    assert redflagtext.words(text)[1].value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", Before.NOTHING),
        ("a, b", Before.PAUSE),
        ("a... b", Before.PAUSE),
        ("a\u2026 b", Before.PAUSE),
        ("a? b", Before.QUESTION),
        ("a. b", Before.STOP),
        ("a! b", Before.STOP),
        ("a ¿b", Before.STOP),
        ("a,? b", Before.QUESTION),
        ("a?, b", Before.QUESTION),
        ("a\nb", Before.NOTHING),
        ("a\nB", Before.LINE),
        ("a\n- b", Before.LINE),
        ("a\n \nb", Before.STOP),
        ("a.b", Before.NOTHING),
        ("Dr. b", Before.NOTHING),
        ("Dr, b", Before.PAUSE),
    ],
)
def test_what_stands_between_two_words(text: str, expected: Before) -> None:
    assert redflagtext.words(text)[1].before == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I. Can't. Breathe.", [0, 0, 0]),
        ("Chest. Pain. Can't. Breathe. Help.", [0, 0, 0, 0, 0]),
        ("I am home. My arm", [0, 0, 0, 1, 1]),
        ("is it open? yes it is", [0, 0, 0, 1, 1, 1]),
        ("I am home\nMy arm", [0, 0, 0, 0, 0]),
        ("I am home\n\nMy arm", [0, 0, 0, 1, 1]),
        ("I do not. My", [0, 0, 0]),
        ("I am home, my arm", [0, 0, 0, 0, 0]),
    ],
)
def test_gasps_are_one_sentence(text: str, expected: list[int]) -> None:
    assert [word.sentence for word in redflagtext.words(text)] == expected


def test_a_joined_word_stands_where_both_stood() -> None:
    assert redflagtext.words("I do  not") == [
        Word("i", 0, 1, None, Before.STOP, 0),
        Word("dont", 2, 9, None, Before.NOTHING, 0),
    ]


@UNHURRIED
@given(st.text())
def test_words_stand_in_order_within_the_text(text: str) -> None:
    found = redflagtext.words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert found == sorted(found, key=lambda word: word.start)
    assert all(one.sentence <= other.sentence for one, other in pairwise(found))
