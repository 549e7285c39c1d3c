"""`ringback audit-day FILE`, as a person types it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from ringback.cli.audit_day import audit_day
from tests.channels.calllog import make_logs, samples

app = typer.Typer()
app.command("audit-day")(audit_day)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "Master.csv"
    path.write_text(make_logs.freepbx_day())
    return path


def run(*words: Any, zone: str = "America/New_York") -> Result:
    arguments = [str(word) for word in words]
    return CliRunner().invoke(app, [*arguments, "--zone", zone] if zone else arguments)


def test_the_day_is_told_in_words_first(log: Path) -> None:
    done = run(log)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Tuesday, November 17, 2026"
    assert lines[2] == "15 calls came in: a person answered 6, and 9 were missed."
    assert "  Incomplete forms                               not counted: no file given" in lines


def test_json_is_all_that_stands_on_stdout(log: Path) -> None:
    done = run(log, "--json")
    counts = json.loads(done.stdout)
    assert {name: counts[name] for name in make_logs.FREEPBX_DAY} == make_logs.FREEPBX_DAY
    assert counts["opening_hours_assumed"] == "Mon-Fri 08:00-17:00"


def test_hours_that_were_given_are_not_assumed(log: Path) -> None:
    counts = json.loads(run(log, "--json", "--hours", "Mon-Fri 08:00-20:00").stdout)
    assert (counts["opening_hours_assumed"], counts["open_at_close"]) == (None, 3)


def test_known_callers_are_nobody_waiting(log: Path, tmp_path: Path) -> None:
    lab, office = tmp_path / "lab.txt", tmp_path / "office.csv"
    lab.write_text("(202) 555-0108 Lab\n")
    office.write_text("number,name\n2025550102,Other office\n")
    done = run(log, "--json", "--known-callers", lab, "--known-callers", office)
    counts = json.loads(done.stdout)
    assert (counts["known_non_patients"], counts["never_returned"]) == (3, 1)


def test_unknown_directions_are_said_with_how_to_settle_them(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("start,from,to,result\n2026-11-17 09:00,2025550101,2025550100,missed\n")
    done = run(path, "--json")
    assert done.stderr == (
        "direction unknown for 1 call, counted as inbound: settle it with --our-number NUMBER\n"
    )
    settled = run(path, "--json", "--our-number", "202-555-0100")
    assert (settled.stderr, json.loads(settled.stdout)["inbound"]) == ("", 1)


def test_skipped_rows_are_said_on_stderr(tmp_path: Path) -> None:
    path = tmp_path / "ringcentral.csv"
    path.write_text(samples.RINGCENTRAL_CSV)
    done = run(path, "--json")
    assert done.stderr == "line 6: skipped, a fax, not a telephone call\n"
    assert json.loads(done.stdout)["rejected_rows"] == 1


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(samples.GENERIC_CSV)
    pairs = {"started": "When", "caller": "Phone of caller", "result": "What happened"}
    words = [word for pair in pairs.items() for word in ("--map", "=".join(pair))]
    assert json.loads(run(path, "--json", *words).stdout)["missed"] == 2


def test_the_page_is_written_beside_the_words(log: Path, tmp_path: Path) -> None:
    page = tmp_path / "day.html"
    done = run(log, "--html", page)
    assert (done.exit_code, done.stderr) == (0, f"the page is in {page}\n")
    assert page.read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--date", "2026-11-18"], "there is no call on 2026-11-18 in this log: it has 2026-11-17"),
        (["--date", "yesterday"], '--date yesterday: not a day (try "2026-11-17")'),
        (["--format", "cisco"], "--format cisco: there is no such format; one of auto, asterisk, "),
        (["--map", "caller"], "--map caller: write it as field=Column"),
        (["--hours", "always"], 'not opening hours: "always"'),
        (["--zone", "Mars/Phobos"], 'there is no time zone "Mars/Phobos"'),
        (["--known-callers", "nowhere.txt"], "--known-callers nowhere.txt: No such file"),
        (["--format", "zoom"], "no column says when a call began"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_1(
    log: Path, words: list[str], sentence: str
) -> None:
    done = run(log, *words, zone="" if "--zone" in words else "America/New_York")
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = (line for line in done.stderr.splitlines() if not line.startswith("times without"))
    assert line.startswith(f"ringback audit-day: Master.csv: {sentence}")


def test_an_empty_file_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    done = run(path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "ringback audit-day: empty.csv: the file is empty: it has 0 rows\n"


def test_starting_needs_neither_django_nor_the_readers() -> None:
    code = "import sys, ringback.cli.audit_day as a; print(*sorted(sys.modules))"
    done = subprocess.run(  # our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    unwanted = ("django", "phonenumbers", "ringback.channels.calllog")
    assert [name for name in loaded if name.split(".")[0] in unwanted or name in unwanted] == []
