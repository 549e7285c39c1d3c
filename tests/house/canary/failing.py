"""The product's addresses, and some whose views fail with a patient in their hands."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.urls import path

from ringback.api.app import api
from ringback.models import Callback
from ringback.queries.scope import scope

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringback.web.staff import StaffRequest

HELD = "Quetzalina Vandermolen"


def says_it(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """A mistake whose words are the patient's."""
    with scope(request.actor.practice_id):
        found = Callback.objects.get(id=callback_id)
    try:
        int(found.name)
    except ValueError as error:
        raise RuntimeError(f"{found.phone}: {found.words}") from error
    raise AssertionError


def refused_by_the_database(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """A row the database refuses, and quotes."""
    with scope(request.actor.practice_id):
        Callback.objects.filter(id=callback_id).update(stage=HELD)
    raise AssertionError


async def in_a_stream(request: HttpRequest, callback_id: UUID) -> StreamingHttpResponse:  # noqa: ARG001
    """Mistakes on the loop, where no middleware of ours catches anything."""

    async def lost() -> None:
        raise RuntimeError(HELD)

    async def pieces() -> AsyncIterator[bytes]:
        yield b"begun\n"
        task = asyncio.create_task(lost())
        await asyncio.sleep(0.01)
        del task
        raise RuntimeError(HELD)

    return StreamingHttpResponse(pieces())


@api.get("/fails/{callback_id}", include_in_schema=False)
def at_the_machine_door(request: HttpRequest, callback_id: UUID) -> None:
    """The same for a program."""
    with scope(request.auth.practice_id):  # type: ignore[attr-defined]
        Callback.objects.filter(id=callback_id).update(stage=HELD)


_product = import_module("ringback.config.urls")  # after the machine door has its failing address
handler400, handler404 = _product.handler400, _product.handler404
urlpatterns = [
    path("fails/<uuid:callback_id>/words", says_it),
    path("fails/<uuid:callback_id>/database", refused_by_the_database),
    path("fails/<uuid:callback_id>/stream", in_a_stream),
    *_product.urlpatterns,
]
