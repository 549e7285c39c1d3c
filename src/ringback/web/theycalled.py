"""A call comes in: who it may be about while the number is typed, and dealing with it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ringback.actions import opening, record, theycalled
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.queries import theycalled as caller
from ringback.rules.access import Permission
from ringback.rules.oneline import in_one_line
from ringback.rules.phone import normalised
from ringback.web import arrivals, theycalled_words, wayback
from ringback.web.call import fence_of
from ringback.web.forms import form_only
from ringback.web.words import in_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponseBase

    from ringback.queries.theycalled import Found
    from ringback.web.staff import StaffRequest

PARTLY = "found"
"""What a page that only wants what was found says of itself."""


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: StaffRequest) -> HttpResponse:
    """What is known of the caller so far: alone for a page that asks while somebody types.

    Sent as a form: addresses carry no patient's name.
    """
    if request.method != "POST":
        return redirect("new-arrival")
    opening.may("searched", Permission.RECEIVE, by=request.actor, now=clock())
    found = _found(request)
    if request.headers.get("X-Requested-With") != PARTLY:
        return arrivals.form(request, found=found)
    words = theycalled_words.found(found, request.actor, clock())
    shown = get_template("arrivals/found.html").render(
        {"found": words, "back_id": wayback.wanted(request)}, request
    )
    return HttpResponse(shown)


@form_only
def deal(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Deal with it now: it is theirs, and the call has begun."""
    given = request.POST
    rang = theycalled.Rang(
        number=_number(request),
        words=given.get("words", "")[:20_000],
        patient_id=arrivals.patient_of(given.get("patient", "")),
        form=arrivals.form_id(given.get("form_id", "")),
    )
    fence = fence_of(request)
    try:
        theycalled.deal(callback_id, rang, by=request.actor, now=clock(), fence=fence)
    except Stale:
        words = _("Somebody was quicker: this is how it stands now.")
        return _again(request, [words], status=412)
    except NotPermitted:
        raise
    except Refused as refusal:
        return _again(request, [in_words(each) for each in refusal.reasons], status=409)
    return wayback.on(request, callback_id)


def _again(request: StaffRequest, words: list[str], *, status: int) -> HttpResponse:
    """The form as it was sent, with why not and with what is found by now."""
    problems = [{"field": "found", "words": each} for each in words]
    return arrivals.form(request, problems, status=status, found=_found(request))


def _found(request: StaffRequest) -> Found:
    """What there is for what was typed. That somebody looked is written down, not for whom."""
    name = in_one_line(request.POST.get("name", "")[:200]).strip()[:120]
    actor, now = request.actor, clock()
    found = caller.found(actor, name=name, number=_number(request), now=now)
    if found.asked:
        record.searched(found.number(), by=actor, now=now)
    return found


def _number(request: StaffRequest) -> str:
    given = request.POST.get("phone", "")[:40]
    return normalised(given, practice.country(request.actor.practice_id)) if given else ""
