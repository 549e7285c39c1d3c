"""Addresses that only a sent form changes anything at."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ringback.actions.act import Refused
from ringback.rules.draft import LONGEST
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponseBase

    from ringback.web.staff import StaffRequest

TOO_LONG: Final = gettext_noop(
    "One box holds {most} letters at the most, and there is more in one. Nothing was kept: go back "
    "and shorten it."
)


def pressed(request: StaffRequest, name: str) -> str:
    """What a form of its own says; where the button says something else, its address does."""
    return request.GET.get(name) or request.POST.get(name, "")


def form_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only a sent form changes anything; the bare address (a reload, a bookmark) is the callback's.

    A refused form is answered at its own address, so people do come back to these. Raises Refused
    for a box with more in it than anybody writes: reading a whole book for what is vague in it
    would keep everybody else waiting.
    """

    @wraps(view)
    def sent(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            return redirect("callback", callback_id=callback_id)
        if any(len(each) > LONGEST for _, values in request.POST.lists() for each in values):
            values = (("most", f"{LONGEST:,}"),)
            raise Refused(Reason(code="too_long", words=TOO_LONG, values=values))
        return require_POST(view)(request, callback_id)

    return sent
