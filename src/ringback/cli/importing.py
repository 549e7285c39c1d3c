"""`ringback import FILE`: the missed calls of a phone log go into the queue, or back out of it."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ringback.cli import advice, ground
from ringback.cli.audit_day import known_numbers, mapping_of
from ringback.engine.signals import stoppable
from ringback.engine.trouble import EngineTrouble
from ringback.engine.wallclock import now as clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringback.actions.imports import Reading
    from ringback.queries.imports import BatchRow
    from ringback.rules.access import Actor

SHOWN_BAD = 10


class ImportTrouble(EngineTrouble):
    """The import cannot be done; the words say why."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked on the command line."""

    file: str = ""
    practice: str = ""
    email: str = ""
    zone: str = ""
    format: str = "auto"
    our_numbers: tuple[str, ...] = ()
    known_callers: tuple[Path, ...] = ()
    columns: tuple[str, ...] = ()
    day: str = ""
    preview: bool = False
    bad_rows: Path | None = None
    undo: bool = False
    json: bool = False


def run(wanted: Wanted) -> None:
    """Do what was asked. Raises EngineTrouble with one sentence when nothing could be done."""
    with stoppable(), ground.django(), _in_words():
        from ringback.cli.actor import acting  # noqa: PLC0415 - models need Django set up

        by = acting(wanted.practice, wanted.email)
        if wanted.undo:
            _undo(wanted, by)
        elif not wanted.file:
            raise ImportTrouble("Say which file: ringback import FILE.")
        elif wanted.preview:
            _preview(wanted, by)
        else:
            _tell(wanted, by, _import(wanted, by))


@contextmanager
def _in_words() -> Iterator[None]:
    """A refusal or an unusable file is one sentence and exit code 1."""
    from ringback.actions.act import NotFound, Refused  # noqa: PLC0415

    try:
        yield
    except NotFound:
        raise ImportTrouble("There is no such import in this practice.") from None
    except (Refused, ValueError) as trouble:
        words = advice.said(trouble)
        raise ImportTrouble(words[:1].upper() + words[1:]) from None


def _reading(wanted: Wanted, by: Actor) -> Reading:
    from ringback.actions.imports import Reading  # noqa: PLC0415
    from ringback.queries import practice  # noqa: PLC0415

    return Reading(
        zone=wanted.zone,
        format="" if wanted.format == "auto" else wanted.format,
        our_numbers=wanted.our_numbers,
        known_callers=tuple(known_numbers(wanted.known_callers, practice.country(by.practice_id))),
        columns=mapping_of(wanted.columns),
        day=wanted.day,
    )


def _import(wanted: Wanted, by: Actor) -> BatchRow:
    from ringback.actions import loading  # noqa: PLC0415
    from ringback.channels.calllog import intake  # noqa: PLC0415

    path = Path(wanted.file)
    with _bar("Reading", None) as rows:
        batch_id = intake.bring(
            path, _reading(wanted, by), name=path.name, by=by, now=clock(), progress=rows
        )
    with _bar("Into the queue", _batch(by, batch_id).total) as done:
        while True:
            step = loading.load_chunk(batch_id, by=by, now=clock())
            done(step.done)
            if step.finished:
                return _batch(by, batch_id)


def _batch(by: Actor, batch_id: UUID) -> BatchRow:
    from ringback.actions.act import NotFound  # noqa: PLC0415
    from ringback.queries import imports  # noqa: PLC0415

    found = imports.batch(by, batch_id)
    if found is None:
        raise NotFound
    return found


