"""Bring your list: paste the open callbacks of a spreadsheet or of sticky notes, and look at them.

Every request brings in one chunk, as with a phone log: a list whose page is closed stops between
two chunks and goes on when somebody opens it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import imports
from ringback.actions.act import NotPermitted, Refused
from ringback.channels.callbacklist import intake
from ringback.channels.callbacklist.problems import UnusableList
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.web import callbacklist_words, log_form
from ringback.web.uploads import chosen
from ringback.web.words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """A box to paste the list into, or a file; or take in what was pasted or chosen."""
    if request.method == "POST":
        return _taken_in(request)
    imports.allowed(by=request.actor, now=clock(), needs=intake.NEEDS)
    return _choose(request)


@require_safe
def one(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """What is understood of every line before it is in the queue, or what became of the list."""
    return _one(request, batch_id)


@require_POST
def start(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take what was corrected; unless the person wants to look again, bring the first lines in."""
    choices, category = log_form.choices(request.POST.dict()), _category(request)
    try:
        intake.read_again(batch_id, choices, category, by=request.actor, now=clock())
        if "look" not in request.POST:
            intake.step(batch_id, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refusal:
        words = [{"field": "lines", "words": in_words(each)} for each in refusal.reasons]
        return _one(request, batch_id, words)
    return redirect("list-import", batch_id=batch_id)


@require_POST
def step(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Bring the next lines in; the page asks again by itself, or the person presses Continue."""
    intake.step(batch_id, by=request.actor, now=clock())
    if not request.headers.get("HX-Request"):
        return redirect("list-import", batch_id=batch_id)
    seen = intake.look(batch_id, by=request.actor, now=clock())
    return render(request, "imports/run.html", {"run": callbacklist_words.run(seen, clock())})


def _taken_in(request: StaffRequest) -> HttpResponse:
    try:
        name, content = _given(request)
        batch_id = intake.bring(
            content, name=name, category=_category(request), by=request.actor, now=clock()
        )
    except UnusableList as trouble:
        field = "file" if request.FILES else "list"
        return _choose(request, [{"field": field, "words": in_words(trouble.reason)}])
    return redirect("list-import", batch_id=batch_id)


def _given(request: StaffRequest) -> tuple[str, bytes]:
    """The name and bytes of the list; pasted, it has no name. Raises UnusableList for both."""
    file, pasted = chosen(request), str(request.POST.get("list", ""))
    if file is None:
        return "", pasted.encode()
    if pasted.strip():
        raise UnusableList("both")
    return file


def _category(request: StaffRequest) -> str:
    """The kind of request chosen for all of it: one this person works, or none."""
    said = request.POST.get("category", "")
    return said if said in {each.code for each in practice.category_names(request.actor)} else ""


def _choose(request: StaffRequest, problems: Sequence[Mapping[str, str]] = ()) -> HttpResponse:
    context = {
        "problems": problems,
        "pasted": request.POST.get("list", ""),
        "kinds": callbacklist_words.kinds(request.actor, _category(request)),
    }
    return render(request, "callbacklist/choose.html", context, status=422 if problems else 200)


def _one(
    request: StaffRequest, batch_id: UUID, problems: Sequence[Mapping[str, str]] = ()
) -> HttpResponse:
    """The page of a list, whatever state it is in."""
    seen = intake.look(batch_id, by=request.actor, now=clock())
    if seen.sheet is not None:
        preview = callbacklist_words.preview(seen, request.actor, clock())
        context = {"preview": preview, "problems": problems}
        return render(
            request, "callbacklist/preview.html", context, status=409 if problems else 200
        )
    template = "progress" if seen.batch.state in {"ready", "loading"} else "result"
    context = {"run": callbacklist_words.run(seen, clock())}
    return render(request, f"imports/{template}.html", context)
