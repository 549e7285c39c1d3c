"""From what was pasted or chosen to rows of cells: a table, or notes of one line each.

No line is lost on the way: where a quotation mark is opened and never closed, marks mean nothing.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

from ringback.channels.callbacklist.problems import MOST_BYTES, MOST_LINES, UnusableList

NOT_TEXT: Final = {b"PK\x03\x04": "spreadsheet", b"\xd0\xcf\x11\xe0": "spreadsheet"}
LINES_OF_A_CELL: Final = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the list, numbered as it stands there; a cell may hold several lines."""

    line: int
    cells: tuple[str, ...]
    whole: str = ""

    @property
    def raw(self) -> str:
        """The line as somebody reads it."""
        return self.whole or ", ".join(filter(None, self.cells))


def decoded(content: bytes) -> str:
    """The text of a list. Raises UnusableList for what is none."""
    if len(content) > MOST_BYTES:
        raise UnusableList("too_large")
    for magic, code in NOT_TEXT.items():
        if content.startswith(magic):
            raise UnusableList(code)
    text = _text(content).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise UnusableList("not_text")
    lines = sum(1 for line in text.split("\n") if line.strip())
    if not lines:
        raise UnusableList("empty")
    if lines > MOST_LINES:
        raise UnusableList("too_many_lines", most=f"{MOST_LINES:,}")
    return text


def notes(text: str) -> list[Row]:
    """Every line by itself, whatever stands in it."""
    found = enumerate(text.split("\n"), start=1)
    return [Row(line=n, cells=_clean([line])) for n, line in found if line.strip()]


def blocks(text: str) -> list[Row]:
    """What stands between empty lines, each as one: notes of several lines."""
    found: list[list[Row]] = []
    for row in notes(text):
        if found and row.line == found[-1][-1].line + 1:
            found[-1].append(row)
        else:
            found.append([row])
    return [Row(line=each[0].line, cells=(" ".join(row.raw for row in each),)) for each in found]


def table(text: str, mark: str) -> list[Row]:
    """Rows of cells with this mark between them."""
    rows = _quoted(text, mark)
    if rows is None:
        rows = [Row(line=row.line, cells=_clean(row.cells[0].split(mark))) for row in _lines(text)]
    return [row for row in rows if any(row.cells)]


def _lines(text: str) -> list[Row]:
    return [Row(line=n, cells=(line,)) for n, line in enumerate(text.split("\n"), start=1)]


def _quoted(text: str, mark: str) -> list[Row] | None:
    """The same with quotation marks read as spreadsheets write them; None where they are others."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if reader.line_num - line > LINES_OF_A_CELL:
                return None
            rows.append(Row(line=line, cells=_clean(cells)))
            line = reader.line_num + 1
    except csv.Error:
        return None
    return rows


def _clean(cells: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in cells)


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
