"""One mail as it goes out: nothing anybody is called slips a header or a second reader into it."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any
from uuid import UUID

import pytest

from ringback.channels.email import message
from ringback.channels.email.message import Message, Unsendable
from ringback.rules.outbox import Trouble
from tests.cast import NOON
from tests.post import post

HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
    "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
]  # fmt: skip
CEDAR, ELM = UUID(int=1), UUID(int=2)


def sent(**given: Any) -> Any:
    """The mail as whoever gets it reads it."""
    said = {"to": "ana@example.org", "name": "Cedar", "subject": "Hello", "body": "Come in.\n"}
    written = message.written(
        Message(**{**said, **given}), post=post(), known_as="<1@cedar.example>", now=NOON
    )
    return message_from_bytes(bytes(written), policy=policy.default)


def test_a_mail_has_these_headers_and_plain_words() -> None:
    found = sent(subject="Añadido: señas", body="Buenos días,\n\nuna línea — así.", language="es")
    assert sorted(found.keys()) == sorted(HEADERS)
    assert (found["From"], found["To"], found["Subject"]) == (
        "Cedar <ringback@cedar.example>",
        "ana@example.org",
        "Añadido: señas",
    )
    assert (found["Message-ID"], found["Content-Language"]) == ("<1@cedar.example>", "es")
    assert found.get_content_type() == "text/plain"
    assert text_of(found) == "Buenos días,\n\nuna línea — así.\n"


def text_of(found: Any) -> str:
    return str(found.get_content()).replace("\r\n", "\n")


NASTY = [
    "x\r\nBcc: thief@example.org",
    "x\nBcc: thief@example.org",
    "x\rBcc: thief@example.org",
    "x\u2028Bcc: thief@example.org",
    "x\x85Bcc: thief@example.org",
    "x\x0bBcc: thief@example.org",
    "x\r\n\r\nan other body",
    "x\0y",
    '"x" <thief@example.org>, y',
    "=?utf-8?q?x=0D=0ABcc:_thief@example.org?=",
    "==?utf-8?q?x=0D=0ABcc:_thief@example.org?=",
    "=\u202e?utf-8?q?x=0D=0ABcc:_thief@example.org?=",
    "=\0?utf-8?q?x=0D=0ABcc:_thief@example.org?=",
    "x\ud800y",
    "a" * 5000,
    "á" * 5000,
]


@pytest.mark.parametrize("nasty", NASTY)
def test_no_name_and_no_subject_slips_a_header_in(nasty: str) -> None:
    for field in ("name", "subject"):
        found = sent(**{field: nasty})
        assert sorted(found.keys()) == sorted(HEADERS)
        assert [each.addr_spec for each in found["From"].addresses] == ["ringback@cedar.example"]
        assert [each.addr_spec for each in found["To"].addresses] == ["ana@example.org"]
        assert text_of(found) == "Come in.\n"


@pytest.mark.parametrize("nasty", [*NASTY[:8], "x\r\n.\r\nMAIL FROM:<thief@example.org>"])
def test_no_body_begins_a_header_or_another_mail(nasty: str) -> None:
    found = sent(body=nasty)
    assert sorted(found.keys()) == sorted(HEADERS)
    assert ("thief" in text_of(found)) == ("thief" in nasty)


@pytest.mark.parametrize("to", ["", "ana", "ana@example.org\r\nBcc: x@example.org", "a@b.c, d@e.f"])
def test_what_is_no_address_is_not_written_to(to: str) -> None:
    with pytest.raises(Unsendable) as no:
        sent(to=to)
    assert no.value.trouble is Trouble.NO_ADDRESS


def test_a_repeat_is_known_as_the_first_was() -> None:
    def named(practice: UUID, key: str) -> str:
        return message.message_id(practice, key, "ringback@cedar.example")

    assert named(CEDAR, "a") == named(CEDAR, "a")
    assert len({named(CEDAR, "a"), named(CEDAR, "b"), named(ELM, "a")}) == 3
    assert named(CEDAR, "a>\r\nBcc: x").endswith("@cedar.example>")
    assert len(named(CEDAR, "x" * 100)) < 100
