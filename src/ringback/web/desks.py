"""Shared computers of a practice: this one is made one, and each is listed and switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ringback.actions import desk, people
from ringback.actions.act import NotPermitted, Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import desk as desks
from ringback.queries import door, practice
from ringback.rules.shareddesk import LONGEST_NAME
from ringback.web import desk_cookie, standing
from ringback.web.words import Clock, in_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.web.staff import StaffRequest


MINUTE = 60


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Every shared computer; and this one becomes one, for the browser that asks."""
    if request.method != "POST":
        people.may_set_up(by=request.actor, now=clock())
        return _page(request)
    now = clock()
    try:
        secret = desk.share(request.POST.get("name", ""), by=request.actor, now=now)
    except NotPermitted:
        raise
    except Refused as refusal:
        return _page(request, refusal)
    standing.sit_down(request, door.opened(secret, desks.DESK, now=now), now)
    response = redirect("setup-desks")
    desk_cookie.put(response, secret)
    return response


@require_POST
def off(request: StaffRequest, desk_id: UUID) -> HttpResponse:
    """From this moment a computer is shared no more."""
    desk.stop_sharing(desk_id, by=request.actor, now=clock())
    return redirect("setup-desks")


def _page(request: StaffRequest, refusal: Refused | None = None) -> HttpResponse:
    wall = Clock(clock(), practice.remembered(request.actor.practice_id).zone)
    here = request.session.get(standing.DESK)
    found = desks.listing(request.actor)
    context = {
        "desks": [
            {
                "id": each.id,
                "name": each.name,
                "since": wall.moment(each.since),
                "by": each.by,
                "used": wall.moment(each.used_at) if each.used_at else "",
                "here": str(each.id) == here,
            }
            for each in found
        ],
        "here": any(str(each.id) == here for each in found),
        "can_share": not settings.DEMO,
        "name": request.POST.get("name", ""),
        "longest": LONGEST_NAME,
        "alone": round(settings.IDLE_SHARED_S / MINUTE),
        "calling": round(settings.IDLE_S / MINUTE),
        "problems": [
            {"field": "name", "words": in_words(each)}
            for each in (refusal.reasons if refusal else ())
        ],
    }
    return render(request, "setup/desks.html", context, status=409 if refusal else 200)
