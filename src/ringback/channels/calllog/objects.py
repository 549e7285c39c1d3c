"""The objects of a JSON log, one after the other, without ever holding the whole file."""

import json
import re
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ringback.channels.calllog import limits
from ringback.channels.calllog.problems import Problems, UnusableLog
from ringback.channels.calllog.reading import CHUNK, Record, too_long

DEEPEST = 10
MARK = "\N{REPLACEMENT CHARACTER}"
_HALF = re.compile("[\x00\ud800-\udfff]")
_ARRAY = re.compile(r'"(?:records|call_logs|call_history|calls|data)"\s*:\s*\[')
_GAP = re.compile(r"[,\s]*")


class Value(NamedTuple):
    """One value of the file: where it begins, and how many characters it has."""

    line: int
    size: int
    value: Any


def json_records(text: TextIOWrapper, problems: Problems, most_rows: int) -> Iterator[Record]:
    """Yield the objects of a JSON array, of one under a known name, or of one object per line.

    What is no object, or past a limit, costs itself only. Raises UnusableLog past `most_rows`.
    """
    long = 0
    for number, found in enumerate(_values(text), start=1):
        if number > most_rows:
            raise UnusableLog("too_many_rows", most=f"{most_rows:,}")
        if found.size > limits.ROW_CHARACTERS:
            long += 1
            if long > limits.LONG_OBJECTS:
                raise UnusableLog("not_a_log", n=found.line, why=too_long())
            problems.add(found.line, too_long(), "")
        elif not isinstance(found.value, dict):
            problems.add(found.line, _("not a call: it has no names"), "")
        elif len(fields := flat(found.value)) > limits.COLUMNS:
            problems.add(
                found.line, _("it has {n} fields").format(n=f"{len(fields):,}"), list(fields)
            )
        else:
            yield Record(line=found.line, cells=[], fields=fields)


def flat(record: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Lay a JSON record out as columns: {"from": {"name": x}} has a column "from.name".

    Half characters (an escape can write them, nothing can keep them) and what lies deeper than
    any telephone system nests are left behind.
    """
    columns: dict[str, str] = {}
    for name, value in record.items():
        name = _HALF.sub(MARK, name)  # noqa: PLW2901 - the same name, such as it can be kept
        if type(value) is str:
            columns[before + name] = _HALF.sub(MARK, value)
        elif isinstance(value, dict):
            if before.count(".") < DEEPEST:
                columns.update(flat(value, f"{before}{name}."))
        elif not isinstance(value, list):
            columns[before + name] = _text(value)
    return columns


def _values(text: TextIOWrapper) -> Iterator[Value]:
    """Read on until a value is whole; give the file up where one never is."""
    decoder = json.JSONDecoder()
    buffer = text.read(CHUNK)
    at = _inside(buffer)
    line = 1 + buffer.count("\n", 0, at)
    while True:
        start = _GAP.match(buffer, at).end()  # type: ignore[union-attr]  # it matches nothing too
        line += buffer.count("\n", at, start)
        at = start
        if buffer.startswith("]", at):
            return
        try:
            value, end = decoder.raw_decode(buffer, at)
        except json.JSONDecodeError as error:
            more = text.read(CHUNK)
            if not more and at == len(buffer):
                return
            if not more or len(buffer) - at > limits.OBJECT_CHARACTERS:
                where = line + buffer.count("\n", at, error.pos)
                raise UnusableLog("not_json", n=where, why=error.msg) from None
            buffer, at = buffer[at:] + more, 0
            continue
        except (RecursionError, ValueError) as error:
            deep = isinstance(error, RecursionError)
            why = _("nested too deeply") if deep else _("a number too long")
            raise UnusableLog("not_a_log", n=line, why=why) from None
        yield Value(line, end - at, value)
        line += buffer.count("\n", at, end)
        at = end


def _inside(buffer: str) -> int:
    """Find where the calls begin: inside the array, or at the first of several objects."""
    start = len(buffer) - len(buffer.lstrip("\ufeff \t\r\n"))
    if buffer.startswith("[", start):
        return start + 1
    match = _ARRAY.search(buffer)
    return match.end() if match else start


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
