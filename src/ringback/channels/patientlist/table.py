"""A table of cells out of the bytes of a file, whatever program wrote it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ROWS: Final = 250_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 2_000
SAMPLE: Final = 64_000

EMPTY: Final = gettext_noop("There is nothing in this file but its first line.")
NOT_TEXT: Final = gettext_noop(
    "This is no list we can read. Save it as CSV in the program it comes from, and choose that."
)
TOO_MANY: Final = gettext_noop("It has more than {most} rows. Split it, and bring in each part.")
TOO_WIDE: Final = gettext_noop("It has more than {most} columns. Is it a list of patients?")


class UnusableList(Exception):  # noqa: N818 - it is an answer, not an error
    """No patient can be read from this file; the reasons say why."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True, kw_only=True)
class Table:
    """The cells at the head of each column, and the lines under them with their numbers."""

    header: list[str]
    lines: Iterator[tuple[int, list[str]]]


def table(source: bytes, *, most_rows: int = MOST_ROWS) -> Table:
    """The cells of a file. Raises UnusableList, also while its lines are read."""
    text = _decoded(source)
    if "\0" in text:
        raise UnusableList(Reason(code="not_text", words=NOT_TEXT))
    lines = _lines(text, most_rows)
    first = next(lines, None)
    if first is None:
        raise UnusableList(Reason(code="empty", words=EMPTY))
    if len(first[1]) > MOST_COLUMNS:
        most = (("most", f"{MOST_COLUMNS:,}"),)
        raise UnusableList(Reason(code="too_wide", words=TOO_WIDE, values=most))
    return Table(header=first[1], lines=lines)


def _lines(text: str, most_rows: int) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not empty, with its number as a spreadsheet counts it."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text[:SAMPLE]))
    try:
        for number, cells in enumerate(reader, start=1):
            if number > most_rows + 1:
                most = (("most", f"{most_rows:,}"),)
                raise UnusableList(Reason(code="too_many", words=TOO_MANY, values=most))
            if any(each.strip() for each in cells):
                yield number, [each.strip()[:LONGEST_CELL] for each in cells]
    except csv.Error:
        raise UnusableList(Reason(code="not_text", words=NOT_TEXT)) from None


def _delimiter(sample: str) -> str:
    """The mark between cells: the one the first lines use most."""
    first = "\n".join(sample.splitlines()[:20])
    return max(",;\t|", key=first.count)


def _decoded(source: bytes) -> str:
    """UTF-8 or UTF-16 where it says so or reads so; else what older spreadsheets write."""
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return source.decode("utf-16", "replace")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("cp1252", "replace")
