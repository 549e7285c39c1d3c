"""A list as it is understood: every line is something to bring in, or is listed with its reason."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ringback.channels.callbacklist import columns, notes, problems
from ringback.channels.callbacklist.notes import number_in
from ringback.channels.callbacklist.problems import LONGEST_LINE, MOST_COLUMNS, UnusableList
from ringback.channels.callbacklist.text import Row, table
from ringback.channels.callbacklist.text import blocks as blocks_of
from ringback.channels.callbacklist.text import notes as lines_of
from ringback.rules import saidsince
from ringback.rules.calendarwords import plain
from ringback.rules.oneline import in_one_line
from ringback.rules.phone import is_number, normalised
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringback.rules.saidsince import Since

MARKS: Final = ("\t", ",", ";", "|")
NOTE: Final = {0: "name", 1: "phone", 2: "why", 3: "when"}
"""What the parts of a sticky note are laid out as."""
BETWEEN: Final = {"name": " ", "when": " ", "why": ". ", "category": " "}
"""What joins the cells where several columns hold the same."""
ECHOED: Final = 40


@dataclass(frozen=True, kw_only=True)
class Here:
    """Where and when a list is read: a time in it is told from the moment it came in (UTC)."""

    at: datetime
    zone: str
    country: str
    kinds: Mapping[str, str]
    """Kinds of request by what people call them, in plain words; the codes."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The rows of a list and what its columns hold; `header` is empty where nobody named them."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: dict[int, str]
    width: int
    notes: bool = False
    """Whether these are sticky notes, whose parts nobody has to name."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as it is understood. `wrong` says why it cannot be used, `doubts` what was not read.

    `since` is when they called, as far as the line says; without it the list's own moment counts.
    """

    line: int
    raw: str
    name: str = ""
    phone: str = ""
    why: str = ""
    said: str = ""
    since: Since | None = None
    category: str = ""
    wrong: Reason | None = None
    doubts: tuple[Reason, ...] = ()

    @property
    def text(self) -> str:
        """Why they called, with what was said of the time where nobody could read it."""
        if self.since or not self.said:
            return self.why
        return f"{self.why} ({self.said})".strip()

    @cached_property
    def key(self) -> str:
        """What the line is known by when it comes again, however it is laid out then."""
        parts = (self.phone, plain(self.name), plain(self.why), plain(self.said))
        return sha256("\x1f".join(parts).encode()).hexdigest()


def sheet(text: str, here: Here, *, stated: Mapping[int, str] | None = None) -> Sheet:
    """The rows of a list; `stated` is what somebody said the columns hold. Raises UnusableList."""
    rows = _as_table(text, here)
    loose = rows is None
    if rows is None:
        rows = [_note(row, here) for row in _loose(text, here)]
        header: tuple[str, ...] = ()
        found = dict(NOTE)
    else:
        place = columns.header_at(rows, here.country)
        header = () if place is None else rows[place].cells
        rows = rows if place is None else [*rows[:place], *rows[place + 1 :]]
        if not rows:
            raise UnusableList("no_lines")
        found = columns.guess(header, rows, country=here.country, is_time=_is_time(here))
    width = min(max(len(header), *(len(row.cells) for row in rows)), MOST_COLUMNS)
    if stated:
        found = {n: field for n, field in stated.items() if n < width and field in columns.FIELDS}
    return Sheet(header=header, rows=tuple(rows), columns=found, width=width, notes=loose)


def understood(of: Sheet, here: Here) -> list[Line]:
    """Every row of it, in its order; one that stands there twice is used once."""
    seen: dict[str, int] = {}
    return [_once(_line(row, of.columns, here), seen) for row in of.rows]


def _once(line: Line, seen: dict[str, int]) -> Line:
    if line.wrong is not None:
        return line
    first = seen.setdefault(line.key, line.line)
    if first == line.line:
        return line
    values = (("n", str(first)),)
    return replace(line, wrong=Reason(code="twice", words=problems.TWICE, values=values))


