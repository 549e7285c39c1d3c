"""The door of other systems: what they bring is kept, and only then answered.

No session, no cookie, no token of a form: the address is the secret, and what comes may be signed.
Whoever knows none is told nothing.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ringback.actions import connector, inbound
from ringback.actions.inbound import Raw
from ringback.channels import ways
from ringback.engine.wallclock import now as clock
from ringback.queries import connector as connectors
from ringback.queries import person

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringback.queries.connector import Connected
    from ringback.rules.access import Actor

logger = logging.getLogger(__name__)

MOST_BYTES: Final = 1_000_000
LONGEST_TYPE: Final = 80
SOON_S: Final = "30"


@csrf_exempt
@require_POST
def take(request: HttpRequest, secret: str) -> HttpResponse:
    """200 once it is kept, also for what came before; 503 says: send it again."""
    try:
        return _taken(request, secret)
    except (OperationalError, InterfaceError):
        return _away()
    except Exception as trouble:  # noqa: BLE001 - the address is a secret: it must not be logged
        logger.error("an event could not be kept: %s", type(trouble).__name__)  # noqa: TRY400
        return _away()


def _taken(request: HttpRequest, secret: str) -> HttpResponse:
    by = person.connector_of(secret, now=clock())
    found = connectors.of(by) if by else None
    if by is None or found is None or not found.on:
        return _said(404)
    try:
        body = request.body
    except RequestDataTooBig:
        return _said(413)
    if len(body) > MOST_BYTES:
        return _said(413)
    return _kept(request, body, found, by)


def _kept(request: HttpRequest, body: bytes, found: Connected, by: Actor) -> HttpResponse:
    way = ways()[found.channel]
    if found.secret and not way.signed(body, request.headers, found.settings, found.secret):
        connector.forged(found.id, by=by, now=clock())
        return _said(401)
    kind = request.headers.get("Content-Type", "")[:LONGEST_TYPE]
    raw = Raw(body=body, content_type=kind, at=clock())
    inbound.keep(found.id, raw, known_by=way.known_by(raw, found.settings), by=by)
    return _said(200)


def _said(status: int) -> HttpResponse:
    """An answer without a word of why: programs read the number."""
    words = {200: "kept\n", 401: "no\n", 404: "no\n", 413: "too much\n"}
    return HttpResponse(words[status], status=status, content_type="text/plain")


def _away() -> HttpResponse:
    return HttpResponse(
        "not now\n", status=503, content_type="text/plain", headers={"Retry-After": SOON_S}
    )
