"""What came in: everything other systems brought, what became of it, and what needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ringback.actions import inbound
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import inbound as events
from ringback.queries import practice
from ringback.rules.inbound import LONGEST_WHY
from ringback.web import camein_words
from ringback.web.words import Clock, in_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.web.staff import StaffRequest


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Everything, the newest first; or only what needs a look."""
    actor, now = request.actor, clock()
    inbound.may_see(by=actor, now=now)
    look = request.GET.get("show") == "look"
    found = events.listing(actor, only_to_look_at=look)
    here = Clock(now, practice.remembered(actor.practice_id).zone)
    context = {
        "lines": [camein_words.line(each, here) for each in found.rows],
        "more": found.more,
        "look": look,
        "to_look_at": found.to_look_at,
    }
    return render(request, "camein/page.html", context)


@require_safe
def one(request: StaffRequest, inbound_id: UUID) -> HttpResponse:
    """One of them as it came, and what somebody can do about it."""
    return _one(request, inbound_id)


@require_POST
def again(request: StaffRequest, inbound_id: UUID) -> HttpResponse:
    """Have it taken in once more."""
    inbound.try_again(inbound_id, by=request.actor, now=clock())
    return redirect("came-in")


@require_POST
def nothing(request: StaffRequest, inbound_id: UUID) -> HttpResponse:
    """There is nothing to do about it."""
    try:
        inbound.nothing_to_do(
            inbound_id, request.POST.get("why", ""), by=request.actor, now=clock()
        )
    except NotPermitted:
        raise
    except Refused as refusal:
        return _one(request, inbound_id, refusal)
    return redirect("came-in")


def _one(request: StaffRequest, inbound_id: UUID, refusal: Refused | None = None) -> HttpResponse:
    actor, now = request.actor, clock()
    looked = inbound.look_at(inbound_id, by=actor, now=now)
    found = events.one(inbound_id, actor)
    if found is None:
        raise NotFound
    here = Clock(now, practice.remembered(actor.practice_id).zone)
    context = {
        "it": camein_words.line(found, here),
        "body": camein_words.body(looked),
        "longest": LONGEST_WHY,
        "problems": [
            {"field": "why", "words": in_words(each)}
            for each in (refusal.reasons if refusal else ())
        ],
    }
    return render(request, "camein/one.html", context, status=409 if refusal else 200)
