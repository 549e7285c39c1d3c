"""R19: an import is killed half way and begun again; afterwards all is as if it never was."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.server import SOURCE, a_server
from tests.faults.web_killed import CRASH
from tests.numbers import invented

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.faults.server import Seed, Server

PRACTICES = """
import sys
from ringback.cli import ground
from ringback.engine.wallclock import now as clock
with ground.django():
    from ringback.actions import practice
    for slug in sys.argv[1:]:
        practice.establish(
            practice.NewPractice(slug=slug, name=slug, zone="America/New_York", demo=True),
            now=clock(),
        )
"""
CALLS = 2100
"""Two chunks."""
HEADER = "Call ID,Direction,From,To,Start Time,Duration,Result"

LOADED = """
SELECT practice.slug, coalesce(json_agg(each ORDER BY each.external_id)
                                FILTER (WHERE each.practice_id IS NOT NULL), '[]')
  FROM practice LEFT JOIN (
    SELECT arrival.practice_id, arrival.external_id, arrival.kind, arrival.happened_at,
           arrival.phone AS number, arrival.settled, callback.phone, callback.arrivals,
           callback.stage, callback.category, callback.received_at, callback.last_arrival_at,
           callback.due_at, callback.resolve_by, callback.fence,
           min(arrival.external_id) OVER (PARTITION BY arrival.practice_id, callback.id) AS first
      FROM arrival LEFT JOIN callback ON callback.id = arrival.callback_id
  ) AS each ON each.practice_id = practice.id
 GROUP BY practice.slug
"""
"""Everything an import leaves, per practice, without the ids that differ each time."""

LEFT_OVER = """
SELECT practice.slug,
       (SELECT count(*) FROM staged_call WHERE practice_id = practice.id),
       (SELECT count(*) FROM import_batch WHERE practice_id = practice.id),
       (SELECT count(*) FROM import_batch
         WHERE practice_id = practice.id AND finished_at IS NOT NULL),
       (SELECT count(*) FROM bad_row WHERE practice_id = practice.id),
       (SELECT count(*) FROM callback WHERE practice_id = practice.id)
  FROM practice
"""


@dataclass(frozen=True, kw_only=True)
class Point:
    """When the command dies: before or after the so-manieth statement with these words."""

    when: str
    statement: str
    number: int

    @property
    def slug(self) -> str:
        """Each point has a practice of its own."""
        return f"{self.when}-{self.statement.lower().replace(' ', '-')}-{self.number}"


POINTS = (
    Point(when="after", statement="INSERT INTO staged_call", number=1),
    Point(when="after", statement="INSERT INTO callback", number=2),
    *(
        Point(when=when, statement="COMMIT", number=number)
        for number in (2, 3, 4, 5)  # begun, staged, the first chunk, the second
        for when in ("before", "after")
    ),
)
WHOLE = "whole"


def served(seed: Seed, source: Path = SOURCE) -> AbstractContextManager[Server]:
    """A server that keeps the database up between the commands."""
    return a_server(seed, source, PYTHONPATH=f"{CRASH}:{source}")


def run(server: Server, points: Sequence[Point] = POINTS) -> list[str]:
    """Import the same log everywhere, dying at each point once; compare with a whole import."""
    log = server.home.parent / "calls.csv"
    log.write_text(_log(), "utf-8")
    made = _python(server, "-c", PRACTICES, WHOLE, *(each.slug for each in points))
    assert made.returncode == 0, made.stderr
    wrong = [*_imported(server, log, WHOLE)]
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(lambda point: _killed(server, log, point), points):
            wrong += found
    wrong += _differences(server, [each.slug for each in points])
    wrong += _imported(server, log, WHOLE)  # all of it once more changes nothing
    return [*wrong, *_twice(server)]


def _killed(server: Server, log: Path, point: Point) -> list[str]:
    """Die once, go on."""
    fuse = server.home.parent / point.slug
    fuse.write_text(f"import\t{point.when}\t{point.statement}\t{point.number}", "utf-8")
    code = _import(server, log, point.slug, FAULT_CRASH=str(fuse)).returncode
    wrong = [] if code == -9 else [f"{point.slug}: it was not killed, exit code {code}"]
    return wrong + _imported(server, log, point.slug)


def _twice(server: Server) -> list[str]:
    with server.admin() as admin:
        found = admin.execute(
            "SELECT external_id, count(*) FROM arrival JOIN practice ON practice.id = practice_id"
            " WHERE slug = %s GROUP BY external_id",
            [WHOLE],
        ).fetchall()
    if len(found) == CALLS and all(times == 1 for _, times in found):
        return []
    return [f"imported twice, the log of {CALLS} calls is {len(found)} arrivals"]


def _log() -> str:
    rows = [HEADER]
    for number in range(CALLS):
        caller = invented(number * 7 % 1900)  # some call twice
        at = f"2026-11-{16 + number % 5} {8 + number // 60 % 9:02}:{number % 60:02}"
        rows.append(f"call-{number},Inbound,{caller},12025550100,{at},0,Missed")
    rows.insert(100, "broken,Inbound,12025550199,12025550100,no time at all,0,Missed")
    return "\n".join([*rows, ""])


def _imported(server: Server, log: Path, slug: str) -> list[str]:
    done = _import(server, log, slug)
    if done.returncode:
        return [f"{slug}: the import ended with {done.returncode}: {done.stderr[-300:]}"]
    return []


def _import(server: Server, log: Path, slug: str, **env: str) -> subprocess.CompletedProcess[str]:
    return _python(server, "-m", "ringback", "import", str(log), "--practice", slug, **env)


def _python(server: Server, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        env={**server.env, **env},
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        timeout=60,
    )


def _differences(server: Server, slugs: list[str]) -> list[str]:
    with server.admin() as admin:
        loaded = {slug: json.dumps(rows) for slug, rows in admin.execute(LOADED)}
        left = {slug: counts for slug, *counts in admin.execute(LEFT_OVER)}
    whole = json.loads(loaded[WHOLE])
    wrong = [] if len(whole) == CALLS else [f"the whole import has {len(whole)} of {CALLS} calls"]
    for slug in slugs:
        if left[slug] != left[WHOLE]:
            wrong.append(f"{slug}: {left[slug]} are left, {left[WHOLE]} after a whole import")
        if _without_practice(loaded[slug]) != _without_practice(loaded[WHOLE]):
            wrong.append(f"{slug}: the queue is not as after a whole import")
    return wrong


def _without_practice(rows: str) -> list[dict[str, object]]:
    return [
        {name: value for name, value in each.items() if name != "practice_id"}
        for each in json.loads(rows)
    ]
