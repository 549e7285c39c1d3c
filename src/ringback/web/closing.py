"""Close early or for a day: first what it moves, then it is done, in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ringback.actions import parts as actions
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.queries import hours, moved
from ringback.rules.closure import Closure
from ringback.rules.oneline import in_one_line
from ringback.rules.policy import Part
from ringback.web import closing_words, hours_form, hours_words, parts
from ringback.web.words import in_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.queries.hours import Place
    from ringback.web.staff import StaffRequest

EVERYWHERE = "*"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the form."""

    day: str
    at: str
    why: str
    where: str


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest) -> HttpResponse:
    """The form; what the closure moves; and, asked once more, the closure itself."""
    actions.allowed(by=request.actor, now=clock())
    own = [each for each in hours.places(request.actor) if each.own_hours]
    if request.method != "POST":
        today = parts.here_of(request).today.isoformat()
        where = parts.place_of(request) or (EVERYWHERE if own else "")
        return _form(request, own, Typed(day=today, at="", why="", where=where))
    typed = _typed(request)
    closing, wrong = _closure(typed)
    if closing is None:
        return _form(request, own, typed, problems=wrong, status=422)
    names = _names(typed.where, own)
    try:
        if request.POST.get("do") == "close":
            return _closed(request, closing, names)
        found = actions.foreseen(closing, names, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Stale as stale:
        found = actions.foreseen(closing, names, by=request.actor, now=clock())
        return _form(request, own, typed, found=found, stale=stale, status=412)
    except Refused as refused:
        problems = [{"field": each.code, "words": in_words(each)} for each in refused.reasons]
        return _form(request, own, typed, problems=problems, status=422)
    return _form(request, own, typed, found=found)


def _closed(request: StaffRequest, closing: Closure, names: list[str]) -> HttpResponse:
    actions.close(closing, names, seen=_seen(request), by=request.actor, now=clock())
    name = names[0]
    newest = hours.versions(request.actor, name)[0].version
    return redirect(closing_words.moved_url(newest, name))


def _form(
    request: StaffRequest,
    own: list[Place],
    typed: Typed,
    *,
    found: actions.Foreseen | None = None,
    stale: Stale | None = None,
    problems: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "typed": typed,
        "own": own,
        "everywhere": EVERYWHERE,
        "problems": parts.at_boxes(problems or ()),
        "stale": [in_words(each) for each in stale.reasons] if stale else [],
        "back_url": parts.url_of(Part.HOURS),
    }
    if found is not None:
        told = moved.foreseen(request.actor, found.outcome)
        context["told"] = closing_words.told(told, parts.here_of(request), foreseen=True)
        context["seen"] = [f"{version} {name}" for name, version in found.seen.items()]
        context["sentence"] = _sentence(typed)
    return render(request, "setup/close.html", context, status=status)


def _sentence(typed: Typed) -> str:
    day = hours_words.day_words(date.fromisoformat(typed.day))
    if not typed.at:
        return _("Closed on {day}: this is what it moves").format(day=day)
    words = _("Closing at {time} on {day}: this is what it moves")
    return words.format(time=typed.at, day=day)


def _typed(request: StaffRequest) -> Typed:
    return Typed(
        **{
            name: in_one_line(request.POST.get(name, "")).strip()[:200]
            for name in ("day", "at", "why", "where")
        }
    )


def _closure(typed: Typed) -> tuple[Closure | None, list[dict[str, str]]]:
    """What was typed as a closure, or what of it cannot be read."""
    day, minute = hours_form.day(typed.day), hours_form.minute(typed.at)
    wrong = []
    if day is None:
        wrong.append({"field": "day", "words": _("Choose a day.")})
    if typed.at and minute is None:
        wrong.append({"field": "at", "words": _("Write a time such as 14:00 or 2 pm, or nothing.")})
    if wrong or day is None:
        return None, wrong
    return Closure(day=day, minute=minute, why=typed.why), []


def _names(where: str, own: list[Place]) -> list[str]:
    """Whose hours close: the practice's, one place's, or all of them."""
    if where == EVERYWHERE:
        return ["", *(each.slug for each in own)]
    return [where] if where in {each.slug for each in own} else [""]


def _seen(request: StaffRequest) -> dict[str, int]:
    """The version of each place's hours that the person had before them."""
    pairs = (each.partition(" ") for each in request.POST.getlist("seen"))
    return {name: parts.number_of(version) for version, _space, name in pairs}
