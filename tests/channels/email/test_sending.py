"""One mail handed over: taken, or one of a few codes; never longer than its limit, never open."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from ringback.channels.email import message, sending, twin
from ringback.channels.email.message import Message, Unsendable
from ringback.rules.outbox import Trouble
from tests.cast import NOON
from tests.post import post
from tests.twins import a_twin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringback.channels.email.twin import Mood, Twin

WORDS = ".dots\n..twice\nBuenos días, así es."


@pytest.fixture
def server() -> Iterator[Twin]:
    with a_twin() as found:
        yield found


def send(url: str, limit_s: float = 5, to: str = "ana@example.org") -> str:
    """ "" where it was taken; else the code."""
    said = Message(to=to, name="Cedar", subject="Hello", body=WORDS)
    through = post(url)
    mail = message.written(said, post=through, known_as="<1@cedar.example>", now=NOON)
    try:
        sending.send(mail, post=through, limit_s=limit_s)
    except Unsendable as no:
        return str(no.trouble)
    return ""


def test_a_mail_arrives_as_it_was_written(server: Twin) -> None:
    assert send(server.url) == ""
    (kept,) = [twin.read(each) for each in server.kept]
    assert kept == twin.Kept(
        to="ana@example.org",
        sender="Cedar <ringback@cedar.example>",
        subject="Hello",
        at=NOON,
        message_id="<1@cedar.example>",
        text=f"{WORDS}\n",
    )


@pytest.mark.parametrize(
    ("mood", "code", "kept"),
    [
        ("busy", "busy", 0),
        ("refuses", "refused", 0),
        ("refuses_address", "refused_address", 0),
        ("drops", "unreachable", 1),
        ("says_nothing", "unreachable", 1),
    ],
)
def test_each_ending_has_its_code(server: Twin, mood: Mood, code: str, kept: int) -> None:
    server.mood = mood
    began = time.monotonic()
    assert send(server.url, limit_s=0.5) == code
    assert (len(server.kept), time.monotonic() - began < 3) == (kept, True)


def test_nobody_there_is_said_in_time() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert send(f"smtp://127.0.0.1:{port}") == "unreachable"
    with socket.create_server(("127.0.0.1", 0)) as mute:
        began = time.monotonic()
        assert send(f"smtp://127.0.0.1:{mute.getsockname()[1]}", limit_s=0.5) == "unreachable"
        assert time.monotonic() - began < 3


def test_a_password_is_given_and_a_wrong_one_is_said(server: Twin) -> None:
    host = server.url.removeprefix("smtp://")
    assert send(f"smtp://ana:right@{host}") == ""
    assert send(f"smtp://ana:wrong@{host}") == "not_let_in"


def test_a_server_elsewhere_that_offers_no_encryption_gets_nothing(
    server: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = server.server_address[:2]
    monkeypatch.setattr(socket, "create_connection", _led_to(there))
    assert send("smtp://ana:right@mail.example.org:587") == "not_encrypted"
    assert server.kept == []


def _led_to(there: Any) -> Any:
    """Whatever host is named, the connection leads here."""

    def connected(_address: Any, timeout: float, *_rest: Any) -> socket.socket:
        found = socket.socket()
        found.settimeout(timeout)
        found.connect(there)
        return found

    return connected


@pytest.fixture
def unknown(tmp_path: Path) -> Iterator[socket.socket]:
    """A server that is encrypted, with a certificate nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key),
            "-out", str(cert), "-days", "1", "-subj", "/CN=mail.example.org"]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socket.create_server(("127.0.0.1", 0)) as door:

        def greet() -> None:
            try:
                with context.wrap_socket(door.accept()[0], server_side=True) as talk:
                    talk.recv(1)
            except OSError:
                return

        threading.Thread(target=greet, daemon=True).start()
        yield door


def test_a_server_nobody_vouches_for_gets_nothing(unknown: socket.socket) -> None:
    port = unknown.getsockname()[1]
    assert send(f"smtps://ana:right@127.0.0.1:{port}") == str(Trouble.NOT_ENCRYPTED)
