"""A practice's record as the tests fill it, seal it, and break it past every wall."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg

from ringback.actions import ledger
from ringback.engine import addresses
from ringback.models import Seal
from ringback.models.ids import new_id
from ringback.queries import statement
from ringback.queries.scope import scope
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tests.cast import Cast


def seal(cast: Cast, *, now: datetime = NOON, since: str | None = None) -> str:
    """Seal what is there."""
    return ledger.seal(cast.practice_id, now=now, since=since)


def seals(cast: Cast) -> list[tuple[int, UUID]]:
    """Every seal: its position and its entry."""
    with scope(cast.practice_id):
        return list(Seal.objects.order_by("position").values_list("position", "entry_id"))


def hashes(cast: Cast) -> list[bytes]:
    with scope(cast.practice_id):
        return [
            bytes(each) for each in Seal.objects.order_by("position").values_list("hash", flat=True)
        ]


def sealed_day(cast: Cast, *, calls: int = 4) -> Cast:
    """A few calls came in, and what was written of them is sealed."""
    for _ in range(calls):
        came_in(cast.dana)
    seal(cast)
    return cast


def entry(cast: Cast, **given: Any) -> dict[str, Any]:
    """One entry's values, as an action writes them."""
    return {
        "id": new_id(),
        "practice": cast.practice_id,
        "at": NOON,
        "actor": cast.dana.person_id,
        "via": "web",
        "os_user": "",
        "verb": "opened",
        "subject_kind": "callback",
        "subject": uuid4(),
        "details": "{}",
        "refused": False,
        "changed": False,
        **given,
    }


def write(connection: psycopg.Connection[Any], cast: Cast, **given: Any) -> UUID:
    """Write one entry on a connection of one's own; whoever holds it commits."""
    values = entry(cast, **given)
    connection.execute("SELECT set_config('ringback.practice', %s, true)", [str(cast.practice_id)])
    connection.execute(statement.text("entry").encode(), values)
    found: UUID = values["id"]
    return found


@contextmanager
def superuser() -> Iterator[psycopg.Connection[Any]]:
    """Somebody with every right at the database: no wall and no trigger holds them."""
    here = addresses.parse(os.environ["DATABASE_URL"]).name
    with psycopg.connect(addresses.at(os.environ["RINGBACK_TEST_ADMIN"], here)) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection
