"""What the database says of changes is heard, from the moment listening begins."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

import psycopg
import pytest

from ringback.engine import notices
from ringback.engine.notices import Notice

if TYPE_CHECKING:
    from ringback.engine.addresses import Addresses


def say(road: str, *payloads: str) -> None:
    with psycopg.connect(road, autocommit=True) as connection:
        for payload in payloads:
            connection.execute("SELECT pg_notify('ringback', %s)", [payload])


def test_a_listener_is_told_when_it_begins_and_then_of_every_change(
    roads: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_DIRECT_URL", roads.direct)

    async def hear() -> list[Notice | None]:
        found: list[Notice | None] = []
        async with asyncio.timeout(10), aclosing(notices.listen()) as heard:
            async for notice in heard:
                found.append(notice)
                if notice is None:
                    await asyncio.to_thread(say, roads.app, "here this-one", "here ")
                if len(found) == 3:
                    break
        return found

    assert asyncio.run(hear()) == [
        None,
        Notice(practice_id="here", callback_id="this-one"),
        Notice(practice_id="here", callback_id=""),
    ]


def test_a_listener_learns_that_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_DIRECT_URL", "postgresql://nobody@127.0.0.1:1/nothing")

    async def hear() -> None:
        async for _ in notices.listen():
            pass

    with pytest.raises(psycopg.OperationalError):
        asyncio.run(hear())
