"""One callback on one screen: who, why, what was tried; the result, the note, the facts, done."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ringback.actions import attempt, claim, done, note, opening, sorting, unreachable
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.actions.arrival import KeyReused
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.rules.access import Permission, refusals
from ringback.rules.attempt import Result, Side
from ringback.rules.lifecycle import Stage
from ringback.rules.notetime import Told
from ringback.rules.reason import Reason, gettext_noop
from ringback.web import (
    around_words,
    byhand,
    byhand_words,
    call_words,
    calling_words,
    hands_words,
    later_words,
    left_drafts,
    note_words,
    notecard,
    notpatient,
    ondetails_words,
    settle_words,
    struck_words,
    unreached,
    wayback,
    whose_page,
)
from ringback.web.forms import form_only
from ringback.web.words import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from django.http import HttpResponse, HttpResponseBase

    from ringback.queries.callback import CallbackView
    from ringback.rules.access import Actor
    from ringback.web.hands_words import HandsWords
    from ringback.web.later_words import LaterWords
    from ringback.web.staff import StaffRequest

BOXES = ("question", "organisation", "person", "new_number", "label", "preferred")
"""Boxes of the call that send by themselves: what stands in them when a press is refused stays."""

ABOUT_THE_FORM = frozenset({"csrfmiddlewaretoken", whose_page.FIELD, "form_id", "fence", "saw"})
PRESSED_AGAIN = gettext_noop(
    "This page had already written a try down. If this was another one, press again."
)


@require_safe
def page(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """The callback, as this person may see it; opening it is written down.

    With `?watching` the page asks by itself: that is no press, and keeps nobody's callback theirs.
    """
    watching = "watching" in request.GET
    view = opening.opened(callback_id, by=request.actor, now=clock(), watching=watching)
    return _page(request, view)


def not_suggested(
    request: StaffRequest, callback_id: UUID, line: str, text: str, wrong: str
) -> HttpResponse:
    """The callback again, where better words for a line were refused: in its box, with why."""
    view = opening.opened(callback_id, by=request.actor, now=clock())
    return _page(request, view, suggesting={"line": line, "text": text, "wrong": wrong})


@form_only
def take(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Take this one."""
    return done_or_refused(
        request, callback_id, lambda by, now: claim.claim(callback_id, by=by, now=now)
    )


@form_only
def give_back(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Give it back, so that anyone may take it."""
    fence = fence_of(request)
    notecard.keep_first(request, callback_id)
    claim.release(callback_id, by=request.actor, now=clock(), fence=fence)
    return redirect("queue")


@form_only
def add_attempt(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Write a try down with its result, and whatever else stands in the form."""
    fence = fence_of(request)
    code, typed = _result(request), _time_typed(request)
    if code not in set(Result):
        raise BadRequest("no such result")
    made = attempt.Made(
        result=Result(code),
        **byhand.sent(request, _to_whom_and_when(request)),
        call_again_at=local_moment(typed, request.actor),
        ask_if_closed=typed != request.POST.get("told_closed"),
        note=byhand.note(request),
        picks=notecard.picks(request),
        facts=_facts(request),
        idempotency_key=_form_key(request),
        body_digest=_form_digest(request),
    )
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: attempt.log(callback_id, made, by=by, now=now, fence=fence),
    )


def _result(request: StaffRequest) -> str:
    """The result that was pressed; where the button says something else as well, its address."""
    return request.GET.get("result") or request.POST.get("result", "")


def _to_whom_and_when(request: StaffRequest) -> dict[str, Any]:
    """Whom it was to reach where that was somebody else, and when it was made if not just now."""
    posted = request.POST
    when, why = byhand.TOLD_IN if byhand.is_sent(request) else ("happened_at", "why_late")
    other = posted.get("party", "") == Side.OTHER
    return {
        "party": Side.OTHER if other else Side.PATIENT,
        "party_name": posted.get("party_name", "") if other else "",
        "happened_at": local_moment(posted.get(when, ""), request.actor),
        "why_late": posted.get(why, ""),
        "asks_greeting": True,
        "greeting_matched": True if posted.get("greeting", "") == "theirs" else None,
    }


