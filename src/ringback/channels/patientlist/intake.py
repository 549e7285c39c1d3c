"""From a patient list to rows laid ready: read whole, each row or its reason."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from ringback.actions import imports, patientlist
from ringback.actions.act import NotFound
from ringback.actions.patientlist import Bad, Found, Reading
from ringback.channels.patientlist.table import EMPTY, UnusableList, table
from ringback.queries import imports as kept
from ringback.queries import patientlist as lists
from ringback.queries import practice
from ringback.rules import patientlist as rule
from ringback.rules.csvcell import harmless
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from ringback.channels.patientlist.table import Table
    from ringback.queries.patientlist import ListRow
    from ringback.rules.access import Actor
    from ringback.rules.patientlist import Row

FIRST: Final = 20
SAMPLED: Final = 500
MOST_BAD: Final = 10_000
"""Lines listed with their reasons; the others are only counted."""

AGAIN: Final = gettext_noop("It stands in the list before, in line {line}.")


@dataclass(frozen=True, kw_only=True)
class FirstRow:
    """One of the first lines: what of it was understood, column by column, and what was not."""

    line: int
    row: Row | None
    doubts: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The head of each column with what it holds, how dates are read, and the first rows."""

    header: list[str]
    columns: dict[str, int]
    order: str
    rows: list[FirstRow]
    unsettled: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One patient list, and its first rows as long as the file is kept."""

    batch: ListRow
    preview: Preview | None = None


@dataclass(kw_only=True)
class _Told:
    """Who was in the list already: by record number, and by name and birth date."""

    by_record: dict[str, int] = field(default_factory=dict)
    by_name: dict[tuple[str, date], tuple[int, str]] = field(default_factory=dict)

    def before(self, line: int, row: Row) -> int | None:
        """The line in which the same patient stands already, or None; then they are noted."""
        number = row.record_number
        if number and (at := self.by_record.setdefault(number, line)) != line:
            return at
        if row.birth_date is not None:
            key = (rule.folded(row.name), row.birth_date)
            at, record = self.by_name.setdefault(key, (line, row.record_number))
            if at != line and not (record and row.record_number):
                return at
        return None


def bring(source: bytes, *, name: str, by: Actor, now: datetime) -> UUID:
    """Begin a list and lay its rows ready. Raises UnusableList, NotPermitted.

    One whose columns are not all known waits until somebody says which is which.
    """
    patientlist.allowed(by=by, now=now)
    reading = Reading()
    found = _whole(source, reading, by=by, now=now) if _settled(source, reading, by, now) else None
    log = imports.Log(name=name, digest=sha256(source).hexdigest(), content=source)
    batch_id = patientlist.begin(log, reading, by=by, now=now)
    if found is not None:
        patientlist.stage(batch_id, found, reading, by=by, now=now)
    return batch_id


def read_again(batch_id: UUID, reading: Reading, *, by: Actor, now: datetime) -> None:
    """Read a kept list as somebody says now. Raises UnusableList, NotFound, Refused."""
    patientlist.looked_at(batch_id, by=by, now=now)
    batch, source = lists.batch(by, batch_id), kept.file_of(by, batch_id)
    if batch is None or source is None:
        return
    if batch.state == "ready" and reading == Reading.of(batch.reading):
        return
    first = _preview(source, reading, by, now)
    if first.unsettled:
        raise UnusableList(*first.unsettled)
    found = _whole(source, reading, by=by, now=now)
    patientlist.stage(batch_id, found, reading, by=by, now=now)


def seen(batch_id: UUID, *, by: Actor, now: datetime, reading: Reading | None = None) -> Seen:
    """A list as its page shows it. Raises NotFound, NotPermitted.

    `reading` is what was just chosen and could not be used.
    """
    patientlist.looked_at(batch_id, by=by, now=now)
    batch, source = lists.batch(by, batch_id), kept.file_of(by, batch_id)
    if batch is None:
        raise NotFound
    if source is None or batch.state not in {"begun", "ready"}:
        return Seen(batch=batch)
    how = reading or Reading.of(batch.reading)
    return Seen(batch=batch, preview=_preview(source, how, by, now))


def bad_rows(batch_id: UUID, *, by: Actor, now: datetime) -> str:
    """The lines that could not be used, for a spreadsheet. Raises NotFound, NotPermitted.

    The line, the name in it and the reason: what only serves to be matched stays in the list.
    """
    patientlist.rows_exported(batch_id, by=by, now=now)
    text = StringIO()
    out = csv.writer(text)
    out.writerow([_("line"), _("name"), _("what happened"), _("reason")])
    for each in lists.bad_lines(by, batch_id):
        used = _("not used") if each.skipped else _("used, something was left out")
        out.writerow([each.line, harmless(each.raw), used, harmless(_(each.reason))])
    return text.getvalue()


def _settled(source: bytes, reading: Reading, by: Actor, now: datetime) -> bool:
    return not _preview(source, reading, by, now).unsettled


def _preview(source: bytes, reading: Reading, by: Actor, now: datetime) -> Preview:
    where = practice.remembered(by.practice_id)
    cells = table(source)
    columns = _columns(cells, reading)
    lines = list(islice(cells.lines, SAMPLED))
    if not lines:
        raise UnusableList(Reason(code="empty", words=EMPTY))
    order = reading.order or _order(lines, columns, where.country)
    unsettled = rule.unsettled(columns)
    reads = [
        (
            line,
            rule.read(
                _by_field(each, columns), order=order, today=now.date(), country=where.country
            ),
        )
        for line, each in lines[:FIRST]
        if not unsettled
    ]
    return Preview(
        header=cells.header,
        columns=columns,
        order=order,
        rows=[FirstRow(line=line, row=read.row, doubts=read.doubts) for line, read in reads],
        unsettled=unsettled,
    )


def _whole(source: bytes, reading: Reading, *, by: Actor, now: datetime) -> Found:
    where = practice.remembered(by.practice_id)
    cells = table(source)
    columns = _columns(cells, reading)
    lines = list(cells.lines)
    order = reading.order or _order(lines, columns, where.country)
    told, unlisted = _Told(), 0
    rows: list[tuple[int, Row]] = []
    bad: list[Bad] = []
    for line, each in lines:
        given = _by_field(each, columns)
        read = rule.read(given, order=order, today=now.date(), country=where.country)
        row, doubts = read.row, read.doubts
        if row is not None and (before := told.before(line, row)) is not None:
            row, doubts = (
                None,
                (Reason(code="again", words=AGAIN, values=(("line", str(before)),)),),
            )
        if row is not None:
            rows.append((line, row))
        if doubts and len(bad) < MOST_BAD:
            bad.append(_bad(line, given, row, doubts))
        elif row is None:
            unlisted += 1
    return Found(rows=rows, bad=bad, unlisted=unlisted, lines=len(lines), order=order)


def _bad(line: int, given: dict[str, str], row: Row | None, doubts: tuple[Reason, ...]) -> Bad:
    who = (
        row.name if row else " ".join(" ".join(given.get(each, "") for each in rule.NAMES).split())
    )
    reason = " ".join(_(each.words).format(**dict(each.values)) for each in doubts)
    return Bad(line=line, reason=reason, who=who[: rule.LONGEST_NAME], skipped=row is None)


def _columns(cells: Table, reading: Reading) -> dict[str, int]:
    if reading.columns is None:
        return rule.guess(cells.header)
    return {name: at for name, at in reading.columns.items() if at < len(cells.header)}


def _by_field(cells: list[str], columns: dict[str, int]) -> dict[str, str]:
    return {name: cells[at] for name, at in columns.items() if at < len(cells)}


def _order(lines: list[tuple[int, list[str]]], columns: dict[str, int], country: str) -> str:
    at = columns.get("birth_date")
    dates = [cells[at] for _, cells in lines if at is not None and at < len(cells)]
    return rule.order_of(dates, country)
