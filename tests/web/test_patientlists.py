"""The pages of a patient list: choose it, look at it, watch it go in, take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.patientlists import ANA, LEE, TOM, a_list, on_file
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

UNKNOWN = a_list("Ana García,14/03/1979,0147", header="Who,When,What")


def dropped(client: Client, file: bytes) -> str:
    """Where a list is looked at, once it was chosen."""
    chosen = SimpleUploadedFile("patients.csv", file)
    answer = client.post("/patients/import", {"file": chosen})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def text(client: Client, where: str) -> str:
    """A page as its reader sees it."""
    return client.get(where).content.decode()


def test_a_list_is_looked_at_put_on_file_and_taken_back(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = dropped(client, a_list(ANA, TOM, LEE, "Nobody,,,,,"))
    page = text(client, where)
    assert "4 rows: 3 new patients, 1 not usable." in page
    assert "(202) 555-0147" in page
    assert "1 row needs a look." in page
    assert client.post(f"{where}/start").status_code == 302
    page = text(client, where)
    assert "3 new patients, 1 not usable." in page
    assert len(on_file(cedar.dana)) == 3
    assert "not usable" not in text(client, "/patients/import")
    assert "3 new patients" in text(client, "/patients/import")
    assert client.post(f"{where}/undo").status_code == 302
    assert "3 patients are on file no more." in text(client, where)
    assert on_file(cedar.dana) == []


def test_what_only_serves_to_be_matched_is_on_no_page(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = dropped(
        client, a_list(ANA, "Bad Date,31/31/1979,,,,", "Ana Garcia,1990-01-01,,77123,,")
    )
    pages = [text(client, where), text(client, f"{where}/bad-rows")]
    client.post(f"{where}/start")
    pages += [text(client, where), text(client, "/patients/import")]
    for page in pages:
        assert not any(each in page for each in ("1979-", "/1979", "1990-", "1001", "77123"))


def test_columns_nobody_knows_are_asked_for_and_taken_as_said(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = dropped(client, UNKNOWN)
    assert "No column is said to hold the name." in text(client, where)
    refused = client.post(f"{where}/start", {"column.0": "name", "look": "again"})
    assert refused.status_code == 422
    assert "No column is said to hold the birth date" in refused.content.decode()
    twice = client.post(f"{where}/start", {"column.0": "name", "column.1": "name"})
    assert (twice.status_code, "Two columns" in twice.content.decode()) == (422, True)
    said = {"column.0": "name", "column.1": "birth_date", "order": "dm"}
    assert client.post(f"{where}/start", {**said, "look": "again"}).status_code == 302
    assert "1 row: 1 new patient." in text(client, where)
    client.post(f"{where}/start", said)
    assert [each.name for each in on_file(cedar.dana)] == ["Ana García"]


def test_a_long_list_goes_on_by_itself_or_by_a_press(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    rows = [f"Person {n},1979-03-14,,{n},," for n in range(4001)]
    where = dropped(client, a_list(*rows))
    client.post(f"{where}/start")
    assert "Putting patients on file" in text(client, where)
    part = client.post(f"{where}/step", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "4,001 new patients" in part.content.decode()
    assert client.post(f"{where}/step").status_code == 302


def test_a_list_is_given_up(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = dropped(client, a_list(ANA))
    assert client.post(f"{where}/cancel").status_code == 302
    assert "Cancelled" in text(client, where)
    assert "cancelled" in text(client, "/patients/import")


def test_who_looks_alike_is_listed_with_what_is_the_same(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    client.post(dropped(client, a_list(ANA)) + "/start")
    where = dropped(client, a_list("Ana Garcia,1990-01-01,,2001,,"))
    assert "same name, other birth date" in text(client, where)
    client.post(f"{where}/start")
    assert "same name, other birth date" in text(client, where)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file first."),
        ({"file": SimpleUploadedFile("a.csv", b"Name,DOB\n")}, "nothing in this file"),
        ({"file": SimpleUploadedFile("a.csv", b"\0\0")}, "no list we can read"),
    ],
)
def test_what_is_no_list_says_so_beside_the_field(
    cedar: Cast, given: dict[str, object], words: str
) -> None:
    answer = signed_in(cedar.dana).post("/patients/import", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_bad_rows_are_no_formula(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = dropped(client, a_list(ANA, "=cmd(),,,,,"))
    answer = client.get(f"{where}/bad-rows")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "\n3,'=cmd()," in answer.content.decode().replace("\r", "")


def test_the_number_of_questions_does_not_grow_with_the_lists(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    counts = []
    for _ in range(3):
        dropped(client, a_list(ANA))
        with CaptureQueriesContext(connections["default"]) as asked:
            client.get("/patients/import")
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_a_search_names_who_is_on_file_as_far_as_it_is_theirs_to_know(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    client.post(dropped(client, a_list(ANA, TOM)) + "/start")

    def looked(who: Client, text: str) -> str:
        return who.post("/search", {"q": text}).content.decode()

    assert "Ana García <small>(202) 555-0147" in looked(client, "garc")
    assert "almost the same name" in looked(client, "Ana Garzia")
    assert "Patients on file" not in looked(client, "nobody at all")
    vik = signed_in(cedar.vik)
    assert "Patients on file" not in looked(vik, "garc")
    assert "Ana García <small></small>" in looked(vik, "ana garcia")
    page = looked(vik, "2025550147")
    assert ("Somebody with this number" in page, "García" in page) == (True, False)
