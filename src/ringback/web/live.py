"""The live stream: what one connection per process hears, fanned out to every open page.

A notification carries ids only; the page then asks for what its own person may see. The stream
holds no database connection and asks every few seconds whether its session may still look.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final
from uuid import UUID

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from ringback.actions import opening, presence
from ringback.actions.act import NotPermitted
from ringback.engine import notices
from ringback.engine.wallclock import now as clock
from ringback.rules.access import Permission, refusals
from ringback.rules.signedin import Standing
from ringback.web import silence, standing

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from ringback.queries.person import AtWork
    from ringback.rules.access import Actor

WAITING_AT_MOST: Final = 200
"""Unread notifications a slow page may pile up; beyond them it is simply told to look again."""


STREAMS: Final = 4
"""Open streams of one session. A browser makes six connections to an address, and a stream keeps
one for itself: with six streams no page would load any more. One stream more pauses the oldest."""

ENDED: Final = "ended"
PAUSED: Final = "paused"


@dataclass(eq=False, kw_only=True)
class Listener:
    """One open page: what it is yet to be told, and the word it ends with."""

    practice_id: str
    session_key: str
    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(WAITING_AT_MOST))
    last_word: str = ""

    def tell(self, callback_id: str) -> None:
        """Say that something changed, unless too much is unread already."""
        with suppress(asyncio.QueueFull):
            self.waiting.put_nowait(callback_id)

    def end(self, word: str) -> None:
        """Close it with this word; what is unread stays unread."""
        self.last_word = word
        self.tell("")  # wakes it; one with much unread is awake


class Switchboard:
    """Who is listening for which practice, and the one task that hears the database."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._sessions: defaultdict[str, list[Listener]] = defaultdict(list)
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def join(self, practice_id: str, session_key: str) -> Listener:
        """Begin to hear of one practice. Call `leave` in the end."""
        self._loop = asyncio.get_running_loop()
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._hear())
        listener = Listener(practice_id=practice_id, session_key=session_key)
        self._listeners[practice_id].add(listener)
        own = self._sessions[session_key]
        while len(own) >= STREAMS:
            own.pop(0).end(PAUSED)
        own.append(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Hear no more."""
        self._listeners[listener.practice_id].discard(listener)
        own = self._sessions[listener.session_key]
        if listener in own:
            own.remove(listener)
        if not own:
            del self._sessions[listener.session_key]

    def hang_up(self, session_key: str) -> None:
        """Close every stream of a session that ends, at once. From any thread.

        Streams of the same session in other processes end when they next ask whether they may.
        """
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end, session_key)

    def _end(self, session_key: str) -> None:
        for listener in self._sessions.get(session_key, ()):
            listener.end(ENDED)

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
        for listener in self._listeners.get(practice_id, ()):
            listener.tell(callback_id)


switchboard = Switchboard()


@require_safe
async def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Server-sent events for the practice of this session; ends when the session does."""
    actor = await sync_to_async(_beginning)(request)
    if actor is None:
        return HttpResponse(status=403)
    events = _events(request, str(actor.practice_id), request.session.session_key or "")
    if tab := _tab(request):
        events = _until_closed(events, tab, actor)
    response = StreamingHttpResponse(events, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(
    request: HttpRequest, practice_id: str, session_key: str
) -> AsyncGenerator[bytes]:
    listener = switchboard.join(practice_id, session_key)
    told = ""
    try:
        yield b"retry: 1000\n\nevent: here\ndata: \n\n"
        recheck_at = monotonic() + settings.LIVE_RECHECK_S
        while True:
            callback_id = await _heard(listener.waiting, recheck_at)
            if listener.last_word:
                yield _last(listener.last_word)
                return
            if callback_id is not None:
                yield f"event: changed\ndata: {callback_id}\n\n".encode()
            # Asked by the clock, not after a silence: a busy practice is never silent.
            if monotonic() < recheck_at:
                continue
            recheck_at = monotonic() + settings.LIVE_RECHECK_S
            silent = await sync_to_async(_may_still_look)(request, practice_id)
            if silent is None:
                yield _last(ENDED)
                return
            if silent != told:
                told = silent
                yield f"event: silent\ndata: {silent}\n\n".encode()
            yield b": still here\n\n"
    finally:
        switchboard.leave(listener)


async def _until_closed(
    events: AsyncGenerator[bytes], tab: UUID, actor: Actor
) -> AsyncGenerator[bytes]:
    """The same; when it ends, the page it belonged to is open no more."""
    try:
        async with aclosing(events):
            async for each in events:
                yield each
    finally:
        task = asyncio.get_running_loop().create_task(_closed(tab, actor))
        _closing.add(task)
        task.add_done_callback(_closing.discard)


_closing: Final[set[asyncio.Task[None]]] = set()
"""What is still being written of pages that were closed: a stream that ends cannot wait for it."""


async def _closed(tab: UUID, actor: Actor) -> None:
    await sync_to_async(_forget)(tab, actor)


def _forget(tab: UUID, actor: Actor) -> None:
    """A database that is away is no trouble here: the clockwork forgets what falls silent."""
    try:
        with suppress(Error):
            presence.gone(tab, by=actor)
    finally:
        connections.close_all()


def _tab(request: HttpRequest) -> UUID | None:
    """The mark of the page that listens, where it is one of a callback."""
    try:
        return UUID(request.GET.get("tab", ""))
    except ValueError:
        return None


def _last(word: str) -> bytes:
    return f"event: {word}\ndata: \n\n".encode()


async def _heard(queue: asyncio.Queue[str], until: float) -> str | None:
    """What is told next, or None where nothing is until then."""
    with suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, until - monotonic())):
            return await queue.get()
    return None


def _beginning(request: HttpRequest) -> Actor | None:
    """Who begins to listen; nobody who may not see the queue, and that is written down."""
    found = _looking(request)
    if found is None:
        return None
    actor = found.actor
    try:
        opening.may("watched", Permission.SEE_QUEUE, by=actor, now=clock())
    except NotPermitted:
        return None
    finally:
        connections.close_all()
    return actor


def _looking(request: HttpRequest) -> AtWork | None:
    """Who looks; the connection asked with goes back, or every open page would keep one."""
    try:
        if standing.person_id(request) and standing.of(request, clock()) is Standing.AT_WORK:
            return standing.at_work(request)
        return None
    finally:
        connections.close_all()


def _may_still_look(request: HttpRequest, practice_id: str) -> str | None:
    """None where they may not; else the parts of the clockwork that are silent, to be shown."""
    request.session = type(request.session)(request.session.session_key)
    found = _looking(request)
    if found is None or refusals(found.actor, Permission.SEE_QUEUE):
        return None
    if str(found.actor.practice_id) != practice_id:
        return None
    return " ".join(silence.parts(found, clock()))
