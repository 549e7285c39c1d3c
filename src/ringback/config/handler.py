"""How a request gets from uvicorn's loop to a view and back: in one step.

Our middleware and nearly all our views are synchronous. Django's own handler goes to a thread for
the middleware, back to the loop, and to the thread again for the view: two changes of thread more
for every request, which a busy machine feels first. Here the whole chain runs in the thread; an
asynchronous view (the live stream) is still awaited on the loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class OneStep(ASGIHandler):
    """Django's handler, with the chain of middleware and view built as one synchronous call."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Build the synchronous chain, whatever the handler asks for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The whole answer, in one thread."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)


def get_application() -> OneStep:
    """Set Django up and make the application."""
    django.setup(set_prefix=False)
    return OneStep()
