"""Addresses that only a sent form changes anything at."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponseBase

    from ringback.web.staff import StaffRequest


def form_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only a sent form changes anything; the bare address (a reload, a bookmark) is the callback's.

    A refused form is answered at its own address, so people do come back to these.
    """

    @wraps(view)
    def sent(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            return redirect("callback", callback_id=callback_id)
        return require_POST(view)(request, callback_id)

    return sent
