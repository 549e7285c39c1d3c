"""A line of text that shows what it says: nothing in it moves a cursor or turns letters round."""

from __future__ import annotations

from typing import Final

CONTROLS: Final = frozenset(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)))
"""C0, DEL and C1: new lines, tabs and what commands a terminal."""

HALVES: Final = frozenset(chr(code) for code in range(0xD800, 0xE000))
"""Halves of letters (surrogates): alone they are no text, and no table keeps them."""

TURNS: Final = frozenset(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Embeddings, overrides and isolates (Unicode, UAX 9): they show letters in another order than they
stand in, so that one name can look like another."""


def controls_in(text: str) -> bool:
    """Whether a control character, or half a letter, is in it."""
    return not (CONTROLS.isdisjoint(text) and HALVES.isdisjoint(text))


def turns_in(text: str) -> bool:
    """Whether a character that turns letters round is in it."""
    return not TURNS.isdisjoint(text)


def in_one_line(text: str) -> str:
    """The same without them, and with a space for every control character and half a letter."""
    return "".join(" " if controls_in(letter) else letter for letter in unturned(text))


def in_lines(text: str) -> str:
    """The same for words of several lines: each is one that shows what it says."""
    return "\n".join(in_one_line(line) for line in text.splitlines())


def unturned(text: str) -> str:
    """The same without them. A name in a script written from the right needs none."""
    return "".join(letter for letter in text if letter not in TURNS) if turns_in(text) else text
