"""A computer that several people share is known by a signed cookie that opens its door.

It says which computer this is and nothing of who may do what there: without a PIN or a full
sign-in it opens nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.signing import BadSignature, Signer

from ringback.queries import door
from ringback.queries.desk import DESK

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from ringback.queries.door import Opened

COOKIE: Final = "ringback_desk"
PATH: Final = "/sign-in"
"""Sent to where people sign in, and to no other page."""

LASTS: Final = 365 * 24 * 3600

_signer = Signer(salt=COOKIE)


def put(response: HttpResponseBase, secret: str) -> None:
    """From now on this browser is that of the shared computer with this secret."""
    response.set_cookie(
        COOKIE,
        _signer.sign(secret),
        max_age=LASTS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path=PATH,
    )


def here(request: HttpRequest, *, now: datetime) -> Opened | None:
    """The shared computer this is; None for any other, and for one that no longer is."""
    given = request.COOKIES.get(COOKIE)
    if given is None:
        return None
    try:
        secret = _signer.unsign(given)
    except BadSignature:
        return None
    return door.opened(secret, DESK, now=now)
