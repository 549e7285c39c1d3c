"""From the bytes of a file to its records, without ever holding the whole file."""

import csv
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from ringback.channels.calllog.problems import Problem, TooLarge, UnusableLog, clipped
from ringback.rules.reason import gettext_noop

MEGABYTE = 1_000_000
DEFAULT_MAX_BYTES = 500 * MEGABYTE
LONGEST_RECORD = 25
"""A quoted cell may span lines, but not this many: then its closing quote is missing."""

LONGEST_OBJECT = 1 << 23
CHUNK = 1 << 20
SAMPLE = 1 << 16

Source = Path | str | bytes | BinaryIO

_NOT_TEXT = {
    b"PK\x03\x04": gettext_noop("an Excel or ZIP file, not a text file"),
    b"%PDF": gettext_noop("a PDF, not a text file"),
    b"\x1f\x8b": gettext_noop("a compressed file, not a text file"),
    b"\xd0\xcf\x11\xe0": gettext_noop("an old Excel file, not a text file"),
    b"SQLite format 3": gettext_noop("a database file, not a text file"),
    b"RIFF": gettext_noop("a sound file, not a text file"),
    b"ID3": gettext_noop("a sound file, not a text file"),
}
_JSON_ARRAY = re.compile(r'"(?:records|call_logs|call_history|calls|data)"\s*:\s*\[')

_GAP = re.compile(r"[,\s]*")


@dataclass(kw_only=True, slots=True)
class Record:
    """One record of the file: cells of a CSV, or fields of a JSON object."""

    line: int
    cells: list[str]
    fields: dict[str, Any] | None = None
    whole: bool = True
    """Whether the record ended with a line end; only the last of a file may not."""


def max_bytes() -> int:
    """Return the largest file to be read: RINGBACK_MAX_FILE (bytes), or 500 MB."""
    given = os.environ.get("RINGBACK_MAX_FILE") or str(DEFAULT_MAX_BYTES)
    if not (given.isascii() and given.isdecimal()):
        words = _("RINGBACK_MAX_FILE must be a number of bytes, not {given}")
        raise UnusableLog(words.format(given=repr(given)))
    return int(given)


def open_source(source: Source, *, limit: int) -> BinaryIO:
    """Open a file, refusing one that is too large before a byte of it is read."""
    try:
        size = _size(source)
        if size <= limit:
            stream = _stream(source)
    except OSError as error:
        words = _("the file cannot be read: {why}")
        raise UnusableLog(words.format(why=error.strerror or error)) from error
    if size > limit:
        words = _("the file has {size} and at most {limit} are read; export fewer days at a time")
        raise TooLarge(words.format(size=_megabytes(size), limit=_megabytes(limit)))
    return stream


def encoding_of(stream: BinaryIO) -> str:
    """Find the file's encoding, reading it once in pieces."""
    head = stream.read(SAMPLE)
    if not head:
        raise UnusableLog(_("the file is empty: it has 0 rows"))
    for magic, what in _NOT_TEXT.items():
        if head.startswith(magic):
            raise UnusableLog(
                _("this is {what}: export the log as CSV or JSON").format(what=_(what))
            )
    encoding = _by_first_bytes(head) or _by_decoding(stream, head)
    stream.seek(0)
    return encoding


def text_of(stream: BinaryIO, encoding: str) -> TextIOWrapper:
    """Return the file as text; a stray byte in UTF-16 becomes a visible mark."""
    stream.seek(0)
    return TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")


