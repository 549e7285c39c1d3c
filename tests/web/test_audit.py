"""The day of calls in the browser: what the command says, and one press to the queue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ringback.channels.calllog import picture
from ringback.channels.calllog.audited import audit_log
from tests.phonelogs import answered, log, missed, queue_of, returned
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

DAY = log(
    missed("0101", "9:00"), missed("0102", "9:10"), returned("0102", "9:40"),
    missed("0103", "10:00"), answered("0103", "10:30"), missed("0104", "9:00", day="2026-11-19"),
)  # fmt: skip


def drop(client: Client, content: bytes = DAY, **more: str) -> Any:
    return client.post("/audit-day", {"file": SimpleUploadedFile("calls.csv", content), **more})


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_page_says_what_the_command_says(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    page = words_of(client.get(drop(client).headers["Location"]).content.decode())
    for sentence in picture.sentences(audit_log(DAY, zone="America/New_York").day):
        assert sentence in page


def test_one_press_puts_them_in_the_queue_without_choosing_again(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client).headers["Location"]
    form = re.search(r'action="([^"]*/start)"', client.get(where).content.decode())
    assert form is not None
    there = client.post(form[1]).headers["Location"]
    assert "2 callbacks opened." in client.get(there).content.decode()
    assert sorted(each.phone[-4:] for each in queue_of(cedar.dana)) == ["0101", "0104"]
    assert client.get(where).headers["Location"] == there


def test_only_one_day(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, date="2026-11-19").headers["Location"]
    assert "Thursday" in client.get(where).content.decode()
    client.post(where.replace("audit-day", "imports") + "/start")
    assert [each.phone[-4:] for each in queue_of(cedar.dana)] == ["0104"]


def test_nothing_is_in_the_queue_before(cedar: Cast) -> None:
    drop(signed_in(cedar.dana))
    assert queue_of(cedar.dana) == []


def test_trouble_is_told_on_the_page(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    for answer, words in (
        (drop(client, b"\0\0"), "not a text file"),
        (drop(client, date="soon"), "is not a day"),
        (client.post("/audit-day"), "Choose a file first."),
    ):
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_a_day_without_calls_is_said(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    answer = client.get(drop(client, date="2020-01-01").headers["Location"])
    assert answer.status_code == 422
    assert "there is no call on 2020-01-01" in answer.content.decode()


def test_who_may_not(cedar: Cast, elm: Cast) -> None:
    where = drop(signed_in(cedar.dana)).headers["Location"]
    client = signed_in(cedar.vik)
    assert [client.get("/audit-day").status_code, client.get(where).status_code] == [403, 403]
    assert drop(client).status_code == 403
    assert signed_in(elm.dana).get(where).status_code == 404
