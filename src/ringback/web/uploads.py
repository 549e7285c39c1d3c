"""Files that come in through the browser: their size is looked at first, and they stay in memory.

A phone log is patient data, so no temporary file ever holds one. Three doors keep a file that is
too large out: the ASGI application stops taking it in, this middleware answers with its size, and
the reader of the log looks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ringback.web import trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from django.http import HttpRequest, HttpResponse

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
    Application = Callable[[Any, Any, Any], Awaitable[None]]

AROUND: Final = 64 * 1024
"""What a form adds to its file: the other fields and the lines between them."""


def most() -> int:
    """The largest request body taken, in bytes."""
    return int(settings.MAX_UPLOAD_BYTES) + AROUND


class UploadLimitMiddleware:
    """Refuses a file that says it is too large, with its size, before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 where the body is too large; otherwise pass through."""
        size = declared(request.META.get("CONTENT_LENGTH") or "")
        if size > most():
            return trouble.too_large(request, size, int(settings.MAX_UPLOAD_BYTES))
        return self.get_response(request)


def declared(text: str) -> int:
    """The size a request says its body has."""
    return int(text) if text.isdecimal() else 0


def limited(application: Application) -> Application:
    """The same application, which is never given more of a body than may be taken.

    Too large by its own word: the body is not read, the middleware answers. Too large without a
    word: the sender is treated as gone.
    """

    async def within(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if declared(headers.get(b"content-length", b"").decode("latin-1")) > most():
            await application(scope, _unread(receive), send)
        else:
            await application(scope, _counted(receive), send)

    return within


def chosen(request: HttpRequest) -> tuple[str, bytes] | None:
    """The name and bytes of the file of a form, or None where none was chosen."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None
    return file.name or "", file.read()


def _unread(receive: Receive) -> Receive:
    """An empty body at once; what really comes is let go of, until the sender is gone."""
    begun = False

    async def emptying() -> MutableMapping[str, Any]:
        nonlocal begun
        if not begun:
            begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        while (message := await receive())["type"] != "http.disconnect":
            pass
        return message

    return emptying


def _counted(receive: Receive) -> Receive:
    taken = 0

    async def counting() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > most() else message

    return counting
