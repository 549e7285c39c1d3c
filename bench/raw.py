"""What the statements cost without the web: the claim, and telling other screens of a change."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import psycopg
from psycopg import ClientCursor

import ringback.queries
from bench import floor
from bench.people import WORKERS
from bench.timing import Aim, in_turns, milliseconds, report
from bench.writes import SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.ground import Ground, Loaded

REPEATS: Final = int(os.environ.get("BENCH_REPEATS", "40"))
COMMITS: Final = 100
"""Commits of one writer in one repeat."""

HALF: Final = Aim(bound=0.5, at_most=False)
SQL: Final = Path(ringback.queries.__file__).parent / "sql"


def claim_sql(ground: Ground) -> None:
    """The product's claim in its scope, with its entry, beside the floor's one statement."""
    with ground.scratch(SIZE) as loaded, _connected(loaded) as connection:
        practice, person = loaded.person("worker0")
        name, beside = "claim in its scope, raw driver", "floor claim, raw driver"
        found = in_turns(
            {
                name: milliseconds(lambda: _claim(connection, practice, person)),
                beside: milliseconds(lambda: connection.execute(floor.CLAIM, [person])),
            },
            repeats=REPEATS * 5,
            unit="ms",
            warm=20,
        )
        report(found[name], beside=found[beside], aim=Aim(bound=2.0))
        report(found[beside])


def telling(ground: Ground) -> None:
    """Commits that tell the other screens, beside the same commits that tell nobody; four writers.

    Telling takes one lock of the whole server until the commit is on the disk.
    """
    with ground.scratch(SIZE) as loaded, ExitStack() as stack:
        writers = [stack.enter_context(_connected(loaded)) for _ in range(WORKERS)]
        practice, person = loaded.person("worker0")
        name, beside = "entries that tell, 4 writers", "entries that do not tell, 4 writers"
        found = in_turns(
            {
                name: _committing(writers, practice, person, changed=True),
                beside: _committing(writers, practice, person, changed=False),
            },
            repeats=7,
            unit="commits/s",
            warm=1,
        )
        report(found[name], beside=found[beside], aim=HALF)
        report(found[beside])


def enter(connection: psycopg.Connection, practice: str, person: str, *, changed: bool) -> None:
    """Write one entry of the journal, in the transaction that is open."""
    connection.execute(_text("practice"), {"practice": practice})
    connection.execute(_text("entry"), _entry(practice, person, "measured", changed=changed))


def _entry(practice: str, person: str, verb: str, *, changed: bool) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "practice": practice,
        "at": datetime.now(UTC),  # noqa: TID251 - the edge of this process
        "actor": person,
        "via": "api",
        "os_user": "",
        "verb": verb,
        "subject_kind": "callback",
        "subject": uuid4(),
        "details": json.dumps({}),
        "refused": False,
        "changed": changed,
    }


def _committing(
    writers: list[psycopg.Connection], practice: str, person: str, *, changed: bool
) -> Callable[[], float]:
    def work(connection: psycopg.Connection) -> None:
        for _ in range(COMMITS):
            with connection.transaction():
                enter(connection, practice, person, changed=changed)

    def measured() -> float:
        begin = perf_counter()
        with ThreadPoolExecutor(len(writers)) as threads:
            for done in [threads.submit(work, each) for each in writers]:
                done.result()
        return len(writers) * COMMITS / (perf_counter() - begin)

    return measured


def _claim(connection: psycopg.Connection, practice: str, person: str) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the edge of this process
    values: dict[str, Any] = {
        **_entry(practice, person, "claimed", changed=True),
        "name": "Pat Worker",
        "lease_until": now + timedelta(minutes=15),
        "lanes": [None],
        "by_lane": None,
    }
    connection.execute(f"{_text('practice')};{_text('claim_next')}", values)


def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _connected(loaded: Loaded) -> psycopg.Connection:
    """The app role's connection, as Django makes it: nothing prepared, values put in here."""
    return psycopg.connect(
        loaded.app.app, autocommit=True, cursor_factory=ClientCursor, prepare_threshold=None
    )
