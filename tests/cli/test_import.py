"""`ringback import` says in words what became of a phone log, and takes it back."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from ringback.cli import importing
from ringback.cli.importing import ImportTrouble, Wanted
from tests.phonelogs import log, missed, queue_of, returned, voicemail

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Cast

DAY = log(missed("0101", "9:00"), voicemail("0102", "9:10"), missed("0103", "9:20"),
          returned("0103", "9:40"))  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "calls.csv"
    path.write_bytes(DAY)
    return path


def ring(cast: Cast, file: object = "", **wanted: Any) -> None:
    importing.run(Wanted(file=str(file), practice=cast.slug, **wanted))


def test_it_says_what_became_of_the_log(
    cedar: Cast, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring(cedar, file)
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == ["2 callbacks opened.", "1 call was returned already."]
    ring(cedar, file)
    again = capsys.readouterr().out
    assert "Nothing new in this file. 3 calls were already in." in again.replace("\n", " ")
    assert ("Take it back" in again, "Take it back" in "\n".join(told)) == (False, True)
    assert len(queue_of(cedar.dana)) == 2


def test_it_is_taken_back_by_its_id_or_as_the_latest(
    cedar: Cast, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring(cedar, file, json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["done"]["opened"]) == ("finished", 2)
    assert told["days"] == ["2026-11-20", "2026-11-20"]
    ring(cedar, file)
    ring(cedar, undo=True)  # the latest that brought something, not the latest
    assert "Undone: 2 callbacks taken out of the queue." in capsys.readouterr().out
    ring(cedar, file, json=True)
    told = json.loads(capsys.readouterr().out)
    ring(cedar, told["import"], undo=True)
    assert "Undone: 2 callbacks taken out of the queue." in capsys.readouterr().out
    ring(cedar, file)
    ring(cedar, undo=True)
    assert queue_of(cedar.dana) == []


def test_a_preview_puts_nothing_in(
    cedar: Cast, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring(cedar, file, preview=True)
    told = capsys.readouterr().out
    assert "caller: From" in told
    assert "Nothing is in the queue yet" in told
    assert queue_of(cedar.dana) == []


def test_a_preview_says_what_came_in_before(
    cedar: Cast, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring(cedar, file, preview=True)
    first = capsys.readouterr().out
    assert "2 people to call back." in first
    assert "earlier import" not in first
    ring(cedar, file)
    capsys.readouterr()
    ring(cedar, file, preview=True)
    assert "All 2 came in with an earlier import: nothing to call" in capsys.readouterr().out
    file.write_bytes(DAY + missed("0105", "9:50").encode())
    ring(cedar, file, preview=True)
    told = capsys.readouterr().out
    assert "3 people to call back." in told
    assert "2 of these 3 came in with an earlier import; 1 is new." in told


def test_bad_rows_are_written_down_and_no_spreadsheet_runs_them(
    cedar: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, bad = tmp_path / "calls.csv", tmp_path / "bad.csv"
    path.write_bytes(DAY + b"=cmd|' /C calc'!A0,Inbound,12025550109,1,never,3,Missed\n")
    ring(cedar, path, bad_rows=bad)
    with bad.open(encoding="utf-8") as text:
        _, row = csv.reader(text)
    assert row[0] == "6"
    assert row[3].startswith("'=cmd")
    assert "line 6: skipped, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04xx", "This is an Excel or ZIP file"),
        (b"a\0b\0\0\0c", "This is not a text file"),
        (b"Call ID,Direction,From,To,Start Time,Duration,Result\n", "The file has 0 rows"),
        ("\ufeffnot,a,log\n1,2,3\n".encode("utf-16-le"), "No column says when"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    cedar: Cast, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(content)
    with pytest.raises(ImportTrouble, match=words):
        ring(cedar, path)


def test_a_file_that_is_not_there_and_one_too_large(
    cedar: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImportTrouble, match="cannot be read"):
        ring(cedar, file.with_name("other.csv"))
    monkeypatch.setenv("RINGBACK_MAX_FILE", "100")
    with pytest.raises(ImportTrouble, match="at most 100 bytes are read"):
        ring(cedar, file)


def test_known_callers_and_one_day(
    cedar: Cast, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "known.txt"
    known.write_text("(202) 555-0101 the lab\n", encoding="utf-8")
    ring(cedar, file, known_callers=(known,))
    assert "1 call came from a known caller" in capsys.readouterr().out
    with pytest.raises(ImportTrouble, match="is not a day"):
        ring(cedar, file, day="yesterday")


def test_somebody_who_may_not_is_told_so(cedar: Cast, file: Path) -> None:
    from ringback.queries import person

    vik = next(each for each in person.members(cedar.practice_id) if each.name == "Vik Sharma")
    with pytest.raises(ImportTrouble, match="Ask a manager"):
        ring(cedar, file, email=vik.email)


def test_there_may_be_nothing_to_undo(cedar: Cast) -> None:
    with pytest.raises(ImportTrouble, match="no import to undo"):
        ring(cedar, undo=True)
    with pytest.raises(ImportTrouble, match="Say which file"):
        ring(cedar)
    with pytest.raises(ImportTrouble, match="is not an import"):
        ring(cedar, "calls.csv", undo=True)
