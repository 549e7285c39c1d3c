"""Two versions side by side, line by line: what was added, taken out or changed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.pathwaytext import Line, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Change(StrEnum):
    """What became of one line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line in both versions; where it is only in one, the other is empty."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    change: Change


@dataclass(frozen=True, kw_only=True)
class Part:
    """One section in both versions."""

    title: str
    rows: tuple[Row, ...]


def compared(before: Sequence[Section], after: Sequence[Section]) -> tuple[Part, ...]:
    """Every section of either version, with what became of each line."""
    old, new = ({each.key: each for each in found} for found in (before, after))
    keys = _merged(list(old), list(new))
    return tuple(
        Part(
            title=(new.get(key) or old[key]).title,
            rows=_rows(_lines(old.get(key)), _lines(new.get(key))),
        )
        for key in keys
    )


def changes(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Only what is not the same."""
    left = (
        Part(title=part.title, rows=tuple(each for each in part.rows if each.change != Change.SAME))
        for part in parts
    )
    return tuple(part for part in left if part.rows)


def _lines(section: Section | None) -> dict[str, Line]:
    """The lines by key; of two that say they are the same, the later has a number."""
    found: dict[str, Line] = {}
    for line in section.lines if section else ():
        number = sum(key.split("\0")[0] == line.key for key in found)
        found[f"{line.key}\0{number}" if number else line.key] = line
    return found


def _rows(old: dict[str, Line], new: dict[str, Line]) -> tuple[Row, ...]:
    return tuple(_row(old.get(key), new.get(key)) for key in _merged(list(old), list(new)))


def _row(old: Line | None, new: Line | None) -> Row:
    before, after = (() if each is None else each.words for each in (old, new))
    label = (new or old or _NO_LINE).label
    if old is None:
        change = Change.ADDED
    elif new is None:
        change = Change.REMOVED
    else:
        same = (before, old.label) == (after, new.label)
        change = Change.SAME if same else Change.CHANGED
    return Row(label=label, before=before, after=after, change=change)


_NO_LINE: Final = Line(key="", label="", words=())


def _merged(before: list[str], after: list[str]) -> list[str]:
    """The keys in their new order; what was taken out stands where it was."""
    found = list(after)
    for place, key in enumerate(before):
        if key not in after:
            above = before[place - 1] if place else None
            found.insert(found.index(above) + 1 if above in found else 0, key)
    return found


def of_data(before: object, after: object) -> tuple[Row, ...]:
    """What differs between two tables as a practice writes them, by the place of each value."""
    old, new = dict(_leaves(before, "")), dict(_leaves(after, ""))
    lines = (
        _row(_leaf(key, old), _leaf(key, new))
        for key in _merged(list(old), list(new))
        if old.get(key) != new.get(key)
    )
    return tuple(lines)


def _leaf(key: str, found: dict[str, str]) -> Line | None:
    return Line(key=key, label=key, words=(found[key],)) if key in found else None


NAMED_BY: Final = ("code", "name", "on", "slug")
"""What an entry of a list is told apart by."""


def _leaves(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, f"{place} · {key}" if place else str(key))
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        for number, each in enumerate(value, 1):
            name = next((str(each[key]) for key in NAMED_BY if key in each), str(number))
            yield from _leaves(each, f"{place} {name}")
    else:
        yield place, _said(value)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value) or "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
