"""What can be wrong with a list: all of it, or one of its lines; and how much of one is taken."""

from __future__ import annotations

from typing import Final

from ringback.rules.reason import Reason, gettext_noop

MOST_LINES: Final = 2_000
MOST_BYTES: Final = 1_000_000
MOST_COLUMNS: Final = 60
LONGEST_LINE: Final = 2_000
"""Characters of a line: a sticky note has a hundred, and a row of a spreadsheet a few hundred."""

WORDS: Final[dict[str, str]] = {
    "empty": gettext_noop("There is nothing on this list yet. Paste its lines, or choose a file."),
    "both": gettext_noop("Either paste the lines or choose a file, not both at once."),
    "spreadsheet": gettext_noop(
        "This is a spreadsheet, not a text file. Save it as CSV, or paste its rows."
    ),
    "not_text": gettext_noop("This is not a text file. Save the list as CSV, or paste its rows."),
    "too_large": gettext_noop(
        "This list is larger than 1 MB. Bring it in several parts."
    ),
    "too_many_lines": gettext_noop(
        "This list has more than {most} lines. Bring it in several parts."
    ),
    "no_lines": gettext_noop("This list has only a first line with the names of its columns."),
}  # fmt: skip

NO_NUMBER: Final = gettext_noop("No telephone number in this line.")
NOT_A_NUMBER: Final = gettext_noop("“{text}” is no number somebody can call.")
TWICE: Final = gettext_noop("The same as line {n}.")
TOO_LONG: Final = gettext_noop("Longer than {n} characters: that is no line of a list.")
TIME_NOT_READ: Final = gettext_noop(
    "“{text}” is no time in the past that can be told: counted from when the list came in."
)
KIND_NOT_KNOWN: Final = gettext_noop("There is no kind of request “{text}” here: not sorted yet.")


class UnusableList(ValueError):  # noqa: N818 - it says what happened
    """Nothing can be made of the list as a whole; the words say why and what to do."""

    def __init__(self, code: str, **values: str) -> None:
        self.reason = Reason(code=code, words=WORDS[code], values=tuple(values.items()))
        super().__init__(str(self.reason))
