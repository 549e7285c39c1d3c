"""Finding out what a log is: which system wrote it, and how each of its rows is to be read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ringback.channels.calllog import asterisk, columns, detect, headed, reading
from ringback.channels.calllog.detect import Format
from ringback.channels.calllog.numbers import NORTH_AMERICA, Numbers
from ringback.channels.calllog.problems import Problem, RowError, UnusableLog
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
    problems: list[Problem]


def open_log(
    text: TextIOWrapper,
    numbers: Numbers,
    zone: ZoneInfo,
    wanted: Format | None,
    mapping: Mapping[str, str],
) -> Opened:
    """Find out what the log is; its first rows are read ahead to learn how dates are written."""
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


def _dates(records: list[Record], opened: Opened) -> Iterator[str]:
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
) -> Opened:
    records = reading.json_records(text)
    first = next(records, None)
    if first is None or first.fields is None:
        raise UnusableLog(_("the file is JSON with 0 calls in it"))
    names = list(headed.flat(first.fields))
    found = columns.guess(names, mapping)
    columns.check(found)
    system = wanted or detect.by_columns(names)
    guessed: dict[tuple[str, ...], dict[str, str]] = {}

    def read(record: Record) -> tuple[LogRow, str]:
        flat = headed.flat(record.fields or {})
        keys = tuple(flat)
        if keys not in guessed:
            have = {columns.plain(key) for key in keys}
            stated = {said: name for said, name in mapping.items() if columns.plain(name) in have}
            guessed[keys] = columns.guess(keys, stated)
        fields = {field: flat[name] for field, name in guessed[keys].items()}
        return _named(fields, record.line, system, numbers, times)

    return Opened(
        format=system,
        columns=found,
        header=names,
        records=chain([first], records),
        read=read,
        problems=[],
    )


def _open_csv(  # private: the pieces of one sentence
    text: TextIOWrapper,
    sample: str,
    numbers: Numbers,
    times: Times,
    wanted: Format | None,
    mapping: Mapping[str, str],
) -> Opened:
    problems: list[Problem] = []
    records = reading.csv_records(text, reading.delimiter_of(sample), problems)
    peeked = list(islice(records, PEEKED))
    if not peeked:
        raise UnusableLog(nothing_left(problems))
    first = peeked[0]
    system = wanted or _system(peeked)
    if system == "asterisk":
        return _open_asterisk(peeked, records, numbers, times, problems)
    records = chain(peeked[1:], records)
    found = columns.guess(first.cells, mapping)
    columns.check(found)
    return Opened(
        format=system,
        columns=found,
        header=first.cells,
        records=records,
        read=_by_header(first.cells, found, system, numbers, times),
        problems=problems,
    )


def _open_asterisk(
    peeked: list[Record],
    records: Iterator[Record],
    numbers: Numbers,
    times: Times,
    problems: list[Problem],
) -> Opened:
    """Open a Master.csv; its first line may be a header, or the end of a row cut by rotation."""
    first = next((record for record in peeked if asterisk.is_row(record.cells)), peeked[0])
    has_header = first is peeked[0] and not asterisk.is_row(first.cells)
    has_header = has_header or "dstchannel" in peeked[0].cells
    example = peeked[0].cells if has_header else first.cells
    layout = asterisk.layout_of(example, header=has_header)

    def read(record: Record) -> tuple[LogRow, str]:
        _enough(record, min(len(example), len(asterisk.COLUMNS)))
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
    words = _(
        "line {n}: not a log we know: there is no header, and {columns} columns are not Asterisk's "
        "18; export it with column names"
    )
    raise UnusableLog(words.format(n=first.line, columns=len(first.cells)))


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
        words = _("it has {have} columns where {needed} are needed")
        if not record.whole:
            words = _("it has {have} columns where {needed} are needed; the file is cut off here")
        raise RowError(words.format(have=have, needed=fewest))


def nothing_left(problems: list[Problem]) -> str:
    """Say why a log of which no row could be used has none."""
    if not problems:
        return _("the file has 0 rows: nothing but a header, or nothing at all")
    if len(problems) == 1:
        return _("none of the rows can be used: {problem}").format(problem=problems[0])
    return _("none of the rows can be used: {problem} (and {n} more)").format(
        problem=problems[0], n=len(problems) - 1
    )
