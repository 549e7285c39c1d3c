"""A log that cannot be used is answered with advice for where one stands: here a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ringback.channels.calllog.problems import COLUMN_CODES, WORDS, UnusableLog
from ringback.cli import advice
from ringback.web import log_words
from tests.channels.calllog import make_logs, samples
from tests.house.test_words import seen
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

HEAD = "start,from,result\n"
OF_A_TERMINAL = re.compile(r"\s--|RINGBACK_|\bringback \w")


def trouble(code: str) -> UnusableLog:
    names = re.findall(r"{(\w+)}", WORDS[code])
    return UnusableLog(code, **dict.fromkeys(names, "7"))


def test_every_trouble_has_its_advice() -> None:
    assert set(log_words.ADVICE) == set(WORDS)
    assert set(log_words.FIELDS) | set(advice.ADVICE) | COLUMN_CODES <= set(WORDS)


@pytest.mark.parametrize("code", sorted(set(WORDS) - {"max_file"}))
def test_no_sentence_of_a_page_speaks_of_a_terminal(code: str) -> None:
    for words in (log_words.sentence(trouble(code)), log_words.sentence(trouble(code), "a.csv")):
        assert OF_A_TERMINAL.findall(words) == []
        assert re.fullmatch(r"(a\.csv: )?\S.*[^.]\. [A-Z].*\.", words)


@pytest.mark.parametrize("code", sorted(COLUMN_CODES))
def test_the_command_line_names_its_own_option(code: str) -> None:
    assert " --map " in advice.said(trouble(code))
    assert advice.said(ValueError("no such thing")) == "no such thing"


BROKEN = {
    "excel": b"PK\x03\x04",
    "zeros": b"\0" * 500,
    "empty": b"",
    "only a header": HEAD.encode(),
    "no column": b"a,b\n1,2\n",
    "no result": b"start,from\n2026-11-20 9:00,2025550101\n",
    "no header": b"2026-11-20 9:00,2025550101,missed\n",
    "no row": f"{HEAD}never,2025550101,missed\n".encode(),
    "cut json": b'{"records": [{"id": "1", "startTime',
    "no calls": b'{"records": []}',
    "deep": b"[" * 100_000,
    "long": b"x" * 300_000,
    "twice that night": f"{HEAD}2026-11-01 01:30,2025550101,missed\n".encode(),
    "never that day": f"{HEAD}2026-03-08 02:30,2025550101,missed\n".encode(),
    "directions": b"start,from,to,result\n2026-11-17 09:00,2025550101,2025550100,missed\n",
    "good": make_logs.freepbx_day().encode(),
    "fax": samples.RINGCENTRAL_CSV.encode(),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("page", ["/audit-day", "/imports"])
def test_no_page_of_a_log_speaks_of_a_terminal(cedar: Cast, page: str, name: str) -> None:
    client = signed_in(cedar.dana)
    answer = client.post(page, {"file": SimpleUploadedFile("log.csv", BROKEN[name])})
    if answer.status_code == 302:
        answer = client.get(answer.headers["Location"])
    assert answer.status_code in {200, 422}
    assert OF_A_TERMINAL.findall(seen(answer.content)) == []
    if answer.status_code == 422:
        assert re.search(r"log\.csv: [^.]+(\. | \()", seen(answer.content))


def test_no_other_page_speaks_of_a_terminal(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    pages = ["/", "/audit-day", "/imports", "/arrivals/new", "/people/", "/gallery/", "/nowhere"]
    said = {page: OF_A_TERMINAL.findall(seen(client.get(page).content)) for page in pages}
    assert {page: words for page, words in said.items() if words} == {}
