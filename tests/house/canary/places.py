"""Every place that no screen of a patient's is, and what stands there after the journey."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from ringback.engine import addresses, session
from ringback.models.privacy import FIELDS
from ringback.rules.access import FieldClass
from tests.house.canary.house import engine_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.house.canary.house import House

PATIENTS = {FieldClass.CONTACT, FieldClass.IDENTIFIER, FieldClass.WORDS, FieldClass.CLINICAL}
SUGGESTED = ("script_suggestion", "text")
"""Words for everybody's scripts; whoever writes a name there shows it to whoever decides."""

COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
 WHERE table_schema = 'public' ORDER BY 1, 2
"""

Kept = tuple[str, str | bytes]


def everything(house: House) -> Iterator[Kept]:
    """All of it, with where it stood."""
    for found in house.kept.values():
        yield from found
    yield "log of the processes", house.log.read_bytes()
    yield "log of the database", engine_log(house).read_bytes()
    for mail in list(house.post.kept):
        yield "a mail", mail
    yield from files(house)
    with closing(connected(house)) as admin:
        yield from rows(admin)


def connected(house: House) -> psycopg.Connection[Any]:
    """The database, past its walls; the first connection did not outlive what was done to it."""
    road = addresses.at(session.cluster(house.home).admin(), addresses.DATABASE)
    return psycopg.connect(road, autocommit=True)


def files(house: House) -> Iterator[Kept]:
    """Every file of the home and the folder for temporary ones, but the database's own."""
    for top in (house.home, house.temp):
        for path in sorted(top.rglob("*")):
            own = path.relative_to(top).parts
            if "data" in own or any(each.startswith("binaries-") for each in own):
                continue
            yield f"name of a file: {path.name}", str(path.relative_to(top))
            if path.is_file():
                yield f"file {path.name}", _read(path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # gone again
        return b""


def rows(admin: psycopg.Connection[Any]) -> Iterator[Kept]:
    """Every column of every table, but those whose class says that they are of a patient."""
    own = {
        (table, name)
        for table, classes in FIELDS.items()
        for kind, names in classes.items()
        if kind in PATIENTS
        for name in names.split()
    } | {SUGGESTED}
    for table, column in admin.execute(COLUMNS).fetchall():
        if (table, column) in own:
            continue
        asked = sql.SQL("SELECT {}::text FROM {} WHERE {} IS NOT NULL").format(
            sql.Identifier(column), sql.Identifier(table), sql.Identifier(column)
        )
        for (value,) in admin.execute(asked).fetchall():
            yield f"table {table}.{column}", value
