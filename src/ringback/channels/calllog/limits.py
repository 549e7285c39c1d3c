"""How much of a phone log is taken at most, so that no file, whatever is in it, fills the machine.

Every limit is far above what a telephone system writes. What is over one costs its own row where a
row can be told, and the file where it cannot.
"""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1_000_000
FILE_BYTES: Final = 500 * MEGABYTE
"""The largest file; RINGBACK_MAX_FILE sets another."""

ROWS: Final = 1_000_000
"""Rows of a file, empty lines among them: years of a practice's calls, in some 1.3 GB of memory."""

UPLOADED_ROWS: Final = 250_000
"""Rows of a file from the browser: as many as 50 MB of Asterisk's hold, read while others work."""

ROW_CHARACTERS: Final = 100_000
"""One row, however many lines it spans. Below csv.field_size_limit, so that no cell can be over."""

ROW_LINES: Final = 25
"""A quoted cell may span lines, but not this many: then its closing quote is missing."""

OBJECT_CHARACTERS: Final = 1_000_000
"""One JSON object: past this nobody can say where it ends, and the file is given up."""

LONG_OBJECTS: Final = 20
"""Objects longer than a row that are passed over; with more of them it is no phone log."""

COLUMNS: Final = 1_000
"""Columns of a row, or fields of an object."""

CELL_CHARACTERS: Final = 1_000
"""A cell we use. Others (a transcript, a history) may be as long as the row."""

NUMBER_CHARACTERS: Final = 250
"""A number with the name beside it; nothing after so much is looked at."""

KEPT_CHARACTERS: Final = 80
"""As much as is kept of what stands where a number should and is none."""

DIALLED_CHARACTERS: Final = 40
"""A number without its name and dress, an extension behind it: what is longer, no library is asked
about. A long row of digits costs it half a millisecond, a hostile file of them half a minute."""

ECHOED_CHARACTERS: Final = 40
"""As much of what somebody typed is said back to them."""

PROBLEMS: Final = 10_000
"""Rows listed with their reasons; the others are only counted."""

KNOWN_SHAPES: Final = 1_000
"""Different sets of fields whose guessed meaning is remembered while JSON is read."""

KNOWN_CALLERS: Final = 10_000
"""Numbers of people who are no patients."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Most:
    """How much of one file is read. `bytes` None: what RINGBACK_MAX_FILE says, or 500 MB."""

    rows: int = ROWS
    bytes: int | None = None


FROM_DISK: Final = Most()
FROM_BROWSER: Final = Most(rows=UPLOADED_ROWS)
