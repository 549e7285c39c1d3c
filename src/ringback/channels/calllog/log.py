"""Reading a phone log: the one function the rest of the product calls, and a cheap preview."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ringback.channels.calllog import headed, reading
from ringback.channels.calllog.detect import Format
from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.opening import Opened, nothing_left, open_log
from ringback.channels.calllog.problems import Problem, RowError, UnusableLog, clipped
from ringback.channels.calllog.reading import Record, Source
from ringback.rules.phonelog import Call, LogRow, SettledBy, join, settle_direction

PREVIEWED = 20
PROGRESS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneLog:
    """A whole log, read."""

    rows: int
    calls: list[Call]
    problems: list[Problem]
    format: Format
    columns: dict[str, str]
    """Which column was taken for which field; empty where the format fixes them."""
    directions_settled_by: dict[SettledBy, int]
    """How many rows' directions were settled by what."""

    @property
    def rejected_rows(self) -> int:
        """How many rows were skipped."""
        return sum(problem.skipped for problem in self.problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """The beginning of a log, enough to see whether it was understood."""

    format: Format
    columns: dict[str, str]
    header: tuple[str, ...]
    """The file's own column names; Asterisk's where it has none."""
    raw: tuple[tuple[str, ...], ...]
    """The first rows as they stand in the file."""
    rows: tuple[LogRow, ...]
    """The same rows, those that could be read, in our words."""
    problems: tuple[Problem, ...]


def read_log(  # what a person may have to say about a log
    source: Source,
    *,
    zone: str | ZoneInfo,
    format: Format | None = None,  # noqa: A002  # the word the command line uses
    country: str = "US",
    our_numbers: Collection[str] = (),
    mapping: Mapping[str, str] | None = None,
    limit: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> PhoneLog:
    """Read a whole log into calls. Bad rows are skipped and listed; UnusableLog when none is left.

    `format` None means: find out from the content. `limit` is the largest file, in bytes;
    `progress` hears, every thousand rows, how many have been read.
    """
    numbers = Numbers(country)
    ours = frozenset(number for text in our_numbers if (number := numbers(text)))
    with _text(source, limit) as text:
        opened = open_log(text, numbers, _zone(zone), format, mapping or {})
        settled: Counter[SettledBy] = Counter()
        if progress is not None:
            opened.records = _counted(opened.records, progress)
        rows = list(_rows(opened, ours, settled))
    if opened.format == "twilio":
        rows = headed.without_answer_of_programs(rows)
    problems = sorted(opened.problems, key=lambda problem: problem.line)
    skipped = sum(problem.skipped for problem in problems)
    if not rows:
        raise UnusableLog(nothing_left(problems))
    return PhoneLog(
        rows=len(rows) + skipped,
        calls=join(rows),
        problems=problems,
        format=opened.format,
        columns=opened.columns,
        directions_settled_by=dict(settled),
    )


def preview(  # what a person may have to say about a log
    source: Source,
    *,
    zone: str | ZoneInfo,
    format: Format | None = None,  # noqa: A002  # the word the command line uses
    country: str = "US",
    our_numbers: Collection[str] = (),
    mapping: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> Preview:
    """Read the first rows only: which system, which columns, and what we make of them."""
    numbers = Numbers(country)
    ours = frozenset(number for text in our_numbers if (number := numbers(text)))
    with _text(source, limit) as text:
        opened = open_log(text, numbers, _zone(zone), format, mapping or {})
        records = list(islice(opened.records, PREVIEWED))
    opened.records = iter(records)
    rows = tuple(_rows(opened, ours, Counter()))
    return Preview(
        format=opened.format,
        columns=opened.columns,
        header=tuple(opened.header),
        raw=tuple(tuple(_cells(record)) for record in records),
        rows=rows,
        problems=tuple(opened.problems),
    )


@contextmanager
def _text(source: Source, limit: int | None) -> Iterator[TextIOWrapper]:
    """Open the file as text; afterwards a file we opened is closed, one we were given is not."""
    most = reading.max_bytes() if limit is None else limit
    stream = reading.open_source(source, limit=most)
    try:
        text = reading.text_of(stream, reading.encoding_of(stream))
        try:
            yield text
        finally:
            text.detach()
    finally:
        if stream is not source:
            stream.close()


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    if isinstance(zone, ZoneInfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        words = _('there is no time zone "{zone}" (try America/New_York)')
        raise UnusableLog(words.format(zone=zone)) from None


def _rows(opened: Opened, ours: frozenset[str], settled: Counter[SettledBy]) -> Iterator[LogRow]:
    for record in opened.records:
        try:
            row, doubt = opened.read(record)
        except RowError as error:
            opened.problems.append(
                Problem(line=record.line, reason=str(error), raw=clipped(_cells(record)))
            )
            continue
        if doubt:
            raw = clipped(_cells(record))
            opened.problems.append(Problem(line=row.line, reason=doubt, raw=raw, skipped=False))
        direction, how = settle_direction(row.direction, row.caller, row.callee, ours)
        settled[how] += 1
        yield row if direction == row.direction else replace(row, direction=direction)


def _counted(records: Iterator[Record], progress: Callable[[int], object]) -> Iterator[Record]:
    for number, record in enumerate(records, start=1):
        if number % PROGRESS == 0:
            progress(number)
        yield record


def _cells(record: Record) -> list[str]:
    return record.cells if record.fields is None else list(headed.flat(record.fields).values())
