"""The queue: most pressing first, live, one list for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from ringback.queries import practice, queue
from ringback.queries.queue import Cursor, Filter
from ringback.web import queue_rows
from ringback.web.words import Clock, count, practice_words, source_words

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseRedirect

    from ringback.queries.queue import Board, Wanted
    from ringback.rules.access import Actor
    from ringback.web.staff import StaffRequest

LONGEST_SEARCH = 120


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The list, or with `?rows` only its rows for the live page to swap in."""
    actor = request.actor
    wanted = _wanted(request, actor)
    board = queue.board(actor, wanted)
    clock_here = Clock(wanted.now, practice.zone(actor.practice_id))
    context = _context(request, actor, wanted, board, clock_here)
    return render(
        request, "queue/rows.html" if "rows" in request.GET else "queue/page.html", context
    )


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """Open callbacks of a name or number. Sent as a form: addresses carry no patient's name."""
    if request.method != "POST":
        return redirect("queue")
    actor = request.actor
    asked = request.POST.get("q", "")[:LONGEST_SEARCH]
    wanted = queue.wanted(actor, now=clock(), search=asked)
    board = queue.board(actor, wanted)
    clock_here = Clock(wanted.now, practice.zone(actor.practice_id))
    context = _context(request, actor, wanted, board, clock_here)
    found = {"rows_url": "", "next_page_url": "", "more_than_shown": board.page.next is not None}
    return render(request, "queue/page.html", {**context, **found})


@require_POST
def take_next(request: StaffRequest) -> HttpResponseRedirect:
    """Next for me: straight to the callback, or back to the queue when there is none."""
    actor = request.actor
    taken = claim.claim_next(by=actor, now=clock())
    if taken is None:
        return redirect(f"{reverse('queue')}?nothing=1")
    return redirect("callback", callback_id=taken.id)


def _wanted(request: StaffRequest, actor: Actor) -> Wanted:
    asked = request.GET
    return queue.wanted(
        actor,
        now=clock(),
        filter=_filter(asked.get("filter", "")),
        category=asked.get("category", "")[:20],
        source=asked.get("source", "")[:40],
        after=_cursor(asked.get("after", "")),
    )


def _filter(text: str) -> Filter:
    return Filter(text) if text in set(Filter) else Filter.ALL


def _cursor(text: str) -> Cursor | None:
    """A page link that was cut or changed leads to the first page, not to an error."""
    try:
        return Cursor.read(text) if text else None
    except ValueError:
        return None


def _context(
    request: StaffRequest, actor: Actor, wanted: Wanted, board: Board, clock_here: Clock
) -> dict[str, Any]:
    return {
        "groups": queue_rows.groups(board.page.rows, actor, wanted, clock_here),
        "filters": _chips(wanted, board),
        "categories": [
            {
                "label": practice_words(each.category.name),
                "url": _url(category=each.category.code),
                "pressed": wanted.category == each.category.code,
            }
            for each in board.pathways
        ],
        "sources": [
            {
                "label": source_words(each),
                "url": _url(source=each),
                "pressed": wanted.source == each,
            }
            for each in board.sources
        ],
        "summary": _summary(board),
        "search": wanted.search,
        "rows_url": _url(**{**request.GET.dict(), "rows": "1"}),
        "next_page_url": _next(request, board),
        "first_page": wanted.after is None,
        "nothing_to_take": "nothing" in request.GET,
    }


def _chips(wanted: Wanted, board: Board) -> list[dict[str, Any]]:
    counts = board.counts
    plain = wanted.filter is Filter.ALL and not (wanted.category or wanted.source)
    chips = [
        (Filter.ALL, _("All"), counts.all),
        (Filter.MINE, _("Mine"), counts.mine),
        (Filter.NO_OWNER, _("No owner"), counts.no_owner),
        (Filter.OVERDUE, _("Overdue"), counts.overdue),
        (Filter.DUE_TODAY, _("Due today"), None),
        (Filter.VISIT_TOMORROW, _("Visit tomorrow"), counts.visit_tomorrow),
        (Filter.NEEDS_CLINICIAN, _("Needs a clinician"), None),
        (Filter.WAITING_ON_OTHERS, _("Waiting on others"), None),
    ]
    return [
        {
            "key": str(each),
            "label": label,
            "count_words": "" if number is None else count(number),
            "url": _url() if each is Filter.ALL else _url(filter=str(each)),
            "pressed": plain if each is Filter.ALL else wanted.filter is each,
        }
        for each, label, number in chips
    ]


def _summary(board: Board) -> str:
    counts = board.counts
    return _("{open} open · {late} late · {anyones} anyone may take").format(
        open=count(counts.all), late=count(counts.overdue), anyones=count(counts.no_owner)
    )


def _next(request: StaffRequest, board: Board) -> str:
    if board.page.next is None:
        return ""
    kept = {name: value for name, value in request.GET.dict().items() if name != "rows"}
    return _url(**{**kept, "after": str(board.page.next)})


def _url(**query: str) -> str:
    return reverse("queue") + (f"?{urlencode(query)}" if query else "")
