"""From the bytes of a file to its records, without ever holding the whole file."""

import csv
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from ringback.channels.calllog import limits
from ringback.channels.calllog.limits import MEGABYTE
from ringback.channels.calllog.problems import Problems, TooLarge, UnusableLog
from ringback.rules.reason import gettext_noop

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


@dataclass(kw_only=True, slots=True)
class Record:
    """One record of the file: cells of a CSV, or fields of a JSON object, laid out flat."""

    line: int
    cells: list[str]
    fields: dict[str, str] | None = None
    whole: bool = True
    """Whether the record ended with a line end; only the last of a file may not."""


def max_bytes() -> int:
    """Return the largest file to be read: RINGBACK_MAX_FILE (bytes), or 500 MB."""
    given = os.environ.get("RINGBACK_MAX_FILE") or str(limits.FILE_BYTES)
    if not (given.isascii() and given.isdecimal()):
        raise UnusableLog("max_file", given=repr(given))
    return int(given)


def open_source(source: Source, *, limit: int) -> BinaryIO:
    """Open a file, refusing one that is too large before a byte of it is read."""
    try:
        size = _bytes_of(source)
        if size <= limit:
            stream = _stream(source)
    except OSError as error:
        raise UnusableLog("unreadable", why=error.strerror or error) from error
    if size > limit:
        raise TooLarge("too_large", size=_megabytes(size), limit=_megabytes(limit))
    return stream


def encoding_of(stream: BinaryIO) -> str:
    """Find the file's encoding, reading it once in pieces."""
    head = stream.read(SAMPLE)
    if not head:
        raise UnusableLog("empty")
    for magic, what in _NOT_TEXT.items():
        if head.startswith(magic):
            raise UnusableLog("other_kind", what=_(what))
    encoding = _by_first_bytes(head) or _by_decoding(stream, head)
    stream.seek(0)
    return encoding


def text_of(stream: BinaryIO, encoding: str) -> TextIOWrapper:
    """Return the file as text; a stray byte in UTF-16 becomes a visible mark."""
    stream.seek(0)
    return TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")


def csv_records(
    text: TextIOWrapper, delimiter: str, problems: Problems, most_rows: int
) -> Iterator[Record]:
    """Yield the records of a CSV with the line each began on. Raises UnusableLog past `most_rows`.

    A quote that is never closed, or a row past a limit, costs its own line only, and is reported.
    """
    line, raw = 0, ""
    records = _whole_records(_lines(text, problems, most_rows), problems)

    def one_at_a_time() -> Iterator[str]:
        nonlocal line, raw
        for line, raw in records:  # noqa: B007  # read outside
            yield raw.replace("\0", "\N{REPLACEMENT CHARACTER}")  # nothing keeps a NUL

    # The reader takes exactly one whole record for each it gives, so `line` is always its own.
    reader = csv.reader(one_at_a_time(), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.add(line, _("not a CSV row: {why}").format(why=error), raw)
            continue
        if len(cells) > limits.COLUMNS:
            problems.add(line, _("it has {n} columns").format(n=f"{len(cells):,}"), raw)
        elif any(cells):
            yield Record(line=line, cells=cells, whole=raw[-1] in "\r\n")


def too_long() -> str:
    """Say that a row is longer than any phone system writes one."""
    return _("longer than {n} characters").format(n=f"{limits.ROW_CHARACTERS:,}")


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


def _bytes_of(source: Source) -> int:
    if isinstance(source, bytes):
        return len(source)
    if isinstance(source, str | Path):
        found = Path(source).stat()
        if not stat.S_ISREG(found.st_mode):
            # A pipe may never end, nor a device; and a log is read more than once.
            raise UnusableLog("not_a_file")
        return found.st_size
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    return size


def _megabytes(size: int) -> str:
    if size < MEGABYTE:
        return _("{n} bytes").format(n=f"{size:,}")
    return f"{size / MEGABYTE:,.0f} MB"


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
    raise UnusableLog("not_text")


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


def _lines(text: TextIOWrapper, problems: Problems, most_rows: int) -> Iterator[tuple[int, str]]:
    """Number the lines. One that is too long is passed over in pieces and never held whole."""
    piece = partial(text.readline, limits.ROW_CHARACTERS + 1)
    for number, line in enumerate(iter(piece, ""), start=1):
        if number > most_rows:
            raise UnusableLog("too_many_rows", most=f"{most_rows:,}")
        if len(line) <= limits.ROW_CHARACTERS:
            yield number, line
            continue
        problems.add(number, too_long(), line)
        rest = line
        while len(rest) > limits.ROW_CHARACTERS and rest[-1] != "\n":
            rest = piece()


def _whole_records(
    lines: Iterator[tuple[int, str]], problems: Problems
) -> Iterator[tuple[int, str]]:
    """Put lines together until their quotes are closed."""
    waiting: list[tuple[int, str]] = []
    for number, line in lines:
        if not waiting and line.count('"') % 2 == 0:
            yield number, line
            continue
        waiting.append((number, line))
        if line.count('"') % 2 and len(waiting) > 1:
            yield waiting[0][0], "".join(each for _, each in waiting)
            waiting = []
        elif len(waiting) > limits.ROW_LINES or _size(waiting) > limits.ROW_CHARACTERS:
            yield from _unclosed(waiting, problems)
            waiting = []
    if waiting:
        yield from _unclosed(waiting, problems)


def _size(waiting: list[tuple[int, str]]) -> int:
    return sum(len(line) for _, line in waiting)


def _unclosed(waiting: list[tuple[int, str]], problems: Problems) -> Iterator[tuple[int, str]]:
    """Give up the line whose quote stays open, and go on with the ones after it."""
    first = waiting[0][0]
    for number, line in waiting:
        if number != first and line.count('"') % 2 == 0:
            yield number, line
        else:
            problems.add(number, _("a quote is opened and never closed"), line.rstrip("\r\n"))
