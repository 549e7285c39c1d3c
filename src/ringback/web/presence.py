"""An open page says that it is open, and hears who else has the same callback before them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import BadRequest
from django.shortcuts import render

from ringback.actions import presence
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.web import around_words
from ringback.web.forms import form_only
from ringback.web.words import Clock

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from ringback.web.staff import StaffRequest


@form_only
def here(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """This page is open; the answer is who else is here. It is no press of anybody's."""
    try:
        tab = UUID(request.POST.get("tab", ""))
    except ValueError:
        raise BadRequest("no page of ours") from None
    found = presence.here(callback_id, tab, by=request.actor, now=clock())
    where = Clock(clock(), practice.zone(request.actor.practice_id))
    words = around_words.colleagues(found.here, where)
    told = {"running_out": found.running_out, "same_number": found.same_number}
    return render(request, "call/here.html", {"here": words, **told})
