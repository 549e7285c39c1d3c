"""Put on the web's PYTHONPATH by R2: dies as by kill -9 at one moment of one request.

The moment is written into the file FAULT_CRASH names: "before" or "after", a tab, and what the
statement contains (quotes left out), or "COMMIT". The file is removed first, so that it happens once.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import psycopg

FUSE = Path(os.environ.get("FAULT_CRASH", "/nonexistent"))


def _burn(when: str, statement: str) -> None:
    if sys.argv[-1:] != ["web"] or not FUSE.exists():
        return
    at, _, text = FUSE.read_text("utf-8").partition("\t")
    if at == when and text in statement.replace('"', ""):
        FUSE.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


_execute, _commit = psycopg.Cursor.execute, psycopg.Connection.commit


def execute(self: Any, query: Any, *args: Any, **more: Any) -> Any:
    _burn("before", str(query))
    found = _execute(self, query, *args, **more)
    _burn("after", str(query))
    return found


def commit(self: Any) -> None:
    _burn("before", "COMMIT")
    _commit(self)
    _burn("after", "COMMIT")


psycopg.Cursor.execute = execute  # type: ignore[method-assign]
psycopg.Connection.commit = commit  # type: ignore[method-assign]
