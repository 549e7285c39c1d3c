from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from ringback.engine import roles, safety, session
from ringback.engine.trouble import UnsafeServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringback.engine.addresses import Addresses


@pytest.fixture
def admin(roads: Addresses) -> Iterator[psycopg.Connection]:
    """A superuser whose mischief is undone after the test."""
    with psycopg.connect(roads.admin or "", autocommit=True) as connection:
        yield connection
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute("ALTER ROLE ringback_app RESET synchronous_commit")
        connection.execute("REVOKE ringback_owner FROM ringback_app")
        connection.execute("SELECT pg_reload_conf()")
    roles.prepare(roads.admin or "")


def test_the_server_that_comes_with_the_product_is_safe(roads: Addresses) -> None:
    assert safety.examine(roads.app, embedded=True) == safety.Findings(refusals=(), warnings=())


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_setting_that_loses_acknowledged_work_is_refused_by_name(
    roads: Addresses, admin: psycopg.Connection, name: str
) -> None:
    admin.execute(f"ALTER SYSTEM SET {name} = off")
    admin.execute("SELECT pg_reload_conf()")
    wait_until_off(roads, name)
    for embedded in (True, False):
        with pytest.raises(UnsafeServer, match=f"{name} is off"):
            safety.require(roads.app, embedded=embedded)


def test_every_unsafe_setting_is_named_at_once(roads: Addresses, admin: psycopg.Connection) -> None:
    admin.execute("ALTER SYSTEM SET fsync = off")
    admin.execute("ALTER SYSTEM SET full_page_writes = off")
    admin.execute("SELECT pg_reload_conf()")
    wait_until_off(roads, "full_page_writes")
    with pytest.raises(UnsafeServer) as refusal:
        safety.require(roads.app, embedded=True)
    assert [reason.split()[0] for reason in refusal.value.reasons] == ["fsync", "full_page_writes"]


def test_a_setting_turned_off_for_the_app_role_alone_is_found(
    roads: Addresses, admin: psycopg.Connection
) -> None:
    admin.execute("ALTER ROLE ringback_app SET synchronous_commit = off")
    with pytest.raises(UnsafeServer, match="synchronous_commit is off"):
        safety.require(roads.app, embedded=True)


@pytest.mark.parametrize(
    ("mischief", "word"),
    [
        ("ALTER ROLE ringback_app SUPERUSER", "superuser"),
        ("ALTER ROLE ringback_app BYPASSRLS", "bypasses row-level security"),
        ("ALTER ROLE ringback_app REPLICATION", "copy the whole server"),
        ("ALTER DATABASE ringback OWNER TO ringback_app", "ringback_app, which owns the database"),
        ("GRANT ringback_owner TO ringback_app", "ringback_owner, which owns the database"),
    ],
)
def test_an_app_role_with_a_way_around_row_level_security_is_refused(
    roads: Addresses, admin: psycopg.Connection, mischief: str, word: str
) -> None:
    admin.execute(mischief)
    with pytest.raises(UnsafeServer, match=word):
        safety.require(roads.app, embedded=False)


def test_an_app_role_that_owns_a_table_is_refused(
    roads: Addresses,
) -> None:
    with psycopg.connect(roads.admin or "") as connection:
        connection.execute("CREATE TABLE own (id int)")
        connection.execute("ALTER TABLE own OWNER TO ringback_app")
    try:
        with pytest.raises(UnsafeServer, match="ringback_app, which owns tables"):
            safety.require(roads.app, embedded=False)
    finally:
        with psycopg.connect(roads.app) as connection:
            connection.execute("DROP TABLE own")


def test_without_checksums_the_embedded_server_is_refused_and_an_external_one_warned_about(
    spare: Path,
) -> None:
    found = session.cluster(spare)
    found.place.account.must(
        found.binaries.tool("pg_checksums"), "--disable", "-D", found.place.data
    )
    with pytest.raises(UnsafeServer, match="data_checksums is off"), session.use(spare):
        pass
    assert found.pid() is None
    found.start()
    try:
        warnings = safety.require(found.addresses().app, embedded=False)
    finally:
        found.stop()
    assert warnings == (safety.CHECKSUMS,)


def test_an_operators_unsafe_setting_stops_the_start_and_leaves_nothing_running(
    spare: Path,
) -> None:
    with session.use(spare) as roads, psycopg.connect(roads.admin or "", autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")
    with pytest.raises(UnsafeServer, match="fsync is off"), session.use(spare):
        pass
    assert session.cluster(spare).pid() is None


def test_a_server_that_is_too_old_is_refused(
    roads: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "OLDEST", 99)
    with pytest.raises(UnsafeServer, match="it is PostgreSQL 18, and Ringback needs 99"):
        safety.require(roads.app, embedded=True)


def wait_until_off(roads: Addresses, name: str) -> None:
    """A reload reaches new connections a moment after it was asked for."""
    for _ in range(100):
        with psycopg.connect(roads.app) as connection:
            if connection.execute(f"SHOW {name}").fetchone() == ("off",):
                return
    raise AssertionError(name)
