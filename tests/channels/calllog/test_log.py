"""Every phone system's log is read into the same calls."""

from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ringback.channels.calllog.log import preview, read_log
from ringback.channels.calllog.problems import UnusableLog
from ringback.rules.clock import Calendar, open_hours
from ringback.rules.dayaudit import audit
from tests.channels.calllog import make_logs, samples
from tests.channels.calllog.reading import NY, read, told

MAPPED = {
    "started": "When",
    "caller": "Phone of caller",
    "callee": "dialled",
    "result": "What happened",
    "duration": "Secs",
}
FOUR_CALLS = [
    # clock, direction, caller, answered, voicemail
    ("09:00", "inbound", "+12025550101", True, False),
    ("09:05", "inbound", "+12025550102", False, False),
    ("09:10", "inbound", "+12025550103", False, True),
    ("09:30", "outbound", None, True, False),
]


@pytest.mark.parametrize("linked", [False, True])
def test_a_day_of_freepbx_has_the_calls_counted_by_hand(linked: bool) -> None:
    log = read(make_logs.freepbx_day(linked=linked))
    hours = open_hours(Calendar(zone=NY), first=date(2026, 11, 1), last=date(2026, 12, 1))
    counts = audit(log.calls, hours=hours).as_json()
    assert {name: counts[name] for name in make_logs.FREEPBX_DAY} == make_logs.FREEPBX_DAY
    assert (log.format, log.rows, log.problems) == ("asterisk", 49, [])


def test_a_freepbx_call_has_the_same_id_with_and_without_linked_ids() -> None:
    with_ids, without = (read(make_logs.freepbx_day(linked=linked)) for linked in (True, False))
    ids = [call.external_id for call in with_ids.calls]
    assert [call.external_id for call in without.calls] == ids


def test_a_freepbx_export_with_a_header_is_read_by_its_names() -> None:
    rows = make_logs.freepbx_day().splitlines()
    header = "accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,calldate,answer"
    header += ",end,duration,billsec,disposition,amaflags,uniqueid,userfield"
    log = read("\n".join([header, *rows]))
    assert log.calls == [_moved(call) for call in read("\n".join(rows)).calls]


def _moved(call: Any) -> Any:
    from dataclasses import replace  # only here

    return replace(call, line=call.line + 1)


def test_a_freepbx_log_that_begins_in_the_middle_of_a_row_loses_that_row_only() -> None:
    log = read('vmu201","ext-local","ANSWERED"\n' + make_logs.freepbx_day())
    assert (log.format, len(log.calls), log.rejected_rows) == ("asterisk", 21, 1)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            samples.THREE_CX_CDR,
            "3cx",
            [*FOUR_CALLS, ("09:40", "internal", None, True, False)],
        ),
        (samples.THREE_CX_REPORT, "3cx", FOUR_CALLS),
        (samples.RINGCENTRAL_CSV, "ringcentral", FOUR_CALLS),
        (
            samples.ringcentral_json(),
            "ringcentral",
            [*FOUR_CALLS[:3], ("09:20", "inbound", None, False, False), FOUR_CALLS[3]],
        ),
        (samples.ZOOM_CSV, "zoom", FOUR_CALLS),
        (samples.zoom_json(), "zoom", FOUR_CALLS),
    ],
    ids=["3cx cdr", "3cx report", "ringcentral csv", "ringcentral json", "zoom csv", "zoom json"],
)
def test_each_system_is_recognised_and_read(text: str, name: str, expected: list[Any]) -> None:
    log = read(text)
    assert log.format == name
    assert told(log) == expected


@pytest.mark.parametrize("text", [samples.TWILIO_CSV, samples.twilio_json()], ids=["csv", "json"])
def test_twilio_is_answered_where_a_dialled_leg_was(text: str) -> None:
    log = read(text)
    assert log.format == "twilio"
    assert told(log) == [
        FOUR_CALLS[0],
        FOUR_CALLS[1],
        ("09:10", "inbound", "+12025550103", False, False),
        FOUR_CALLS[3],
    ]


