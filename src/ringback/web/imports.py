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

from ringback.actions import imports, loading, undoing
from ringback.actions.act import NotFound, Refused
from ringback.actions.imports import Reading
from ringback.channels.calllog import intake, told
from ringback.engine.wallclock import now as clock
from ringback.queries import imports as found
from ringback.rules.access import Permission
from ringback.web import import_words
from ringback.web.uploads import chosen
from ringback.web.words import in_words

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.channels.calllog.log import Preview
    from ringback.queries.imports import BatchRow
    from ringback.web.staff import StaffRequest

CHOOSE_A_FILE = "file"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Choose a file, and the imports there were; or take the file in."""
    if request.method == "POST":
        return _taken_in(request)
    imports.allowed(by=request.actor, now=clock(), needs=Permission.IMPORT)
    return _choose(request)


@require_safe
def one(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """One import: its first rows before it starts, how far it is, or what became of it."""
    imports.looked_at(batch_id, by=request.actor, now=clock(), needs=Permission.IMPORT)
    batch = _batch(request, batch_id)
    if batch.state == "ready":
        content = found.file_of(request.actor, batch_id)
        if content is not None:
            return _preview(request, batch, content)
    if batch.state in {"ready", "loading"}:
        return _run(request, batch, "imports/progress.html")
    return _run(request, batch, "imports/result.html")


@require_POST
def start(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take corrected columns; unless the person wants to look again, put the first calls in."""
    imports.looked_at(batch_id, by=request.actor, now=clock(), needs=Permission.IMPORT)
    batch = _batch(request, batch_id)
    content = found.file_of(request.actor, batch_id)
    if content is not None and "column.0" in request.POST:
        reading = import_words.corrected(batch, request.POST, _first(request, batch, content))
        if reading is not None:
            try:
                intake.restage(batch_id, content, reading, by=request.actor, now=clock())
            except intake.UnusableLog as trouble:
                return _preview(request, batch, content, str(trouble))
    if "look" not in request.POST:
        loading.load_chunk(batch_id, by=request.actor, now=clock())
    return redirect("import", batch_id=batch_id)


@require_POST
def step(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Put the next chunk in; the page asks again by itself, or the person presses Continue."""
    loading.load_chunk(batch_id, by=request.actor, now=clock())
    if request.headers.get("HX-Request"):
        return _run(request, _batch(request, batch_id), "imports/run.html")
    return redirect("import", batch_id=batch_id)


@require_POST
def cancel(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Stop: what is in the queue stays there."""
    imports.cancel(batch_id, by=request.actor, now=clock())
    return redirect("import", batch_id=batch_id)


@require_POST
def undo(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take the whole import back."""
    undoing.undo(batch_id, by=request.actor, now=clock())
    return redirect("import", batch_id=batch_id)


@require_safe
def bad_rows(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """The rows that could not be used, with their reasons, for a spreadsheet."""
    imports.looked_at(batch_id, by=request.actor, now=clock(), needs=Permission.IMPORT)
    lines = found.bad_lines(request.actor, batch_id)
    answer = HttpResponse(told.bad_rows(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-not-used.csv"'
    return answer


def _taken_in(request: StaffRequest) -> HttpResponse:
    file = chosen(request)
    if file is None:
        return _choose(request, _("Choose a file first."))
    name, content = file
    try:
        batch_id = intake.bring(
            content, Reading(), name=name, by=request.actor, now=clock(), keep=True
        )
    except intake.UnusableLog as trouble:
        return _choose(request, f"{name}: {trouble}")
    return redirect("import", batch_id=batch_id)


def _choose(request: StaffRequest, problem: str = "") -> HttpResponse:
    earlier = import_words.earlier(found.past(request.actor), clock(), request.actor)
    problems = [{"field": CHOOSE_A_FILE, "words": problem}] if problem else []
    context = {"problems": problems, "earlier": earlier}
    return render(request, "imports/choose.html", context, status=422 if problem else 200)


def _preview(
    request: StaffRequest, batch: BatchRow, content: bytes, problem: str = ""
) -> HttpResponse:
    try:
        rows = _first(request, batch, content)
    except Refused as refusal:
        return _choose(request, "; ".join(in_words(each) for each in refusal.reasons))
    problems = [{"field": "rows", "words": problem}] if problem else []
    context = {"preview": import_words.preview(batch, rows), "problems": problems}
    return render(request, "imports/preview.html", context, status=422 if problem else 200)


def _first(request: StaffRequest, batch: BatchRow, content: bytes) -> Preview:
    return intake.first_rows(content, Reading.of(batch.reading), by=request.actor)


def _run(request: StaffRequest, batch: BatchRow, template: str) -> HttpResponse:
    settled = found.settled_calls(request.actor, batch.id) if batch.finished_at else []
    run = import_words.run(batch, clock(), settled, request.actor)
    return render(request, template, {"run": run})


def _batch(request: StaffRequest, batch_id: UUID) -> BatchRow:
    batch = found.batch(request.actor, batch_id)
    if batch is None:
        raise NotFound
    return batch
