"""A name as a list may show it to somebody who is not to know who it is: "Ana G."."""

from __future__ import annotations


def first_and_initial(name: str) -> str:
    """The first name and the first letter of the last one; "" where there is no name.

    "Gomez, Ana" is read as it is meant. A name of one word is a first name.
    """
    last, comma, first = name.partition(",")
    words = [*first.split(), *last.split()] if comma else name.split()
    words = [each for each in words if any(letter.isalpha() for letter in each)]
    if not words:
        return ""
    initial = next(letter for letter in words[-1] if letter.isalpha())
    return words[0] if len(words) == 1 else f"{words[0]} {initial.upper()}."
