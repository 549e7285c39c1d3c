"""The list as a file: what its reader may see, nothing a spreadsheet computes, written down."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ringback.actions import queue_export
from ringback.actions.act import NotPermitted
from ringback.engine.wallclock import now as clock
from ringback.queries import queue
from ringback.web import queue_filters
from tests import records
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from ringback.rules.access import Actor
    from tests.cast import Cast


def rows(who: Actor, query: str = "") -> list[dict[str, str]]:
    answer = signed_in(who).get(f"/queue/export{query}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="queue.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_without_names_it_holds_no_patient(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), name="Tom Whitfield", category="APPT").callback_id
    (row,) = rows(cedar.mara)
    assert row["Callback"] == str(it)
    assert (row["Kind"], row["Urgency"], row["Tries"], row["Owner"]) == (
        "Schedule, reschedule or cancel", "Routine", "0", "",
    )  # fmt: skip
    assert "Name" not in row
    (entry,) = records.journal(cedar, "queue exported")
    assert entry.details == {"lines": 1, "names": False}
    assert records.journal(cedar, "disclosed in a file") == []


def test_a_spreadsheet_is_told_how_its_letters_are_written(cedar: Cast) -> None:
    came_in(cedar.dana, now=clock(), name="José Peña")
    answer = signed_in(cedar.mara).get("/queue/export?names=1")
    text = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert text.startswith("\ufeffCallback,".encode())
    assert "José Peña" in text.decode()


def test_with_names_each_of_them_is_written_down(cedar: Cast) -> None:
    keys = {
        came_in(cedar.dana, now=clock(), name=name).callback_id
        for name in ("Tom Whitfield", "=cmd|' /C calc'!A0")
    }
    found = {each["Name"] for each in rows(cedar.mara, "?names=1")}
    assert found == {"Tom Whitfield", "'=cmd|' /C calc'!A0"}
    told = records.journal(cedar, "disclosed in a file")
    assert {each.subject_id for each in told} == keys
    assert not any(each.changed for each in told)


def test_it_is_narrowed_like_the_list_and_kept_to_ones_lanes(cedar: Cast) -> None:
    for code in ("APPT", "NEWPT"):
        came_in(cedar.dana, now=clock(), category=code)
    assert len(rows(cedar.mara, "?category=APPT")) == 1
    assert rows(cedar.mara, "?filter=overdue") == []
    elsewhere = replace(cedar.mara, lanes=frozenset({"NEWPT"}))
    wanted = queue.wanted(elsewhere, now=clock())
    taken = queue_export.taken(wanted, names=True, by=elsewhere, now=clock())
    assert [each.category for each in taken] == ["NEWPT"]


def test_a_long_list_is_whole(cedar: Cast) -> None:
    for _ in range(queue.PAGE + 3):
        came_in(cedar.dana, now=clock())
    assert len(rows(cedar.mara)) == queue.PAGE + 3


@pytest.mark.parametrize("counted", [queue.COUNTED, 1])
def test_what_a_file_leaves_out_of_a_long_list_is_said_before_it_is_taken(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch, counted: int
) -> None:
    monkeypatch.setattr(queue_export, "MOST", 3)
    monkeypatch.setattr(queue, "COUNTED", counted)
    for code in ("APPT", "APPT", "APPT", "NEWPT", "NEWPT"):
        came_in(cedar.dana, now=clock(), category=code)
    mara = signed_in(cedar.mara)
    said = "The file holds the first 3 of 5: narrow the list for the others."
    assert said in mara.get("/").content.decode()
    assert len(rows(cedar.mara)) == queue_export.MOST + 1  # the last line says so as well
    monkeypatch.setattr(queue_filters, "COUNTED_FOR_A_FILE", 4)
    beyond = said if counted > 1 else "The file holds the first 3 of more than 4: narrow the list."
    assert beyond in mara.get("/").content.decode()
    assert "The file holds" not in mara.get("/?category=APPT").content.decode()
    assert "The file holds" not in signed_in(cedar.dana).get("/").content.decode()


def test_a_file_that_ends_before_the_list_says_so(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_export, "MOST", 2)
    for _ in range(3):
        came_in(cedar.dana, now=clock())
    found = [each["Callback"] for each in rows(cedar.mara)]
    assert found[2:] == ["A file has no more lines than these. Narrow the list first."]


def test_nobody_else_takes_it_away_and_that_is_written_down(cedar: Cast) -> None:
    assert signed_in(cedar.dana).get("/queue/export").status_code == 403
    assert records.journal(cedar, "queue exported")[-1].refused
    wanted = queue.wanted(cedar.osei, now=clock())
    with pytest.raises(NotPermitted):
        queue_export.taken(wanted, names=False, by=cedar.osei, now=clock())
    assert "Export" not in signed_in(cedar.dana).get("/").content.decode()
    assert "Export" in signed_in(cedar.mara).get("/").content.decode()
