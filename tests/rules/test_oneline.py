"""A name or a code shows what it says."""

from __future__ import annotations

import unicodedata

import pytest

from ringback.rules import oneline


def test_every_control_character_is_one() -> None:
    every = {chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) == "Cc"}
    assert every == oneline.CONTROLS


def test_every_character_that_turns_letters_round_is_one() -> None:
    kinds = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    every = {chr(code) for code in range(0x3000) if unicodedata.bidirectional(chr(code)) in kinds}
    assert every == oneline.TURNS


@pytest.mark.parametrize("text", ["Ana Gómez", "O’Neil-Çelik", "نور", "שרה", "山田 花子", ""])
def test_a_name_stays_as_it_is(text: str) -> None:
    assert not oneline.controls_in(text)
    assert not oneline.turns_in(text)
    assert oneline.in_one_line(text) == oneline.unturned(text) == text


def test_half_a_letter_is_none() -> None:
    every = {chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Cs"}
    assert every == oneline.HALVES
    assert [oneline.controls_in(text) for text in ("Ana \ud83d", "Ana \U0001f600")] == [True, False]
    assert oneline.in_one_line("Ana\ud83d") == "Ana "


def test_words_of_several_lines_keep_them() -> None:
    assert oneline.in_lines("Ana\r\n\u202eGomez\x1b[2J\n") == "Ana\nGomez [2J"


def test_what_is_none_becomes_one_line() -> None:
    assert oneline.in_one_line("Ana\n\u202eGomez\x1b") == "Ana Gomez "
