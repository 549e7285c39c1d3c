"""What never reaches an operation (no such address, too large a body) is a problem document too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import translation

from ringback.api.problem import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

DETAILS: Final = {
    404: "No such address; /api/v1/openapi.json lists them all.",
    413: "Send less than 2.5 MB.",
    405: "This address does not know this method; the Allow header names those it knows.",
}


class ProblemMiddleware:
    """Puts RFC 9457 in the place of the web's own words, at the machine door only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through, except for the answers no operation gives itself; always in English.

        One document in two languages helps nobody: programs read the codes, and the words beside
        them are for whoever writes the program.
        """
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        translation.activate("en")
        response = self.get_response(request)
        if response.status_code not in DETAILS:
            return response
        if response.headers["Content-Type"].startswith("application/problem+json"):
            return response
        found = problem(response.status_code, DETAILS[response.status_code])
        if "Allow" in response.headers:
            found["Allow"] = response.headers["Allow"]
        return found
