"""A call came in: name, number, kind of request, in twenty seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ringback.actions import arrival, opening, theycalled
from ringback.actions.act import NotPermitted, Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.queries.scope import scope
from ringback.rules import wish, wishwords
from ringback.rules.access import Permission
from ringback.rules.arrival import UNSORTED, Kind
from ringback.rules.category import Kind as CategoryKind
from ringback.rules.oneline import in_one_line
from ringback.rules.phone import is_number, normalised
from ringback.web import theycalled_words, wayback
from ringback.web.hours_words import day_words
from ringback.web.words import Clock, in_words, practice_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.queries.theycalled import Found
    from ringback.rules.access import Actor
    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The short form, and what became of it."""
    opening.may("received", Permission.RECEIVE, by=request.actor, now=clock())
    return _received(request) if request.method == "POST" else form(request)


def _received(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    country = practice.country(actor.practice_id)
    given = request.POST
    if not is_number(given.get("phone", ""), country):
        problem = {"field": "phone", "words": _("Give a number to call back.")}
        return form(request, [problem], status=422)
    if "deal" in given and given.get("category", UNSORTED) in {"", UNSORTED}:
        problem = {"field": "category", "words": _("Choose what kind of request it is.")}
        return form(request, [problem], status=422)
    if waits := _waits_long(request):
        return form(request, [{"field": "best_time", "words": waits}], status=409)
    try:
        found = arrival.receive(
            arrival.New(
                source="desk",
                external_id=form_id(given.get("form_id", "")),
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
        return form(request, problems, status=409)
    if "deal" in given and found.callback_id and not found.again:
        return _dealt_with(request, found.callback_id)
    return wayback.on(request, found.callback_id)


def _dealt_with(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """What has just come in is in the hands of whoever answered, and the call has begun."""
    given = request.POST
    rang = theycalled.Rang(
        number=normalised(given["phone"], practice.country(request.actor.practice_id)),
        patient_id=patient_of(given.get("patient", "")),
        form=form_id(given.get("form_id", "")),
    )
    try:
        theycalled.deal(callback_id, rang, by=request.actor, now=clock(), fence=None)
    except NotPermitted:
        raise
    except Refused as refusal:
        problems = [{"field": "found", "words": in_words(each)} for each in refusal.reasons]
        return form(request, problems, status=409)
    return wayback.on(request, callback_id)


def patient_of(text: str) -> UUID | None:
    """The patient on file that was chosen, if any."""
    try:
        return UUID(text)
    except ValueError:
        return None


def form(
    request: StaffRequest,
    problems: list[dict[str, str]] | None = None,
    *,
    status: int = 200,
    found: Found | None = None,
) -> HttpResponse:
    """The form with what was typed, what is in the way of it, and what was found for it."""
    actor = request.actor
    context = {
        "form_id": form_id(request.POST.get("form_id", "")),
        "categories": _categories(actor),
        "values": request.POST,
        "far_told": _best_time(request) if any(map(_asks, problems or ())) else "",
        "problems": problems or [],
        "back_id": wayback.wanted(request),
        "found": theycalled_words.found(found, actor, clock()) if found else None,
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


def form_id(text: str) -> str:
    """One id per form shown, so that pressing Enter twice is one call."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())
