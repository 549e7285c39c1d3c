"""Patient lists come on file: choose a file, look at it, watch it go in, take it back.

As with phone logs (`web/imports.py`) nothing works in the background: each request of the progress
page puts one chunk on file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import patientlist
from ringback.actions.patientlist import Reading
from ringback.channels.patientlist import intake
from ringback.channels.patientlist.table import UnusableList
from ringback.engine.wallclock import now as clock
from ringback.queries import patientlist as lists
from ringback.rules.patientlist import AS, FIELDS
from ringback.web import patientlist_words
from ringback.web.uploads import chosen
from ringback.web.words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from ringback.web.staff import StaffRequest

    Problems = Sequence[Mapping[str, str]]

COLUMN: Final = re.compile(r"column\.(\d{1,3})")


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Choose a list, and the lists there were; or take the list in."""
    return _taken_in(request) if request.method == "POST" else _choose(request)


@require_safe
def one(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """One list: its first rows before it starts, how far it is, or what became of it."""
    return _one(request, batch_id)


@require_POST
def start(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take corrected columns; unless the person wants to look again, put the first rows on file."""
    reading, twice = _chosen(request.POST.dict())
    if twice:
        return _one(request, batch_id, [{"field": "rows", "words": twice}], reading)
    try:
        intake.read_again(batch_id, reading, by=request.actor, now=clock())
    except UnusableList as trouble:
        problems = [{"field": "rows", "words": in_words(each)} for each in trouble.reasons]
        return _one(request, batch_id, problems, reading)
    if "look" not in request.POST:
        patientlist.load_chunk(batch_id, by=request.actor, now=clock())
    return redirect("patient-list", batch_id=batch_id)


@require_POST
def step(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Put the next rows on file; the page asks again by itself, or the person does."""
    patientlist.load_chunk(batch_id, by=request.actor, now=clock())
    if request.headers.get("HX-Request"):
        seen = intake.seen(batch_id, by=request.actor, now=clock())
        return render(request, "patients/run.html", {"run": patientlist_words.run(seen, request)})
    return redirect("patient-list", batch_id=batch_id)


@require_POST
def cancel(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Stop: who is on file stays there."""
    patientlist.cancel(batch_id, by=request.actor, now=clock())
    return redirect("patient-list", batch_id=batch_id)


@require_POST
def undo(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take the whole list back."""
    patientlist.undo(batch_id, by=request.actor, now=clock())
    return redirect("patient-list", batch_id=batch_id)


@require_safe
def bad_rows(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """The rows that could not be used, with their reasons, for a spreadsheet."""
    text = intake.bad_rows(batch_id, by=request.actor, now=clock())
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="patients-not-used.csv"'
    return answer


def _taken_in(request: StaffRequest) -> HttpResponse:
    file = chosen(request)
    if file is None:
        return _choose(request, [{"field": "file", "words": _("Choose a file first.")}])
    name, content = file
    try:
        batch_id = intake.bring(content, name=name, by=request.actor, now=clock())
    except UnusableList as trouble:
        problems = [{"field": "file", "words": in_words(each)} for each in trouble.reasons]
        return _choose(request, problems)
    return redirect("patient-list", batch_id=batch_id)


def _choose(request: StaffRequest, problems: Problems = ()) -> HttpResponse:
    patientlist.allowed(by=request.actor, now=clock())
    past = patientlist_words.earlier(lists.past(request.actor), clock(), request.actor)
    context = {"problems": problems, "earlier": past}
    return render(request, "patients/choose.html", context, status=422 if problems else 200)


def _one(
    request: StaffRequest,
    batch_id: UUID,
    problems: Problems = (),
    reading: Reading | None = None,
) -> HttpResponse:
    """The page of a list, whatever state it is in."""
    seen = intake.seen(batch_id, by=request.actor, now=clock(), reading=reading)
    if seen.preview is not None:
        preview = patientlist_words.preview(seen, seen.preview, request.actor)
        context = {"preview": preview, "problems": problems}
        return render(request, "patients/preview.html", context, status=422 if problems else 200)
    under_way = seen.batch.state in {"ready", "loading"}
    template = "patients/progress.html" if under_way else "patients/result.html"
    return render(request, template, {"run": patientlist_words.run(seen, request)})


def _chosen(given: Mapping[str, str]) -> tuple[Reading, str]:
    """What was chosen over the columns, and what is wrong with that."""
    order = given.get("order", "") if given.get("order", "") in AS else ""
    places = {
        int(found[1]): value
        for name, value in given.items()
        if (found := COLUMN.fullmatch(name)) and value in FIELDS
    }
    columns = {field: at for at, field in sorted(places.items(), reverse=True)}
    twice = len(columns) < len(places)
    words = _("Two columns are said to hold the same. Choose one of them.") if twice else ""
    return Reading(columns=columns if places else None, order=order), words
