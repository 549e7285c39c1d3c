"""Put on the PYTHONPATH of the product by R2 and R19: a process dies as by kill -9 at one moment.

The moment is written into the file FAULT_CRASH names, with tabs between: whose ("web", or "import"
for the command), "before" or "after", what the statement contains (quotes left out) or "COMMIT",
and at which of its times. The file is removed first, so that it happens once.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import psycopg

FUSE = Path(os.environ.get("FAULT_CRASH", "/nonexistent"))
SEEN = {"before": 0, "after": 0}


def _burn(when: str, statement: str) -> None:
    if not FUSE.exists():
        return
    whose, at, text, number = FUSE.read_text("utf-8").split("\t")
    if sys.argv[1:2] != [whose] or at != when or text not in statement.replace('"', ""):
        return
    SEEN[when] += 1
    if SEEN[when] == int(number):
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