def test_any_table_is_read_when_its_columns_are_named() -> None:
    log = read(samples.GENERIC_CSV, mapping=MAPPED)
    assert told(log) == FOUR_CALLS
    assert log.columns == {
        "started": "When",
        "caller": "Phone of caller",
        "callee": "Dialled",
        "direction": "In/Out",
        "result": "What happened",
        "duration": "Secs",
    }


def test_a_field_may_be_called_by_any_of_its_usual_names() -> None:
    usual = {"start": "When", "from": "Phone of caller", "to": "Dialled", "status": "What happened"}
    assert told(read(samples.GENERIC_CSV, mapping=usual)) == FOUR_CALLS


def test_a_format_can_be_overridden() -> None:
    assert read(samples.RINGCENTRAL_CSV, format="csv").format == "csv"


def test_a_fax_is_skipped_with_its_reason() -> None:
    log = read(samples.RINGCENTRAL_CSV)
    assert [(problem.line, problem.reason) for problem in log.problems] == [
        (6, "a fax, not a telephone call")
    ]
    assert (log.rows, log.rejected_rows) == (5, 1)


def test_our_numbers_settle_what_the_log_leaves_open() -> None:
    text = "start,from,to,result\n2026-11-17 09:00,2025550101,2025550100,missed\n"
    assert read(text).calls[0].direction == "unknown"
    assert read(text).directions_settled_by == {"nothing": 1}
    settled = read(text, our_numbers=["(202) 555-0100"])
    assert settled.calls[0].direction == "inbound"
    assert settled.directions_settled_by == {"our numbers": 1}


def test_reading_the_same_log_twice_gives_the_same_ids() -> None:
    text = samples.GENERIC_CSV
    first, again = (read(text, mapping=MAPPED).calls for _ in range(2))
    assert [call.external_id for call in first] == [call.external_id for call in again]


def test_a_preview_shows_the_first_twenty_rows_and_the_guessed_columns() -> None:
    text = "start,from,to,result\n" + "2026-11-17 09:00,2025550101,201,missed\n" * 30
    seen = preview(text.encode(), zone=NY)
    assert (seen.format, seen.header) == ("csv", ("start", "from", "to", "result"))
    assert seen.columns == {
        "started": "start",
        "caller": "from",
        "callee": "to",
        "result": "result",
    }
    assert (len(seen.raw), len(seen.rows)) == (20, 20)


@pytest.mark.parametrize("text", [samples.ZOOM_CSV, "name,colour\nAnn,red\n"])
def test_a_file_that_was_handed_over_stays_open(text: str) -> None:
    upload = BytesIO(text.encode())
    with suppress(UnusableLog):
        preview(upload, zone=NY)
        read_log(upload, zone=NY)
    assert not upload.closed


def test_progress_is_told_every_thousand_rows() -> None:
    heard: list[int] = []
    text = "start,from,to,result\n" + "2026-11-17 09:00,2025550101,201,missed\n" * 2500
    read(text, progress=heard.append)
    assert heard == [1000, 2000]


