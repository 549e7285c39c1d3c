"""Turns of phrase, found in what somebody wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import phrases
from ringback.rules.phrases import PhraseError, Slot

LISTS = phrases.lists(
    {
        "told": ["told", "let know", "le dije", "told her"],
        "take": ["take", "stop"],
        "pill": ["pill*", "*pril", "tylenol", "water pill", "!pillow"],
        "flu": ["flu", "shot", "!flu shot"],
        "other": ["zzz*", "*zzz"],
        "joint": [",", "and"],
    }
)


def found(pattern: str, text: str) -> list[str]:
    """The words from the beginning to the end of everything the pattern finds."""
    read = phrases.taken_apart(text, LISTS)
    slots = phrases.pattern(pattern, LISTS.names)
    spans = [
        (read.tokens[each.first].start, read.tokens[each.end - 1].end)
        for each in phrases.find(slots, read)
    ]
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Told her", ["told", "her"]),
        ("I'm I’M", ["im", "im"]),
        ("Según señora Muñoz", ["segun", "senora", "munoz"]),
        ("x-ray, 3.5", ["x", "ray", ",", "3", ".", "5"]),
        ("a\nb", ["a", "\n", "b"]),
        ("medicacio\u0301n", ["medicacion"]),
        ("the patients' own", ["the", "patients", "own"]),
        ("“ok” ¿qué?", ["“", "ok", "”", "que", "?"]),
        ("$ % _ -", []),
        ("", []),
    ],
)
def test_words_are_small_and_without_accents_and_marks_stand_alone(
    text: str, words: list[str]
) -> None:
    assert [each.word for each in phrases.tokens(text)] == words


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("@told", "I told him. Let know. TOLD!", ["told", "Let know", "TOLD"]),
        ("@told", "let him know", []),
        ("@told", "Le dije algo", ["Le dije"]),
        ("@told", "told her", ["told her"]),
        ("@pill", "pills lisinopril tylenol", ["pills", "lisinopril", "tylenol"]),
        ("@pill", "a water pill", ["pill"]),
        ("@pill", "pil april-like", ["april"]),
        ("@flu", "flu, flu shot, flu", ["flu", "flu"]),
        ("@told ..3 @take", "told him to take", ["told him to take"]),
        ("@told ..2 @take", "told him to take", ["told him to take"]),
        ("@told ..1 @take", "told him to take", []),
        ("@told @take", "told take", ["told take"]),
        ("@told @take", "take told", []),
        ("@told @take", "told him take", []),
        ("@told @take", "told take. And more", ["told take"]),
        ("@other", "pills april", []),
        ("@other", "zzza azzz", ["zzza", "azzz"]),
        ("@told ..5 @take", "told. Take", []),
        ("@told ..5 @take", "told, take", ["told, take"]),
        ("@told ~5 @take", "told, take", []),
        ("@told ~5 @take", "told him and we take", []),
        ("@told ~5 @take", "and told him to take", ["told him to take"]),
        ("@told ..9 @take ..9 @pill", "told take told take pill", ["told take pill"]),
        ("@told ..3 @take|@flu", "told him flu take", ["told him flu", "told him flu take"]),
        ("@told ..9 @flu", "told flu or flu", ["told flu", "told flu or flu"]),
        ("@told ..3 @name", "told Rosa", ["told Rosa"]),
        ("@name", "I saw ROSA and Rosa McKim", ["Rosa", "McKim"]),
    ],
)  # fmt: skip
def test_a_pattern_finds_its_lists_in_order_and_near_enough(
    pattern: str, text: str, expected: list[str]
) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four; five\nsix", [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5]),
        ("Dr. Lee said", [0, 0, 0, 0]),
        ("3.5 mg", [0, 0, 0, 0]),
        ("at 10 a.m. for it", [0] * 8),
        ("at 10 a.m. For it", [0] * 6 + [1] * 2),
        ("room 5. in", [0, 0, 0, 1]),
        ("done.Told", [0, 0, 1]),
        ("done.told", [0, 0, 0]),
        ("end.", [0, 0]),
        (". a", [0, 0]),
        ('says "no. yes." ok. x', [0] * 9 + [1]),
        ('5" tall. x', [0, 0, 0, 0, 1]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, sentences: list[int]) -> None:
    assert list(phrases.taken_apart(text, LISTS).sentence) == sentences


def test_a_quotation_is_counted_and_one_left_open_is_none() -> None:
    read = phrases.taken_apart('a "b" “c” "d', LISTS)
    assert read.quoted == (0, 1, 1, 1, 2, 2, 2, 0, 0)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("@told ..2 @gone", "'@told ..2 @gone': there is no list called 'gone'"),
        ("@told|@gone", "'@told|@gone': there is no list called 'gone'"),
        ("", "a pattern without any list"),
        ("..3", "a pattern without any list"),
        ("@told ..x @take", "'@told ..x @take': there is no list called '..x'"),
    ],
)
def test_a_pattern_that_means_nothing_is_an_error(written: str, words: str) -> None:
    with pytest.raises(PhraseError) as error:
        phrases.pattern(written, LISTS.names)
    assert str(error.value) == words


@pytest.mark.parametrize("phrase", ["", "!", "*", "$", "  "])
def test_a_phrase_without_words_is_an_error(phrase: str) -> None:
    with pytest.raises(PhraseError, match=r"odd: .* has no words"):
        phrases.lists({"odd": [phrase]})


def test_a_pattern_reads_as_its_slots() -> None:
    assert phrases.pattern("@told ..12 take|@pill ~3 @flu @told", LISTS.names) == (
        Slot(lists=("told",)),
        Slot(lists=("take", "pill"), gap=12),
        Slot(lists=("flu",), gap=3, crosses=False),
        Slot(lists=("told",)),
    )


@given(st.text(alphabet="told take pill flu ,.;\"'\n", max_size=60))
def test_whatever_is_found_lies_in_one_sentence_in_order(text: str) -> None:
    read = phrases.taken_apart(text, LISTS)
    slots = phrases.pattern("@told ..4 @take ~4 @pill|@flu", LISTS.names)
    for each in phrases.find(slots, read):
        assert each.first < each.claim < each.end <= len(read.tokens)
        assert read.sentence[each.first] == read.sentence[each.end - 1]