def _as_table(text: str, here: Here) -> list[Row] | None:
    """The rows where it is a table, by its marks; None for notes."""
    lines = [line for line in text.split("\n") if line.strip()]
    if 2 * sum("\t" in line for line in lines) >= len(lines):
        return table(text, "\t")
    for mark in MARKS[1:]:
        rows = table(text, mark) if any(mark in line for line in lines) else []
        named = columns.header_at(rows, here.country) is not None
        if named or columns.looks_like_table(rows, here.country):
            return rows
    return None


def _loose(text: str, here: Here) -> list[Row]:
    """Notes of one line each; of several, where empty lines part them and each has one number."""
    lines, blocks = lines_of(text), blocks_of(text)
    if not 1 < len(blocks) < len(lines) or any(len(row.raw) > LONGEST_LINE for row in blocks):
        return lines
    starts = [row.line for row in blocks]
    with_number = (row.line for row in lines if number_in(row.raw, here.country))
    numbers = Counter(bisect_right(starts, line) for line in with_number)
    one_each = len(numbers) == len(blocks) and set(numbers.values()) == {1}
    return blocks if one_each else lines


def _note(row: Row, here: Here) -> Row:
    if len(row.raw) > LONGEST_LINE:
        return row
    return Row(
        line=row.line,
        cells=tuple(notes.read(row.raw, country=here.country, is_time=_is_time(here))),
        whole=row.raw,
    )


def _line(row: Row, fields: Mapping[int, str], here: Here) -> Line:
    """A row as its columns say it is to be read."""
    bare = Line(line=row.line, raw=row.raw)
    if sum(map(len, row.cells)) > LONGEST_LINE:
        most = (("n", f"{LONGEST_LINE:,}"),)
        wrong = Reason(code="too_long", words=problems.TOO_LONG, values=most)
        return replace(bare, raw=row.raw[:LONGEST_LINE], wrong=wrong)
    phone, none = _number(_cells(row, fields, "phone"), here.country)
    said = _joined(row, fields, "when")
    since = _since(said, here)
    category, unknown = _kind(_joined(row, fields, "category"), here)
    late = () if since or not said else (_echoing("time_not_read", problems.TIME_NOT_READ, said),)
    return replace(
        bare,
        name=in_one_line(_joined(row, fields, "name"))[:120].strip(),
        phone=phone,
        why=_joined(row, fields, "why"),
        said=said,
        since=since,
        category=category,
        wrong=none,
        doubts=(*late, *unknown),
    )


def _cells(row: Row, fields: Mapping[int, str], field: str) -> list[str]:
    return [
        row.cells[n]
        for n in sorted(fields)
        if fields[n] == field and n < len(row.cells) and row.cells[n]
    ]


def _joined(row: Row, fields: Mapping[int, str], field: str) -> str:
    return BETWEEN[field].join(_cells(row, fields, field))


def _number(cells: Sequence[str], country: str) -> tuple[str, Reason | None]:
    """The first number that can be called, or why there is none."""
    for cell in cells:
        if is_number(cell, country):
            return normalised(cell, country), None
        if found := notes.number_in(cell, country):
            return found[2], None
    if cells:
        return "", _echoing("not_a_number", problems.NOT_A_NUMBER, cells[0])
    return "", Reason(code="no_number", words=problems.NO_NUMBER)


def _kind(said: str, here: Here) -> tuple[str, tuple[Reason, ...]]:
    if not said:
        return "", ()
    code = here.kinds.get(plain(said), "")
    return code, () if code else (_echoing("kind_not_known", problems.KIND_NOT_KNOWN, said),)


def _echoing(code: str, words: str, text: str) -> Reason:
    short = text if len(text) <= ECHOED else text[: ECHOED - 1] + "…"
    return Reason(code=code, words=words, values=(("text", short),))


def _is_time(here: Here) -> Callable[[str], bool]:
    return lambda said: _since(said, here) is not None


def _since(said: str, here: Here) -> Since | None:
    return _read_since(said, here.at.astimezone(UTC), here.zone, here.country) if said else None


@lru_cache(maxsize=8192)
def _read_since(said: str, at: datetime, zone: str, country: str) -> Since | None:
    return saidsince.read(said, now=at, zone=zone, country=country)