@contextmanager
def _bar(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar with count, rate and time left, on stderr; nothing moves where nobody looks."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        task = bars.add_task(what, total=total, rate="")

        def tell(done: int) -> None:
            speed = bars.tasks[task].speed
            rate = f"{speed:,.0f}/s" if speed else ""
            bars.update(task, completed=done, rate=rate)

        yield tell


def _tell(wanted: Wanted, by: Actor, batch: BatchRow) -> None:
    from ringback.channels.calllog import told  # noqa: PLC0415
    from ringback.queries import imports  # noqa: PLC0415

    lines = imports.bad_lines(by, batch.id)
    for each in lines[:SHOWN_BAD]:
        _aside(f"line {each.line}: {'skipped, ' if each.skipped else ''}{each.reason}")
    unlisted = told.unlisted(batch, lines)
    if len(lines) > SHOWN_BAD:
        more = len(lines) + unlisted - SHOWN_BAD
        _aside(f"... and {more} more lines; --bad-rows FILE lists them")
    if wanted.bad_rows is not None:
        wanted.bad_rows.write_text(told.bad_rows(lines, more=unlisted), encoding="utf-8")
        _aside(f"the bad rows are in {wanted.bad_rows}")
    _say(wanted, batch, f"Take it back: ringback import --undo {batch.id}" * batch.takes_back)


def _say(wanted: Wanted, batch: BatchRow, hint: str = "") -> None:
    from ringback.channels.calllog import told  # noqa: PLC0415

    if wanted.json:
        print(json.dumps(as_json(batch), indent=2))
        return
    print("\n".join((*told.became(batch), *([hint] if hint else []))))


def as_json(batch: BatchRow) -> dict[str, Any]:
    """The import's counts, for programs."""
    return {
        "import": str(batch.id),
        "state": batch.state,
        "format": batch.format,
        "rows": batch.rows,
        "days": [each.isoformat() for each in batch.days],
        "found": batch.found,
        "done": batch.done,
        "undone": batch.undone,
    }


def _undo(wanted: Wanted, by: Actor) -> None:
    from ringback.actions import undoing  # noqa: PLC0415

    batch_id = _named(wanted.file, by)
    undoing.undo(batch_id, by=by, now=clock())
    _say(wanted, _batch(by, batch_id))


def _named(text: str, by: Actor) -> UUID:
    """The import a person named; the latest one where they named none."""
    from ringback.queries import imports  # noqa: PLC0415

    if text:
        try:
            return UUID(text)
        except ValueError:
            raise ImportTrouble(f'"{text}" is not an import: use the id it printed.') from None
    latest = imports.latest_undoable(by)
    if latest is None:
        raise ImportTrouble("There is no import to undo.")
    return latest.id


def _preview(wanted: Wanted, by: Actor) -> None:
    from ringback.actions import imports  # noqa: PLC0415
    from ringback.channels.calllog import detect, intake  # noqa: PLC0415
    from ringback.rules.access import Permission  # noqa: PLC0415

    imports.allowed(by=by, now=clock(), needs=Permission.IMPORT)
    reading = _reading(wanted, by)
    first = intake.first_rows(Path(wanted.file), reading, by=by)
    console = Console()
    console.print(f"Read as: {detect.NAMES[first.format]}.", highlight=False)
    for name, column in first.columns.items():
        console.print(f"  {name}: {column}", highlight=False, markup=False)
    table = Table(*(escape(_printable(name)) for name in first.header))
    for row in first.raw:
        table.add_row(*(Text(_printable(cell)) for cell in row[: len(first.header)]))
    console.print(table)
    for problem in first.problems:
        _aside(str(problem))
    if first.unsettled is None:
        for words in _foreseen(wanted, reading, by):
            console.print(words, highlight=False)
    console.print("Nothing is in the queue yet: this was a preview.", highlight=False)


def _foreseen(wanted: Wanted, reading: Reading, by: Actor) -> list[str]:
    """What the whole file would bring, and how much of that is here already."""
    from ringback.channels.calllog import seen, told  # noqa: PLC0415

    with _bar("Reading", None) as rows:
        here = seen.foreseen(Path(wanted.file), reading, by=by, now=clock(), progress=rows)
    said = [told.people(here.people), told.here(here)]
    return [words for words in said if words]


def _aside(words: str) -> None:
    print(_printable(words), file=sys.stderr)


def _printable(text: str) -> str:
    """A log may hold anything; nothing in it commands the terminal."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
