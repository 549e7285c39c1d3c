"""Reading a phone log: the one function the rest of the product calls, and a cheap preview."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import chain, islice
from zoneinfo import ZoneInfo

from ringback.channels.calllog import asterisk, columns, detect, headed, reading
from ringback.channels.calllog.detect import Format
from ringback.channels.calllog.numbers import NORTH_AMERICA, Numbers
from ringback.channels.calllog.problems import Problem, RowError, UnusableLog, clipped
from ringback.channels.calllog.reading import Record, Source
from ringback.channels.calllog.times import Times, day_comes_first
from ringback.rules.phonelog import Call, LogRow, SettledBy, join, settle_direction

SAMPLED = 200
PREVIEWED = 20


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


Reader = Callable[[Record], tuple[LogRow, str]]


@dataclass(kw_only=True, slots=True)
class _Opened:
    """A log whose format is known, about to be read row by row."""

    format: Format
    columns: dict[str, str]
    header: list[str]
    records: Iterator[Record]
    read: Reader
    problems: list[Problem]


def read_log(  # noqa: PLR0913  # what a person may have to say about a log
    source: Source,
    *,
    zone: str | ZoneInfo,
    format: Format | None = None,  # noqa: A002  # the word the command line uses
    country: str = "US",
    our_numbers: Collection[str] = (),
    mapping: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> PhoneLog:
    """Read a whole log into calls. Bad rows are skipped and listed; UnusableLog when none is left.

    `format` None means: find out from the content. `limit` is the largest file, in bytes.
    """
    numbers = Numbers(country)
    ours = frozenset(number for text in our_numbers if (number := numbers(text)))
    with _text(source, limit) as text:
        opened = _open(text, numbers, _zone(zone), format, mapping or {})
        settled: Counter[SettledBy] = Counter()
        rows = list(_rows(opened, ours, settled))
    if opened.format == "twilio":
        rows = headed.without_answer_of_programs(rows)
    problems = sorted(opened.problems, key=lambda problem: problem.line)
    skipped = sum(problem.skipped for problem in problems)
    if not rows:
        raise UnusableLog(_nothing(problems))
    return PhoneLog(
        rows=len(rows) + skipped,
        calls=join(rows),
        problems=problems,
        format=opened.format,
        columns=opened.columns,
        directions_settled_by=dict(settled),
    )


def preview(  # noqa: PLR0913  # what a person may have to say about a log
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
        opened = _open(text, numbers, _zone(zone), format, mapping or {})
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
        yield text
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
        raise UnusableLog(f'there is no time zone "{zone}" (try America/New_York)') from None


def _open(
    text: TextIOWrapper,
    numbers: Numbers,
    zone: ZoneInfo,
    wanted: Format | None,
    mapping: Mapping[str, str],
) -> _Opened:
    sample = text.read(reading.SAMPLE)
    text.seek(0)
    times = Times(zone)
    if detect.is_json(sample):
        opened = _open_json(text, numbers, times, wanted, mapping)
    else:
        opened = _open_csv(text, sample, numbers, times, wanted, mapping)
    sampled = list(islice(opened.records, SAMPLED))
    usual = numbers.country not in NORTH_AMERICA
    times.day_first = day_comes_first(_dates(sampled, opened), usual=usual)
    opened.records = chain(sampled, opened.records)
    return opened


def _dates(records: list[Record], opened: _Opened) -> Iterator[str]:
    name = opened.columns.get("started") or opened.columns.get("date")
    if name in opened.header:
        at = opened.header.index(name)
        yield from (record.cells[at] for record in records if at < len(record.cells))


def _open_json(
    text: TextIOWrapper,
    numbers: Numbers,
    times: Times,
    wanted: Format | None,
    mapping: Mapping[str, str],
) -> _Opened:
    records = reading.json_records(text)
    first = next(records, None)
    if first is None or first.fields is None:
        raise UnusableLog("the file is JSON with 0 calls in it")
    names = list(headed.flat(first.fields))
    found = columns.guess(names, mapping)
    columns.check(found)
    system = wanted or detect.by_columns(names)
    guessed: dict[tuple[str, ...], dict[str, str]] = {}

    def read(record: Record) -> tuple[LogRow, str]:
        flat = headed.flat(record.fields or {})
        keys = tuple(flat)
        if keys not in guessed:
            stated = {field: name for field, name in mapping.items() if name in flat}
            guessed[keys] = columns.guess(keys, stated)
        fields = {field: flat[name] for field, name in guessed[keys].items()}
        return _named(fields, record.line, system, numbers, times)

    return _Opened(
        format=system,
        columns=found,
        header=names,
        records=chain([first], records),
        read=read,
        problems=[],
    )


def _open_csv(  # noqa: PLR0913, PLR0917  # private: the pieces of one sentence
    text: TextIOWrapper,
    sample: str,
    numbers: Numbers,
    times: Times,
    wanted: Format | None,
    mapping: Mapping[str, str],
) -> _Opened:
    problems: list[Problem] = []
    records = reading.csv_records(text, reading.delimiter_of(sample), problems)
    first = next(records, None)
    if first is None:
        raise UnusableLog(_nothing(problems))
    has_header = detect.looks_like_header(first.cells)
    system = wanted or _system(first, has_header=has_header)
    if system == "asterisk":
        layout = asterisk.layout_of(first.cells, header=has_header)
        header = list(first.cells) if has_header else list(asterisk.COLUMNS)

        def read(record: Record) -> tuple[LogRow, str]:
            _enough(record, min(len(first.cells), len(asterisk.COLUMNS)))
            return asterisk.read_row(record.cells, record.line, layout, numbers, times)

        rows = records if has_header else chain([first], records)
        return _Opened(
            format=system, columns={}, header=header, records=rows, read=read, problems=problems
        )
    found = columns.guess(first.cells, mapping)
    columns.check(found)
    return _Opened(
        format=system,
        columns=found,
        header=first.cells,
        records=records,
        read=_by_header(first.cells, found, system, numbers, times),
        problems=problems,
    )


def _system(first: Record, *, has_header: bool) -> Format:
    if has_header:
        return detect.by_columns(first.cells)
    if asterisk.is_row(first.cells):
        return "asterisk"
    raise UnusableLog(
        f"line {first.line}: not a log we know: there is no header, and {len(first.cells)} columns "
        "are not Asterisk's 18; export it with column names"
    )


def _by_header(
    header: list[str], found: Mapping[str, str], system: Format, numbers: Numbers, times: Times
) -> Reader:
    at = [(field, header.index(name)) for field, name in found.items()]
    fewest = max(index for _, index in at) + 1

    def read(record: Record) -> tuple[LogRow, str]:
        _enough(record, fewest)
        fields = {field: record.cells[index] for field, index in at}
        return _named(fields, record.line, system, numbers, times)

    return read


def _named(
    fields: dict[str, str], line: int, system: Format, numbers: Numbers, times: Times
) -> tuple[LogRow, str]:
    row, doubt = headed.read_row(fields, line, numbers, times)
    return (headed.twilio(row, fields) if system == "twilio" else row), doubt


def _enough(record: Record, fewest: int) -> None:
    have = len(record.cells)
    if have < fewest:
        cut = "" if record.whole else "; the file is cut off here"
        raise RowError(f"it has {have} columns where {fewest} are needed{cut}")


def _rows(opened: _Opened, ours: frozenset[str], settled: Counter[SettledBy]) -> Iterator[LogRow]:
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


def _cells(record: Record) -> list[str]:
    return record.cells if record.fields is None else list(headed.flat(record.fields).values())


def _nothing(problems: list[Problem]) -> str:
    if not problems:
        return "the file has 0 rows: nothing but a header, or nothing at all"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"none of the rows can be used: {problems[0]}{more}"
