"""The practice's places: what each is called, which numbers ring there, whose hours it keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ringback.actions import parts as setup
from ringback.actions import places as actions
from ringback.actions.act import NotPermitted, Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import hours, practice
from ringback.rules import phone
from ringback.rules.oneline import in_one_line
from ringback.rules.policy import Part
from ringback.web import parts
from ringback.web.words import in_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.queries.hours import Place
    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Every place, and a form for a new one."""
    parts.may_see(request)
    if request.method != "POST":
        return _page(request)
    name, numbers = _typed(request)
    try:
        actions.add(name, numbers, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refused:
        return _page(request, refused)
    return redirect("setup-places")


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, slug: str) -> HttpResponse:
    """One place's name and numbers."""
    setup.allowed(by=request.actor, now=clock())
    place = next((each for each in hours.places(request.actor) if each.slug == slug), None)
    if place is None:
        raise Http404
    if request.method != "POST":
        return _one(request, place)
    name, numbers = _typed(request)
    try:
        actions.change(slug, name, numbers, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refused:
        return _one(request, place, refused)
    return redirect("setup-places")


@require_POST
def remove(request: StaffRequest, slug: str) -> HttpResponse:
    """Take a place out of use."""
    actions.remove(slug, by=request.actor, now=clock())
    return redirect("setup-places")


def _page(request: StaffRequest, refused: Refused | None = None) -> HttpResponse:
    country = practice.country(request.actor.practice_id)
    rows = [
        {
            "slug": each.slug,
            "name": each.name,
            "numbers": [phone.national(number, country) for number in each.numbers],
            "own_hours": each.own_hours,
            "hours_url": parts.url_of(Part.HOURS, each.slug),
        }
        for each in hours.places(request.actor)
    ]
    context = {"places": rows, "may_change": parts.may_change(request), **_form(request, refused)}
    return render(request, "setup/places.html", context, status=parts.status_of(refused))


def _one(request: StaffRequest, place: Place, refused: Refused | None = None) -> HttpResponse:
    country = practice.country(request.actor.practice_id)
    context = {"place_named": place, **_form(request, refused)}
    if request.method != "POST":
        numbers = ", ".join(phone.national(each, country) for each in place.numbers)
        context |= {"place_name": place.name, "numbers": numbers}
    return render(request, "setup/place.html", context, status=parts.status_of(refused))


def _form(request: StaffRequest, refused: Refused | None) -> dict[str, Any]:
    reasons = refused.reasons if refused else ()
    return {
        "place_name": request.POST.get("name", ""),
        "numbers": request.POST.get("numbers", ""),
        "problems": parts.at_boxes(
            {"field": each.code, "words": in_words(each)} for each in reasons
        ),
    }


def _typed(request: StaffRequest) -> tuple[str, list[str]]:
    given = re.split(r"[,;\n]", request.POST.get("numbers", "")[:2000])
    return in_one_line(request.POST.get("name", "")), [
        each.strip() for each in given if each.strip()
    ]
