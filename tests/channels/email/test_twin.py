"""The twin keeps what it gets, in memory and in a folder, and never in two pieces."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

from ringback.channels.email import twin
from tests.twins import a_twin

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MAIL = (
    "From: a@example.org\r\nTo: {to}\r\nSubject: x\r\nMessage-ID: <1@x>\r\n"
    "Date: Mon, 23 Nov 2026 17:00:00 +0000\r\n\r\nhello\r\n"
)


def test_the_folder_has_the_newest_first_and_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    assert twin.kept_in(folder) == []
    with a_twin(folder) as server, smtplib.SMTP("127.0.0.1", server.server_address[1]) as talk:
        for name in ("ana", "bob"):
            to = f"{name}@example.org"
            talk.sendmail("a@example.org", [to], MAIL.format(to=to))
    assert [each.to for each in twin.kept_in(folder)] == ["bob@example.org", "ana@example.org"]
    assert len(twin.kept_in(folder, most=1)) == 1
    assert folder.stat().st_mode & 0o077 == 0


def test_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin, "MOST_KEPT", 3)
    with a_twin(tmp_path) as server, smtplib.SMTP("127.0.0.1", server.server_address[1]) as talk:
        for number in range(5):
            to = f"p{number}@example.org"
            talk.sendmail("a@example.org", [to], MAIL.format(to=to))
    assert [each.to[:2] for each in twin.kept_in(tmp_path)] == ["p4", "p3", "p2"]


def test_what_it_does_not_know_it_says(tmp_path: Path) -> None:
    with a_twin(tmp_path) as server, smtplib.SMTP("127.0.0.1", server.server_address[1]) as talk:
        assert talk.docmd("VRFY", "ana")[0] == 502
        assert talk.rset()[0] == 250
        assert talk.helo("x")[0] == 250
        assert talk.ehlo("x")[0] == 250
