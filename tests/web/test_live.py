"""The live stream: whoever may no longer look hears nothing more, however busy it is."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from django.test import RequestFactory

from ringback.web import live

if TYPE_CHECKING:
    import pytest
    from pytest_django.fixtures import SettingsWrapper

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
