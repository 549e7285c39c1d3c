"""The ground of R3 and R4: a home's database, a twin of a mail server, and workers to be harmed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg

from ringback.channels.email import message, twin
from ringback.engine import addresses, session
from tests.faults.server import SOURCE, a_home, copy, environment
from tests.twins import SENDER, a_twin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ringback.channels.email.twin import Twin
    from tests.faults.server import Seed

NOTE = """
INSERT INTO outbox (id, practice_id, kind, payload, dedupe_key, created_at, not_before, tries,
                    error)
SELECT gen_random_uuid(), %(practice)s, 'contact_changed',
       jsonb_build_object('person', %(person)s::text, 'what', 'phone'),
       'mail ' || number, now(), now(), 0, ''
  FROM generate_series(1, %(mails)s) AS number
"""
ENDS = """
SELECT (details->>'try')::int, refused, count(*) FROM journal
 WHERE verb = 'mail sent' GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass
class Post:
    """Where workers run: their environment, the twin they send through, the database behind it."""

    practice: UUID
    twin: Twin
    env: Mapping[str, str]
    admin: psycopg.Connection[Any]
    mails: int
    log: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> subprocess.Popen[bytes]:
        """One more worker, as `ringback serve` starts it."""
        with self.log.open("ab") as said:
            worker = subprocess.Popen(
                [sys.executable, "-m", "ringback.jobs.worker"],
                env=dict(self.env),
                stdout=said,
                stderr=said,
                cwd="/",
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill -9, and gone."""
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    def count(self, where: str) -> int:
        """How many mails are so."""
        found = self.admin.execute(f"SELECT count(*) FROM outbox WHERE {where}").fetchone()
        return int(found[0]) if found else 0

    def ends(self) -> list[tuple[int, bool, int]]:
        """Per try: whether its mark was refused, and how many such entries the journal has."""
        return [tuple(row) for row in self.admin.execute(ENDS).fetchall()]  # type: ignore[misc]

    def names(self) -> list[str]:
        """The Message-ID of every mail that reached the twin."""
        return [twin.read(each).message_id for each in list(self.twin.kept)]

    def expected(self) -> set[str]:
        """The Message-ID of every mail there is."""
        return {
            message.message_id(self.practice, f"mail {number}", SENDER)
            for number in range(1, self.mails + 1)
        }

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")


@contextmanager
def posted(seed: Seed, mails: int, source: Path = SOURCE, **env: str) -> Iterator[Post]:
    """So many mails waiting, and nobody sending them yet."""
    with a_home() as home:
        copy(seed, home)
        with session.use(home) as roads, a_twin() as server:
            url = addresses.at(session.cluster(home).admin(), addresses.DATABASE)
            with psycopg.connect(url, autocommit=True) as admin:
                asked = {"practice": seed.practice, "person": seed.people[0].id, "mails": mails}
                admin.execute(NOTE, asked)
                found = Post(
                    practice=UUID(seed.practice),
                    twin=server,
                    env=environment(home, 0, source)
                    | roads.serving().environment()
                    | {"EMAIL_URL": server.url, "EMAIL_FROM": SENDER}
                    | {"RINGBACK_SECRET_KEY": "invented", "RINGBACK_OUTBOX_EVERY_S": "0.1"}
                    | {"DJANGO_SETTINGS_MODULE": "ringback.config.settings"}
                    | env,
                    admin=admin,
                    mails=mails,
                    log=home.parent / "said",
                )
                try:
                    yield found
                finally:
                    _end(found)


def _end(found: Post) -> None:
    for worker in found.workers:
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
