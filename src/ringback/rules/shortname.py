"""Short forms of a name: in a list for who is not to know who it is, and said on the phone."""

from __future__ import annotations

from typing import Final

TITLES: Final = frozenset({"dr", "dra", "prof"})


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


def forename(name: str) -> str:
    """The name by which somebody says who they are; "" where there is a title and a surname."""
    words = name.split()
    titled = bool(words) and words[0].rstrip(".").casefold() in TITLES
    forenames = words[1:-1] if titled else words
    return forenames[0] if forenames else ""
