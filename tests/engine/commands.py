"""Commands of the tests: other processes that use a home, as this person or as another."""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from ringback.engine import session

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = os.geteuid() == 0
SOURCE = Path(session.__file__).resolve().parents[2]
PACKAGES = Path(psycopg.__file__).resolve().parents[1]

HOLD = """
import sys
from pathlib import Path
from ringback.engine import session, signals
with signals.stoppable(), session.use(Path(sys.argv[1])) as roads:
    print(roads.app, flush=True)
    sys.stdin.read()
"""
"""A command that uses a home until its input ends."""


@dataclass
class Runner:
    """Runs Python as this person, or as another account of the system."""

    python: str
    account: str | None = None

    def start(self, code: str, *args: object, **more: Any) -> subprocess.Popen[str]:
        identity: dict[str, Any] = {}
        if self.account:
            entry = pwd.getpwnam(self.account)
            identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        return subprocess.Popen(
            [self.python, "-c", code, *map(str, args)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env=environment(),
            **{**identity, **more},
        )

    def run(self, code: str, *args: object) -> tuple[int, str, str]:
        process = self.start(code, *args)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err


def environment() -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{SOURCE}:{PACKAGES}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def until(condition: Callable[[], object], limit_s: float = 15) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def read(command: subprocess.Popen[str]) -> str:
    """The first line a command prints; when it prints none, the test fails with its complaint."""
    assert command.stdout is not None
    line = command.stdout.readline()
    if not line:
        raise AssertionError(command.communicate()[1])
    return line.strip()
