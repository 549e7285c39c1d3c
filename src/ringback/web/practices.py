"""One person, several practices: one log-in, a switcher, and no doubt about where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ringback.actions import opening, practice
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.queries import practice as practices
from ringback.rules import phone
from ringback.rules.access import Permission, refusals
from ringback.rules.hue import Hue
from ringback.rules.oneline import in_one_line
from ringback.web import elsewhere
from ringback.web.standing import move
from ringback.web.words import in_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from ringback.web.staff import StaffRequest

ARRIVED = "arrived"
"""Stands in the address of the page that follows, where the next one was another practice's."""


@require_POST
def switch(request: StaffRequest, practice_id: UUID) -> HttpResponse:
    """Go on in another practice of one's own; any other looks like one that is not there."""
    theirs = {each.id for each in request.at_work.places}
    opening.moved(practice_id, by=request.actor, theirs=theirs, now=clock())
    move(request, practice_id)
    if callback_id := elsewhere.wanted(request):
        return redirect("callback", callback_id=callback_id)
    return redirect("queue")


HUES: Final[dict[Hue, StrOrPromise]] = {
    Hue.GREEN: gettext_lazy("green"),
    Hue.BLUE: gettext_lazy("blue"),
    Hue.VIOLET: gettext_lazy("violet"),
    Hue.ROSE: gettext_lazy("rose"),
    Hue.AMBER: gettext_lazy("amber"),
    Hue.TEAL: gettext_lazy("teal"),
    Hue.SLATE: gettext_lazy("slate"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """What the practice is called, its colour, and whether first names show in a list."""
    if request.method != "POST":
        opening.may("set-up read", Permission.SEE_SETUP, by=request.actor, now=clock())
        return _page(request)
    given = request.POST
    try:
        practice.change_look(
            given.get("colour", "")[:20],
            first_names="first_names" in given,
            in_chart="in_chart" in given,
            number=in_one_line(given.get("phone", ""))[:40],
            seen=given.get("seen", "")[:60],
            by=request.actor,
            now=clock(),
        )
    except NotPermitted:
        raise
    except Refused as refusal:
        return _page(request, refusal)
    return redirect("setup-practice")


def _page(request: StaffRequest, refusal: Refused | None = None) -> HttpResponse:
    found = practices.practice(request.actor.practice_id)
    given = request.POST if refusal else {}
    reasons = refusal.reasons if refusal else ()
    colour = given.get("colour", found.colour)
    context = {
        "found": found,
        "hues": [(str(code), words, str(code) == colour) for code, words in HUES.items()],
        "hue_words": HUES[Hue(found.colour)],
        "first_names": "first_names" in given if refusal else found.shows_first_names,
        "in_chart": "in_chart" in given if refusal else found.asks_in_chart,
        "seen": practice.seen_look(
            found.colour,
            first_names=found.shows_first_names,
            in_chart=found.asks_in_chart,
            number=found.phone,
        ),
        "number": given.get("phone", phone.national(found.phone, found.country)),
        "may_change": not refusals(request.actor, Permission.SET_PRIVACY),
        "problems": [
            {"field": "phone" if each.code == "phone" else "colour", "words": in_words(each)}
            for each in reasons
        ],
    }
    status = 200 if refusal is None else 412 if isinstance(refusal, Stale) else 409
    return render(request, "setup/practice.html", context, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame says of the practices: this one in its colour, the others to switch to."""
    found = request.at_work  # type: ignore[attr-defined]
    here, several = found.here, len(found.places) > 1
    return {
        "practice_name": here.name,
        "practice_colour": here.colour,
        "practices": [each for each in found.places if each.id != here.id],
        "band": several,
        "arrived": several and ARRIVED in request.GET,
    }
