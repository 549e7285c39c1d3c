"""The product's web process and the floor's, each started as it is in life, and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.ground import Loaded

START_LIMIT_S = 30


@contextmanager
def product(loaded: Loaded) -> Iterator[str]:
    """`ringback web` on this database; gives its address."""
    with _running([sys.executable, "-m", "ringback", "web"], loaded, "/healthz") as url:
        yield url


@contextmanager
def unwritten(loaded: Loaded) -> Iterator[str]:
    """The product without its entries (see bench/unwritten.py); gives its address."""
    with _running([sys.executable, "-m", "bench.unwritten"], loaded, "/healthz") as url:
        yield url


@contextmanager
def floor(loaded: Loaded) -> Iterator[str]:
    """The floor on the same database, under the same uvicorn; gives its address."""
    with _running([sys.executable, "-m", "bench.floor"], loaded, "/floor/nothing") as url:
        yield url


@contextmanager
def _running(argv: Sequence[str], loaded: Loaded, ready: str) -> Iterator[str]:
    port = _free_port()
    env = {
        **os.environ,
        **loaded.app.environment(),
        "RINGBACK_DEMO": "1",
        "RINGBACK_PORT": str(port),
        "RINGBACK_SECRET_KEY": "only for measuring",
    }
    process = subprocess.Popen(list(argv), env=env)  # noqa: S603 - our own commands
    try:
        _wait(port, ready, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:  # noqa: PLR2004 - it answers
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not come up")
