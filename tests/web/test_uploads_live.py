"""Bodies that do not say how large they are, sent to the real server over a plain socket."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 1_000_000
"""Small, so that the test is quick; the real one is in test_the_limits_of_the_browser."""

SENTENCE = (
    "The file has more than 1 MB, which is the most the browser may send. Export fewer days at a "
    "time, or ask your IT to import it on the command line."
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    kind: str
    body: bytes


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, afresh: None) -> Iterator[int]:  # noqa: ARG001 - first
    """The web process as `ringback serve` starts it, on the database of the tests."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        found = int(trial.getsockname()[1])
    given = {"PORT": str(found), "MAX_UPLOAD": str(MOST), "DEMO": "1"}
    given["HOME"] = str(tmp_path_factory.mktemp("home"))
    env = os.environ | {f"RINGBACK_{name}": value for name, value in given.items()}
    serving = subprocess.Popen([sys.executable, "-m", "ringback", "web"], env=env)
    try:
        _wait_for(found)
        yield found
    finally:
        serving.terminate()
        serving.wait(20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


def send(port: int, path: str, chunks: int, *, size: int = 100_000) -> Answer:
    """Send a body in chunks, without its length, to its end; read the whole answer."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
    head += "Content-Type: multipart/form-data; boundary=line\r\nConnection: close\r\n\r\n"
    chunk = f"{size:x}\r\n".encode() + b"x" * size + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(head.encode())
        for _ in range(chunks):
            line.sendall(chunk)
        line.sendall(b"0\r\n\r\n")
        return _answer(line)


def _answer(line: socket.socket) -> Answer:
    said = b""
    while piece := line.recv(65536):
        said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = dict(each.lower().split(": ", 1) for each in lines[1:])
    return Answer(status=int(lines[0].split()[1]), kind=headers["content-type"], body=body)


@pytest.mark.parametrize("path", ["/imports", "/audit-day"])
def test_a_file_that_never_says_its_size_is_refused_like_any_other(port: int, path: str) -> None:
    answer = send(port, path, 30)
    assert (answer.status, answer.kind) == (413, "text/html; charset=utf-8")
    assert SENTENCE in answer.body.decode()
    assert "Nothing was changed." in answer.body.decode()


def test_a_form_that_never_says_its_size_is_refused(port: int) -> None:
    answer = send(port, "/arrivals/new", 30)
    assert answer.status == 413
    assert "larger than 2.5 MB" in answer.body.decode()


@pytest.mark.parametrize("chunks", [26, 100])
def test_the_machine_door_answers_with_a_problem_document(port: int, chunks: int) -> None:
    answer = send(port, "/api/v1/arrivals", chunks)
    assert (answer.status, answer.kind) == (413, "application/problem+json")
    assert json.loads(answer.body) == {
        "type": "about:blank",
        "title": "Too much at once",
        "status": 413,
        "detail": "Send less than 2.5 MB.",
    }


def test_a_large_body_that_says_its_size_is_refused_too(port: int) -> None:
    head = b"POST /api/v1/arrivals HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(head + b"Content-Length: 10000000\r\n\r\n" + b"x" * 10_000_000)
        answer = _answer(line)
    assert (answer.status, answer.kind) == (413, "application/problem+json")


def test_what_is_small_enough_comes_in_without_a_length_too(port: int) -> None:
    assert send(port, "/api/v1/arrivals", 2).status == 401
    assert send(port, "/imports", 9).status in {302, 403}


def test_a_body_without_an_end_gets_its_answer_at_the_limit(port: int) -> None:
    chunk = b"186a0\r\n" + b"x" * 100_000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"POST /imports HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        line.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(12):
            line.sendall(chunk)
        assert line.recv(12) == b"HTTP/1.1 413"
