"""A call came in: name, number, kind of request, in twenty seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ringback.actions import arrival, opening
from ringback.actions.act import Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.queries.scope import scope
from ringback.rules import wish, wishwords
from ringback.rules.access import Permission
from ringback.rules.arrival import UNSORTED, Kind
from ringback.rules.category import Kind as CategoryKind
from ringback.rules.oneline import in_one_line
from ringback.rules.phone import is_number, normalised
from ringback.web.hours_words import day_words
from ringback.web.words import Clock, in_words, practice_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.rules.access import Actor
    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The short form, and what became of it."""
    opening.may("received", Permission.RECEIVE, by=request.actor, now=clock())
    return _received(request) if request.method == "POST" else _form(request)


def _received(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    country = practice.country(actor.practice_id)
    given = request.POST
    if not is_number(given.get("phone", ""), country):
        problem = {"field": "phone", "words": _("Give a number to call back.")}
        return _form(request, [problem], status=422)
    if waits := _waits_long(request):
        return _form(request, [{"field": "best_time", "words": waits}], status=409)
    try:
        found = arrival.receive(
            arrival.New(
                source="desk",
                external_id=_form_id(given.get("form_id", "")),
                kind=Kind.LIVE_CALL,
                happened_at=(now := clock()),
                phone=normalised(given["phone"], country),
                name=in_one_line(given.get("name", "")[:200]).strip()[:120],
                text=given.get("words", "").strip()[:20_000],
                category=given.get("category", "")[:20] or UNSORTED,
                best_time=_best_time(request),
            ),
            by=actor,
            now=now,
        )
    except Refused as refusal:
        problems = [{"field": "category", "words": in_words(each)} for each in refusal.reasons]
        return _form(request, problems, status=409)
    return redirect("callback", callback_id=found.callback_id)


def _form(
    request: StaffRequest, problems: list[dict[str, str]] | None = None, *, status: int = 200
) -> HttpResponse:
    actor = request.actor
    context = {
        "form_id": _form_id(request.POST.get("form_id", "")),
        "categories": _categories(actor),
        "values": request.POST,
        "far_told": _best_time(request) if any(map(_asks, problems or ())) else "",
        "problems": problems or [],
    }
    return render(request, "arrivals/new.html", context, status=status)


def _best_time(request: StaffRequest) -> str:
    return in_one_line(request.POST.get("best_time", "")[:400]).strip()[:200]


def _asks(problem: dict[str, str]) -> bool:
    """Whether it was asked about their time: asked once, it is kept."""
    return problem["field"] == "best_time"


def _waits_long(request: StaffRequest) -> str:
    """What is asked once where their words make a routine request wait for weeks."""
    said, actor, now = _best_time(request), request.actor, clock()
    if not said or request.POST.get("far_told") == said:
        return ""
    code = request.POST.get("category", "")[:20] or UNSORTED
    try:
        with scope(actor.practice_id):
            where = practice.bearings(actor.practice_id, code=code, since=now, now=now)
    except LookupError:
        return ""
    if where.pathway.category.kind is not CategoryKind.ROUTINE:
        return ""
    here = Clock(now, where.zone)
    meant = wishwords.read(said, now=now, zone=where.zone, country=where.country, parts=where.parts)
    on = wish.far_off(meant, here.today)
    if on is None:
        return ""
    words = _("“{said}” is {day}: a routine request waits until then. If so, put it in once more.")
    return words.format(said=said, day=day_words(on))


def _categories(actor: Actor) -> list[dict[str, str]]:
    """The kinds of request this person works, by name as they read it."""
    found = practice.category_names(actor)
    named = [{"code": each.code, "name": practice_words(each.name)} for each in found]
    return sorted(named, key=lambda each: each["name"])


def _form_id(text: str) -> str:
    """One id per form shown, so that pressing Enter twice is one call."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())
