"""The day of calls in the browser: what the command says, and one press to the queue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ringback.channels.calllog import limits, picture
from ringback.channels.calllog.audited import audit_log
from ringback.queries import imports as kept
from ringback.rules.clock import Calendar
from ringback.web import audit_words
from tests.phonelogs import answered, journal_of, log, missed, queue_of, returned
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from ringback.rules.access import Actor
    from tests.cast import Cast

DAY = log(
    missed("0101", "9:00"), missed("0102", "9:10"), returned("0102", "9:40"),
    missed("0103", "10:00"), answered("0103", "10:30"), missed("0104", "9:00", day="2026-11-19"),
)  # fmt: skip


def drop(client: Client, content: bytes = DAY, **more: Any) -> Any:
    return client.post("/audit-day", {"file": SimpleUploadedFile("calls.csv", content), **more})


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_page_says_what_the_command_says(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    page = words_of(client.get(drop(client).headers["Location"]).content.decode())
    for sentence in picture.sentences(audit_log(DAY, zone="America/New_York").day):
        assert sentence in page


def test_the_page_says_by_which_hours_it_counted_and_who_was_waiting(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    page = words_of(client.get(drop(client).headers["Location"]).content.decode())
    assert "Counted by these opening hours: Mon-Fri 08:00-17:00." in page
    assert "2 of these people called before closing time and were still waiting then" in page


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
    where = drop(client, date="2020-01-01").headers["Location"]
    page = words_of(client.get(where).content.decode())
    assert "There is no call on 2020-01-01 in this log: it has 2026-11-19 to 2026-11-20." in page
    client.post(where, {"date": "2026-11-19"})
    assert "Thursday, November 19, 2026" in client.get(where).content.decode()


ODD = b"""When was it;Who;Whom;What became of it
20.11.2026 09:00;(202) 555-0101;(202) 555-0100;no answer
20.11.2026 09:10;(202) 555-0102;(202) 555-0100;no answer
20.11.2026 09:30;(202) 555-0100;(202) 555-0102;answered
20.11.2026 10:00;(202) 555-0103;(202) 555-0100;no answer
"""
COLUMNS = {"column.0": "started", "column.1": "caller", "column.2": "callee", "column.3": "result"}
MORE = {"our_number": "(202) 555-0100", "known_callers": "202-555-0103 the lab", "zone": "UTC"}


def reading_of(by: Actor, where: str) -> dict[str, Any]:
    found = kept.batch(by, UUID(where.rsplit("/", 1)[1]))
    assert found is not None
    return found.reading


def test_columns_nobody_could_guess_are_asked_for_and_kept(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, ODD, **MORE).headers["Location"]
    page = words_of(client.get(where).content.decode())
    assert "No column says when a call began. Say below what is in which column." in page
    assert "(202) 555-0101" in page
    assert client.post(where, {**MORE, **COLUMNS}).headers["Location"] == where
    page = words_of(client.get(where).content.decode())
    assert "3 calls came in: a person answered 0, and 3 were missed." in page
    assert reading_of(cedar.dana, where)["columns"] == {
        "started": "When was it", "caller": "Who", "callee": "Whom", "result": "What became of it"
    }  # fmt: skip
    assert [verb for verb, _ in journal_of(cedar.dana)] == [
        "import begun", "import looked at", "import looked at", "import columns corrected",
        "import read", "import looked at",
    ]  # fmt: skip


def test_the_day_its_reload_and_the_import_judge_the_log_the_same_way(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, ODD, **MORE).headers["Location"]
    client.post(where, {**MORE, **COLUMNS})
    pages = [words_of(client.get(where).content.decode()) for _ in range(2)]
    told = audit_log(
        ODD, zone="UTC", our_numbers=["2025550100"], known_callers=["2025550103"],
        mapping={"started": "When was it", "caller": "Who", "callee": "Whom",
                 "result": "What became of it"},
        calendar=Calendar(zone="America/New_York"),
    )  # fmt: skip
    assert (told.day.returned, told.day.never_returned, told.day.known_non_patients) == (1, 1, 1)
    assert pages[0] == pages[1]
    for sentence in picture.sentences(told.day):
        assert sentence in pages[0]
    assert "Times are in America/New_York." in pages[0]
    assert "Fri Nov 20 04:00" in pages[0]
    client.post(where.replace("audit-day", "imports") + "/start")
    assert [each.phone[-4:] for each in queue_of(cedar.dana)] == ["0101"]
    (callback,) = queue_of(cedar.dana)
    assert callback.received_at.hour == 9


def test_a_day_is_the_practices_whatever_clock_the_log_is_on(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    night = log(missed("0101", "23:30"), missed("0102", "4:30", day="2026-11-21"))
    where = drop(client, night, zone="UTC", date="2026-11-20").headers["Location"]
    assert "2 calls came in" in words_of(client.get(where).content.decode())
    client.post(where.replace("audit-day", "imports") + "/start")
    assert [each.phone[-4:] for each in queue_of(cedar.dana)] == ["0101", "0102"]


def test_a_log_is_read_as_the_system_a_person_names(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    where = drop(client, format="zoom").headers["Location"]
    assert reading_of(cedar.dana, where)["format"] == "zoom"
    client.post(where, {"format": "csv"})
    assert reading_of(cedar.dana, where)["format"] == "csv"
    assert "in this log" not in client.get(where).content.decode()


def test_known_callers_come_from_a_list_too(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    lab = SimpleUploadedFile("lab.csv", b"number,name\n2025550101,The lab\n")
    where = drop(client, known_callers_file=lab, known_callers="2025550104").headers["Location"]
    assert reading_of(cedar.dana, where)["known_callers"] == ["2025550104", "2025550101"]
    page = client.get(where).content.decode()
    assert "2025550104\n2025550101</textarea>" in page
    client.post(where.replace("audit-day", "imports") + "/start")
    assert queue_of(cedar.dana) == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("zone", "Mars/Phobos", "There is no time zone &quot;Mars/Phobos&quot;."),
        ("format", "cisco", "No format is called &quot;cisco&quot;;"),
        ("date", "soon", "&quot;soon&quot; is not a day. Write it like 2026-11-23."),
        ("our_number", "2025550100, the desk", "&quot;the desk&quot; is not a telephone number."),
        ("known_callers", "the lab", "has no telephone number in it. Write one number a line."),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_kept(
    cedar: Cast, field: str, value: str, words: str
) -> None:
    client = signed_in(cedar.dana)
    where = drop(client).headers["Location"]
    for answer in (drop(client, **{field: value}), client.post(where, {field: value})):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert page.count(words) == 2
        assert f'id="{field}-wrong"' in page
        assert value in page or field == "format"


def test_a_list_may_be_long_but_not_without_end(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "KNOWN_CALLERS", 2)
    numbers = "2025550101\n2025550102\n2025550103"
    answer = drop(signed_in(cedar.dana), known_callers=numbers)
    assert "has more than 2 numbers." in answer.content.decode()


def test_lists_longer_than_a_screen_say_how_many_more_there_are(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_words, "LISTED", 1)
    client = signed_in(cedar.dana)
    page = words_of(client.get(drop(client).headers["Location"]).content.decode())
    assert [page.count(f"(202) 555-{number}") for number in ("0104", "0101")] == [1, 0]
    assert page.count("and 1 more") == 1


def test_the_drawings_are_named_and_their_numbers_stand_below(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    page = client.get(drop(client).headers["Location"]).content.decode()
    drawings = re.findall(r'<svg class="chart".*?</table>', page, re.DOTALL)
    assert len(drawings) == 2
    for each in drawings:
        assert re.search(r'role="img"\s+aria-labelledby="([a-z-]+)"\s*>\s*<title id="\1"', each)
        assert "viewBox" not in each


def test_who_may_not(cedar: Cast, elm: Cast) -> None:
    where = drop(signed_in(cedar.dana)).headers["Location"]
    client = signed_in(cedar.vik)
    assert [client.get("/audit-day").status_code, client.get(where).status_code] == [403, 403]
    assert drop(client).status_code == 403
    assert signed_in(elm.dana).get(where).status_code == 404
