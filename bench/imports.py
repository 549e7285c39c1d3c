"""Putting a phone log of 100,000 rows in the queue, beside a raw COPY of what it stored.

The import runs in a process of its own, as the app role, so that its memory can be read; COPY runs
as the superuser into bare tables with the same columns, indexes and checks.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import psycopg

from bench.ground import Size
from bench.timing import Aim, Series, report

if TYPE_CHECKING:
    from bench.ground import Ground, Loaded

ROWS: Final = 100_000
REPEATS: Final = 3
BESIDE: Final = Size(rows=1000, open=1000)
MAKER: Final = Path(__file__).parent.parent / "tests" / "channels" / "calllog" / "make_logs.py"


def measure(ground: Ground) -> None:
    """The whole pipeline, its memory, and the set-wise load beside COPY."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Master.csv"
        with file.open("w") as out:
            make = [sys.executable, str(MAKER), str(ROWS)]
            subprocess.run(make, stdout=out, check=True)  # noqa: S603 - our own program
        runs, copies = [], []
        for _ in range(REPEATS):
            with ground.scratch(BESIDE) as loaded:
                runs.append(_imported(loaded, file))
                copies.append(runs[-1]["stored"] / _copied(loaded))
    _report(runs, copies)


def _report(runs: list[dict[str, Any]], copies: list[float]) -> None:
    whole = [ROWS / (run["read"] + run["load"]) for run in runs]
    loads = [run["stored"] / run["load"] for run in runs]
    report(
        Series(name="import, whole log", unit="log rows/s", figures=whole),
        stored=runs[0]["stored"],
        opened=runs[0]["opened"],
    )
    report(Series(name="import, memory", unit="MB", figures=[run["mb"] for run in runs]))
    report(Series(name="import, CPU of the client", unit="s", figures=[r["cpu"] for r in runs]))
    copy = Series(name="raw COPY of the arrivals and callbacks", unit="calls/s", figures=copies)
    report(copy)
    load = Series(name="import, set-wise load", unit="calls/s", figures=loads)
    report(load, beside=copy, aim=Aim(bound=0.2, at_most=False))


def _imported(loaded: Loaded, file: Path) -> dict[str, Any]:
    practice, person = loaded.person("owner0")
    command = [sys.executable, "-m", "bench.imports", str(file), practice, person]
    env = {**os.environ, "DATABASE_URL": loaded.app.app}
    env.pop("DATABASE_OWNER_URL", None)
    done = subprocess.run(  # noqa: S603 - our own program
        command, env=env, check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _copied(loaded: Loaded) -> float:
    """Seconds to COPY the same arrivals and callbacks, committed."""
    seconds = 0.0
    with psycopg.connect(loaded.admin, autocommit=True) as connection:
        for table in ("callback", "arrival"):
            connection.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            wanted = f"COPY (SELECT * FROM {table} WHERE batch_id IS NOT NULL) TO STDOUT"  # noqa: S608
            with connection.cursor().copy(wanted) as out:
                rows = b"".join(bytes(piece) for piece in out)
            begin = perf_counter()
            with connection.cursor().copy(f"COPY bare_{table} FROM STDIN") as into:
                into.write(rows)
            seconds += perf_counter() - begin
    return seconds


def _one(file: str, practice: str, person: str) -> dict[str, float]:
    """One import, in this process."""
    import django  # noqa: PLC0415 - only this process needs it

    os.environ["DJANGO_SETTINGS_MODULE"] = "ringback.config.settings"
    django.setup()
    from ringback.actions import loading  # noqa: PLC0415
    from ringback.actions.imports import Reading  # noqa: PLC0415
    from ringback.channels.calllog import intake  # noqa: PLC0415
    from ringback.engine.wallclock import now  # noqa: PLC0415
    from ringback.queries import imports  # noqa: PLC0415
    from ringback.queries import person as people  # noqa: PLC0415

    by = people.actor(UUID(person), UUID(practice), via="cli")
    if by is None:
        raise LookupError(person)
    begin = perf_counter()
    batch_id = intake.bring(Path(file), Reading(), name="Master.csv", by=by, now=now())
    read = perf_counter()
    while not loading.load_chunk(batch_id, by=by, now=now()).finished:
        pass
    end = perf_counter()
    batch = imports.batch(by, batch_id)
    if batch is None:
        raise LookupError(str(batch_id))
    return {
        "read": read - begin,
        "load": end - read,
        "stored": batch.done["stored"],
        "opened": batch.done["opened"],
        "cpu": process_time(),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


if __name__ == "__main__":
    print(json.dumps(_one(*sys.argv[1:])))
