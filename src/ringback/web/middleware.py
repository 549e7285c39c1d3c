"""Who is asking, and what they are told when something goes wrong."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from whitenoise.middleware import WhiteNoiseMiddleware

from ringback.actions.act import NotFound, NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.rules.signedin import Standing
from ringback.web import kept, standing, trouble, wayback, whose_page
from ringback.web.uploads import UPLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from whitenoise.responders import StaticFile


logger = logging.getLogger(__name__)

OPEN_TO_ALL: Final = (
    "/static/",
    "/people/",
    "/sign-in",
    "/api/",
    "/in/",
    "/healthz",
    "/gallery/",
    "/outbox-demo",
    "/language",
    "/favicon",
)
"""Addresses that need nobody signed in; the machine door asks for its own token."""

MACHINES: Final = ("/api/", "/in/")
"""Where programs ask: their documents are read by whoever takes them, in whatever letters."""

OWN: Final = "/me"
"""Where somebody sees to their own ways of signing in, also before they have a second one."""


BY_ITSELF: Final = frozenset({"rows", "watching"})
"""With one of these in its address a page asks anew by itself, because something changed."""

KNOWN_ELSEWHERE: Final = (
    Http404,
    BadRequest,
    PermissionDenied,
    SuspiciousOperation,
    ImmediateHttpResponse,
    ReauthenticationRequired,
)


class StaticMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # it has no types
    """Files of the product itself, sent whole.

    They are small, and an asynchronous server would read them through a thread, piece by piece.
    """

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponseBase:
        """The file, its "not modified", or a part of it."""
        found: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        if not isinstance(found, FileResponse):
            return found
        whole: HttpResponseBase = HttpResponse(b"".join(found), status=found.status_code)
        found.close()
        whole.headers = found.headers
        return whole


NOT_USED: Final = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "screen-wake-lock", "sync-xhr", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What a browser can do and no page of ours may ask of it."""

PERMISSIONS: Final = ", ".join(f"{each}=()" for each in NOT_USED)


class PolicyMiddleware:
    """What a page of ours may load and run, the same for every answer and so put together once.

    No answer is kept by a browser or on the way, but for the files of the product itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say it."""
        response = self.get_response(request)
        response.headers[HEADER] = self.policy
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ActorMiddleware:
    """Puts the person at work on the request; sends everybody else to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the person of the session, or lead to the page where people sign in."""
        if _in_other_letters(request):
            raise BadRequest("every page of ours sends its forms in UTF-8")
        if not request.path.startswith(MACHINES) and _has_nul(request):
            raise BadRequest("no text of ours has a NUL character in it")
        if request.path.startswith(OPEN_TO_ALL):
            return self.get_response(request)
        try:
            stands = standing.of(request, clock()) if standing.person_id(request) else None
            found = standing.at_work(request) if stands else None
        except (OperationalError, InterfaceError):
            return trouble.away(request)  # no view yet, so TroubleMiddleware does not see it
        if found is None or stands is Standing.OVER:
            return led_to_sign_in(request)
        if led := _led_on(request, stands):
            return led
        found = standing.as_shown(request, found)
        request.actor = found.actor  # type: ignore[attr-defined]
        request.at_work = found  # type: ignore[attr-defined]
        return whose_page.not_theirs(request, found.actor) or self._answered(request)

    def _answered(self, request: HttpRequest) -> HttpResponse:
        """What the page says to somebody at work."""
        if not _looks_by_itself(request):
            standing.note_press(request, clock())
        response = self.get_response(request)
        kept.carry(request, response)
        wayback.carry(request, response)
        return response


class TroubleMiddleware:
    """Turns named errors into pages that say what happened to the work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; process_exception does the work."""
        return self.get_response(request)

    def process_exception(  # noqa: PLR0911 - one line per kind of trouble
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """The page for an error no view answered itself."""
        if isinstance(error, KNOWN_ELSEWHERE):
            return None  # Django and the sign-in library know these
        if isinstance(error, Stale):
            return trouble.conflict(request, error)
        if isinstance(error, NotPermitted):
            return trouble.forbidden(request, error)
        if isinstance(error, Refused):
            return trouble.refused(request, error)
        if isinstance(error, NotFound):
            return trouble.absent(request)
        if isinstance(error, (OperationalError, InterfaceError)):
            return trouble.away(request)
        support_id = uuid4().hex[:10]
        kind = "database" if isinstance(error, Error) else type(error).__name__
        logger.error("support id %s: %s at %s", support_id, kind, request.resolver_match)
        logger.debug("support id %s", support_id, exc_info=error)
        return trouble.broken(request, support_id)


def _in_other_letters(request: HttpRequest) -> bool:
    """Whether what was sent is to be read in another coding: some of them hide a NUL or worse."""
    given = {} if request.path.startswith(MACHINES) else request.content_params or {}
    return given.get("charset", "utf-8").strip().lower() not in {"utf-8", "utf8"}


def _has_nul(request: HttpRequest) -> bool:
    """PostgreSQL keeps no NUL; uploads are looked at by whoever reads them."""
    given = [request.META.get("QUERY_STRING", "").replace("%00", "\0")]
    if not request.path.startswith(UPLOADS):
        given += [value for values in request.POST.lists() for value in values[1]]
    return any("\0" in text for text in given)


def led_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in here (any more): to where people sign in, and back to the page after."""
    if settings.DEMO:
        return redirect(reverse("people"))
    if standing.person_id(request):
        request.session.flush()
    return _led(request, reverse("account_login"))


def _led_on(request: HttpRequest, stands: Standing | None) -> HttpResponse | None:
    """Where a sign-in must go first that is locked, or lacks its second factor."""
    if stands is Standing.LOCKED:
        return _led(request, reverse("unlock"))
    if stands is Standing.SECOND_FACTOR and not request.path.startswith(OWN):
        return _led(request, reverse("second-factor"))
    return None


def _led(request: HttpRequest, to: str) -> HttpResponse:
    """To this page first, and after it to where they were. What was searched for stays behind."""
    query = urlencode({"next": _back_to(request)})
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": f"{to}?{query}"})
    return redirect(f"{to}?{query}")


def _back_to(request: HttpRequest) -> str:
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.path
    came_from = urlsplit(
        request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    )
    return came_from.path if came_from.netloc == request.get_host() and came_from.path else "/"


def _looks_by_itself(request: HttpRequest) -> bool:
    """Whether a live screen asks, not a person: that keeps nobody signed in."""
    return request.path == "/live" or not BY_ITSELF.isdisjoint(request.GET)
