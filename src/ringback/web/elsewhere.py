"""A page of one practice, asked for while somebody works for another of theirs: the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from ringback.queries import elsewhere

if TYPE_CHECKING:
    from django.http import HttpRequest


def offered(request: HttpRequest) -> dict[str, Any]:
    """The practice it is of and the button there, for whoever may open it there; else nothing."""
    found, where = getattr(request, "at_work", None), request.resolver_match
    callback_id = where.kwargs.get("callback_id") if where else None
    if found is None or not isinstance(callback_id, UUID):
        return {}
    place = elsewhere.of(callback_id, found)
    return {"elsewhere": place, "elsewhere_callback": callback_id} if place else {}


def wanted(request: HttpRequest) -> UUID | None:
    """The callback whose page led here, so that it opens next."""
    try:
        return UUID(request.POST.get("callback", ""))
    except ValueError:
        return None
