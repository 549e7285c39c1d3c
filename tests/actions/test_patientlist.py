"""A patient list comes on file: once, nobody twice, nobody put together, and back out again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from ringback.actions import imports, loading, patientlist
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.channels.patientlist import intake
from ringback.channels.patientlist.table import UnusableList
from ringback.models import (
    ContactRule,
    Entry,
    ImportBatch,
    ImportFile,
    Patient,
    PatientNumber,
    PatientWord,
    StagedPatient,
)
from ringback.queries import imports as calls
from ringback.queries import patientlist as lists
from ringback.queries import statement
from ringback.queries.scope import scope
from ringback.rules.patientlist import folded
from tests import patients
from tests.cast import NOON, came_in
from tests.patientlists import (
    ANA,
    LEE,
    TOM,
    a_list,
    bad_of,
    bring,
    brought,
    numbers_of,
    on_file,
    rules_of,
    run,
    seen,
)
from tests.phonelogs import TEN
from tests.phonelogs import bring as bring_calls

if TYPE_CHECKING:
    from tests.cast import Cast

LATER = NOON + timedelta(hours=1)


# In --------------------------------------------------------------------------------------------


def test_everybody_of_a_list_is_on_file_once(cedar: Cast) -> None:
    batch = brought(a_list(ANA, TOM, LEE), cedar.dana)
    assert [(each.name, each.birth_date, each.record_number) for each in on_file(cedar.dana)] == [
        ("Ana García", date(1979, 3, 14), "1001"),
        ("Lee Ong", date(1988, 12, 24), ""),
        ("Tom Whitfield", date(1950, 1, 2), "1002"),
    ]
    assert [each.language for each in on_file(cedar.dana)] == ["es", "en", "en"]
    assert numbers_of(cedar.dana, "Ana García") == [("+12025550147", "")]
    assert (batch.state, batch.done["new"], batch.found["new"]) == ("finished", 3, 3)


def test_what_they_asked_for_is_heard_and_waits_to_be_confirmed(cedar: Cast) -> None:
    brought(a_list(TOM, LEE + "only by portal"), cedar.dana)
    assert rules_of(cedar.dana, "Tom Whitfield") == [("voicemail", "no voicemails", False)]
    assert rules_of(cedar.dana, "Lee Ong") == [("unclear", "only by portal", False)]


def test_the_same_list_again_changes_nothing(cedar: Cast) -> None:
    brought(a_list(ANA, TOM, LEE), cedar.dana)
    ready = seen(bring(a_list(ANA, TOM, LEE), cedar.dana), cedar.dana)
    assert (ready.found["same"], ready.found["new"], ready.found["changed"]) == (3, 0, 0)
    again = run(ready.id, cedar.dana)
    assert (again.done["same"], again.takes_back, len(on_file(cedar.dana))) == (3, False, 3)


def test_what_is_other_in_a_later_list_is_changed_and_numbers_are_only_added(cedar: Cast) -> None:
    brought(a_list(ANA, LEE), cedar.dana)
    batch = brought(
        a_list(
            "ANA GARCIA,1979-03-14,202 555 0150,1001,English,no texts",
            "Lee Ong,1988-12-24,,1007,,",
        ),
        cedar.dana,
    )
    ana, lee = on_file(cedar.dana)
    assert (ana.name, ana.language, lee.record_number) == ("Ana García", "en", "1007")
    assert [number for number, _ in numbers_of(cedar.dana, "Ana García")] == [
        "+12025550147",
        "+12025550150",
    ]
    assert rules_of(cedar.dana, "Ana García") == [("unclear", "no texts", False)]
    assert (batch.done["changed"], batch.done["new"]) == (2, 0)


def test_a_record_number_stays_theirs_when_they_marry(cedar: Cast) -> None:
    brought(a_list(ANA), cedar.dana)
    brought(a_list("Ana Whitfield,1979-03-14,,1001,,"), cedar.dana)
    assert [each.name for each in on_file(cedar.dana)] == ["Ana Whitfield"]
    with scope(cedar.practice_id):
        words = set(PatientWord.objects.values_list("word", flat=True))
    assert words == {"ana", "whitfield"}


def test_a_record_number_of_somebody_else_is_for_a_person(cedar: Cast) -> None:
    brought(a_list(ANA), cedar.dana)
    batch = bring(a_list("Bob Stone,1960-05-05,,1001,,", "Bob Stone,,,1001,,"), cedar.dana)
    assert seen(batch, cedar.dana).found["bad"] == 2
    assert bad_of(cedar.dana, batch) == [(2, "Bob Stone", True), (3, "Bob Stone", True)]
    assert [each.name for each in on_file(cedar.dana)] == ["Ana García"]


def test_two_on_file_who_are_the_same_are_for_a_person(cedar: Cast) -> None:
    for _ in range(2):
        patients.on_file(cedar, "Ana García", birth_date=date(1979, 3, 14))
    batch = brought(a_list("ana garcia,1979-03-14,,,,"), cedar.dana)
    assert (batch.found["bad"], batch.found["staged"], len(on_file(cedar.dana))) == (1, 0, 2)


def test_who_only_looks_alike_is_brought_in_as_new_and_listed(cedar: Cast) -> None:
    brought(a_list(ANA, TOM), cedar.dana)
    file = a_list(
        "Ana Garcia,1990-01-01,,2001,,",
        "Thomas Whitfeld,1950-01-02,202-555-0148,2002,,",
        "Somebody Else,1950-01-02,202-555-0199,2003,,",
        "Ana Garcia,1979-03-14,,2004,,",
    )
    batch_id = bring(file, cedar.dana)
    expected = [
        ("Ana Garcia", "Ana García", ["same_name", "other_birth"]),
        ("Thomas Whitfeld", "Tom Whitfield", ["similar_name", "same_birth", "same_number"]),
        ("Ana Garcia", "Ana García", ["same_name", "same_birth"]),
    ]
    for _ in ("laid ready", "on file"):
        told = [
            (each.name, each.like, [one.code for one in each.told])
            for each in lists.alike(cedar.dana, batch_id)
        ]
        assert [(name, like) for name, like, _ in told] == [row[:2] for row in expected]
        assert [codes[1:] for _, _, codes in told] == [row[2][1:] for row in expected]
        run(batch_id, cedar.dana)
    assert len(on_file(cedar.dana)) == 6


def test_a_line_that_says_the_same_person_again_is_not_used(cedar: Cast) -> None:
    batch = brought(a_list(ANA, ANA, LEE, "Lee  ONG,12/24/1988,,,,"), cedar.dana)
    assert bad_of(cedar.dana, batch.id) == [(3, "Ana García", True), (5, "Lee ONG", True)]
    assert len(on_file(cedar.dana)) == 2


def test_of_a_row_what_cannot_be_read_is_left_out_and_named(cedar: Cast) -> None:
    batch = brought(
        a_list(
            "Nell Ray,soon,12,3001,Klingon,",
            "Nobody,,,,,",
            ",1979-03-14,,3003,,",
            "Bad Date,31/31/1979,,,,",
        ),
        cedar.dana,
    )
    assert bad_of(cedar.dana, batch.id) == [
        (2, "Nell Ray", False),
        (3, "Nobody", True),
        (4, "", True),
        (5, "Bad Date", True),
    ]
    assert [each.name for each in on_file(cedar.dana)] == ["Nell Ray"]
    text = intake.bad_rows(batch.id, by=cedar.dana, now=NOON)
    assert len(text.splitlines()) == 5
    assert "1979" not in text


def test_a_list_goes_in_chunk_by_chunk_and_the_last_one_may_be_asked_for_twice(cedar: Cast) -> None:
    batch = bring(a_list(ANA, TOM, LEE), cedar.dana)
    steps = [patientlist.load_chunk(batch, by=cedar.dana, now=NOON, size=2) for _ in range(3)]
    assert [(each.done, each.total, each.finished) for each in steps] == [
        (2, 3, False),
        (3, 3, True),
        (3, 3, True),
    ]
    with scope(cedar.practice_id):
        assert not ImportFile.objects.filter(batch_id=batch).exists()
        assert not StagedPatient.objects.filter(batch_id=batch).exists()


def test_who_came_on_file_meanwhile_is_the_same_when_their_row_is_loaded(cedar: Cast) -> None:
    batch = bring(a_list(ANA, TOM), cedar.dana)
    patients.on_file(cedar, "Ana Garcia", birth_date=date(1979, 3, 14))
    done = run(batch, cedar.dana).done
    assert (done["new"], done["changed"], len(on_file(cedar.dana))) == (1, 1, 2)


def test_names_are_folded_alike_by_the_rules_and_by_the_database(cedar: Cast) -> None:
    names = [
        "Ana García",
        "O’Brien-Smith,  JR.",
        "o'brien smith jr",
        "Núñez  del_Río",
        "\N{FULLWIDTH LATIN CAPITAL LETTER A}b",
        "Łukasz",
        "Müller\N{NO-BREAK SPACE}Çelik",
        "D\N{MODIFIER LETTER APOSTROPHE}Arc",
        "-",
        "a\tb",
    ]
    for name in names:
        patients.on_file(cedar, name)
    found = {each.name: each.folded for each in on_file(cedar.dana)}
    assert found == {name: folded(name) for name in names}


# Columns and files -------------------------------------------------------------------------------


def test_a_list_whose_columns_nobody_knows_waits_until_somebody_says(cedar: Cast) -> None:
    file = a_list("Ana García,14/03/1979,0147", header="Who,When,What")
    batch = bring(file, cedar.dana)
    shown = intake.seen(batch, by=cedar.dana, now=NOON)
    assert (shown.batch.state, shown.preview and shown.preview.rows) == ("begun", [])
    with pytest.raises(Refused):
        patientlist.load_chunk(batch, by=cedar.dana, now=NOON)
    reading = patientlist.Reading(columns={"name": 0, "birth_date": 1}, order="dm")
    with pytest.raises(UnusableList):
        only = patientlist.Reading(columns={"name": 0})
        intake.read_again(batch, only, by=cedar.dana, now=NOON)
    for _ in range(2):
        intake.read_again(batch, reading, by=cedar.dana, now=NOON)
    run(batch, cedar.dana)
    assert [each.birth_date for each in on_file(cedar.dana)] == [date(1979, 3, 14)]
    with pytest.raises(Refused):
        intake.patientlist.stage(
            batch, patientlist.Found(rows=[]), reading, by=cedar.dana, now=NOON
        )


@pytest.mark.parametrize(
    "file",
    [b"", b"\n\n", b"Name,DOB\n", b"PK\x03\x04\0\0", b"a" + b",a" * 300],
    ids=["nothing", "blank", "header only", "no text", "too wide"],
)
def test_what_is_no_list_begins_nothing(cedar: Cast, file: bytes) -> None:
    with pytest.raises(UnusableList):
        bring(file, cedar.dana)
    assert lists.past(cedar.dana) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_list_is_read_however_a_spreadsheet_wrote_it(cedar: Cast, encoding: str) -> None:
    text = "Nombre;Fecha de nacimiento;Teléfono\r\nAna Núñez;14/03/1979;202-555-0147\r\n"
    brought(text.encode(encoding), cedar.dana)
    assert [each.name for each in on_file(cedar.dana)] == ["Ana Núñez"]


# Out -------------------------------------------------------------------------------------------


def test_a_list_is_taken_back_whole(cedar: Cast) -> None:
    before = patients.on_file(cedar, "Lee Ong", birth_date=date(1988, 12, 24), language="es")
    batch = brought(a_list(ANA, "Lee Ong,1988-12-24,2025550149,1003,en,no texts"), cedar.dana)
    undone = patientlist.undo(batch.id, by=cedar.dana, now=LATER)
    assert (undone.withdrawn, undone.put_back, undone.kept) == (1, 1, 0)
    [lee] = on_file(cedar.dana)
    assert (lee.id, lee.record_number, lee.language) == (before, "", "es")
    assert numbers_of(cedar.dana, "Lee Ong") == []
    assert rules_of(cedar.dana, "Lee Ong") == []
    assert (seen(batch.id, cedar.dana).state, lists.alike(cedar.dana, batch.id)) == ("undone", [])
    with pytest.raises(Refused):
        patientlist.undo(batch.id, by=cedar.dana, now=LATER)


def test_what_a_person_changed_since_stays(cedar: Cast) -> None:
    patients.on_file(cedar, "Lee Ong", birth_date=date(1988, 12, 24), language="es")
    batch = brought(
        a_list(
            ANA, TOM, "Lee Ong,1988-12-24,2025550149,1003,en,no texts", "Ida May,1960-06-06,,,,"
        ),
        cedar.dana,
    )
    it = came_in(cedar.dana).callback_id
    assert it is not None
    with scope(cedar.practice_id):
        ana = Patient.objects.get(name="Ana García").id
        Patient.objects.filter(name="Lee Ong").update(language="vi")
        PatientNumber.objects.filter(patient__name="Lee Ong").update(flag="preferred")
        ContactRule.objects.filter(patient__name="Tom Whitfield").update(
            confirmed_by_id=cedar.dana.person_id, confirmed_at=NOON
        )
    patients.whose(cedar, it, ana)
    undone = patientlist.undo(batch.id, by=cedar.dana, now=LATER)
    assert (undone.withdrawn, undone.put_back, undone.kept) == (1, 1, 2)
    assert [(each.name, each.language, each.record_number) for each in on_file(cedar.dana)] == [
        ("Ana García", "es", "1001"),
        ("Lee Ong", "vi", ""),
        ("Tom Whitfield", "en", "1002"),
    ]
    assert numbers_of(cedar.dana, "Lee Ong") == [("+12025550149", "")]


def test_a_list_taken_back_may_come_again_under_the_same_patients(cedar: Cast) -> None:
    first = brought(a_list(ANA, TOM), cedar.dana)
    ids = [each.id for each in on_file(cedar.dana)]
    patientlist.undo(first.id, by=cedar.dana, now=LATER)
    assert on_file(cedar.dana) == []
    again = brought(a_list(ANA, TOM), cedar.dana, now=LATER)
    assert ([each.id for each in on_file(cedar.dana)], again.done["new"]) == (ids, 2)
    assert rules_of(cedar.dana, "Tom Whitfield") == [("voicemail", "no voicemails", False)]
    assert numbers_of(cedar.dana, "Ana García") == [("+12025550147", "")]
    patientlist.undo(again.id, by=cedar.dana, now=LATER)
    assert on_file(cedar.dana) == []


def test_a_rule_a_person_took_off_is_not_brought_in_again(cedar: Cast) -> None:
    brought(a_list(TOM), cedar.dana)
    with scope(cedar.practice_id):
        ContactRule.objects.update(removed_at=NOON)
    again = brought(a_list(TOM), cedar.dana)
    assert (again.done["same"], rules_of(cedar.dana, "Tom Whitfield")) == (1, [])


def test_a_list_given_up_half_way_keeps_who_is_on_file_and_can_be_taken_back(cedar: Cast) -> None:
    batch = bring(a_list(ANA, TOM, LEE), cedar.dana)
    patientlist.load_chunk(batch, by=cedar.dana, now=NOON, size=1)
    patientlist.cancel(batch, by=cedar.dana, now=NOON)
    assert len(on_file(cedar.dana)) == 1
    for do in (patientlist.cancel, patientlist.load_chunk):
        with pytest.raises(Refused):
            do(batch, by=cedar.dana, now=NOON)
    patientlist.undo(batch, by=cedar.dana, now=NOON)
    assert on_file(cedar.dana) == []


def test_a_list_nobody_went_on_with_is_forgotten_with_its_rows(cedar: Cast) -> None:
    batch = bring(a_list(ANA), cedar.dana)
    imports.forget_abandoned(cedar.practice_id, now=NOON + timedelta(days=2))
    with scope(cedar.practice_id):
        assert not StagedPatient.objects.filter(batch_id=batch).exists()
        assert not ImportFile.objects.filter(batch_id=batch).exists()


# Who, and what is written down -------------------------------------------------------------------


def test_lists_and_phone_logs_are_not_taken_for_each_other(cedar: Cast) -> None:
    patient_list, log = bring(a_list(ANA), cedar.dana), bring_calls(TEN, cedar.dana)
    assert calls.batch(cedar.dana, patient_list) is None
    assert [each.id for each in calls.past(cedar.dana)] == [log]
    assert [each.id for each in lists.past(cedar.dana)] == [patient_list]
    for do, it in ((loading.load_chunk, patient_list), (patientlist.load_chunk, log)):
        with pytest.raises(NotFound):
            do(it, by=cedar.dana, now=NOON)
    with pytest.raises(NotFound):
        intake.seen(uuid4(), by=cedar.dana, now=NOON)


def test_nobody_brings_in_a_list_who_may_not_import(cedar: Cast, elm: Cast) -> None:
    with pytest.raises(NotPermitted):
        bring(a_list(ANA), cedar.vik)
    batch = bring(a_list(ANA), cedar.dana)
    for do in (
        patientlist.load_chunk,
        patientlist.undo,
        patientlist.cancel,
        patientlist.looked_at,
        patientlist.rows_exported,
    ):
        with pytest.raises(NotPermitted):
            do(batch, by=cedar.vik, now=NOON)
        with pytest.raises(NotFound):
            do(batch, by=elm.dana, now=NOON)
    assert lists.past(cedar.vik) == []
    assert lists.batch(elm.dana, batch) is None


def test_every_step_is_written_down(cedar: Cast) -> None:
    batch = brought(a_list(ANA), cedar.dana)
    patientlist.undo(batch.id, by=cedar.dana, now=NOON)
    with scope(cedar.practice_id):
        verbs = Entry.objects.filter(subject_id=batch.id).order_by("id")
        assert list(verbs.values_list("verb", "changed")) == [
            ("patient list begun", False),
            ("patient list read", False),
            ("patient list went on", True),
            ("patient list undone", True),
        ]


@pytest.mark.parametrize("name", ["judge_patients", "load_patients", "undo_patients"])
def test_the_statements_touch_no_other_practice(cedar: Cast, elm: Cast, name: str) -> None:
    batch = bring(a_list(ANA, TOM), cedar.dana)
    with scope(elm.practice_id):
        own = {"practice": elm.practice_id, "batch": batch}
        since = str(UUID(int=0)) if name == "undo_patients" else 0
        statement.run(name, {**own, "since": since, "edge": 9, "now": NOON, "size": 9})
    with scope(cedar.practice_id):
        assert StagedPatient.objects.filter(batch_id=batch).count() == 2
        assert ImportBatch.objects.get(id=batch).counts["in"] == {}
