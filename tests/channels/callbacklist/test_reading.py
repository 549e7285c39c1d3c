"""A list as it is understood: sticky notes and tables, in English and Spanish, and odd ones."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ringback.channels.callbacklist import notes, reading, text
from ringback.channels.callbacklist.problems import MOST_BYTES, MOST_LINES, UnusableList

if TYPE_CHECKING:
    from ringback.channels.callbacklist.reading import Line, Sheet

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
HERE = reading.Here(
    at=NOON, zone="America/New_York", country="US", kinds={"appointment": "APPT", "cita": "APPT"}
)


def sheet_of(words: str | bytes, stated: dict[int, str] | None = None) -> Sheet:
    content = words if isinstance(words, bytes) else words.encode()
    return reading.sheet(text.decoded(content), HERE, stated=stated)


def lines(words: str | bytes, stated: dict[int, str] | None = None) -> list[Line]:
    return reading.understood(sheet_of(words, stated), HERE)


def said(line: Line) -> tuple[str, str, str, str]:
    return line.name, line.phone.removeprefix("+1202555"), line.why, line.said


NOTES = {
    "Tom Whitfield 202-555-0163 wants to move Friday's visit, since Tuesday": (
        "Tom Whitfield", "0163", "wants to move Friday's visit", "Tuesday"),
    "Tom Whitfield, (202) 555-0163, the form": ("Tom Whitfield", "0163", "the form", ""),
    "tom w 2025550163 the form": ("tom w", "0163", "the form", ""),
    "Mon 9:10 Ana Gomez 202.555.0164 - refill": ("Ana Gomez", "0164", "refill", "Mon 9:10"),
    "11/18 - Li, Sun 202-555-0171 results?": ("Li, Sun", "0171", "results?", "11/18"),
    "Sun Li 202-555-0171 results": ("Sun Li", "0171", "results", ""),
    "call back Mrs. Lee at 202-555-0165": ("Mrs. Lee", "0165", "", ""),
    "202-555-0166 Rosa Diaz pregunta por su cita, desde ayer": (
        "Rosa Diaz", "0166", "pregunta por su cita", "ayer"),
    "202-555-0169 - Peter O'Neil - a letter": ("Peter O'Neil", "0169", "a letter", ""),
    "202-555-0169 wants a letter": ("", "0169", "wants a letter", ""),
    "202-555-0169 Wants a letter": ("", "0169", "Wants a letter", ""),
    "2025550167": ("", "0167", "", ""),
    "María de la Cruz +1 202 555 0167 cita": ("María de la Cruz", "0167", "cita", ""),
    "Please ask the mother of Joe 202-555-0170 about 3 pm": (
        "", "0170", "Please ask the mother of Joe about 3 pm", ""),
    "Tom 202-555-0163 dizzy since this morning": ("Tom", "0163", "dizzy since this morning", ""),
}  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
def test_a_sticky_note_is_read_as_a_person_would(note: str) -> None:
    (line,) = lines(note)
    assert said(line) == NOTES[note]
    assert (line.wrong, line.raw) == (None, note)


def test_a_note_without_a_number_is_listed_whole() -> None:
    first, second = lines("Ask Dr. Osei about the form\nTom 202-555-0163 form")
    assert first.raw == "Ask Dr. Osei about the form"
    assert first.wrong is not None
    assert first.wrong.code == "no_number"
    assert second.wrong is None


def test_notes_of_several_lines_are_parted_by_empty_ones() -> None:
    found = lines("Tom Whitfield\n202-555-0163\nthe form\n\nAna Gomez\n(202) 555-0164\nrefill\n")
    assert [said(each) for each in found] == [
        ("Tom Whitfield", "0163", "the form", ""),
        ("Ana Gomez", "0164", "refill", ""),
    ]
    assert [each.line for each in found] == [1, 5]


def test_groups_of_notes_stay_notes_of_one_line() -> None:
    found = lines("Tom 202-555-0163 form\nAna 202-555-0164 refill\n\nRosa 202-555-0165 cita")
    assert [each.name for each in found] == ["Tom", "Ana", "Rosa"]


def test_rows_of_a_spreadsheet_come_with_tabs() -> None:
    found = sheet_of("Patient\tPhone\tReason\tDOB\nTom\t202-555-0163\tform\t1/2/1980")
    assert found.columns == {0: "name", 1: "phone", 2: "why"}
    (line,) = reading.understood(found, HERE)
    assert (said(line), line.line) == (("Tom", "0163", "form", ""), 2)


def test_spanish_names_of_columns_are_known() -> None:
    found = lines(
        'Nombre;Teléfono;Motivo;Fecha\n"Rosa\nDiaz";202-555-0165;"cita; mover";18/11/2026'
    )
    assert [said(each) for each in found] == [("Rosa Diaz", "0165", "cita; mover", "18/11/2026")]


def test_a_title_above_the_columns_is_listed_and_not_taken_for_one() -> None:
    found = lines('Week 47,,\nName,Number,Notes\nTom,202-555-0163,"said ""call me"", please"')
    assert [each.wrong and each.wrong.code for each in found] == ["no_number", None]
    assert found[1].why == 'said "call me", please'


def test_first_and_last_name_are_one_and_so_are_date_and_time() -> None:
    found = lines("First name,Last name,Cell,Date,Time\nTom,Whitfield,202-555-0163,11/18,9:10 AM")
    assert said(found[0]) == ("Tom Whitfield", "0163", "", "11/18 9:10 AM")
    assert found[0].since is not None
    assert not found[0].since.whole_day


def test_columns_without_names_are_told_by_their_cells() -> None:
    found = sheet_of(
        "yesterday,202-555-0163,wants the form,Tom\ntoday,202-555-0164,her results,Ana Gomez"
    )
    assert found.columns == {0: "when", 1: "phone", 2: "why", 3: "name"}
    assert found.header == ()


def test_what_somebody_says_of_the_columns_counts() -> None:
    words = "a,b,c\nTom,202-555-0163,form"
    (line,) = [each for each in lines(words, {0: "why", 1: "phone"}) if each.wrong is None]
    assert said(line) == ("", "0163", "Tom", "")
    assert sheet_of(words, {9: "name", 1: "phone", 2: "odd"}).columns == {1: "phone"}


def test_the_first_number_that_can_be_called_counts() -> None:
    found = lines("Name\tHome phone\tCell\nTom\tnone\t(202) 555-0163 cell\nAna\t12\t34")
    assert found[0].phone == "+12025550163"
    assert found[1].wrong is not None
    assert str(found[1].wrong) == "“12” is no number somebody can call."


def test_a_kind_of_request_is_known_by_its_name_in_both_languages() -> None:
    words = "Name,Phone,Type\nTom,202-555-0163,APPOINTMENT\nAna,202-555-0164,Cita\nX,202-555-0165,?"
    found = lines(words)
    assert [each.category for each in found] == ["APPT", "APPT", ""]
    assert [str(each) for each in found[2].doubts] == [
        "There is no kind of request “?” here: not sorted yet."
    ]


def test_the_same_line_twice_is_used_once_however_it_is_written() -> None:
    found = lines("Tom 202-555-0163 the form\n\nTOM  (202) 555 0163 - The form")
    assert [each.wrong and str(each.wrong) for each in found] == [None, "The same as line 1."]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"PK\x03\x04 a spreadsheet", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0 an old one", "spreadsheet"),
        (b"Tom\0 202-555-0163", "not_text"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
        (b"x\n" * (MOST_LINES + 1), "too_many_lines"),
        (b"Name,Phone,Why\n", "no_lines"),
    ],
)
def test_what_is_no_list_says_so(content: bytes, code: str) -> None:
    with pytest.raises(UnusableList) as trouble:
        sheet_of(content)
    assert trouble.value.reason.code == code


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_files_of_other_programs_are_read(encoding: str) -> None:
    found = lines("Nombre,Teléfono\r\nMaría,202-555-0163".encode(encoding))
    assert [said(each)[:2] for each in found] == [("María", "0163")]


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_quotation_mark_that_is_never_closed_costs_nothing(mark: str) -> None:
    words = f"Name\tPhone\tWhy\n{mark}Tom\t202-555-0163\tform\nAna\t202-555-0164\tresults"
    assert [each.phone[-4:] for each in lines(words)] == ["0163", "0164"]


def test_two_stray_marks_far_apart_swallow_nothing() -> None:
    rows = [f"Person\t202-555-{n:04}\tx" for n in range(100, 140)]
    rows[2], rows[37] = '"' + rows[2], rows[37] + '"'
    found = lines("Name\tPhone\tWhy\n" + "\n".join(rows))
    assert len(found) == 40


def test_a_line_too_long_is_listed_and_the_others_are_read() -> None:
    found = lines("x" * 3000 + "\nTom 202-555-0163 form")
    assert [each.wrong and each.wrong.code for each in found] == ["too_long", None]
    assert len(found[0].raw) == 2000


HOSTILE = [
    "(" * 1900,
    " ,;:" * 450,
    "2 " * 950,
    "20255501" * 230,
    "since " * 300,
    "a-" * 900,
    "A" * 1900,
    "Tom " * 470,
    "1/1/" * 480,
]


@pytest.mark.parametrize("line", HOSTILE)
def test_no_line_takes_long(line: str) -> None:
    begun = time.perf_counter()
    for n in range(20):
        notes.number_in.cache_clear()
        lines(f"{line[:1900]} 202-555-0163 {n} {line[:60]}")
    assert time.perf_counter() - begun < 4
