"""Refuse a server that could lose what it acknowledged, or an app role that sees past its practice.

What is asked is asked over the app role's own connection: a setting can be turned off for one role
or one database, and what counts is what serving gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from ringback.engine.trouble import UnsafeServer

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = {
    "fsync": "saved work can be lost when the power fails",
    "full_page_writes": "a page half written when the power fails stays broken",
    "synchronous_commit": "saved work can be lost in a crash",
}
"""Each must not be off, and what it would mean if it were."""

CHECKSUMS = "data_checksums is off: a damaged page would not be noticed"

ROLE_QUERY = """\
SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolreplication,
       EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND datdba = r.oid),
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')
                  AND n.nspname !~ '^pg_')
  FROM pg_roles r, pg_roles me
 WHERE me.rolname = current_user
   AND CASE WHEN me.rolsuper THEN r.oid = me.oid ELSE pg_has_role(me.oid, r.oid, 'MEMBER') END
 ORDER BY r.rolname
"""
"""The app role and every role it could become (a superuser is every role: itself says enough)."""

OLDEST = 15
"""The oldest major version that has everything our SQL uses."""

POWERS = (
    "is a superuser",
    "bypasses row-level security",
    "may copy the whole server",
    "owns the database",
    "owns tables",
)


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What is wrong with a server: what refuses it, and what is only said."""

    refusals: tuple[str, ...]
    warnings: tuple[str, ...]


def examine(app: str, *, embedded: bool) -> Findings:
    """Read what the app role gets at this URL. Raises psycopg.Error when it cannot be reached."""
    with psycopg.connect(app, autocommit=True) as connection:
        refusals = (*_version(connection), *_settings(connection), *_role(connection))
        checksums = () if _shown(connection, "data_checksums") == "on" else (CHECKSUMS,)
    if embedded:
        return Findings(refusals=(*refusals, *checksums), warnings=())
    return Findings(refusals=refusals, warnings=checksums)


def require(app: str, *, embedded: bool) -> tuple[str, ...]:
    """Return the warnings. Raises UnsafeServer, naming each reason, when the server is refused."""
    found = examine(app, embedded=embedded)
    if found.refusals:
        raise UnsafeServer(found.refusals)
    return found.warnings


def _version(connection: psycopg.Connection) -> Iterator[str]:
    major = connection.info.server_version // 10000
    if major < OLDEST:
        yield f"it is PostgreSQL {major}, and Ringback needs {OLDEST} or newer"


def _settings(connection: psycopg.Connection) -> Iterator[str]:
    for name, consequence in SETTINGS.items():
        if _shown(connection, name) == "off":
            yield f"{name} is off: {consequence}"


def _role(connection: psycopg.Connection) -> Iterator[str]:
    for name, *held in connection.execute(ROLE_QUERY):
        powers = [power for power, has in zip(POWERS, held, strict=True) if has]
        if powers:
            yield f"the role it serves with can act as {name}, which {', '.join(powers)}"


def _shown(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""
