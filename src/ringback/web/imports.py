"""Phone logs go into the queue: choose a file, look at it, watch it go in, take it back.

Nothing works in the background: every request of the progress page puts one chunk in, so an import
whose page is closed stops between two chunks and goes on when somebody opens it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import imports, undoing
from ringback.actions.imports import Reading
from ringback.channels.calllog import intake, seen
from ringback.channels.calllog.problems import UnusableLog
from ringback.engine.wallclock import now as clock
from ringback.queries import imports as kept
from ringback.web import import_words, log_form, log_words
from ringback.web.uploads import chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from ringback.channels.calllog.seen import Seen
    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Choose a file, and the imports there were; or take the file in."""
    return _taken_in(request) if request.method == "POST" else _choose(request)


@require_safe
def one(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """One import: its first rows before it starts, how far it is, or what became of it."""
    return _one(request, seen.log(batch_id, by=request.actor, now=clock()))


@require_POST
def start(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take corrected columns; unless the person wants to look again, put the first calls in."""
    choices = log_form.choices(request.POST.dict())
    do = seen.look_again if "look" in request.POST else seen.start
    try:
        do(batch_id, choices, by=request.actor, now=clock())
    except UnusableLog as trouble:
        log = seen.log(batch_id, by=request.actor, now=clock())
        return _one(request, log, [log_words.problem(trouble, only="rows")], choices)
    return redirect("import", batch_id=batch_id)


@require_POST
def step(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Put the next chunk in; the page asks again by itself, or the person presses Continue."""
    log = seen.step(batch_id, by=request.actor, now=clock())
    if request.headers.get("HX-Request"):
        return render(request, "imports/run.html", {"run": import_words.run(log, clock())})
    return redirect("import", batch_id=batch_id)


@require_POST
def cancel(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Stop: what is in the queue stays there."""
    imports.cancel(batch_id, by=request.actor, now=clock())
    return _back(request, batch_id)


@require_POST
def undo(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take the whole import back."""
    undoing.undo(batch_id, by=request.actor, now=clock())
    return _back(request, batch_id)


@require_safe
def bad_rows(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """The rows that could not be used, with their reasons, for a spreadsheet."""
    text = seen.bad_rows(batch_id, by=request.actor, now=clock())
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-not-used.csv"'
    return answer


def _back(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """To the page of this import: a phone log's, or a list's."""
    found = kept.batch(request.actor, batch_id)
    name = "list-import" if found is not None and found.is_list else "import"
    return redirect(name, batch_id=batch_id)


def _taken_in(request: StaffRequest) -> HttpResponse:
    file = chosen(request)
    if file is None:
        return _choose(request, [{"field": "file", "words": _("Choose a file first.")}])
    name, content = file
    try:
        batch_id = intake.bring(
            content, Reading(), name=name, by=request.actor, now=clock(), keep=True
        )
    except UnusableLog as trouble:
        return _choose(request, [log_words.problem(trouble, name, only="file")])
    return redirect("import", batch_id=batch_id)


def _choose(request: StaffRequest, problems: Sequence[Mapping[str, str]] = ()) -> HttpResponse:
    now = clock()
    past = imports.listed(by=request.actor, now=now)
    context = {"problems": problems, "earlier": import_words.earlier(past, now, request.actor)}
    return render(request, "imports/choose.html", context, status=422 if problems else 200)


def _one(
    request: StaffRequest,
    log: Seen,
    problems: Sequence[Mapping[str, str]] = (),
    choices: Mapping[int, str] | None = None,
) -> HttpResponse:
    """The page of an import, whatever state it is in."""
    if log.preview is not None:
        preview = import_words.preview(log, log.preview, choices or {})
        context = {"preview": preview, "problems": problems}
        refused = request.method == "POST"
        return render(request, "imports/preview.html", context, status=422 if refused else 200)
    under_way = log.batch.state in {"ready", "loading"}
    template = "imports/progress.html" if under_way else "imports/result.html"
    return render(request, template, {"run": import_words.run(log, clock())})
