"""After the call: handed over, put aside, waiting on somebody, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import BadRequest

from ringback.actions import contactnumber, handover, snooze, undo, waitingon
from ringback.queries import practice
from ringback.rules import phone
from ringback.rules.category import Post
from ringback.rules.waitingon import Ended, Whom
from ringback.web.call import done_or_refused, fence_of, local_moment
from ringback.web.forms import form_only

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponseBase

    from ringback.web.staff import StaffRequest


@form_only
def hand_over(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Hand it to a colleague or a post, or back to anyone."""
    fence, to, why = fence_of(request), _to(request), request.POST.get("hand_why", "")
    draft = request.POST.get("note", "")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: handover.hand(
            callback_id, to, why, by=by, now=now, fence=fence, draft=draft
        ),
    )


@form_only
def put_aside(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Put it aside until a time, with a line of why."""
    fence, why = fence_of(request), request.POST.get("aside_why", "")
    until = _when(request, "aside")
    draft = request.POST.get("note", "")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: snooze.aside(
            callback_id, until, why, by=by, now=now, fence=fence, draft=draft
        ),
    )


@form_only
def wait(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Wait for somebody."""
    fence, given = fence_of(request), _given(request)
    draft = request.POST.get("note", "")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: waitingon.begin(
            callback_id, given, by=by, now=now, fence=fence, draft=draft
        ),
    )


@form_only
def wait_on(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """What became of the waiting: it came, they were asked again, or nobody waits any more."""
    fence, how = fence_of(request), request.POST.get("how", "")
    if how == "again":
        review_at = _when(request, "review")
        return done_or_refused(
            request,
            callback_id,
            lambda by, now: waitingon.ask_again(
                callback_id, review_at, by=by, now=now, fence=fence
            ),
        )
    if how not in {Ended.CAME, Ended.STOPPED}:
        raise BadRequest("no such end")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: waitingon.end(callback_id, Ended(how), by=by, now=now, fence=fence),
    )


@form_only
def take_back(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Undo what was just done."""
    return done_or_refused(
        request, callback_id, lambda by, now: undo.undo(callback_id, by=by, now=now)
    )


@form_only
def use_number(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Call another number from now on: one on file, or one that was typed."""
    fence = fence_of(request)
    number = request.POST.get("other_number", "") or request.POST.get("typed_number", "")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: contactnumber.use(callback_id, number[:40], by=by, now=now, fence=fence),
    )


def _to(request: StaffRequest) -> handover.To:
    """Whom they chose; nobody where they chose none, or what no page of ours offers."""
    kind, _colon, value = request.POST.get("to", "").partition(":")
    if kind == "anyone":
        return handover.To(anyone=True)
    if kind == "post" and value in set(Post):
        return handover.To(post=Post(value))
    return handover.To(person_id=_id(value) if kind == "person" else None)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _given(request: StaffRequest) -> waitingon.Given:
    posted, actor = request.POST, request.actor
    whom = posted.get("whom", "")
    number = phone.normalised(posted.get("wait_number", ""), practice.country(actor.practice_id))
    return waitingon.Given(
        whom=Whom(whom) if whom in set(Whom) else None,
        what=posted.get("what", ""),
        review_at=_when(request, "review"),
        name=posted.get("wait_name", ""),
        number=number[: phone.LONGEST],
        asks_id=_id(posted.get("asks", "")) if posted.get("asks") else None,
    )


def _when(request: StaffRequest, name: str) -> datetime | None:
    """The time in the box where one was typed, else the one that was picked."""
    typed, picked = request.POST.get(f"{name}_at", ""), request.POST.get(f"{name}_until", "")
    return local_moment(typed, request.actor) or local_moment(picked, request.actor)
