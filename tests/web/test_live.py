"""The live stream: whoever may no longer look hears nothing more, however busy it is."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING

from django.db import OperationalError, connections
from django.test import Client, RequestFactory

from ringback.web import live, middleware
from tests.signing import signed_in

if TYPE_CHECKING:
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
    monkeypatch.setattr(live, "_may_still_look", lambda _request, _practice_id: False)

    async def heard() -> list[bytes]:
        events = live._events(RequestFactory().get("/live"), HERE)
        async with asyncio.timeout(5):
            return [each async for each in events]

    begun = monotonic()
    found = asyncio.run(heard())
    assert found[-1].startswith(b"event: ended")
    assert any(each.startswith(b"event: changed") for each in found)
    assert monotonic() - begun < 2


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

    monkeypatch.setattr(middleware, "signed_in", away)
    answer = Client().get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
