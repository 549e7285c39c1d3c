"""Reading a phone log: the one function the rest of the product calls, and a cheap preview."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import islice
from zoneinfo import ZoneInfo

from ringback.channels.calllog import headed, reading
from ringback.channels.calllog.detect import Format
from ringback.channels.calllog.limits import FROM_DISK, Most
from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.opening import Opened, Wanted, nothing_left, open_log
from ringback.channels.calllog.problems import Problem, RowError, UnusableLog
from ringback.channels.calllog.reading import Record, Source
from ringback.rules.phonelog import Call, LogRow, SettledBy, join, settle_direction

PREVIEWED = 20
PROGRESS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneLog:
    """A whole log, read."""

    rows: int
    calls: list[Call]
    rejected_rows: int
    """How many rows were skipped."""
    doubtful_rows: int
    """How many were read with a doubt worth saying."""
    problems: list[Problem]
    """The first of the lines with something to say about them."""
    format: Format
    columns: dict[str, str]
    """Which column was taken for which field; empty where the format fixes them."""
    directions_settled_by: dict[SettledBy, int]
    """How many rows' directions were settled by what."""


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
    unsettled: UnusableLog | None
    """Which column nobody has found yet; `rows` are empty then."""


def read_log(  # what a person may have to say about a log
    source: Source,
    *,
    zone: str | ZoneInfo,
    format: Format | None = None,  # noqa: A002  # the word the command line uses
    country: str = "US",
    our_numbers: Collection[str] = (),
    mapping: Mapping[str, str] | None = None,
    limit: Most = FROM_DISK,
    progress: Callable[[int], object] | None = None,
) -> PhoneLog:
    """Read a whole log into calls. Bad rows are skipped and listed; UnusableLog when none is left.

    `format` None means: find out from the content. `progress` hears, every thousand rows, how many
    have been read.
    """
    numbers = Numbers(country)
    ours = frozenset(number for text in our_numbers if (number := numbers(text)))
    wanted = Wanted(format=format, mapping=mapping or {}, most_rows=limit.rows)
    with _text(source, limit) as text:
        opened = open_log(text, numbers, zone_of(zone), wanted)
        if opened.unsettled is not None:
            raise opened.unsettled
        settled: Counter[SettledBy] = Counter()
        if progress is not None:
            opened.records = _counted(opened.records, progress)
        rows = list(_rows(opened, ours, settled))
    if opened.format == "twilio":
        rows = headed.without_answer_of_programs(rows)
    problems = opened.problems
    if not rows:
        raise nothing_left(problems)
    return PhoneLog(
        rows=len(rows) + problems.skipped,
        calls=join(rows),
        rejected_rows=problems.skipped,
        doubtful_rows=problems.doubtful,
        problems=sorted(problems.kept, key=lambda problem: problem.line),
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
    limit: Most = FROM_DISK,
) -> Preview:
    """Read the first rows only: which system, which columns, and what we make of them.

    Where a column is still to be found, the rows stand as they are in the file.
    """
    numbers = Numbers(country)
    ours = frozenset(number for text in our_numbers if (number := numbers(text)))
    wanted = Wanted(format=format, mapping=mapping or {}, most_rows=limit.rows)
    with _text(source, limit) as text:
        opened = open_log(text, numbers, zone_of(zone), wanted)
        records = list(islice(opened.records, PREVIEWED))
    opened.records = iter(records)
    rows = () if opened.unsettled else tuple(_rows(opened, ours, Counter()))
    return Preview(
        format=opened.format,
        columns=opened.columns,
        header=tuple(opened.header),
        raw=tuple(tuple(_cells(record)) for record in records),
        rows=rows,
        problems=tuple(opened.problems.kept),
        unsettled=opened.unsettled,
    )


@contextmanager
def _text(source: Source, limit: Most) -> Iterator[TextIOWrapper]:
    """Open the file as text; afterwards a file we opened is closed, one we were given is not."""
    most = reading.max_bytes() if limit.bytes is None else limit.bytes
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


def zone_of(zone: str | ZoneInfo) -> ZoneInfo:
    """Return the time zone of that name. Raises UnusableLog where there is none."""
    if isinstance(zone, ZoneInfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise UnusableLog("no_such_zone", zone=zone) from None


def _rows(opened: Opened, ours: frozenset[str], settled: Counter[SettledBy]) -> Iterator[LogRow]:
    for record in opened.records:
        try:
            row, doubt = opened.read(record)
        except RowError as error:
            opened.problems.add(record.line, str(error), _cells(record))
            continue
        if doubt:
            opened.problems.add(row.line, doubt, _cells(record), skipped=False)
        direction, how = settle_direction(row.direction, row.caller, row.callee, ours)
        settled[how] += 1
        yield row if direction == row.direction else replace(row, direction=direction)


def _counted(records: Iterator[Record], progress: Callable[[int], object]) -> Iterator[Record]:
    for number, record in enumerate(records, start=1):
        if number % PROGRESS == 0:
            progress(number)
        yield record


def _cells(record: Record) -> list[str]:
    return record.cells if record.fields is None else list(record.fields.values())
