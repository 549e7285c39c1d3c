"""The live stream: whoever may no longer look hears nothing more, however busy it is."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING

from django.db import OperationalError, connections
from django.test import Client, RequestFactory

from ringback.models import Membership
from ringback.web import live, middleware
from tests import records
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import pytest
    from django.http import HttpRequest
    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

HERE = "01a20a9e-0000-7000-8000-000000000001"


class Busy(live.Switchboard):
    """A switchboard that hears of a change a hundred times a second, and of no database."""

    async def _hear(self) -> None:
        while True:
            self._tell(HERE, "01a20a9e-0000-7000-8000-000000000002")
            await asyncio.sleep(0.01)


def test_a_busy_stream_ends_as_soon_as_a_silent_one(
    monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper
) -> None:
    settings.LIVE_RECHECK_S = 0.2
    monkeypatch.setattr(live, "switchboard", Busy())
    monkeypatch.setattr(live, "_may_still_look", lambda _request, _practice_id: None)

    async def heard() -> list[bytes]:
        events = live._events(RequestFactory().get("/live"), HERE, "a session")
        async with asyncio.timeout(5):
            return [each async for each in events]

    begun = monotonic()
    found = asyncio.run(heard())
    assert found[-1].startswith(b"event: ended")
    assert any(each.startswith(b"event: changed") for each in found)
    assert monotonic() - begun < 2


class Quiet(live.Switchboard):
    """A switchboard that hears nothing by itself."""

    async def _hear(self) -> None:
        await asyncio.sleep(60)


async def begun(session_key: str) -> AsyncGenerator[bytes]:
    """A stream that has said that it is there."""
    events = live._events(RequestFactory().get("/live"), HERE, session_key)
    assert b"event: here" in await anext(events)
    return events


async def last_of(events: AsyncGenerator[bytes]) -> bytes:
    async with asyncio.timeout(2):
        return [each async for each in events][-1]


def test_a_window_more_than_there_may_be_pauses_the_one_opened_first(
    monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper
) -> None:
    settings.LIVE_RECHECK_S = 60
    board = Quiet()
    monkeypatch.setattr(live, "switchboard", board)

    async def opened() -> tuple[bytes, bytes, int, int]:
        other = await begun("another session")
        own = [await begun("a session") for _ in range(live.STREAMS + 1)]
        paused = await last_of(own[0])
        board._tell(HERE, "an id")
        heard = [await anext(each) for each in (*own[1:], other)]
        counted = len(board._listeners[HERE])
        for each in (*own, other):
            await each.aclose()
        return paused, heard[0], len({*heard}), counted - len(board._listeners[HERE])

    changed = b"event: changed\ndata: an id\n\n"
    found = asyncio.run(opened())
    assert found == (b"event: paused\ndata: \n\n", changed, 1, live.STREAMS + 1)
    assert not board._sessions


def test_another_practices_change_is_heard_by_nobody_here(
    monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper
) -> None:
    settings.LIVE_RECHECK_S = 60
    board = Quiet()
    monkeypatch.setattr(live, "switchboard", board)
    there = "01a20a9e-0000-7000-8000-00000000000f"

    async def heard() -> bytes:
        mine = await begun("a session")
        board._tell(there, "theirs")
        board._tell(HERE, "ours")
        first = await anext(mine)
        await mine.aclose()
        return first

    assert asyncio.run(heard()) == b"event: changed\ndata: ours\n\n"


def test_a_stream_ends_at_once_when_somebody_signs_out_or_becomes_another(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper
) -> None:
    settings.LIVE_RECHECK_S = 60
    board = Quiet()
    monkeypatch.setattr(live, "switchboard", board)
    other = f"/people/{cedar.practice_id}/{cedar.vik.person_id}"

    async def ended(path: str) -> tuple[bytes, bool]:
        client = await asyncio.to_thread(signed_in, cedar.dana)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        mine, others = await begun(key), await begun("another session")
        await asyncio.to_thread(client.post, path)
        board._tell(HERE, "an id nobody of this session may hear")
        last = await last_of(mine)
        still = await anext(others)
        await others.aclose()
        return last, still.startswith(b"event: changed")

    for path in ("/people/leave", other):
        assert asyncio.run(ended(path)) == (b"event: ended\ndata: \n\n", True)


def test_one_who_reads_slowly_ends_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Quiet()
    monkeypatch.setattr(live, "switchboard", board)

    async def ended() -> bytes:
        slow = await begun("a session")
        for _ in range(live.WAITING_AT_MOST + 5):
            board._tell(HERE, "an id")
        board.hang_up("a session")
        await asyncio.sleep(0)
        return await anext(slow)

    assert asyncio.run(ended()) == b"event: ended\ndata: \n\n"


def test_an_open_page_keeps_no_database_connection(cedar: Cast) -> None:
    request = RequestFactory().get("/live")
    request.session = signed_in(cedar.dana).session

    def looked() -> tuple[bool, bool]:
        found = live._looking(request)
        return found is not None, connections["default"].connection is None

    with ThreadPoolExecutor(1) as thread:  # whose connection is its own, as a stream's is
        assert thread.submit(looked).result() == (True, True)


def test_a_database_that_is_away_before_any_view_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(_request: HttpRequest) -> None:
        raise OperationalError

    monkeypatch.setattr(middleware.standing, "person_id", away)
    answer = Client().get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_it_hears_nothing_of_the_queue_and_that_is_written_down(cedar: Cast) -> None:
    answer = signed_in(cedar.ines).get("/live")
    assert answer.status_code == 403
    assert len(records.journal(cedar, "watched", refused=True)) == 1
    assert b'data-live="' not in signed_in(cedar.ines).get("/").content


def test_whoever_may_no_longer_see_the_queue_hears_no_more(cedar: Cast) -> None:
    request = RequestFactory().get("/live")
    request.session = signed_in(cedar.dana).session
    where = str(cedar.practice_id)
    assert live._may_still_look(request, where) == ""
    them = Membership.objects.filter(person_id=cedar.dana.person_id)
    them.update(roles=["auditor"])
    assert live._may_still_look(request, where) is None
