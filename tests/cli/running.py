"""Real `ringback` processes for the tests: start one, hear it, signal it, see what it leaves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ringback

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = Path(ringback.__file__).resolve().parents[1]


class Command:
    """One running `ringback` command, its words in files so that nothing ever blocks."""

    def __init__(self, home: Path, *args: str, port: int = 0, **env: str) -> None:
        self.home, self.port = home, port
        self.folder = home.with_name(f"{home.name}-said-{time.monotonic_ns()}")
        self.folder.mkdir()
        self.ignored: list[signal.Signals] = []
        self.argv = [sys.executable, "-m", "ringback", *args]
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "PYTHONPATH": str(SOURCE),
            "RINGBACK_HOME": str(home),
            "RINGBACK_PORT": str(port),
            "RINGBACK_DEMO_DAYS": "1",
            **env,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, preexec_fn: Callable[[], Any] | None = None) -> Command:
        with (self.folder / "out").open("wb") as out, (self.folder / "err").open("wb") as err:
            self.process = subprocess.Popen(
                self.argv,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                preexec_fn=preexec_fn,  # noqa: PLW1509 - one thread
                start_new_session=True,
            )
        return self

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def out(self) -> str:
        return (self.folder / "out").read_text()

    def err(self) -> str:
        return (self.folder / "err").read_text()

    def ready(self, limit_s: float = 40) -> Command:
        """Wait for its one line."""
        until(lambda: self.out() or not self.running(), limit_s)
        assert self.out(), self.err()
        return self

    def running(self) -> bool:
        assert self.process is not None
        return self.process.poll() is None

    def ended(self, limit_s: float = 20) -> int:
        assert self.process is not None
        return self.process.wait(limit_s)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.running():
            os.kill(self.pid, how)
        return self.ended()

    def child(self, name: str) -> int | None:
        """The process number of one of its children."""
        ends = {
            "web": ["ringback", "web"],
            "tick": ["-m", "ringback.jobs"],
            "worker": ["-m", "ringback.jobs.worker"],
            "mail": ["-m", "ringback.channels.email.twin"],
        }[name]
        return next((pid for pid in here(self.home) if command_line(pid)[-2:] == ends), None)

    def answers(self, path: str = "healthz", **headers: str) -> int:
        """The status this address answers with; 0 when it does not."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=2) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


def run(home: Path, *args: str, port: int = 0, **env: str) -> tuple[int, str, str]:
    """Run a command to its end: exit code, what it printed, what it complained of."""
    command = Command(home, *args, port=port, **env).start()
    try:
        return command.ended(40), command.out(), command.err()
    finally:
        command.stop()


def here(home: Path) -> list[int]:
    """Every living process that was started for this home, the database's among them.

    What initdb starts names its folder in its environment alone.
    """
    mark, pointer = f"RINGBACK_HOME={home}".encode(), home / "engine-place"
    place = pointer.read_text().strip() if pointer.exists() else str(home)
    numbers = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]
    data = f"{place}/data"
    return [
        pid
        for pid in numbers
        if mark in (told := environment(pid))
        or data in command_line(pid)
        or any(each.startswith(f"PGDATA={data}".encode()) for each in told)
    ]


def environment(pid: int) -> list[bytes]:
    return _read(pid, "environ").split(b"\0")


def command_line(pid: int) -> list[str]:
    return _read(pid, "cmdline").decode().split("\0")[:-1]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def until(condition: Callable[[], object], limit_s: float = 15) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.03)