@form_only
def add_note(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Sign the note."""
    fence, text = fence_of(request), request.POST.get("note", "")
    told = Told(
        happened_at=local_moment(request.POST.get("note_at", ""), request.actor),
        why_late=request.POST.get("note_late", ""),
    )
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: note.sign(
            callback_id, text, picks=notecard.picks(request), told=told, by=by, now=now, fence=fence
        ),
    )


@form_only
def sort(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Put an unread arrival on its pathway."""
    fence, code = fence_of(request), request.POST.get("category", "")[:20]
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: sorting.sort(callback_id, code, by=by, now=now, fence=fence),
    )


@form_only
def record_facts(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Write down what is true so far, without closing."""
    fence, facts = fence_of(request), _facts(request)
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: done.record(callback_id, facts, by=by, now=now, fence=fence),
    )


@form_only
def close(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Close as done, or say what is missing with everything that was entered kept."""
    fence, facts, text = fence_of(request), _facts(request), request.POST.get("note", "")
    picks = notecard.picks(request)
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: done.complete(
            callback_id, facts, text, picks=picks, by=by, now=now, fence=fence
        ),
    )


@form_only
def close_unreached(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Close as not reached, with the note that says why, or say what comes first."""
    fence, text = fence_of(request), request.POST.get("note", "")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: unreachable.decide(callback_id, text, by=by, now=now, fence=fence),
    )


def done_or_refused(
    request: StaffRequest, callback_id: UUID, do: Callable[[Actor, datetime], object]
) -> HttpResponseBase:
    """Do it and show the callback; where the rules say no, show it with their reasons on top."""
    actor = request.actor
    notecard.keep_first(request, callback_id)
    try:
        do(actor, clock())
    except (Stale, NotPermitted):
        raise
    except KeyReused:
        said = Reason(code="pressed_again", words=PRESSED_AGAIN)
        return _again(request, actor, callback_id, Refused(said))
    except Refused as refusal:
        return _again(request, actor, callback_id, refusal)
    return redirect("callback", callback_id=callback_id)


def _form_digest(request: StaffRequest) -> str:
    """What the form says, whole: pressed again with anything else in it, it is another form."""
    sent = [*request.POST.lists(), *request.GET.lists()]
    said = [
        (name, values)
        for name, values in sent
        if name not in ABOUT_THE_FORM and not name.startswith("said.")
    ]
    return sha256(json.dumps(sorted(said)).encode()).hexdigest()


def _form_key(request: StaffRequest) -> str | None:
    """One key per page shown, so that pressing twice is one try."""
    form_id = request.POST.get("form_id", "")
    return f"form {form_id}" if re.fullmatch(r"[0-9a-f-]{36}", form_id) else None


def fence_of(request: StaffRequest) -> int:
    """The fence a form was shown with, or one that never was."""
    given = request.POST.get("fence", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1  # noqa: PLR2004


def _page(
    request: StaffRequest,
    view: CallbackView,
    *,
    entered: dict[str, Any] | None = None,
    refusal: Refused | None = None,
    suggesting: dict[str, str] | None = None,
) -> HttpResponse:
    where = practice.remembered(request.actor.practice_id)
    asking = request.POST.get("asked", "") if refusal else ""
    here = Clock(clock(), where.zone)
    reasons = refusal.reasons if refusal else ()
    problems = [settle_words.problem(each, here) for each in reasons]
    if suggesting is not None:
        problems.append(_not_suggested(suggesting))
    entered = notecard.typed(view) if entered is None else entered
    words = call_words.page(view, here, where.country, entered, asking)
    if refusal:
        words = replace(words, **_told_late(request))
    works = view.in_need is None and not refusals(request.actor, Permission.WORK)
    context = {
        "c": words,
        "around": around_words.page(view, request.actor, here),
        "way_back": wayback.offered(request, view.id),
        "details": ondetails_words.details(view),
        "talk": calling_words.calling(view, request.actor, here, where.country),
        "problems": problems,
        "suggesting": suggesting,
        "boxes": _boxes(request, refused=bool(problems)),
        "later": _later(request, reasons, here),
        "later_parts": later_words.parts(view, here) if call_words.works(view) else [],
        "by_hand": byhand_words.card(view, here, where.country, byhand.typed(request, problems)),
        "other": notpatient.offered(request.actor, view),
        "reopens": notpatient.reopens(view),
        "unreached": unreached.offered(request.actor, view, here.now),
        "note": note_words.card(view.id, view.writing, here, saved_at=view.draft_saved_at),
        "asks_in_chart": works and bool(view.notes) and practice.asks_in_chart(where.id),
        "can_add": works and view.stage == Stage.CLOSED,
        "note_told": notecard.told(request, problems),
        "struck": struck_words.rows(view, here),
        "left_drafts": left_drafts.offered(request.actor, view.id, here),
        "hands": _hands(request, view, (here, where.country), refused=refusal is not None),
    }
    return render(request, "call/page.html", context, status=409 if problems else 200)


def _not_suggested(suggesting: dict[str, str]) -> settle_words.ProblemWords:
    """What is wrong with better words for a line, at their box."""
    field = f"suggested-{suggesting['line']}"
    return settle_words.ProblemWords(
        code="suggested", words=suggesting["wrong"], ways_out=[], field=field
    )


def _boxes(request: StaffRequest, *, refused: bool) -> dict[str, str]:
    """What stood in the boxes of the call that send by themselves, where a press was refused."""
    return {name: request.POST.get(name, "") if refused else "" for name in BOXES}


def _hands(
    request: StaffRequest, view: CallbackView, here: tuple[Clock, str], *, refused: bool
) -> HandsWords:
    """What may be done with it after the call, with what a refused form of that had in it."""
    form = request.path.rpartition("/")[2]
    sent = refused and form in hands_words.FORMS
    typed = request.POST.dict() if sent else {}
    works = call_words.works(view)
    found = hands_words.hands(view, *here, typed, works=works)
    return replace(found, open=form if sent else "")


def _told_late(request: StaffRequest) -> dict[str, Any]:
    """The actual time of a try, as it stood in a refused form."""
    happened_at, why = request.POST.get("happened_at", ""), request.POST.get("why_late", "")
    late = bool(happened_at or why)
    return {"happened_at": happened_at, "why_late": why, "telling_late": late}


def _again(
    request: StaffRequest, actor: Actor, callback_id: UUID, refusal: Refused
) -> HttpResponse:
    """The same page with the reasons on top; what was written is there, kept as the draft."""
    view = opening.opened(callback_id, by=actor, now=clock())
    entered = _facts(request)
    return _page(request, view, refusal=refusal, entered=entered)


def _later(request: StaffRequest, reasons: Sequence[Reason], here: Clock) -> LaterWords | None:
    """The time to call again, where it is what was refused."""
    typed, code = _time_typed(request), _result(request)
    asked_at = local_moment(typed, request.actor) if reasons else None
    return later_words.later(reasons, typed, asked_at, code, here)


def _time_typed(request: StaffRequest) -> str:
    """The time to call again: the one a button offers, else the one in the box."""
    return request.GET.get("at") or request.POST.get("call_again_at", "")


def local_moment(text: str, actor: Actor) -> datetime | None:
    """A time as typed on the practice's clock, or None where none was given."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (
        given if given.tzinfo else given.replace(tzinfo=ZoneInfo(practice.zone(actor.practice_id)))
    )


def _number(text: str) -> int | str:
    """A whole number as typed; what is none, or longer than any of ours, stays for the rules."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text  # noqa: PLR2004


def _facts(request: StaffRequest) -> dict[str, Any]:
    """The facts of the form: ticks as yes or no, everything else as it was typed, where it was."""
    found: dict[str, Any] = dict.fromkeys(request.POST.getlist("ticks"), False)
    for name in request.POST:
        kind, _dot, code = name.partition(".")
        value = request.POST.get(name, "").strip()
        if kind == "tick":
            found[code] = True
        elif kind == "fact" and value:
            found[code] = value
        elif kind == "number" and value:
            found[code] = _number(value)
    return found
