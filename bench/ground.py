"""What the measurements stand on: the embedded PostgreSQL, and databases loaded once.

`RINGBACK_BENCH_HOME` names a folder to keep between runs, so that a million rows are loaded once;
without it everything is made in a temporary folder and removed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from ringback.engine import addresses, roles, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.engine.addresses import Addresses

HERE = Path(__file__).parent
LOADING = ("callbacks.sql", "floor.sql", "people.sql")
MIGRATIONS = HERE.parent / "src" / "ringback" / "migrations"


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many callbacks a database holds, and how many of them are open."""

    rows: int
    open: int

    def __str__(self) -> str:
        share = "" if self.open == self.rows else f", {100 * self.open // self.rows} % open"
        return f"{self.rows:,} rows{share}"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A database full of callbacks: how the app reaches it, and how its superuser does."""

    size: Size
    app: Addresses
    admin: str

    def person(self, name: str) -> tuple[str, str]:
        """The ids of the practice and of one of its people, as text."""
        asked = (
            "SELECT practice_id::text, person_id::text FROM membership"
            " JOIN person ON person.id = person_id WHERE email = %s"
        )
        with psycopg.connect(self.admin) as connection:
            found = connection.execute(asked, [f"{name}@bench.example"]).fetchone()
        if found is None:
            raise LookupError(name)
        return found[0], found[1]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A running server, and where its superuser gets in."""

    admin: str

    def loaded(self, size: Size) -> Loaded:
        """The database of this size, loaded now unless a kept home has it already."""
        name = f"bench_{size.rows}_{size.open}_{fingerprint()}"
        if not self._exists(name):
            self._load(name, size)
        return self._at(name, size)

    @contextmanager
    def scratch(self, size: Size) -> Iterator[Loaded]:
        """A fresh copy of such a database, to be written to and thrown away."""
        source = self.loaded(size)
        name = f"bench_scratch_{os.getpid()}_{size.rows}"
        roles.drop_database(self.admin, name)
        roles.create_database(self.admin, name, template=_name_of(source.admin))
        try:
            yield self._at(name, size)
        finally:
            roles.drop_database(self.admin, name)

    def _at(self, name: str, size: Size) -> Loaded:
        here = addresses.at(self.admin, name)
        app = here.replace(addresses.ADMIN_ROLE, addresses.APP_ROLE, 1)
        return Loaded(size=size, app=addresses.Addresses(app=app, direct=app), admin=here)

    def _exists(self, name: str) -> bool:
        with psycopg.connect(self.admin) as connection:
            asked = "SELECT FROM pg_database WHERE datname = %s"
            return connection.execute(asked, [name]).fetchone() is not None

    def _load(self, name: str, size: Size) -> None:
        """Fill beside and rename: a load that was stopped half way is not taken for a whole one."""
        draft = "bench_loading"
        roles.drop_database(self.admin, draft)
        roles.create_database(self.admin, draft, template=self._empty())
        fill(addresses.at(self.admin, draft), size)
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE {draft} RENAME TO "{name}"')

    def _empty(self) -> str:
        """The database with tables and people and no callbacks."""
        name = f"bench_empty_{fingerprint()}"
        if not self._exists(name):
            draft = "bench_preparing"
            roles.drop_database(self.admin, draft)
            roles.prepare(self.admin, draft)
            _run(
                addresses.at(self.admin, draft),
                "django",
                "migrate",
                "--database",
                "owner",
                "-v",
                "0",
            )
            settle(addresses.at(self.admin, draft))
            with psycopg.connect(self.admin, autocommit=True) as connection:
                connection.execute(f'ALTER DATABASE {draft} RENAME TO "{name}"')
        return name


@contextmanager
def ground() -> Iterator[Ground]:
    """The embedded server, running for as long as the body does."""
    with ExitStack() as stack:
        kept = os.environ.get("RINGBACK_BENCH_HOME")
        home = Path(kept or tempfile.mkdtemp(prefix="ringback-bench-"))
        if not kept:
            stack.callback(shutil.rmtree, home, ignore_errors=True)
            stack.callback(session.destroy, home)
        stack.enter_context(session.use(home))
        yield Ground(admin=session.cluster(home).admin())


def fingerprint() -> str:
    """Changes with the tables and with what is loaded, so that nothing stale is measured."""
    loading = (HERE / "people.py", *(HERE / "sql" / name for name in LOADING))
    sources = [*sorted(MIGRATIONS.glob("*.py")), *loading]
    return sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()[:8]


def statement(name: str) -> str:
    """The statement in bench/sql/<name>.sql."""
    return (HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def fill(admin: str, size: Size) -> None:
    """Load the callbacks set-wise, indexes last, and leave the tables as autovacuum would."""
    values = {"rows": size.rows, "open": size.open}
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET session_replication_role = replica")  # keys are known to be right
        indexes = _without_indexes(connection)
        connection.execute(statement("callbacks"), values)
        for each in indexes:
            connection.execute(each)
        connection.execute(statement("floor"))
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def _without_indexes(connection: psycopg.Connection) -> list[str]:
    """Drop the indexes of `callback` that no constraint needs; what makes them again."""
    found = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'callback' AND indexname"
        " NOT IN (SELECT conname FROM pg_constraint)"
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def settle(admin: str) -> None:
    """The practice, its people and their tokens, in a migrated database without any."""
    _run(admin, "bench.people")
    with psycopg.connect(admin) as connection:
        connection.execute(statement("people"))


def _run(admin: str, *module: str) -> None:
    """In a process of its own, as in life: the owner makes the tables, the app the people."""
    app = admin.replace(addresses.ADMIN_ROLE, addresses.APP_ROLE, 1)
    owner = admin.replace(addresses.ADMIN_ROLE, addresses.OWNER_ROLE, 1)
    found = addresses.Addresses(app=app, direct=app, owner=owner)
    env = {
        **os.environ,
        **found.environment(),
        "DJANGO_SETTINGS_MODULE": "ringback.config.settings",
    }
    subprocess.run([sys.executable, "-m", *module], env=env, check=True)  # noqa: S603


def _name_of(url: str) -> str:
    return addresses.parse(url).name
