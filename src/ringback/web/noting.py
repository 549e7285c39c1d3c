"""What is done with a note beside writing it: put back, handed to the lead, added to, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ringback.actions import addendum, lanewords, note, opening
from ringback.actions.act import NotFound
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.rules.notetime import Told
from ringback.web import call, note_words, notecard
from ringback.web.forms import form_only
from ringback.web.words import Clock

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from ringback.web.staff import StaffRequest


@form_only
def put_back(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """What they wrote in another window, below what stands in this one."""
    notecard.keep_first(request, callback_id)
    window, _slash, at = request.POST.get("beside", "").partition("/")
    note.put_back(callback_id, window, at, by=request.actor, now=clock())
    return redirect("callback", callback_id=callback_id)


@form_only
def hand_to_lead(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Leave words as they are and say why: the lead reads it."""
    number, _slash, found = request.POST.get("find", "").partition("/")
    code, _slash, words = found.partition("/")
    reason, fence = request.POST.get(f"why.{number}", ""), call.fence_of(request)
    return call.done_or_refused(
        request,
        callback_id,
        lambda by, now: lanewords.hand_to_lead(
            callback_id, code, words, reason, by=by, now=now, fence=fence
        ),
    )


@form_only
def add(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Add to the notes of a finished callback, with the time it is about."""
    fence, text = call.fence_of(request), request.POST.get("addendum", "")
    told = Told(
        happened_at=call.local_moment(request.POST.get("addendum_at", ""), request.actor),
        why_late=request.POST.get("addendum_late", ""),
    )
    return call.done_or_refused(
        request,
        callback_id,
        lambda by, now: addendum.add(callback_id, text, told, by=by, now=now, fence=fence),
    )


@form_only
def in_chart(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Say that a signed note stands in the chart, too."""
    try:
        note_id = UUID(request.POST.get("signed", ""))
    except ValueError:
        raise NotFound from None
    addendum.in_chart(callback_id, note_id, by=request.actor, now=clock())
    return redirect("callback", callback_id=callback_id)


@require_safe
def on_paper(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """The callback for paper: black and white, days in words, nothing that a check would open."""
    view = opening.opened(callback_id, by=request.actor, now=clock())
    where = practice.remembered(request.actor.practice_id)
    here = Clock(clock(), where.zone)
    context = {"p": note_words.paper(view, here, where.country), "practice": where.name}
    return render(request, "call/print.html", context)
