"""Calls that are not a patient's: ended on the call page, listed for next time, brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ringback.actions import knowncaller
from ringback.actions.knowncaller import Said
from ringback.engine.wallclock import now as clock
from ringback.queries import knowncaller as known
from ringback.queries import practice
from ringback.rules.knowncaller import IN_WORDS, NextTime, NotAPatient
from ringback.rules.phone import national
from ringback.web.call import done_or_refused, fence_of
from ringback.web.forms import form_only
from ringback.web.notpatient import WHO
from ringback.web.words import KINDS, Clock, _, practice_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse, HttpResponseBase

    from ringback.web.staff import StaffRequest


@form_only
def close(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """It was not a patient's call; what the next one from that number means."""
    fence, given = fence_of(request), request.POST
    who, _space, next_time = given.get("said", "").partition(" ")
    if who not in set(NotAPatient) or next_time not in set(NextTime):
        raise BadRequest("no such caller")
    said = Said(
        who=NotAPatient(who),
        next_time=NextTime(next_time),
        category=given.get("office", "")[:20] or None,
        listened="listened" in given,
    )
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: knowncaller.close(callback_id, said, by=by, now=now, fence=fence),
    )


@form_only
def reopen(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """That was wrong: open it again, and forget the number."""
    fence = fence_of(request)
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: knowncaller.reopen(callback_id, by=by, now=now, fence=fence),
    )


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The list, and what was set aside lately."""
    actor, now = request.actor, clock()
    knowncaller.may_see(by=actor, now=now)
    where = practice.remembered(actor.practice_id)
    here = Clock(now, where.zone)
    found = known.listing(actor, now=now)
    context = {
        "known": [
            {
                "id": each.id,
                "phone": national(each.phone, where.country),
                "who": _(WHO[NotAPatient(each.who)]),
                "next_time": _(IN_WORDS[NextTime(each.next_time)]).format(
                    category=practice_words(each.category)
                ),
                "count": each.set_aside if each.next_time == NextTime.SET_ASIDE else "",
                "by": each.by,
                "when": here.moment(each.at),
            }
            for each in found.known
        ],
        "aside": [
            {
                "id": each.id,
                "look": each.look,
                "phone": national(each.phone, where.country),
                "what": _(KINDS[each.kind]),
                "when": here.moment(each.happened_at),
            }
            for each in found.aside
        ],
        "more": found.more,
    }
    return render(request, "setup/known_callers.html", context)


@require_POST
def remove(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """A number is taken off the list."""
    knowncaller.remove(entry_id, by=request.actor, now=clock())
    return redirect("setup-known-callers")


@require_POST
def bring_back(request: StaffRequest, arrival_id: UUID) -> HttpResponse:
    """A call that was set aside becomes a callback."""
    callback_id = knowncaller.bring_back(arrival_id, by=request.actor, now=clock())
    return redirect("callback", callback_id=callback_id)


@require_POST
def looked_at(request: StaffRequest, arrival_id: UUID) -> HttpResponse:
    """A call was rightly set aside."""
    knowncaller.looked_at(arrival_id, by=request.actor, now=clock())
    return redirect("setup-known-callers")
