"""What is done with a note beside writing it: another window's words, words for the lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect

from ringback.actions import lanewords, note
from ringback.engine.wallclock import now as clock
from ringback.web import call, notecard
from ringback.web.forms import form_only

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponseBase

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
