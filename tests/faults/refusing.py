"""R14: a server that could lose what it acknowledged is not served from."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import psycopg

from ringback.engine import session
from tests.faults.server import SOURCE, a_home, copy, environment, free_port, serve, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.server import Seed

LIMIT_S = 40.0
LOST = "saved work can be lost when the power fails"
UNSAFE = {
    "fsync": LOST,
    "full_page_writes": "a page half written when the power fails stays broken",
    "synchronous_commit": "saved work can be lost in a crash",
    "data_checksums": "a damaged page would not be noticed",
}
"""Each setting and what the sentence says of it."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How `ringback serve` ended: its exit code (None: it served) and all it said."""

    code: int | None
    said: str


def run(seed: Seed, settings: tuple[str, ...] = tuple(UNSAFE), source: Path = SOURCE) -> list[str]:
    """Turn each setting off, one home each, and serve."""
    wrong = []
    for name in settings:
        with _home_with(seed, name) as home:
            ended = _served(home, source)
        words = (
            f"ringback: The database is not safe for patient data: {name} is off: {UNSAFE[name]}.\n"
        )
        if ended.code != 1:
            wrong.append(f"{name} off: exit code {ended.code}, 1 was due")
        if ended.said != words:
            wrong.append(f"{name} off: it said {ended.said!r}")
    return wrong


@contextmanager
def _home_with(seed: Seed, name: str) -> Iterator[Path]:
    """A stopped home in which this setting is off."""
    with a_home() as home:
        copy(seed, home)
        if name == "data_checksums":
            found = session.cluster(home)
            found.place.account.must(
                found.binaries.tool("pg_checksums"), "--disable", "-D", found.place.data
            )
        else:
            _set_off(home, name)
        yield home


def _set_off(home: Path, name: str) -> None:
    with session.use(home):
        admin = session.cluster(home).admin()
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET {name} = off")


def _served(home: Path, source: Path) -> Ending:
    """Serve until it ends by itself; one that serves is stopped and has failed."""
    port, log = free_port(), home.parent / "said"
    with log.open("wb") as said:
        process = serve(environment(home, port, source), said)
    until(lambda: process.poll() is not None or _answers(port), LIMIT_S)
    code = process.poll()
    if code is None:
        process.terminate()
        process.wait(LIMIT_S)
    return Ending(code=code, said=log.read_text("utf-8"))


def _answers(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5, trust_env=False)
    except httpx.TransportError:
        return False
    return True