def test_dates_with_the_day_first_are_told_from_the_whole_beginning() -> None:
    text = "start,from,result\n"
    text += "03/11/2026 09:00,2025550101,missed\n17/11/2026 09:00,2025550102,missed\n"
    assert [call.started_at.day for call in read(text).calls] == [3, 17]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty: it has 0 rows"),
        ("start,from,result\n", "the file has 0 rows"),
        ("\n\n", "the file has 0 rows"),
        ("start,from,result\nyesterday,2025550101,missed\n", "line 2: not a date and time"),
        ('start,from,result\n"2026-11-17 09:00,2025550101,missed\n', "line 2: a quote is opened"),
        ("name,colour\nAnn,red\n", "no column says when a call began"),
        ("start,colour\n2026-11-17 09:00,red\n", "no column has the caller's number"),
        ("start,from\n2026-11-17 09:00,2025550101\n", "no column says whether"),
        ("2026-11-17 09:00,2025550101,missed\n", "line 1: not a log we know"),
        ('{"records": [{"id": "1", "startTime', "line 1: not JSON"),
        ('{"records": []}', "0 calls"),
        ("%PDF-1.7 ...", "this is a PDF"),
        (b"PK\x03\x04....", "this is an Excel or ZIP file"),
        (b"\x00\x01\x02\x03" * 9, "this is not a text file"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(text: str | bytes, words: str) -> None:
    with pytest.raises(UnusableLog, match=words):
        read(text)


def test_an_unknown_zone_field_or_column_is_named() -> None:
    with pytest.raises(UnusableLog, match='no time zone "Mars/Phobos"'):
        read(samples.ZOOM_CSV, zone="Mars/Phobos")
    with pytest.raises(UnusableLog, match='no field "colour"'):
        read(samples.ZOOM_CSV, mapping={"colour": "Result"})
    with pytest.raises(UnusableLog, match="no such column; the columns are Call ID, Direction"):
        read(samples.ZOOM_CSV, mapping={"result": "Colour"})


def test_a_file_that_is_too_large_is_refused_with_its_size(
    tmp_path: Path, monkeypatch: Any
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(samples.ZOOM_CSV)
    monkeypatch.setenv("RINGBACK_MAX_FILE", "100")
    with pytest.raises(UnusableLog, match="the file has 617 bytes and at most 100 bytes are read"):
        read_log(path, zone=NY)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableLog, match="cannot be read: No such file"):
        read_log(tmp_path / "nothing.csv", zone=NY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = samples.ZOOM_CSV.replace("Ann Reed", "Zoë Müller")
    assert told(read(text.encode(encoding))) == FOUR_CALLS


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    assert told(read(samples.ZOOM_CSV.replace("\n", end))) == FOUR_CALLS


def test_a_quote_never_closed_costs_its_own_line_only() -> None:
    lines = samples.ZOOM_CSV.splitlines()
    lines[3] = lines[3].replace("Inbound", '"Inbound')
    log = read("\n".join(lines) + "\n")
    assert told(log) == [FOUR_CALLS[0], *FOUR_CALLS[2:]]
    assert [str(problem) for problem in log.problems] == [
        "line 4: a quote is opened and never closed"
    ]


def test_a_cell_may_span_lines() -> None:
    log = read(samples.ZOOM_CSV.replace("Ann Reed", '"Ann\nReed"'))
    assert told(log) == FOUR_CALLS


def test_a_truncated_last_line_is_skipped_and_said() -> None:
    log = read(samples.ZOOM_CSV[:-40])
    assert told(log) == FOUR_CALLS[:3]
    assert [str(problem) for problem in log.problems] == [
        "line 6: it has 7 columns where 10 are needed; the file is cut off here"
    ]


def test_a_time_that_happens_twice_is_read_as_the_first_and_said() -> None:
    log = read("start,from,result\n2026-11-01 01:30:00,2025550101,missed\n")
    assert log.calls[0].started_at.hour == 5
    assert [(str(problem), problem.skipped) for problem in log.problems] == [
        (f"line 2: 2026-11-01 01:30 happens twice in {NY} that night; taken as the first", False)
    ]


def test_a_time_that_does_not_exist_is_skipped_and_said() -> None:
    rows = "2026-03-08 02:30:00,2025550101,missed\n2026-03-08 03:30:00,2025550101,missed\n"
    log = read("start,from,result\n" + rows)
    assert len(log.calls) == 1
    why = f"not a time in {NY}: the clocks jump over it (is the time zone right?)"
    assert [str(problem) for problem in log.problems] == [f"line 2: 2026-03-08 02:30 {why}"]


def test_asterisk_ids_settle_a_time_that_happens_twice() -> None:
    pbx = make_logs.Pbx(make_logs.datetime(2026, 11, 1))  # the PBX's wall clock
    pbx.at("1:30").direct("2025550101", "201", ring=5, talk=30)
    second = make_logs.utc("2026-11-01 02:30").replace(hour=6)
    text = pbx.text().replace(pbx.first_id, f"{int(second.timestamp())}.1")
    log = read(text)
    assert (log.calls[0].started_at, log.problems) == (second, [])
