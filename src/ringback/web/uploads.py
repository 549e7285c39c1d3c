"""Files that come in through the browser: their size is looked at first, and they stay in memory.

A phone log is patient data, so no temporary file ever holds one. Three doors keep a file that is
too large out: the ASGI application stops taking it in, this middleware answers with its size, and
the reader of the log looks again. What comes in anywhere else is small, and held to that.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ringback.web import trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from django.http import HttpRequest, HttpResponse

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[Any, Any, Any], Awaitable[None]]

AROUND: Final = 64 * 1024
"""What a form adds to its file: the other fields and the lines between them."""

UPLOADS: Final = ("/imports", "/audit-day", "/patients/import")
"""Where files come in."""

OVER: Final = "ringback.over"
"""Set on a request whose body is too large, by its own word or as it came in."""

LINGER_S: Final = 5
"""How long a body that was refused may go on falling in."""


def most(path: str) -> int:
    """The largest request body taken at an address, in bytes."""
    if path.startswith(UPLOADS):
        return int(settings.MAX_UPLOAD_BYTES) + AROUND
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class UploadLimitMiddleware:
    """Answers 413 where a body is too large, before anybody makes anything of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 with the size, as far as it is known; otherwise pass through."""
        size = declared(request.META.get("CONTENT_LENGTH") or "")
        over = getattr(request, "scope", {}).get(OVER, False)
        if not over and size <= most(request.path):
            return self.get_response(request)
        if request.path.startswith(UPLOADS):
            return trouble.file_too_large(request, size, int(settings.MAX_UPLOAD_BYTES))
        return trouble.too_large(request, most(request.path))


def declared(text: str) -> int:
    """The size a request says its body has; 0 where it does not say."""
    return int(text) if text.isdecimal() else 0


def limited(application: Application) -> Application:
    """The same application, which is never given more of a body than may be taken.

    Too large by its own word: the body is not read. Too large without a word: it ends where the
    limit is. Either way the request is marked, the middleware answers, and what still comes in
    falls away for a moment: a sender cut off in the middle would never see the answer.
    """

    async def within(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        fallen = asyncio.Event()
        await application(scope, _counted(scope, receive, fallen), _lingering(scope, send, fallen))

    return within


def chosen(request: HttpRequest) -> tuple[str, bytes] | None:
    """The name and bytes of the file of a form, or None where none was chosen."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None
    return file.name or "", file.read()


def _counted(scope: Scope, receive: Receive, fallen: asyncio.Event) -> Receive:
    limit = most(scope["path"])
    length = dict(scope["headers"]).get(b"content-length", b"").decode("latin-1")
    scope[OVER] = declared(length) > limit
    taken, ended = 0, False

    async def counting() -> Message:
        nonlocal taken, ended
        if ended:
            return await _gone(receive, fallen)
        if not scope[OVER]:
            message = await receive()
            taken += len(message.get("body", b""))
            scope[OVER] = taken > limit
        if scope[OVER]:
            ended, message = True, {"type": "http.request", "body": b"", "more_body": False}
        return message

    return counting


async def _gone(receive: Receive, fallen: asyncio.Event) -> Message:
    """Let the rest of a body fall until its sender is gone."""
    while (message := await receive())["type"] != "http.disconnect":
        if not message.get("more_body"):
            fallen.set()
    return message


def _lingering(scope: Scope, send: Send, fallen: asyncio.Event) -> Send:
    """Hold the end of a refusal back until its body has fallen, or for `LINGER_S`."""

    async def sending(message: Message) -> None:
        last = message["type"] == "http.response.body" and not message.get("more_body")
        if not (last and scope[OVER]):
            await send(message)
            return
        await send({**message, "more_body": True})
        with suppress(TimeoutError):
            await asyncio.wait_for(fallen.wait(), LINGER_S)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return sending
