"""A cell of a file for spreadsheets is text there too, never a formula somebody smuggled in.

Source of the list: OWASP, "CSV injection": what a spreadsheet takes for the beginning of a formula,
also behind blanks and quotation marks, which some of them take away first.
"""

from __future__ import annotations

from typing import Final

WIDE: Final = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The first four once more, as wide letters: spreadsheets of some languages make them the same."""

FORMULA: Final = ("=", "+", "-", "@", *WIDE, "\t", "\r", "\n", "|", "%")

UTF_8: Final = "\ufeff"
"""How a file for spreadsheets begins: without it some of them read "José" as "JosÃ©"."""


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{text}" if text.lstrip(" '\"").startswith(FORMULA) else text
