"""How much processor time the server spent: what a busy machine does not stretch as it does waits.

Read where the kernel tells it (Linux); elsewhere it stays unknown.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCESSES: Final = Path("/proc")
A_SECOND: Final = os.sysconf("SC_CLK_TCK")
PARENT, USER, SYSTEM = 1, 11, 12
"""Where the fields stand behind the name of the program, see proc(5)."""


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Seconds of processor: of the web process, and of its connections at the database."""

    web: float
    database: float

    def since(self, before: Spent) -> Spent:
        """What was spent from then to now."""
        return Spent(web=self.web - before.web, database=self.database - before.database)

    def for_each(self, requests: int) -> dict[str, float]:
        """Milliseconds for each of so many requests."""
        found = {"web": self.web, "database": self.database}
        return {f"{name}_ms": round(1000 * each / requests, 1) for name, each in found.items()}


def spent(database: str) -> Spent | None:
    """What our children and the connections to this database have spent by now."""
    if not (PROCESSES / "self" / "stat").exists():
        return None
    web = at_database = 0.0
    for command, parent, seconds in _running():
        if parent == os.getpid():
            web += seconds
        elif command.startswith("postgres:") and f" {database} " in command:
            at_database += seconds
    return Spent(web=web, database=at_database)


def _running() -> Iterator[tuple[str, int, float]]:
    """Every process: its command, whose child it is, the seconds it ran."""
    for each in PROCESSES.glob("[0-9]*"):
        try:
            command = (each / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
            fields = (each / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        ran = (int(fields[USER]) + int(fields[SYSTEM])) / A_SECOND
        yield command, int(fields[PARENT]), ran
