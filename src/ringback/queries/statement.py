"""Runs the hand-written statements of queries/sql. The only module that holds a raw connection."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, connections  # noqa: TID251 - this is the one place
from django.db.backends.postgresql.psycopg_any import mogrify
from psycopg import Cursor, adapters
from psycopg.pq import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.backends.utils import CursorWrapper

SQL = Path(__file__).parent / "sql"

_MOMENTS = adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT)
"""The driver's own reader of moments. Django puts one in its place that is written in Python, for
databases in another zone than UTC; ours is in UTC, and a page of the queue has three hundred."""


@cache
def text(name: str) -> str:
    """The statement in queries/sql/<name>.sql."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def _cursor() -> Iterator[CursorWrapper]:
    with connection.cursor() as cursor:
        cursor.cursor.adapters.register_loader("timestamptz", _MOMENTS)
        yield cursor


def rows(name: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a named statement with named parameters and return all its rows."""
    with _cursor() as cursor:
        cursor.execute(text(name), values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def together(asked: Iterable[tuple[str, Mapping[str, Any]]]) -> list[list[tuple[Any, ...]]]:
    """Run named statements in one trip; the rows of each.

    Outside a transaction they are one: the database takes statements that are sent together for
    that. Values are put in on this side, as for every statement of Django's.
    """
    each = [mogrify(text(name), values, connection) for name, values in asked]
    with _cursor() as cursor:
        cursor.execute(";\n".join(each))
        answers = [_answer(cursor)]
        while cursor.nextset():
            answers.append(_answer(cursor))
        return answers


def _answer(cursor: CursorWrapper) -> list[tuple[Any, ...]]:
    return cursor.fetchall() if cursor.description else []


def as_sent(name: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a named statement in the database's own binary form: bytes come as they are."""
    with connection.cursor() as cursor, Cursor(cursor.connection) as plain:
        return plain.execute(text(name).encode(), values, binary=True).fetchall()


def run(name: str, values: Mapping[str, Any]) -> int:
    """Run a named statement that returns no rows; answers how many it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text(name), values)
        touched: int = cursor.rowcount
        return touched


def set_practice(practice_id: str) -> None:
    """Tell the database which practice this transaction is about; "" means none."""
    rows("practice", {"practice": practice_id})


def practice() -> str:
    """The practice this transaction is about, or ""."""
    return str(rows("current_practice", {})[0][0])


def without_loops() -> None:
    """For the rest of this transaction, join large sets by hashing, whatever the planner expects.

    For statements over rows so new that it takes them for a few.
    """
    rows("without_loops", {})


def inside_transaction() -> bool:
    """Whether a transaction is open already."""
    return connection.in_atomic_block


def leave() -> None:
    """End every connection of this process, before the process ends itself.

    Left to the interpreter's own end, the pool waits seconds for threads that no longer run.
    """
    for each in connections.all(initialized_only=True):
        each.close()
        if each.settings_dict["OPTIONS"].get("pool"):
            each.close_pool()  # type: ignore[attr-defined]  # of this backend, unknown to the stubs


def lock_key(practice_id: str, *keys: str) -> None:
    """Wait for, and hold until the transaction ends, the right to decide about these keys."""
    rows("lock_keys", {"practice": practice_id, "keys": sorted(set(keys))})


def lock_practice(practice_id: str) -> None:
    """Wait for, and hold until the transaction ends, the right to decide about every key at once.

    It takes no single keys, so it and `lock_key` can never wait for each other in a circle.
    """
    rows("lock_practice", {"practice": practice_id})
