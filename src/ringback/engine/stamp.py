"""Which version of the tables a database has, told cheaply: a remark on the migrations' own table.

Asking the framework whether anything is to be migrated takes half a second of every start; reading
this takes a millisecond. The remark travels with a backup, because it lies in the database.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

PACKAGE = Path(__file__).resolve().parents[1]

_READ = "SELECT obj_description(to_regclass('django_migrations'), 'pg_class')"


def of_code() -> str:
    """Return what the tables of this code look like: its migrations, its apps, its framework."""
    found = hashlib.sha256(f"{version('django')} {version('django-allauth')}".encode())
    for path in [PACKAGE / "config/settings.py", *sorted((PACKAGE / "migrations").glob("*.py"))]:
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"ringback {found.hexdigest()[:32]}"


def read(url: str) -> str:
    """Return the database's remark, "" where there is none. Raises psycopg.Error."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(_READ).fetchone()
    return str(row[0]) if row and row[0] else ""


def write(owner: str, remark: str) -> None:
    """Leave the remark, as the tables' owner. Raises psycopg.Error."""
    statement = sql.SQL("COMMENT ON TABLE django_migrations IS {}").format(sql.Literal(remark))
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(statement)
