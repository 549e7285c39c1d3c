"""Whatever is wrong with a log, it is read or refused in words, and in time."""

import os
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ringback.channels.calllog.log import preview, read_log
from ringback.channels.calllog.problems import UnusableLog
from tests.channels.calllog import make_logs, samples
from tests.channels.calllog.reading import NY, read

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

DAMAGED = st.builds(
    lambda text, at, length, put: text[:at] + put + text[at + length :],
    st.sampled_from(
        [
            make_logs.freepbx_day()[:4000],
            samples.THREE_CX_CDR,
            samples.RINGCENTRAL_CSV,
            samples.ringcentral_json(),
            samples.zoom_json(),
            samples.TWILIO_CSV,
        ]
    ).map(str.encode),
    st.integers(0, 3000),
    st.integers(0, 400),
    st.one_of(st.binary(max_size=30), st.sampled_from([b'"', b"\n", b",,,", b"{", b"]", b"\x00"])),
)


@UNHURRIED
@given(st.one_of(DAMAGED, st.binary(max_size=200)))
@example(b"[1, 2]")
@example(b"[[]]")
@example(b"{}")
@example(b"\xff\xfe")
def test_whatever_the_file_it_is_read_or_refused_in_words(source: bytes) -> None:
    try:
        log = read(source)
    except UnusableLog as refusal:
        assert str(refusal)  # noqa: PT017  # both answers are right
    else:
        assert sum(call.rows for call in log.calls) + log.rejected_rows == log.rows


HEADED = "Start Time,From,To,Direction,Result,Duration\n"
GOOD = "2026-11-17 09:00:00,(202) 555-0101,2025550100,Inbound,Missed,10\n"
A_CALL = (
    '"Start Time": "2026-11-17 09:00:00", "From": "2025550101", "Direction": "Inbound", '
    '"Result": "Missed"'
)


@pytest.mark.parametrize(
    "row",
    [
        GOOD.replace(",10\n", ",99999999999999999999\n"),
        GOOD.replace(",10\n", ",999999999999\n"),
        GOOD.replace(",10\n", ",999999999:59:59\n"),
        GOOD.replace(",10\n", f",{'9' * 5000}\n"),
        GOOD.replace("2026-11-17 09:00:00", "9999-12-31 23:59:59"),
        GOOD.replace("2026-11-17 09:00:00", "9999-12-31T23:59:59-12:00"),
        GOOD.replace("2026-11-17 09:00:00", "0001-01-01 00:00:00"),
        GOOD.replace("2026-11-17 09:00:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_time_or_length_beyond_the_calendar_costs_its_own_row_only(row: str) -> None:
    log = read(HEADED + GOOD + row + GOOD.replace("0101", "0102"))
    assert [call.caller for call in log.calls] == ["+12025550101", "+12025550102"]
    assert [(each.line, each.skipped) for each in log.problems] == [(3, True)]


def test_a_digit_that_is_no_number_is_no_length() -> None:
    assert len(read(HEADED + GOOD.replace(",10\n", ",²\n")).calls) == 1


def test_an_asterisk_row_with_an_impossible_length_costs_its_own_row_only() -> None:
    day = make_logs.freepbx_day(linked=False)
    rows = day.splitlines(keepends=True)
    cells = rows[1].split(",")
    spoilt = [cell if not cell.strip('"').isdecimal() else '"99999999999999"' for cell in cells]
    log = read(rows[0] + ",".join(spoilt) + "".join(rows[1:]))
    assert log.rejected_rows == 1


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, '[{"a":' * 50_000, f'[{{{A_CALL}, "Duration": {"9" * 5000}}}]'],
)
def test_json_that_no_telephone_system_writes_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnusableLog, match="line 1: not a log"):
        read(text)


def test_json_nested_without_end_in_one_field_costs_nothing() -> None:
    deep = '{"a":' * 500 + "1" + "}" * 500
    assert len(read(f'[{{{A_CALL}, "x": {deep}}}]').calls) == 1


def test_what_no_database_keeps_becomes_a_visible_mark() -> None:
    odd = f'[{{{A_CALL}, "Call ID": "a\\ud800b\\u0000", "n\\ud800\\u0000": "\\udfff"}}]'
    log = read(odd)
    assert log.calls[0].external_id.encode()
    seen = preview(odd.encode(), zone=NY)
    assert "\0" not in "".join(seen.header)
    assert "".join(seen.header).encode()
    sheet = read((HEADED.replace("To", "T\0o") + GOOD).encode("utf-16"))
    assert "\0" not in "".join(sheet.columns.values())


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "log.csv"
    os.mkfifo(pipe)
    for each in (pipe, tmp_path, Path("/dev/zero"), Path("/dev/urandom")):
        with pytest.raises(UnusableLog, match="not a file"):
            read_log(each, zone=NY)


def test_one_caller_who_rings_without_end_does_not_stop_the_reading() -> None:
    began = process_time()
    log = read(HEADED + GOOD * 60_000)
    assert (log.rows, len(log.calls)) == (60_000, 1)
    assert process_time() - began < 15  # half as many took 17 s, and it grows with the square
