"""The queue: most pressing first, live, one list for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import claim, record
from ringback.engine.wallclock import now as clock
from ringback.queries import patients, person, practice, queue
from ringback.queries import search as finding
from ringback.queries.queue import Cursor, Filter
from ringback.rules.lifecycle import Outcome
from ringback.web import (
    notecard,
    patient_words,
    queue_filters,
    queue_rows,
    several,
    standing,
    whose_words,
)
from ringback.web.practices import ARRIVED
from ringback.web.words import OUTCOMES, Clock, practice_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponseRedirect

    from ringback.queries.queue import Page, Wanted
    from ringback.queries.search import Finished
    from ringback.rules.access import Actor
    from ringback.web.staff import StaffRequest

LONGEST_SEARCH = 120


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The list, or with `?rows` only its rows for the live page to swap in."""
    actor = request.actor
    wanted = _wanted(request, actor)
    if "rows" in request.GET:
        record.queue_shown(since=standing.began(request, wanted.now), by=actor, now=wanted.now)
        rows = _rows(actor, wanted, queue.page(actor, wanted))
        return HttpResponse(get_template("queue/rows.html").render(rows))
    record.queue_seen(by=actor, now=wanted.now)
    done = {"several_done": several.toast(request)}
    return render(request, "queue/page.html", {**_context(request, actor, wanted), **done})


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """Open callbacks of a name or number, those that were finished lately, and who is on file.

    Sent as a form: addresses carry no patient's name.
    """
    if request.method != "POST":
        return redirect("queue")
    actor = request.actor
    asked = request.POST.get("q", "")[:LONGEST_SEARCH]
    wanted = queue.wanted(actor, now=clock(), search=asked)
    context = _context(request, actor, wanted)
    beside = finding.beside(actor, wanted.search, now=wanted.now)
    on_file = patients.found(actor, wanted.search)
    found_all = context["found"] + len(beside.finished) + len(on_file)
    record.searched(found_all, outside=beside.outside, by=actor, now=wanted.now)
    finished = _finished(actor, beside.finished, wanted.now)
    shown = patient_words.rows(on_file, practice.country(actor.practice_id))
    context |= {"outside": beside.outside, "finished": finished, "on_file": shown}
    found = {
        "rows_url": "",
        "export_url": "",
        "next_page_url": "",
        "more_than_shown": bool(context["next_page_url"]),
    }
    return render(request, "queue/page.html", {**context, **found})


@require_POST
def take_next(request: StaffRequest) -> HttpResponseRedirect:
    """Next for me: straight to the callback, or back to the queue when there is none.

    For somebody of several practices it is the next one of all of them, and they go there.
    """
    notecard.keep_left(request)
    them = person.everywhere(request.at_work)
    taken = claim.claim_next_anywhere(them, by=request.actor, now=clock())
    if taken is None:
        return redirect(f"{reverse('queue')}?nothing=1")
    there, row = taken
    address = reverse("callback", args=[row.id])
    if there.practice_id == request.actor.practice_id:
        return redirect(address)
    standing.move(request, there.practice_id)
    return redirect(f"{address}?{ARRIVED}=1")


def _finished(actor: Actor, found: list[Finished], now: datetime) -> list[dict[str, str]]:
    """What kind of request, whose where that may be seen; how it ended, and when."""
    here = Clock(now, practice.zone(actor.practice_id))
    kinds = practice.kind_names(actor) if found else {}
    return [
        {
            "url": reverse("callback", args=[each.id]),
            "what": practice_words(kinds.get(each.category, each.category)),
            "name": each.name or "",
            "ended": _("{outcome}, {time}").format(
                outcome=_(OUTCOMES[Outcome(each.outcome)]), time=here.moment(each.closed_at)
            ),
        }
        for each in found
    ]


def narrowed(request: StaffRequest) -> Wanted:
    """The list as it stands on the screen whose address this is, from its first row on."""
    return replace(_wanted(request, request.actor), after=None)


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


def _context(request: StaffRequest, actor: Actor, wanted: Wanted) -> dict[str, Any]:
    board = queue.board(actor, wanted)
    return {
        **_rows(actor, wanted, board.page),
        "whose": whose_words.lanes(
            board.lanes, Clock(wanted.now, practice.zone(actor.practice_id))
        ),
        "whose_more": len(board.lanes) - 1,
        "filters": queue_filters.html(wanted, board),
        "clear_url": queue_filters.clear(wanted),
        "summary": queue_filters.summary(wanted, board),
        "sheet_url": queue_filters.sheet(wanted),
        "export_url": queue_filters.export(wanted),
        "names_url": queue_filters.export(wanted, names="1"),
        "export_cut": queue_filters.cut(actor, wanted, board),
        "nothing_to_take": "nothing" in request.GET,
    }


def _rows(actor: Actor, wanted: Wanted, page: Page) -> dict[str, Any]:
    """What rows.html shows. It is all a screen asks for again at every change."""
    clock_here = Clock(wanted.now, practice.zone(actor.practice_id))
    after = str(wanted.after or "")
    following = "" if page.next is None else str(page.next)
    return {
        "groups": queue_rows.groups(page, actor, wanted, clock_here),
        "found": len(page.rows),
        "search": wanted.search,
        "search_whole": not finding.browses(actor),
        "rows_url": queue_filters.address(wanted, after=after, rows="1"),
        "next_page_url": following and queue_filters.address(wanted, after=following),
        "first_page": wanted.after is None,
    }