def csv_records(text: TextIOWrapper, delimiter: str, problems: list[Problem]) -> Iterator[Record]:
    """Yield the records of a CSV with the line each began on.

    A quote that is never closed costs its own line only, and is reported.
    """
    line, raw = 0, ""

    def one_at_a_time() -> Iterator[str]:
        nonlocal line, raw
        for line, raw in _whole_records(text, problems):  # noqa: B007  # read outside
            yield raw.replace("\0", "\N{REPLACEMENT CHARACTER}")  # nothing keeps a NUL

    # The reader takes exactly one whole record for each it gives, so `line` is always its own.
    reader = csv.reader(one_at_a_time(), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = _("not a CSV row: {why}").format(why=error)
            problems.append(Problem(line=line, reason=reason, raw=clipped(raw)))
            continue
        if any(cells):
            yield Record(line=line, cells=cells, whole=raw[-1] in "\r\n")


def json_records(text: TextIOWrapper) -> Iterator[Record]:
    """Yield the objects of a JSON array, of one under a known name, or of one object per line."""
    decoder = json.JSONDecoder()
    buffer = text.read(CHUNK)
    at = _inside(buffer)
    line = 1 + buffer.count("\n", 0, at)
    while True:
        start = _GAP.match(buffer, at).end()  # type: ignore[union-attr]  # it matches nothing too
        if buffer.startswith("]", start):
            return
        try:
            value, end = decoder.raw_decode(buffer, start)
        except json.JSONDecodeError as error:
            more = text.read(CHUNK)
            if not more and start == len(buffer):
                return
            if not more or len(buffer) - at > LONGEST_OBJECT:
                where = line + buffer.count("\n", at, error.pos)
                words = _("line {n}: not JSON ({why}); is the file cut off there?")
                raise UnusableLog(words.format(n=where, why=error.msg)) from None
            buffer, at = buffer[at:] + more, 0
            continue
        except (RecursionError, ValueError) as error:
            where = line + buffer.count("\n", at, start)
            raise UnusableLog(_not_a_log(where, error)) from None
        line += buffer.count("\n", at, start)
        if isinstance(value, dict):
            yield Record(line=line, cells=[], fields=value)
        line += buffer.count("\n", start, end)
        at = end


def _not_a_log(line: int, error: Exception) -> str:
    deep = isinstance(error, RecursionError)
    why = _("nested too deeply") if deep else _("a number too long")
    return _("line {n}: not a log: {why}").format(n=line, why=why)


def delimiter_of(sample: str) -> str:
    """Return the mark between cells: the one the first lines use most."""
    lines = [line for line in sample.splitlines()[:20] if line.strip()]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in ",;\t|"}
    return max(counts, key=lambda mark: counts[mark])


def _stream(source: Source) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    if isinstance(source, str | Path):
        return Path(source).open("rb")
    return source


def _size(source: Source) -> int:
    if isinstance(source, bytes):
        return len(source)
    if isinstance(source, str | Path):
        found = Path(source).stat()
        if not stat.S_ISREG(found.st_mode):
            # A pipe may never end, nor a device; and a log is read more than once.
            raise UnusableLog(_("this is not a file: save the log as one first"))
        return found.st_size
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    return size


def _megabytes(size: int) -> str:
    return (
        f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else _("{n} bytes").format(n=f"{size:,}")
    )


def _by_first_bytes(head: bytes) -> str | None:
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if not even and not odd:
        return None
    if odd > len(head) // 4 > even:
        return "utf-16-le"
    if even > len(head) // 4 > odd:
        return "utf-16-be"
    raise UnusableLog(_("this is not a text file: export the log as CSV or JSON"))


def _by_decoding(stream: BinaryIO, head: bytes) -> str:
    """UTF-8 when the whole file is; else Latin-1, in which any byte means something."""
    import codecs  # noqa: PLC0415  # only here

    decoder = codecs.getincrementaldecoder("utf-8")()
    piece = head
    try:
        while piece:
            decoder.decode(piece)
            piece = stream.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _whole_records(text: TextIOWrapper, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """Put lines together until their quotes are closed."""
    waiting: list[str] = []
    lines = enumerate(text, start=1)
    for number, line in lines:
        if not waiting and line.count('"') % 2 == 0:
            yield number, line
            continue
        waiting.append(line)
        if line.count('"') % 2 and len(waiting) > 1:
            yield number - len(waiting) + 1, "".join(waiting)
            waiting = []
        elif len(waiting) > LONGEST_RECORD:
            yield from _unclosed(waiting, number, problems)
            waiting = []
    if waiting:
        yield from _unclosed(waiting, number, problems)


def _unclosed(waiting: list[str], last: int, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """Give up the line whose quote stays open, and go on with the ones after it."""
    first = last - len(waiting) + 1
    reason = _("a quote is opened and never closed")
    problems.append(Problem(line=first, reason=reason, raw=clipped(waiting[0].rstrip("\r\n"))))
    for number, line in enumerate(waiting[1:], start=first + 1):
        if line.count('"') % 2 == 0:
            yield number, line
        else:
            problems.append(Problem(line=number, reason=reason, raw=clipped(line.rstrip("\r\n"))))


def _inside(buffer: str) -> int:
    """Find where the calls begin: inside the array, or at the first of several objects."""
    start = len(buffer) - len(buffer.lstrip("\ufeff \t\r\n"))
    if buffer.startswith("[", start):
        return start + 1
    match = _JSON_ARRAY.search(buffer)
    return match.end() if match else start
