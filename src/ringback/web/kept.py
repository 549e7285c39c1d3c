"""A change that was kept is said on the next page, once."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

COOKIE: Final = "ringback_kept"
KEPT: Final = "1"
PAGES: Final = "/setup/"
SECONDS: Final = 60


def told(request: HttpRequest) -> bool:
    """Whether this page says that the last change was kept."""
    return request.COOKIES.get(COOKIE) == KEPT


def carry(request: HttpRequest, response: HttpResponseBase) -> None:
    """Remember a change of how the practice works until the page that follows it was shown.

    A cookie without a value: nothing to read in it, and no writing to the database by a look.
    """
    if request.method == "POST":
        if request.path.startswith(PAGES) and response.status_code == HTTPStatus.FOUND:
            response.set_cookie(
                COOKIE,
                KEPT,
                max_age=SECONDS,
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
    elif told(request) and response.status_code == HTTPStatus.OK:
        response.delete_cookie(COOKIE, samesite="Lax")
