"""When the practice is open, and each of its places: read by everybody, changed by a manager."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import parts as actions
from ringback.actions import record
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.queries import hours, moved
from ringback.rules import closure
from ringback.rules.policy import Part
from ringback.web import (
    closing_words,
    hours_form,
    hours_look,
    hours_words,
    parts,
    reason_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringback.queries.hours import Place
    from ringback.queries.policy import PartVersion
    from ringback.web.hours_form import Typed
    from ringback.web.hours_words import DayWords
    from ringback.web.staff import StaffRequest

AHEAD: Final = timedelta(days=365)
"""Public holidays are shown so far ahead, and what is different after that is folded."""


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The hours in force: the week, the holidays, the days that are different, the versions."""
    parts.may_see(request)
    place, places = _place(request)
    found = hours.versions(request.actor, place.slug) if place else []
    own = not place or place.own_hours
    practices = hours.versions(request.actor) if place or not found else found
    here = parts.here_of(request)
    shown = found[0].written if own and found else practices[0].written
    context = {
        "place_named": place,
        "places": places,
        "own": own,
        "week": hours_words.week(shown),
        "parts_of_day": hours_words.parts(shown),
        **_near_and_later(hours_words.different(shown, since=here.today), here.today),
        "holidays": hours_words.holidays(_holidays(request, here.today), shown),
        **parts.listed(
            request, Part.HOURS, found if place else practices, place.slug if place else ""
        ),
    }
    return render(request, "setup/hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest) -> HttpResponse:
    """The form: the week, public holidays yes or no, the days that are different, and why."""
    actions.allowed(by=request.actor, now=clock())
    place, _places = _place(request)
    found = hours.versions(request.actor, place.slug if place else "")
    before = _before(request, found)
    today = parts.here_of(request).today
    if request.method != "POST":
        return _form(request, place, found, hours_form.of_written(before, today))
    typed = hours_form.of_post(request.POST)
    if wrong := hours_form.out_of_reach(typed, before, today):
        return _form(request, place, found, typed, wrong=wrong)
    written = hours_form.written(typed, before, today)
    shown = request.POST.get("shown") == hours_form.mark(written)
    if request.POST.get("do") == "save" and shown:
        refused = parts.kept_or_told(request, Part.HOURS, written, place.slug if place else "")
        if refused is None:
            return redirect(_moved_url(request, place))
        return _look(request, place, found, typed, written, refused)
    return _look(request, place, found, typed, written)


@require_POST
def practices_own(request: StaffRequest) -> HttpResponse:
    """A place keeps the practice's hours from now on; first it is shown what that moves."""
    place, _places = _place(request)
    if place is None:
        raise Http404
    asked = _asked(request, reason_words.PRACTICES_OWN, place.slug)
    if request.POST.get("do") != "save":
        outcome = actions.foreseen_hours({}, **asked)
        title = _("Keep the practice’s hours instead")
        return hours_look.page(request, outcome, {}, title=title, words=place.name)
    actions.change(Part.HOURS, {}, **asked)
    return redirect(_moved_url(request, place))


@require_POST
def restore(request: StaffRequest, number: int) -> HttpResponse:
    """An earlier version of the hours once more; first it is shown what that moves."""
    place, _places = _place(request)
    name = place.slug if place else ""
    asked = _asked(request, reason_words.RESTORED.format(number=number), name)
    if request.POST.get("do") != "save":
        actions.allowed(by=request.actor, now=clock())
        found = hours.versions(request.actor, name)
        written = next((each.written for each in found if each.version == number), None)
        if written is None:
            raise Http404
        outcome = actions.foreseen_hours(written, **asked)
        title = _("Restore version {number}").format(number=number)
        return hours_look.page(request, outcome, written, title=title)
    actions.restore(Part.HOURS, number, **asked)
    return redirect(_moved_url(request, place))


@require_POST
def reopen(request: StaffRequest) -> HttpResponse:
    """A day that is different has its usual hours again; first it is shown what that moves."""
    day, (place, _places) = hours_form.day(request.POST.get("day", "")), _place(request)
    if day is None:
        raise BadRequest("no such day")
    name = place.slug if place else ""
    asked = _asked(request, reason_words.usual(day), name)
    if request.POST.get("do") != "save":
        outcome = actions.foreseen_reopening(day, **asked)
        written = closure.reopened(hours.versions(request.actor, name)[0].written, day)
        title, words = _("Usual hours after all"), hours_words.day_words(day)
        sent = {"title": title, "words": words, "day": day.isoformat()}
        return hours_look.page(request, outcome, written, **sent)
    actions.reopen(day, **asked)
    return redirect(_moved_url(request, place))


@require_safe
def changed(request: StaffRequest, number: int) -> HttpResponse:
    """What one version of the hours moved when it was written."""
    parts.may_see(request)
    name = parts.place_of(request)
    told = moved.kept(request.actor, number, name)
    if told is None:
        raise Http404
    record.moves_seen(number, by=request.actor, now=clock())
    context = {
        "number": number,
        "back_url": parts.url_of(Part.HOURS, name),
        "told": closing_words.told(told, parts.here_of(request)),
    }
    return render(request, "setup/hours_moved.html", context)


def _asked(request: StaffRequest, reason: str, name: str) -> dict[str, Any]:
    """What every change by a single press says of itself."""
    seen = parts.seen_of(request)
    return {"seen": seen, "reason": reason, "by": request.actor, "now": clock(), "name": name}


def _look(
    request: StaffRequest,
    place: Place | None,
    found: Sequence[PartVersion],
    typed: Typed,
    written: Mapping[str, Any],
    refused: Refused | None = None,
) -> HttpResponse:
    """The form with what these hours move; with their mistakes, where they have any.

    Whoever was slower than somebody else sees what theirs moves now.
    """
    name = place.slug if place else ""
    if refused is not None and not isinstance(refused, Stale):
        return _form(request, place, found, typed, refused)
    try:
        outcome = actions.foreseen_hours(
            written,
            seen=_newest(found) if refused else parts.seen_of(request),
            reason=typed.reason,
            by=request.actor,
            now=clock(),
            name=name,
        )
    except NotPermitted:
        raise
    except Stale as stale:
        return _look(request, place, found, typed, written, stale)
    except Refused as wrong:
        return _form(request, place, found, typed, refused or wrong)
    shown = hours_look.looked(request, outcome, written, name)
    more = {"looked": shown, "shown": hours_form.mark(written)}
    return _form(request, place, found, typed, refused, more=more)


def _form(
    request: StaffRequest,
    place: Place | None,
    found: Sequence[PartVersion],
    typed: Typed,
    refused: Refused | None = None,
    wrong: Sequence[Mapping[str, str]] = (),
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    name = place.slug if place else ""
    reasons = refused.reasons if refused else ()
    seen = parts.seen_of(request) if request.method == "POST" else _newest(found)
    about = parts.told(Part.HOURS, refused, found, seen, name)
    context = {
        "place_named": place,
        "place": name,
        "typed": typed,
        **hours_form.near_and_later(typed.rows, parts.here_of(request).today + AHEAD),
        "back_url": parts.url_of(Part.HOURS, name),
        "problems": []
        if about["stale"]
        else parts.at_boxes([*wrong, *hours_form.problems(reasons, typed)]),
        **about,
        **(more or {}),
    }
    status = 422 if wrong else parts.status_of(refused)
    return render(request, "setup/hours_form.html", context, status=status)


def _before(request: StaffRequest, found: Sequence[PartVersion]) -> Mapping[str, Any]:
    """What the form starts from: a place without hours of its own starts from the practice's."""
    if found and found[0].written:
        return found[0].written
    return hours.versions(request.actor)[0].written


def _near_and_later(found: Sequence[DayWords], today: date) -> dict[str, list[DayWords]]:
    """The days of the coming twelve months, and those after."""
    until = today + AHEAD
    return {
        "different": [each for each in found if each.on <= until],
        "later": [each for each in found if each.on > until],
    }


def _newest(found: Sequence[PartVersion]) -> int:
    return found[0].version if found else 0


def _place(request: StaffRequest) -> tuple[Place | None, list[Place]]:
    """The place that is meant, if one is, and all there are."""
    places = hours.places(request.actor)
    slug = parts.place_of(request)
    place = next((each for each in places if each.slug == slug), None)
    if slug and place is None:
        raise Http404
    return place, places


def _holidays(request: StaffRequest, today: date) -> Sequence[hours.Holiday]:
    return hours.holidays(request.actor.practice_id, today, today + AHEAD)


def _moved_url(request: StaffRequest, place: Place | None) -> str:
    """Where it is said what a change moved; the hours themselves where it moved nothing."""
    name = place.slug if place else ""
    found = hours.versions(request.actor, name)
    told = moved.kept(request.actor, found[0].version, name)
    if told is None or not (told.moved or told.uncovered):
        return parts.url_of(Part.HOURS, name)
    return closing_words.moved_url(found[0].version, name)
