"""Finding out what a log is: which system wrote it, and how each of its rows is to be read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import TextIOWrapper
from itertools import chain, islice
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ringback.channels.calllog import asterisk, columns, detect, headed, limits, objects, reading
from ringback.channels.calllog.detect import Format
from ringback.channels.calllog.numbers import NORTH_AMERICA, Numbers
from ringback.channels.calllog.problems import Problems, RowError, UnusableLog
from ringback.channels.calllog.reading import Record
from ringback.channels.calllog.times import Times, day_comes_first
from ringback.rules.phonelog import LogRow

SAMPLED = 200
PEEKED = 20


Reader = Callable[[Record], tuple[LogRow, str]]


@dataclass(kw_only=True, slots=True)
class Opened:
    """A log whose format is known, about to be read row by row."""

    format: Format
    columns: dict[str, str]
    header: list[str]
    records: Iterator[Record]
    read: Reader
    problems: Problems
    unsettled: UnusableLog | None = None
    """Which column nobody has found yet; without it no row can be read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a person said of the log, and how many rows are read at most."""

    format: Format | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    most_rows: int = limits.ROWS


def open_log(text: TextIOWrapper, numbers: Numbers, zone: ZoneInfo, wanted: Wanted) -> Opened:
    """Find out what the log is; its first rows are read ahead to learn how dates are written."""
    sample = text.read(reading.SAMPLE)
    text.seek(0)
    times = Times(zone)
    if detect.is_json(sample):
        opened = _open_json(text, numbers, times, wanted)
    else:
        opened = _open_csv(text, reading.delimiter_of(sample), numbers, times, wanted)
    sampled = list(islice(opened.records, SAMPLED))
    usual = numbers.country not in NORTH_AMERICA
    times.day_first = day_comes_first(_dates(sampled, opened), usual=usual)
    opened.records = chain(sampled, opened.records)
    return opened


def _dates(records: list[Record], opened: Opened) -> Iterator[str]:
    name = opened.columns.get("started") or opened.columns.get("date")
    if name in opened.header:
        at = opened.header.index(name)
        yield from (record.cells[at] for record in records if at < len(record.cells))


def _open_json(text: TextIOWrapper, numbers: Numbers, times: Times, wanted: Wanted) -> Opened:
    problems = Problems()
    records = objects.json_records(text, problems, wanted.most_rows)
    first = next(records, None)
    if first is None or first.fields is None:
        raise nothing_left(problems) if problems.skipped else UnusableLog("no_calls")
    names = list(first.fields)
    found = columns.guess(names, wanted.mapping)
    system = wanted.format or detect.by_columns(names)
    meant = _meaning(wanted.mapping)

    def read(record: Record) -> tuple[LogRow, str]:
        have = record.fields or {}
        fields = {said: have[name] for said, name in meant(tuple(have)).items()}
        return _named(fields, record.line, system, numbers, times)

    return Opened(
        format=system,
        columns=found,
        header=names,
        records=chain([first], records),
        read=read,
        problems=problems,
        unsettled=columns.unsettled(found),
    )


def _meaning(mapping: Mapping[str, str]) -> Callable[[tuple[str, ...]], dict[str, str]]:
    """Return what guesses the columns of an object, once for each set of names."""

    @lru_cache(maxsize=limits.KNOWN_SHAPES)
    def meant(names: tuple[str, ...]) -> dict[str, str]:
        have = {columns.plain(name) for name in names}
        stated = {
            said: name for said, name in mapping.items() if not name or columns.plain(name) in have
        }
        return columns.guess(names, stated)

    return meant


def _open_csv(
    text: TextIOWrapper, delimiter: str, numbers: Numbers, times: Times, wanted: Wanted
) -> Opened:
    problems = Problems()
    records = reading.csv_records(text, delimiter, problems, wanted.most_rows)
    peeked = list(islice(records, PEEKED))
    if not peeked:
        raise nothing_left(problems)
    first = peeked[0]
    system = wanted.format or _system(peeked)
    if system == "asterisk":
        return _open_asterisk(peeked, records, numbers, times, problems)
    found = columns.guess(first.cells, wanted.mapping)
    return Opened(
        format=system,
        columns=found,
        header=first.cells,
        records=chain(peeked[1:], records),
        read=_by_header(first.cells, found, system, numbers, times),
        problems=problems,
        unsettled=columns.unsettled(found),
    )


def _open_asterisk(
    peeked: list[Record],
    records: Iterator[Record],
    numbers: Numbers,
    times: Times,
    problems: Problems,
) -> Opened:
    """Open a Master.csv; its first line may be a header, or the end of a row cut by rotation."""
    first = next((record for record in peeked if asterisk.is_row(record.cells)), peeked[0])
    has_header = first is peeked[0] and not asterisk.is_row(first.cells)
    has_header = has_header or "dstchannel" in peeked[0].cells
    example = peeked[0].cells if has_header else first.cells
    layout = asterisk.layout_of(example, header=has_header)

    def read(record: Record) -> tuple[LogRow, str]:
        _enough(record, min(len(example), len(asterisk.COLUMNS)))
        if max(map(len, record.cells)) > limits.CELL_CHARACTERS:
            _short(zip(asterisk.COLUMNS, record.cells, strict=False))
        return asterisk.read_row(record.cells, record.line, layout, numbers, times)

    return Opened(
        format="asterisk",
        columns={},
        header=list(example) if has_header else list(asterisk.COLUMNS),
        records=chain(peeked[1:] if has_header else peeked, records),
        read=read,
        problems=problems,
    )


def _system(peeked: list[Record]) -> Format:
    first = peeked[0]
    known = detect.by_columns(first.cells) if detect.looks_like_header(first.cells) else "csv"
    if known == "csv" and any(asterisk.is_row(record.cells) for record in peeked):
        return "asterisk"
    if detect.looks_like_header(first.cells):
        return known
    raise UnusableLog("no_header", n=first.line, columns=len(first.cells))


def _by_header(
    header: list[str], found: Mapping[str, str], system: Format, numbers: Numbers, times: Times
) -> Reader:
    at = [(field, header.index(name)) for field, name in found.items()]
    fewest = max((index for _, index in at), default=-1) + 1

    def read(record: Record) -> tuple[LogRow, str]:
        _enough(record, fewest)
        fields = {field: record.cells[index] for field, index in at}
        return _named(fields, record.line, system, numbers, times)

    return read


def _named(
    fields: dict[str, str], line: int, system: Format, numbers: Numbers, times: Times
) -> tuple[LogRow, str]:
    _short(fields.items())
    row, doubt = headed.read_row(fields, line, numbers, times)
    return (headed.twilio(row, fields) if system == "twilio" else row), doubt


def _enough(record: Record, fewest: int) -> None:
    have = len(record.cells)
    if have < fewest:
        words = _("it has {have} columns where {needed} are needed")
        if not record.whole:
            words = _("it has {have} columns where {needed} are needed; the file is cut off here")
        raise RowError(words.format(have=have, needed=fewest))


def _short(cells: Iterable[tuple[str, str]]) -> None:
    for name, cell in cells:
        if len(cell) > limits.CELL_CHARACTERS:
            raise RowError(
                _("its {field} has {n} characters").format(field=name, n=f"{len(cell):,}")
            )


def nothing_left(problems: Problems) -> UnusableLog:
    """Say why a log of which no row could be used has none."""
    if not problems.kept:
        return UnusableLog("only_header")
    first, more = problems.kept[0], problems.skipped + problems.doubtful - 1
    if not more:
        return UnusableLog("no_row_usable", problem=first)
    return UnusableLog("no_row_usable_of_many", problem=first, n=f"{more:,}")
