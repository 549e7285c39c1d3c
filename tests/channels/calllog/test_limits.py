"""No file, whatever is in it, fills the machine: every limit, from below and from above."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from ringback.channels.calllog import limits
from ringback.channels.calllog.limits import FROM_BROWSER, FROM_DISK, Most
from ringback.channels.calllog.log import PhoneLog, read_log
from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.problems import UnusableLog

HEAD = "Start Time,From,To,Direction,Result,Transcript\n"
GOOD = "2026-11-17 09:00:00,(202) 555-0101,2025550100,Inbound,Missed,\n"
OTHER = GOOD.replace("0101", "0102")
CALL = {"start": "2026-11-17 09:00:00", "from": "2025550101", "direction": "in", "result": "missed"}


def read(text: str, **more: Any) -> PhoneLog:
    return read_log(text.encode(), zone="America/New_York", **more)


def said(log: PhoneLog) -> list[str]:
    return [str(problem) for problem in log.problems]


def objects(*values: object) -> str:
    return "[" + ",\n".join(json.dumps(each) for each in values) + "]"


def test_the_limits_in_force() -> None:
    assert (FROM_DISK.rows, FROM_BROWSER.rows) == (1_000_000, 250_000)
    assert limits.FILE_BYTES == 500_000_000
    assert csv.field_size_limit() > limits.ROW_CHARACTERS


@pytest.mark.parametrize(
    "text",
    [
        HEAD + GOOD * 3,
        HEAD + GOOD + "\n\n",
        objects(CALL, CALL, CALL, CALL),
        objects(CALL, 1, 2, 3),
    ],
    ids=["rows", "empty lines", "objects", "numbers"],
)
def test_a_file_with_too_many_rows_is_refused(text: str) -> None:
    read(text, limit=Most(rows=4))
    with pytest.raises(UnusableLog, match="the file has more than 3 rows") as refusal:
        read(text, limit=Most(rows=3))
    assert refusal.value.code == "too_many_rows"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_too_long_costs_itself_only(end: str) -> None:
    long = GOOD.strip() + "x" * limits.ROW_CHARACTERS * 3 + "\n"
    log = read((HEAD + GOOD + long + OTHER).replace("\n", end))
    assert [call.line for call in log.calls] == [2, 4]
    assert said(log) == ["line 3: longer than 100,000 characters"]


def test_a_last_line_too_long_costs_itself_only() -> None:
    log = read(HEAD + GOOD + "x" * limits.ROW_CHARACTERS * 2)
    assert (len(log.calls), said(log)) == (1, ["line 3: longer than 100,000 characters"])


def test_a_line_as_long_as_may_be_is_read() -> None:
    row = GOOD.strip() + "x" * (limits.ROW_CHARACTERS - len(GOOD)) + "\n"
    assert (len(row), len(read(HEAD + row).calls)) == (limits.ROW_CHARACTERS, 1)


def test_a_quoted_cell_too_long_costs_its_first_line_only() -> None:
    line = "x" * (limits.ROW_CHARACTERS // 2)
    log = read(HEAD + GOOD.strip() + '"' + f"{line}\n" * 4 + OTHER)
    assert [call.line for call in log.calls] == [6]
    assert said(log)[0] == "line 2: a quote is opened and never closed"


def test_a_row_with_too_many_columns_costs_itself_only() -> None:
    wide = GOOD.strip() + "," * (limits.COLUMNS - 6) + "\n"
    log = read(HEAD + wide + wide.replace("\n", ",\n"))
    assert (len(log.calls), said(log)) == (1, ["line 3: it has 1,001 columns"])


def test_an_object_with_too_many_fields_costs_itself_only() -> None:
    more = {f"n{number}": 1 for number in range(limits.COLUMNS - len(CALL))}
    log = read(objects(CALL | more, CALL | more | {"one": "more"}))
    assert (len(log.calls), said(log)) == (1, ["line 2: it has 1,001 fields"])


def test_an_object_too_long_costs_itself_only() -> None:
    log = read(objects(CALL, CALL | {"legs": ["x" * limits.ROW_CHARACTERS]}))
    assert (len(log.calls), said(log)) == (1, ["line 2: longer than 100,000 characters"])


def test_many_objects_too_long_cost_the_file() -> None:
    long = CALL | {"legs": ["x" * limits.ROW_CHARACTERS]}
    assert read(objects(CALL, *[long] * limits.LONG_OBJECTS)).rejected_rows == limits.LONG_OBJECTS
    with pytest.raises(UnusableLog, match="line 22: not a log: longer than 100,000"):
        read(objects(CALL, *[long] * (limits.LONG_OBJECTS + 1)))


def test_an_object_of_which_no_end_is_found_costs_the_file() -> None:
    endless = objects(CALL, CALL | {"legs": ["x"] * limits.OBJECT_CHARACTERS})
    with pytest.raises(UnusableLog, match="line 2: not JSON"):
        read(endless)


def test_a_value_that_is_no_object_costs_itself_only() -> None:
    log = read(objects(CALL, [CALL], "call"))
    assert said(log) == [f"line {line}: not a call: it has no names" for line in (2, 3)]
    assert (log.rows, log.rejected_rows) == (3, 2)


def test_a_cell_too_long_costs_its_row_only_where_it_is_used() -> None:
    much = "x" * (limits.CELL_CHARACTERS + 1)
    log = read(HEAD + GOOD.replace("Missed,", f"Missed,{much}") + GOOD.replace("Missed", much))
    assert (len(log.calls), said(log)) == (1, ["line 3: its result has 1,001 characters"])


def test_a_number_is_found_beside_a_long_name() -> None:
    assert Numbers()(f'"{"Ann " * 50}" <2025550143>') == "+12025550143"


def test_what_is_no_number_and_too_long_is_kept_in_part() -> None:
    assert Numbers()("x" * 900) == "x" * limits.KEPT_CHARACTERS


@pytest.mark.parametrize("piece", ["7", "7 ", "7x", "+7", "(7)"])
def test_long_rows_of_digits_take_no_time(piece: str) -> None:
    numbers = Numbers()
    began = process_time()
    for row in range(2_000):
        numbers(f"9{row:05}" + piece * 120)
    assert process_time() - began < 0.3


def test_the_key_for_an_outside_line_is_looked_for_where_a_number_can_follow() -> None:
    numbers = Numbers("GB")
    assert numbers("902079460123") == numbers("9+442079460123") == "+442079460123"
    assert numbers("9" * 35) == "9" * 35


def test_of_many_bad_rows_the_first_are_kept_and_all_are_counted() -> None:
    log = read(HEAD + GOOD + "never,1,2,in,missed,\n" * (limits.PROBLEMS + 5))
    assert (len(log.problems), log.rejected_rows) == (10_000, 10_005)
    assert log.problems[-1].line == limits.PROBLEMS + 2


def test_a_reason_is_short_whatever_the_row_says() -> None:
    log = read(HEAD + GOOD + GOOD.replace("Missed", "x" * 900))
    (problem,) = log.problems
    assert (len(problem.reason), len(problem.raw)) == (301, 501)


def test_more_shapes_of_objects_than_are_remembered_are_read_all_the_same() -> None:
    many = [CALL | {f"n{number}": 1} for number in range(limits.KNOWN_SHAPES + 10)]
    assert read(objects(*many)).rows == limits.KNOWN_SHAPES + 10


def test_brackets_without_end_take_no_time() -> None:
    began = process_time()
    for number in range(1000):
        Numbers()(f"{number}(" + " " * 200 + "x")
    assert process_time() - began < 2  # a single one of these took a second


HOSTILE = {
    "one line": "x = b'x' * SIZE",
    "columns": "x = b'ab,' * (SIZE // 3)",
    "one cell": "x = HEAD + b'\"' + b'x' * SIZE",
    "bad rows": "x = HEAD + b'a,b\\n' * (SIZE // 4)",
    "open quotes": "x = HEAD + b'\"\\n' * (SIZE // 2)",
    "deep": "x = b'[' * SIZE",
    "empty objects": "x = b'[' + CALL + b',{}' * (SIZE // 3) + b']'",
    "one object": "x = b'[{\"a\":[' + b'[],' * (SIZE // 3) + b'1]}]'",
    "wide objects": "x = b'[' + CALL[:-1] + b''.join(b',\"%d\":1' % n for n in MANY) + b'}]'",
    "long cells": "x = HEAD + b'9:00,%s,3\\n' % (b'x' * 40000) * 500",
    "utf-16": "x = ('ab,' * (SIZE // 6)).encode('utf-16')",
}  # fmt: skip
CHILD = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from ringback.channels.calllog.limits import FROM_BROWSER
from ringback.channels.calllog.log import read_log
from ringback.channels.calllog.problems import UnusableLog
SIZE, MANY, HEAD, CALL = 20_000_000, range(500_000), sys.argv[2].encode(), sys.argv[3].encode()
exec(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_log(x, zone="America/New_York", limit=FROM_BROWSER)
except UnusableLog as refusal:
    print(refusal, file=sys.stderr)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1000)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_takes_little_memory_beside_its_own(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHILD, HOSTILE[name], HEAD, json.dumps(CALL)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, cwd=tmp_path
    )
    assert done.stderr != ""
    assert int(done.stdout) < 100  # MB; each took several hundred, or did not end
