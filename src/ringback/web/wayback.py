"""Back to the callback somebody was at when a call came in, or another one was looked at.

Which it was stands in a cookie, as an id and for an hour: it outlives the presses at the other one,
and nothing of a patient is kept in the browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ringback.queries import wayback

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseRedirect
    from django.http.response import HttpResponseBase

    from ringback.web.staff import StaffRequest

COOKIE: Final = "ringback_back"
FIELD: Final = "from"
SECONDS: Final = 3600


def wanted(request: HttpRequest) -> UUID | None:
    """The callback somebody means to come back to, as the address or the form says."""
    return _read(request.POST.get(FIELD) or request.GET.get(FIELD, ""))


def on(request: HttpRequest, callback_id: UUID | None) -> HttpResponseRedirect:
    """On to a callback, with the way back to where they were."""
    address = reverse("callback", args=[callback_id]) if callback_id else reverse("queue")
    back = wanted(request)
    return redirect(f"{address}?{FIELD}={back}" if back else address)


def offered(request: StaffRequest, here: UUID) -> dict[str, str] | None:
    """The way back: its address and its words; None where this is where they were."""
    back = wanted(request) or _read(request.COOKIES.get(COOKIE, ""))
    if back is None or back == here:
        return None
    found = wayback.place(back, request.actor)
    if found is None:
        return None
    words = _("Back to {name}’s callback").format(name=found.name) if found.name else _("Back")
    return {"url": reverse("callback", args=[back]), "words": words}


def carry(request: HttpRequest, response: HttpResponseBase) -> None:
    """Remember where they were while they are elsewhere, and forget it once they are back."""
    where = request.resolver_match
    here = where.kwargs.get("callback_id") if where else None
    if here is None or "watching" in request.GET:
        return
    back = wanted(request)
    if back is not None and back != here:
        response.set_cookie(
            COOKIE,
            str(back),
            max_age=SECONDS,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    elif request.method == "GET" and request.COOKIES.get(COOKIE) == str(here):
        forget(response)


def forget(response: HttpResponseBase) -> None:
    """Nobody who signs in after them on the same computer is led back to it."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _read(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
