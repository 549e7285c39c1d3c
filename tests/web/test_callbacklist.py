"""Bring your list, in the browser: pasted, looked at, corrected, brought in, taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.engine.wallclock import now as clock
from ringback.models import Entry
from ringback.queries.scope import scope
from tests import patients
from tests.cast import came_in
from tests.phonelogs import log, missed, queue_of
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

LIST = """Name\tNumber\tAsked for\tSince
Tom Whitfield\t202-555-0163\twants to move Friday's visit\tyesterday
Ana Gomez\t(202) 555-0164\trefill of lisinopril\t
Joe Lee\task at the desk\tform\t
Kim Park\t202-555-0166\tresults\tsome day"""


def paste(client: Client, words: str, **more: str) -> Any:
    return client.post("/imports/list", {"list": words, **more})


def shown(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).strip()


def pasted(client: Client, words: str, **more: str) -> str:
    return str(paste(client, words, **more).headers["Location"])


def test_a_list_is_looked_at_before_anything_is_in_the_queue(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    page = shown(client.get(pasted(client, LIST)))
    assert "4 lines. 3 new callbacks. 1 cannot be used." in page
    assert "“ask at the desk” is no number somebody can call." in page
    assert "“some day” is no time in the past that can be told" in page
    assert "(202) 555-0163" in page
    assert "not said: from" in page
    assert "Bring in 3" in page
    assert queue_of(cedar.dana) == []


def test_it_goes_in_and_out_again_and_stands_among_the_imports(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = pasted(client, LIST)
    assert client.post(f"{where}/start").headers["Location"] == where
    page = shown(client.get(where))
    assert "3 callbacks opened. 1 line could not be used." in page
    assert "2 rows need a look." in page
    earlier = client.get("/imports").content.decode()
    assert f'href="{where}"' in earlier
    assert "Pasted list" in earlier
    batch = where.rpartition("/")[2]
    assert client.post(f"/imports/{batch}/undo").headers["Location"] == where
    assert "Undone: 3 callbacks taken out of the queue." in shown(client.get(where))
    assert queue_of(cedar.dana) == []


def test_a_column_is_corrected_and_looked_at_again(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = pasted(client, LIST)
    page = shown(client.get(where))
    assert "refill of lisinopril" not in page.split("Line by line")[1]
    assert "No column says why they called." in page
    chosen = {"column.0": "name", "column.1": "phone", "column.2": "why", "column.3": ""}
    client.post(f"{where}/start", {**chosen, "look": "again"})
    assert "No column says why they called." not in shown(client.get(where))
    page = shown(client.get(where)).split("Line by line")[1]
    assert "refill of lisinopril" in page
    assert "some day" not in page
    assert queue_of(cedar.dana) == []
    client.post(f"{where}/start", chosen)
    assert {each.words for each in queue_of(cedar.dana)} == {
        "wants to move Friday's visit", "refill of lisinopril", "results",
    }  # fmt: skip


def test_without_a_number_nothing_can_be_brought_in(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = pasted(client, LIST)
    assert client.post(f"{where}/start", {"column.0": "name"}).status_code == 409
    page = shown(client.get(where))
    assert "4 cannot be used." in page
    assert "Nothing new on this list" in page
    assert "There is no line on this list that can be brought in." in shown(
        client.post(f"{where}/start", {"column.0": "name"})
    )


def test_what_becomes_of_each_line_is_said_before(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    pasted_before = pasted(client, "Ana Gomez 202-555-0164 refill")
    client.post(f"{pasted_before}/start")
    now = clock()
    for name, phone in (("Tom Whitfield", "0163"), ("Luis Park", "0166")):
        came_in(cedar.dana, now=now, category="UNSORTED", phone=f"+1202555{phone}", name=name)
    for name in ("Rosa Diaz", "Pia Diaz"):
        patients.number(cedar, patients.on_file(cedar, name), "+12025550165")
    words = (
        "Tom 202-555-0163 form\nAna Gomez 202-555-0164 refill\nRosa Diaz 202-555-0165 cita\n"
        "Kim Park 202-555-0166 results\nJo 202-555-0167 form\nJo 202-555-0167 her own"
    )
    page = shown(client.get(pasted(client, words)))
    assert "already in the queue: joins that of Tom Whitfield" in page
    assert "came in before: nothing new" in page
    assert "new callback; several patients have this number, so whose it is is asked later" in page
    assert "new callback, beside another open one of this number" in page
    assert "joins line 5 of this list" in page
    assert (
        "6 lines. 3 new callbacks. 2 join callbacks of the same number. 1 came in before." in page
    )
    assert "Bring in 5" in page


def test_a_file_is_as_good_as_a_pasted_list(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    file = SimpleUploadedFile("open calls.csv", b"Name,Phone,Why\nTom,202-555-0163,form")
    where = client.post("/imports/list", {"file": file, "list": " "}).headers["Location"]
    page = shown(client.get(where))
    assert "open calls.csv" in page
    assert "1 line. 1 new callback." in page


def test_all_of_it_may_be_of_one_kind(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = pasted(client, LIST, category="APPT")
    assert 'value="APPT" selected' in client.get(where).content.decode()
    client.post(f"{where}/start", {"category": "BILL"})
    assert {each.category for each in queue_of(cedar.dana)} == {"BILL"}
    other = pasted(client, "Tom 202-555-0199 form", category="no such")
    assert 'value=""' in client.get(other).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing on this list yet."),
        (b"PK\x03\x04", "This is a spreadsheet, not a text file. Save it as CSV"),
        (b"x\n" * 2001, "This list has more than 2,000 lines."),
        (b"x" * 1_000_001, "This list is larger than 1 MB."),
    ],
)
def test_what_is_no_list_is_told_at_the_field(cedar: Cast, content: bytes, words: str) -> None:
    client = signed_in(cedar.dana)
    answer = client.post("/imports/list", {"file": SimpleUploadedFile("list.csv", content)})
    assert answer.status_code == 422
    assert words in shown(answer)


def test_a_pasted_list_is_kept_where_it_cannot_be_used(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    file = SimpleUploadedFile("list.csv", b"Tom 202-555-0163")
    answer = client.post("/imports/list", {"list": "Ana 202-555-0164 <form>", "file": file})
    assert answer.status_code == 422
    assert "Either paste the lines or choose a file" in shown(answer)
    assert "Ana 202-555-0164 &lt;form&gt;</textarea>" in answer.content.decode()


HOSTILE = "<script>alert(1)</script>"


def test_hostile_words_stay_words(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    words = f'Name,Phone,Why\n{HOSTILE},202-555-0163,"=1+1{HOSTILE}"\n=cmd|calc,none,@x'
    where = pasted(client, words)
    assert HOSTILE not in client.get(where).content.decode()
    batch = where.rpartition("/")[2]
    bad = client.get(f"/imports/{batch}/bad-rows").content.decode()
    assert "'=cmd|calc, none, @x" in bad
    client.post(f"{where}/start")
    assert HOSTILE not in client.get(where).content.decode()
    assert HOSTILE not in client.get("/").content.decode()


def test_an_import_of_a_list_is_no_phone_log(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = pasted(client, LIST)
    batch = where.rpartition("/")[2]
    for address in (f"/imports/{batch}", f"/audit-day/{batch}"):
        assert client.get(address).status_code == 404
    for address in (f"/imports/{batch}/start", f"/imports/{batch}/step"):
        assert client.post(address).status_code == 404
    assert client.post(f"/imports/{batch}/cancel").headers["Location"] == where
    assert "Cancelled." in shown(client.get(where))
    file = SimpleUploadedFile("calls.csv", log(missed("0101", "9:00")))
    calls = client.post("/imports", {"file": file}).headers["Location"].rpartition("/")[2]
    assert client.get(f"/imports/list/{calls}").status_code == 404
    assert client.post(f"/imports/list/{calls}/start").status_code == 404


def test_nobody_else_sees_it(cedar: Cast, elm: Cast) -> None:
    where = pasted(signed_in(cedar.dana), LIST)
    assert signed_in(elm.dana).get(where).status_code == 404
    vik = signed_in(cedar.vik)
    assert vik.get(where).status_code == 403
    assert vik.get("/imports/list").status_code == 403
    assert paste(vik, LIST).status_code == 403
    assert vik.post(f"{where}/start").status_code == 403


def test_every_look_is_written_down(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = pasted(client, LIST)
    client.get(where)
    client.post(f"{where}/start")
    with scope(cedar.practice_id):
        verbs = set(Entry.objects.filter(subject_kind="import").values_list("verb", flat=True))
    assert verbs == {"import begun", "import read", "import looked at", "import went on"}


def test_the_page_of_its_progress_asks_again_by_itself(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    rows = [f"Person {'ABCDEFGHIJ'[n % 10]} 202-555-{n:04} note {n}" for n in range(100, 350)]
    where = pasted(client, "\n".join(rows))
    assert "and 50 more lines" in shown(client.get(where))
    client.post(f"{where}/start")
    assert "50 of 250" in shown(client.get(where))
    again = client.post(f"{where}/step", headers={"HX-Request": "true"})
    assert "100 of 250" in shown(again)
    for _ in range(3):
        assert client.post(f"{where}/step").headers["Location"] == where
    assert "250 callbacks opened." in shown(client.get(where))
    assert client.post(f"{where}/step").status_code == 302


def test_twenty_lines_are_looked_at_with_as_many_questions_as_one(cedar: Cast) -> None:
    client = signed_in(cedar.dana)

    def cost(count: int) -> int:
        rows = [f"Person {chr(65 + n)} 202-555-{n:04} note" for n in range(100, 100 + count)]
        where = pasted(client, "\n".join(rows))
        client.get(where)
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get(where).status_code == 200
        return len(found)

    assert cost(1) == cost(20) > 0


def test_it_speaks_spanish(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    client.cookies["django_language"] = "es"
    page = shown(client.get(pasted(client, LIST)))
    assert "4 líneas. 3 nuevas llamadas por devolver. 1 no se puede usar." in page
    assert "“ask at the desk” no es un número al que se pueda llamar." in page
    assert "Traer 3" in page
