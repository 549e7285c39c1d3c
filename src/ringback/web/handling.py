"""Who handles what: one page for everybody, made from the live pathways, to be hung up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ringback.actions import opening
from ringback.engine.wallclock import now as clock
from ringback.queries import handling, practice
from ringback.rules import placeholder, roster, script
from ringback.rules.access import Permission, Role
from ringback.rules.people import POST_NAMES
from ringback.web.hours_words import day_words
from ringback.web.people import ROLE_WORDS
from ringback.web.window_words import FIRST_IS, window_words
from ringback.web.words import Clock, practice_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from ringback.queries.handling import KindRow, LaneChange, Sheet
    from ringback.rules.category import Category
    from ringback.rules.script import Refusal, Script
    from ringback.web.staff import StaffRequest


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Every kind of request: who, how soon, until when, and whom to ask."""
    actor = request.actor
    opening.may("set-up read", Permission.SEE_SETUP, by=actor, now=clock())
    here = Clock(clock(), practice.zone(actor.practice_id))
    sheet = handling.sheet(actor, now=here.now)
    rows = sorted((_row(each, sheet, here) for each in sheet.kinds), key=lambda each: each["name"])
    context = {
        "rows": rows,
        "never": _never(sheet, here),
        "as_of": here.moment_now(),
        "printed": f"{day_words(here.today)}, {here.hour(here.now)}",
        "changed": _changed(rows, sheet, here),
    }
    return render(request, "lanes/page.html", context)


def _changed(rows: list[dict[str, Any]], sheet: Sheet, here: Clock) -> list[dict[str, str]]:
    """What is new: kinds of request, lanes, and what is said instead of what may not be done."""
    kinds = [{"name": each["name"], "when": each["changed"]} for each in rows if each["changed"]]
    said = [each for each in _never(sheet, here) if each["changed"]]
    lines = [
        {"name": _("what is said at {number}").format(number=each["number"]),
         "when": each["changed"]}
        for each in said
    ]  # fmt: skip
    lanes = [{"name": _lane(each), "when": here.moment(each.changed_at)} for each in sheet.lanes]
    return kinds + lines + lanes


def _lane(change: LaneChange) -> str:
    words = _("the lane {name} was removed") if change.removed else _("the lane {name}")
    return words.format(name=practice_words(change.name))


def _row(kind: KindRow, sheet: Sheet, here: Clock) -> dict[str, Any]:
    category = kind.category
    return {
        "name": practice_words(category.name),
        "changed": kind.changed_at and here.moment(kind.changed_at),
        "work": _roles(category.handlers.work),
        "hand_off": _roles(category.handlers.hand_off),
        "people": sheet.roster.names(sheet.roster.working(category.code)),
        "first": window_words(category.first_action),
        "first_is": practice_words(FIRST_IS[category.first_action_is]),
        "resolve": window_words(category.resolve),
        "done": [practice_words(each.words) for each in category.done],
        "chart": category.chart,
        "instead": _instead(category, sheet),
        "chain": _chain(category, sheet, here),
        "ask": _whom_to_ask(category, sheet, here),
    }


def _roles(roles: Iterable[Role]) -> str:
    chosen = set(roles)
    return ", ".join(str(words) for role, words in ROLE_WORDS.items() if role in chosen)


def _chain(category: Category, sheet: Sheet, here: Clock) -> list[dict[str, Any]]:
    """Who is asked, one after the other, with who that is at this moment."""
    return [
        {
            "post": practice_words(POST_NAMES[each.step.post]),
            "people": sheet.roster.names(each.people),
            "within": window_words(each.step.within),
        }
        for each in roster.chain(category, sheet.roster.places(), here.now)
    ]


def _whom_to_ask(category: Category, sheet: Sheet, here: Clock) -> str:
    """Whoever has the queue this belongs to now; else whoever fills a post that owns it."""
    owners = [
        on.owner_id
        for lane in sheet.roster.lanes
        if category.code in lane.categories
        for on in [roster.on_duty([each.shift for each in lane.shifts], here.now, here.zone)]
        if on is not None
    ]
    if owners:
        return ", ".join(sheet.roster.names(dict.fromkeys(owners)))
    places, posts = sheet.roster.places(), roster.leaned_on(category)
    filled = [places.people(post, here.now) for post in posts]
    return ", ".join(sheet.roster.names(next((people for people in filled if people), ())))


def _never(sheet: Sheet, here: Clock) -> list[dict[str, Any]]:
    """What nobody at the desk may do, and the sentence that is said instead."""
    lines = sheet.script.refusals if sheet.script else ()
    language = (get_language() or "en")[:2]
    return [
        {
            "number": number,
            "words": practice_words(each.line.words),
            "say": _said(sheet.script, each, language),
            "changed": here.moment(sheet.said_anew[each.line.code])
            if each.line.code in sheet.said_anew
            else "",
        }
        for number, each in enumerate(lines, start=1)
    ]


def _said(words: Script | None, each: Refusal, language: str) -> str:
    """The sentence as it is usually said, with the post it usually goes to."""
    to = words.posts[each.goes_to].get(language, "") if words else ""
    values = {**placeholder.examples(language), "goes_to": to}
    return script.filled(each.line, values, language)


def _instead(category: Category, sheet: Sheet) -> list[dict[str, str]]:
    """Which of those go to whom for this kind of request: "1, 2, 3" and "the nurse"."""
    if sheet.script is None:
        return []
    language = (get_language() or "en")[:2]
    found: dict[str, list[str]] = {}
    for number, each in enumerate(sheet.script.refusals, start=1):
        post = each.post(category.code)
        found.setdefault(post, []).append(str(number))
    named = sheet.script.posts
    return [
        {
            "numbers": ", ".join(numbers),
            "post": named[post].get(language, named[post].get("en", "")),
        }
        for post, numbers in found.items()
    ]
