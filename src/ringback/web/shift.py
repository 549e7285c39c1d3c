"""The end of a shift: everything somebody holds on one page, and one press for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import opening, shift
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.shift import Choice, DraftChoice, NotYet
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.queries import shift as rows
from ringback.rules.access import Permission
from ringback.rules.shift import DraftNext, Next
from ringback.web import shift_words
from ringback.web.words import Clock, in_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.web.shift_words import Given
    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest) -> HttpResponse:
    """What I hold and wrote, with what is proposed; sent, it all goes where it is said."""
    actor = request.actor
    if request.method != "POST":
        opening.may("shift ended", Permission.WORK, by=actor, now=clock())
        return _page(request, actor.person_id)
    given = shift_words.given(request.POST)
    try:
        shift.end(_choices(given), _drafts(given), by=actor, now=clock())
    except NotYet as refusal:
        return _page(request, actor.person_id, given, refusal)
    return redirect("shift-ended")


@require_safe
def ended(request: StaffRequest) -> HttpResponse:
    """That it is ended, what went where, and for some seconds the way back."""
    actor, now = request.actor, clock()
    opening.may("shift ended", Permission.WORK, by=actor, now=now)
    return _ended(request)


@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """It is not ended after all."""
    try:
        shift.take_back(by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refusal:
        return _ended(request, refusal)
    return redirect("shift-end")


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A lead does it for somebody who is away; their drafts stay theirs."""
    actor = request.actor
    if request.method != "POST":
        shift.may_cover(person_id, by=actor, now=clock())
        if person_id == actor.person_id:
            return redirect("shift-end")
        return _page(request, person_id)
    given = shift_words.given(request.POST)
    try:
        shift.end_for(person_id, _choices(given), by=actor, now=clock())
    except NotYet as refusal:
        return _page(request, person_id, given, refusal)
    return redirect("setup-people")


def _ended(request: StaffRequest, refusal: Refused | None = None) -> HttpResponse:
    actor, now = request.actor, clock()
    last = rows.last_end(actor)
    here = Clock(now, practice.zone(actor.practice_id))
    left = 0
    if last is not None and refusal is None and last.can_be_undone:
        left = int(settings.UNDO_S - (now - last.at).total_seconds())
    context = {
        "told": shift_words.ended(last, here) if last else "",
        "undo_url": left > 0,
        "seconds": max(left, 0),
        "problems": [
            {"field": "content", "words": in_words(each)}
            for each in (refusal.reasons if refusal else ())
        ],
    }
    return render(request, "shift/ended.html", context, status=409 if refusal else 200)


def _page(
    request: StaffRequest,
    person_id: UUID,
    given: Given | None = None,
    refusal: NotYet | None = None,
) -> HttpResponse:
    actor, now = request.actor, clock()
    view = rows.view(actor, person_id, now=now)
    if view is None:
        raise NotFound
    where = practice.remembered(actor.practice_id)
    here = Clock(now, where.zone)
    own = person_id == actor.person_id
    context: dict[str, Any] = {
        "own": own,
        "person": view,
        "back": here.moment(view.back) if view.back else "",
        "held": shift_words.held(view, here, where.country, given, own=own),
        "drafts": shift_words.drafts(view, here, where.country, given),
        "problems": shift_words.problems(refusal),
        "why_usual": _("My shift is over") if own else _("They are away"),
    }
    return render(request, "shift/end.html", context, status=409 if refusal else 200)


def _choices(given: Given) -> list[Choice]:
    return [
        Choice(
            callback_id=key,
            fence=fence,
            next=_next(where),
            to=_person(where),
            why=given.why.get(key, "")[:400],
        )
        for key, (fence, where) in given.held.items()
    ]


def _next(where: str) -> Next | None:
    if where in {Next.KEEP, Next.ANYONE}:
        return Next(where)
    return Next.PERSON if _person(where) else None


def _drafts(given: Given) -> list[DraftChoice]:
    return [
        DraftChoice(callback_id=key, next=_draft_next(where), to=_person(where))
        for key, where in given.drafts.items()
    ]


def _draft_next(where: str) -> DraftNext | None:
    if where in {DraftNext.SIGN, DraftNext.KEEP}:
        return DraftNext(where)
    return DraftNext.LEAD if _person(where) else None


def _person(where: str) -> UUID | None:
    try:
        return UUID(where)
    except ValueError:
        return None
