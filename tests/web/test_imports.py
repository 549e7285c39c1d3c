"""A phone log in the browser: looked at, corrected, put in the queue, taken back."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from ringback.actions import claim, knowncaller
from ringback.actions.knowncaller import Said
from ringback.engine.wallclock import now as clock
from ringback.models import Entry
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.knowncaller import NextTime, NotAPatient
from ringback.web import uploads
from tests.cast import came_in, joined
from tests.phonelogs import log, missed, queue_of, returned, voicemail
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

DAY = log(missed("0101", "9:00"), missed("0102", "9:10"), missed("0103", "9:20"),
          returned("0103", "9:40"))  # fmt: skip


def drop(client: Client, content: bytes, name: str = "calls.csv") -> Any:
    return client.post("/imports", {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_looked_at_before_anything_is_in_the_queue(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    answer = client.get(drop(client, DAY).headers["Location"])
    page = answer.content.decode()
    assert "2 people to call back." in page
    assert "1 call was returned already." in page
    assert "12025550101" in page
    assert queue_of(cedar.dana) == []


def test_it_goes_in_and_out_again(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, DAY).headers["Location"]
    assert client.post(f"{where}/start").headers["Location"] == where
    assert "2 callbacks opened." in client.get(where).content.decode()
    assert "called back already" in client.get(where).content.decode()
    assert len(queue_of(cedar.dana)) == 2
    client.post(f"{where}/undo")
    assert "Undone: 2 callbacks taken out of the queue." in client.get(where).content.decode()
    assert queue_of(cedar.dana) == []


def page_of(client: Client, where: str) -> str:
    return re.sub(r"\s+", " ", client.get(where).content.decode())


def test_the_preview_says_what_came_in_before(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    client.post(drop(client, DAY).headers["Location"] + "/start")
    more = log(missed("0101", "9:00"), missed("0102", "9:10"), missed("0104", "9:50"))
    page = page_of(client, drop(client, more).headers["Location"])
    assert "3 people to call back." in page
    assert "2 of these 3 came in with an earlier import; 1 is new." in page
    assert "Put these in the queue" in page


def test_the_preview_says_who_is_on_the_list_of_known_callers(cedar: Cast, elm: Cast) -> None:
    robot = came_in(cedar.dana, now=clock(), phone="+12025550101").callback_id
    assert robot is not None
    fence = claim.claim(robot, by=cedar.dana, now=clock()).fence
    said = Said(who=NotAPatient.ROBOCALL, next_time=NextTime.SET_ASIDE)
    knowncaller.close(robot, said, by=cedar.dana, now=clock(), fence=fence)
    words = "1 of these is on the list of known callers and set aside, but for every tenth call."
    pages = [
        page_of(client, drop(client, DAY).headers["Location"])
        for client in (signed_in(cedar.dana), signed_in(elm.dana))
    ]
    assert [words in page for page in pages] == [True, False]
    heard = log(voicemail("0101", "9:00"), missed("0104", "9:50"))
    client = signed_in(cedar.dana)
    assert "known callers" not in page_of(client, drop(client, heard).headers["Location"])


def test_a_person_who_called_again_is_new(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    client.post(drop(client, DAY).headers["Location"] + "/start")
    again = log(missed("0101", "9:00"), missed("0101", "11:00"))
    page = page_of(client, drop(client, again).headers["Location"])
    assert "1 call of this file came in with an earlier import." in page
    assert "Put these in the queue" in page


def test_the_same_log_again_promises_nothing_and_has_nothing_to_undo(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    first = drop(client, DAY).headers["Location"]
    assert "earlier import" not in page_of(client, first)
    client.post(f"{first}/start")
    assert "Undo the whole import" in page_of(client, first)
    second = drop(client, DAY, "once more.csv").headers["Location"]
    page = page_of(client, second)
    assert "All 2 came in with an earlier import: nothing to call back is new." in page
    assert "Nothing new in this file" in page
    assert "Put these in the queue" not in page
    day = page_of(client, second.replace("imports", "audit-day"))
    assert "Nothing new in this file" in day
    client.post(f"{second}/start")
    page = page_of(client, second)
    assert "Nothing new in this file. 3 calls were already in." in page
    assert "Undo the whole import" not in page
    assert "nothing new" in page_of(client, "/imports")
    client.post(f"{first}/undo")
    assert "Undo the whole import" not in page_of(client, first)


def test_what_needed_no_callback_can_be_undone_to_be_read_another_way(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, log(missed("0103", "9:20"), returned("0103", "9:40"))).headers["Location"]
    client.post(f"{where}/start")
    assert "0 callbacks opened." in page_of(client, where)
    assert "Undo the whole import" in page_of(client, where)


def test_after_an_undo_the_same_log_is_new(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, DAY).headers["Location"]
    client.post(f"{where}/start")
    client.post(f"{where}/undo")
    assert "earlier import" not in page_of(client, drop(client, DAY).headers["Location"])


def test_the_imports_there_were_are_listed_with_their_days(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    drop(client, DAY)
    drop(client, log(missed("0101", "9:00"), missed("0101", "9:00", day="2026-11-19")), "two.csv")
    page = page_of(client, "/imports")
    assert "calls of Fri Nov 20<" in page
    assert "calls of Thu Nov 19 – Fri Nov 20<" in page


def test_each_request_puts_one_chunk_in(cedar: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from ringback.actions import loading

    monkeypatch.setitem(loading.load_chunk.__kwdefaults__, "size", 1)
    client = signed_in(cedar.dana)
    where = drop(client, DAY).headers["Location"]
    client.post(f"{where}/start")
    page = client.get(where).content.decode()
    assert "1 of 3" in page
    assert 'hx-trigger="load"' in page
    part = client.post(f"{where}/step", headers={"HX-Request": "true"}).content.decode()
    assert "2 of 3" in part
    assert "<html" not in part
    client.post(f"{where}/step")
    assert "2 callbacks opened." in client.get(where).content.decode()


def test_it_can_be_stopped(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, DAY).headers["Location"]
    client.post(f"{where}/cancel")
    assert "Cancelled." in client.get(where).content.decode()
    assert client.post(f"{where}/step").status_code == 409
    assert queue_of(cedar.dana) == []


def test_columns_are_corrected_on_the_page(cedar: Cast) -> None:
    file = DAY.replace(b"From", b"Other").replace(b"To", b"From")
    client = signed_in(cedar.dana)
    where = drop(client, file).headers["Location"]
    fields = ["call_id", "direction", "caller", "callee", "started", "duration", "result"]
    columns = {f"column.{index}": field for index, field in enumerate(fields)}
    client.post(f"{where}/start", {**columns, "look": "again"})
    assert "2 people to call back." in client.get(where).content.decode()
    assert queue_of(cedar.dana) == []
    client.post(f"{where}/start", columns)
    assert [each.phone[-4:] for each in queue_of(cedar.dana)] == ["0101", "0102"]


def test_the_same_file_again_leads_to_the_same_preview(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    assert drop(client, DAY).headers["Location"] == drop(client, DAY).headers["Location"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "Excel or ZIP"),
        (b"\0" * 500, "not a text file"),
        (b"Call ID,Direction,From,To,Start Time,Duration,Result\n", "0 rows"),
        (b"From,Start,Result\n<script>,never,missed\n", "none of the rows can be used"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(cedar: Cast, content: bytes, words: str) -> None:
    answer = drop(signed_in(cedar.dana), content, "<b>.csv")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "<b>.csv" not in page


def test_a_file_whose_columns_cannot_be_guessed_is_asked_about(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, b"a,b,c\n2026-11-20 9:00,2025550101,missed\n").headers["Location"]
    page = client.get(where).content.decode()
    assert "No column says when a call began. Say below what is in which column." in page
    assert "2025550101" in page
    some = client.post(f"{where}/start", {"column.0": "started", "column.1": "caller"})
    assert some.status_code == 422
    assert "No column says whether a call was answered." in some.content.decode()
    assert '<option value="caller" selected>' in re.sub(r"\s+", " ", some.content.decode())
    all_of_them = {"column.0": "started", "column.1": "caller", "column.2": "result"}
    client.post(f"{where}/start", all_of_them)
    assert [each.phone[-4:] for each in queue_of(cedar.dana)] == ["0101"]


def test_a_column_may_be_left_out(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, DAY).headers["Location"]
    fields = ["call_id", "direction", "caller", "callee", "started", "", "result"]
    columns = {f"column.{index}": field for index, field in enumerate(fields)}
    client.post(f"{where}/start", {**columns, "look": "again"})
    page = re.sub(r"\s+", " ", client.get(where).content.decode())
    assert page.count('<option value="duration" selected>') == 0
    assert page.count("selected>") == 6


def test_no_file_at_all(cedar: Cast) -> None:
    answer = signed_in(cedar.dana).post("/imports")
    assert answer.status_code == 422
    assert "Choose a file first." in answer.content.decode()


def test_a_file_too_large_is_refused_with_its_size(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_UPLOAD_BYTES", 1_000_000)
    answer = drop(signed_in(cedar.dana), b"x" * 3_000_000)
    assert answer.status_code == 413
    assert "The file has 3 MB, and the browser may send 1 MB at most." in answer.content.decode()


def test_the_limits_of_the_browser() -> None:
    assert uploads.most("/audit-day") == uploads.most("/imports") == 50_000_000 + uploads.AROUND
    assert uploads.most("/api/v1/arrivals") == uploads.most("/") == 2_500_000


def test_a_body_too_large_is_never_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_UPLOAD_BYTES", 1000)
    chunk = {"type": "http.request", "body": b"x" * 50_000, "more_body": True}
    seen: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        del scope, send
        while (message := await receive())["type"] == "http.request":
            seen.append(len(message["body"]))
            if not message["more_body"]:
                return

    async def receive() -> Any:
        return chunk

    async def ask(headers: list[tuple[bytes, bytes]]) -> list[int]:
        seen.clear()
        asked = {"type": "http", "headers": headers, "path": "/imports"}
        await uploads.limited(application)(asked, receive, receive)  # type: ignore[arg-type]
        return list(seen)

    assert asyncio.run(ask([(b"content-length", b"99999999")])) == [0]
    assert asyncio.run(ask([])) == [50_000, 0]


def test_bad_rows_can_be_downloaded_and_no_spreadsheet_runs_them(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, DAY + b"+1-800,Inbound,12025550109,1,never,3,Missed\n").headers["Location"]
    answer = client.get(f"{where}/bad-rows")
    _, row = csv.reader(io.StringIO(answer.content.decode()))
    assert row[0] == "6"
    assert row[3].startswith("'+1-800")
    assert answer.headers["Content-Type"].startswith("text/csv")


def test_who_may_not_import_sees_nothing_and_it_is_written_down(cedar: Cast) -> None:
    where = drop(signed_in(cedar.dana), DAY).headers["Location"]
    for nobody in (cedar.vik, cedar.ines):
        client = signed_in(nobody)
        answers = [client.get("/imports"), client.get(where), client.get(f"{where}/bad-rows")]
        answers += [client.post(f"{where}/{what}") for what in ("start", "step", "cancel", "undo")]
        answers.append(drop(client, DAY))
        assert {each.status_code for each in answers} == {403}
        assert not any("5550101" in each.content.decode() for each in answers)
        with scope(cedar.practice_id):
            refused = Entry.objects.filter(actor_id=nobody.person_id, refused=True)
            assert refused.count() == len(answers)


def test_another_practice_finds_nothing_there(cedar: Cast, elm: Cast) -> None:
    where = drop(signed_in(cedar.dana), DAY).headers["Location"]
    client = signed_in(elm.dana)
    answers = [client.get(where), client.get(f"{where}/bad-rows")]
    answers += [client.post(f"{where}/{what}") for what in ("start", "step", "cancel", "undo")]
    assert {each.status_code for each in answers} == {404}
    assert "calls.csv" not in client.get("/imports").content.decode()


def test_nobody_sees_a_file_by_asking_for_impossible_columns(cedar: Cast) -> None:
    where = drop(signed_in(cedar.dana), DAY).headers["Location"]
    asked = signed_in(cedar.vik).post(f"{where}/start", {"column.0": "no such field"})
    assert asked.status_code == 403
    assert "2025550101" not in asked.content.decode()


def test_an_import_is_closed_to_whoever_does_not_work_missed_calls(cedar: Cast) -> None:
    dana = signed_in(cedar.dana)
    where = drop(dana, DAY).headers["Location"]
    billing = joined("Bill Stone", cedar.practice_id, [Role.FRONT_DESK], lanes=["NEWPT"])
    other = signed_in(billing)
    day = where.replace("imports", "audit-day")
    answers = [other.get(page) for page in (where, f"{where}/bad-rows", day)]
    answers += [other.post(f"{where}/{step}") for step in ("start", "step", "cancel", "undo")]
    assert {each.status_code for each in answers} == {403}
    assert not any("2025550101" in each.content.decode() for each in answers)
    assert dana.post(f"{where}/start").status_code == 302
