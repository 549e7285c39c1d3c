"""Browsers in which somebody has signed in before: guesses from them are counted by themselves.

So whoever guesses from elsewhere cannot lock anybody out at their own desk. Source: OWASP, "Slow
down online guessing attacks with device cookies".
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from ringback.queries import person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE: Final = "ringback_known"
BETWEEN: Final = "|"
PEOPLE: Final = 12
"""So many people are remembered in one browser: as many as share a computer."""

_signer = TimestampSigner(salt=COOKIE)


def mark(request: HttpRequest, email: str) -> str:
    """The name under which this browser is counted for a person; "" where they are new to it."""
    who = person.of_email(email)
    return next((value for value in _marks(request) if _whose(value) == str(who)), "")


def remember(request: HttpRequest, response: HttpResponse, who: str) -> None:
    """Put this person's mark into the browser, before those of others who use it."""
    own = f"{who}/{secrets.token_urlsafe(9)}"
    others = [value for value in _marks(request) if _whose(value) != who]
    response.set_cookie(
        COOKIE,
        BETWEEN.join(_signer.sign(value) for value in [own, *others[: PEOPLE - 1]]),
        max_age=_lasts(),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path="/sign-in",
    )


def _marks(request: HttpRequest) -> list[str]:
    found = []
    for each in request.COOKIES.get(COOKIE, "").split(BETWEEN)[:PEOPLE]:
        try:
            found.append(_signer.unsign(each, max_age=_lasts()))
        except BadSignature:
            continue
    return found


def _whose(value: str) -> str:
    return value.partition("/")[0]


def _lasts() -> int:
    return int(settings.KNOWN_BROWSER_S)
