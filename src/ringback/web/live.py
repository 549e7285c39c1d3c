"""The live stream: what one connection per process hears, fanned out to every open page.

A notification carries ids only; the page then asks for what its own person may see. The stream
holds no database connection and asks every few seconds whether its session may still look.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import aclosing, suppress
from time import monotonic
from typing import TYPE_CHECKING, Final

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from ringback.engine import notices
from ringback.web.middleware import signed_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ringback.rules.access import Actor

WAITING_AT_MOST: Final = 200
"""Unread notifications a slow page may pile up; beyond them it is simply told to look again."""


class Switchboard:
    """Who is listening for which practice, and the one task that hears the database."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    def join(self, practice_id: str) -> asyncio.Queue[str]:
        """Begin to hear of one practice. Call `leave` in the end."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._hear())
        queue: asyncio.Queue[str] = asyncio.Queue(WAITING_AT_MOST)
        self._listeners[practice_id].add(queue)
        return queue

    def leave(self, practice_id: str, queue: asyncio.Queue[str]) -> None:
        """Hear no more."""
        self._listeners[practice_id].discard(queue)

    async def _hear(self) -> None:
        """Listen for ever; after the database was away, tell everybody to look again."""
        while True:
            with suppress(psycopg.Error):
                await self._listen()
            await asyncio.sleep(0.5)

    async def _listen(self) -> None:
        async with aclosing(notices.listen()) as heard:
            async for notice in heard:
                if notice is not None:
                    self._tell(notice.practice_id, notice.callback_id)
                    continue
                for practice_id in list(self._listeners):
                    self._tell(practice_id, "")

    def _tell(self, practice_id: str, callback_id: str) -> None:
        for queue in self._listeners.get(practice_id, ()):
            with suppress(asyncio.QueueFull):
                queue.put_nowait(callback_id)


switchboard = Switchboard()


async def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Server-sent events for the practice of this session; ends when the session does."""
    actor = await sync_to_async(_looking)(request)
    if actor is None:
        return HttpResponse(status=403)
    response = StreamingHttpResponse(
        _events(request, str(actor.practice_id)), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(request: HttpRequest, practice_id: str) -> AsyncIterator[bytes]:
    queue = switchboard.join(practice_id)
    try:
        yield b"retry: 1000\n\nevent: here\ndata: \n\n"
        recheck_at = monotonic() + settings.LIVE_RECHECK_S
        while True:
            if (callback_id := await _heard(queue, recheck_at)) is not None:
                yield f"event: changed\ndata: {callback_id}\n\n".encode()
            # Asked by the clock, not after a silence: a busy practice is never silent.
            if monotonic() < recheck_at:
                continue
            recheck_at = monotonic() + settings.LIVE_RECHECK_S
            if await sync_to_async(_may_still_look)(request, practice_id) is False:
                yield b"event: ended\ndata: \n\n"
                return
            yield b": still here\n\n"
    finally:
        switchboard.leave(practice_id, queue)


async def _heard(queue: asyncio.Queue[str], until: float) -> str | None:
    """What is told next, or None where nothing is until then."""
    with suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, until - monotonic())):
            return await queue.get()
    return None


def _looking(request: HttpRequest) -> Actor | None:
    """Who looks; the connection asked with goes back, or every open page would keep one."""
    try:
        return signed_in(request)
    finally:
        connections.close_all()


def _may_still_look(request: HttpRequest, practice_id: str) -> bool:
    request.session = type(request.session)(request.session.session_key)
    actor = _looking(request)
    return actor is not None and str(actor.practice_id) == practice_id
