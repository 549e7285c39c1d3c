"""Phone logs: how fast one is audited, and how fast its missed calls come into the queue."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

import psycopg

from bench.ground import Size
from bench.timing import Aim, Series, in_turns, report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.ground import Ground, Loaded

ROWS: Final = int(os.environ.get("BENCH_LOG_ROWS", "100000"))
REPEATS: Final = int(os.environ.get("BENCH_LOG_REPEATS", "3"))
MAKER: Final = Path("tests") / "channels" / "calllog" / "make_logs.py"
ZONE: Final = "America/New_York"
A_FEW: Final = Size(rows=1000, open=1000)


def audit(_: Ground) -> None:
    """`ringback audit-day` on an Asterisk log, the start of the command included."""
    peaks: list[float] = []
    command = ("audit-day", "--json", "--zone", ZONE)
    with _log() as log:
        name, beside = "audit-day", "csv.reader alone"
        found = in_turns(
            {
                name: lambda: ROWS / _run([*command, str(log)], {}, peaks),
                beside: lambda: ROWS / _read(log),
            },
            repeats=REPEATS,
            unit="rows/s",
            warm=0,
        )
    report(found[name], beside=found[beside], peak_mb=round(max(peaks)))
    least = Series(name="audit-day, rows per second", unit="rows/s", figures=found[name].figures)
    report(least, aim=Aim(bound=20_000, at_most=False))


def load(ground: Ground) -> None:
    """`ringback import` of the same log into a queue of a thousand, beside COPY of the file."""
    peaks: list[float] = []
    with _log() as log:
        name, beside = "import", "COPY of the same rows"
        found = in_turns(
            {
                name: lambda: ROWS / _imported(ground, log, peaks),
                beside: lambda: ROWS / _copied(ground, log),
            },
            repeats=REPEATS,
            unit="rows/s",
            warm=0,
        )
    report(found[name], beside=found[beside], peak_mb=round(max(peaks)))
    least = Series(name="import, rows per second", unit="rows/s", figures=found[name].figures)
    report(least, aim=Aim(bound=8_000, at_most=False))


@contextmanager
def _log() -> Iterator[Path]:
    """Master.csv of a FreePBX, invented people and numbers."""
    with tempfile.TemporaryDirectory(prefix="ringback-bench-log-") as folder:
        log = Path(folder) / "Master.csv"
        with log.open("wb") as out:
            make = [sys.executable, str(MAKER), str(ROWS)]
            subprocess.run(make, stdout=out, check=True)  # noqa: S603
        yield log


def _run(command: Sequence[str], more: dict[str, str], peaks: list[float]) -> float:
    """Seconds a command of ours takes; its peak memory in MB goes into `peaks`."""
    begin = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, "-m", "ringback", *command],
        env={**os.environ, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    words = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{command[0]} failed: {words.decode()}")
    peaks.append(used.ru_maxrss / 1024)
    return perf_counter() - begin


def _read(log: Path) -> float:
    begin = perf_counter()
    with log.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass
    return perf_counter() - begin


def _imported(ground: Ground, log: Path, peaks: list[float]) -> float:
    with ground.scratch(A_FEW) as loaded:
        env = {**loaded.app.environment(), "RINGBACK_DEMO": "1", "RINGBACK_SECRET_KEY": "bench"}
        command = ["import", str(log), "--practice", "bench", "--zone", ZONE]
        return _run(command, env, peaks)


def _copied(ground: Ground, log: Path) -> float:
    """The rows of the file into a table without walls, one column per field."""
    with ground.scratch(A_FEW) as loaded, log.open("rb") as file:
        return _copy(loaded, file.read())


def _copy(loaded: Loaded, content: bytes) -> float:
    columns = ", ".join(f"c{number} text" for number in range(18))
    with psycopg.connect(loaded.admin, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE bench_copy ({columns})")
        begin = perf_counter()
        with connection.cursor().copy("COPY bench_copy FROM STDIN (FORMAT csv)") as copy:
            copy.write(content)
        return perf_counter() - begin
