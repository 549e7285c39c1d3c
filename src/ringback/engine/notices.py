"""The database's word that something changed: one connection that only listens.

It reads nobody's data. A notice holds two ids, a practice's and a callback's, written by the
journal's trigger; whoever is told then asks for what they may see, inside a scope. See ADR 9.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something changed at this practice: this callback, or "" for something else."""

    practice_id: str
    callback_id: str


async def listen() -> AsyncGenerator[Notice | None]:
    """Every notice from now on. None comes first: what was before, nobody here has heard.

    Raises psycopg.Error when the database goes away. Needs a direct road: a notice does not come
    through a pool of connections.
    """
    road = os.environ["DATABASE_DIRECT_URL"]
    async with await psycopg.AsyncConnection.connect(road, autocommit=True) as connection:
        await connection.execute("LISTEN ringback")
        yield None
        async for heard in connection.notifies():
            practice_id, _, callback_id = heard.payload.partition(" ")
            yield Notice(practice_id=practice_id, callback_id=callback_id)
