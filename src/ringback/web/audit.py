"""A day of calls, audited: drop the file, see the day, put its missed calls in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ringback.actions import imports
from ringback.actions.imports import Reading
from ringback.channels.calllog import intake, picture
from ringback.channels.calllog.audited import audit_log
from ringback.engine.wallclock import now as clock
from ringback.queries import imports as found
from ringback.queries import practice
from ringback.rules.access import Permission
from ringback.web.uploads import chosen

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.channels.calllog.audited import Audited
    from ringback.web.staff import StaffRequest

DRAWING = {
    "width": picture.WIDTH,
    "height": picture.HEIGHT,
    "left": picture.LEFT,
    "bottom": picture.BOTTOM,
    "name_width": picture.NAME_WIDTH,
    "bar_width": picture.BAR_WIDTH,
    "bars_height": picture.BAR_HEIGHT * 3,
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Choose a phone log; or take it in and lead to its day."""
    if request.method == "POST":
        return _taken_in(request)
    imports.allowed(by=request.actor, now=clock(), needs=Permission.AUDIT_DAY)
    return _choose(request)


@require_safe
def day(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """The audited day of a log that was taken in; once its calls are in the queue, the import."""
    imports.looked_at(batch_id, by=request.actor, now=clock(), needs=Permission.AUDIT_DAY)
    batch = found.batch(request.actor, batch_id)
    content = found.file_of(request.actor, batch_id)
    if batch is None or content is None:
        return redirect("import", batch_id=batch_id)
    try:
        audited = _audited(request, content, Reading.of(batch.reading))
    except intake.UnusableLog as trouble:
        return _choose(request, f"{batch.file_name}: {trouble}")
    context = {
        **DRAWING,
        "picture": picture.draw(audited),
        "figures": _figures(audited),
        "to_queue_url": reverse("import-start", args=[batch_id]),
    }
    return render(request, "audit/day.html", context)


def _taken_in(request: StaffRequest) -> HttpResponse:
    file = chosen(request)
    if file is None:
        return _choose(request, _("Choose a file first."))
    name, content = file
    numbers = request.POST.get("our_number", "").replace("\0", "")
    reading = Reading(
        our_numbers=tuple(each.strip() for each in numbers.split(",") if each.strip()),
        day=request.POST.get("date", "").strip()[:10],
    )
    needs = Permission.AUDIT_DAY
    try:
        batch_id = intake.bring(
            content, reading, name=name, by=request.actor, now=clock(), keep=True, needs=needs
        )
    except intake.UnusableLog as trouble:
        return _choose(request, f"{name}: {trouble}")
    return redirect("audited", batch_id=batch_id)


def _audited(request: StaffRequest, content: bytes, reading: Reading) -> Audited:
    """The same audit as the command's, in the practice's own zone and hours."""
    where = practice.remembered(request.actor.practice_id)
    return audit_log(
        content,
        zone=where.zone,
        day=intake.day_of(reading.day) if reading.day else None,
        country=where.country,
        our_numbers=reading.our_numbers,
        mapping=reading.columns,
        calendar=practice.calendar(request.actor),
    )


def _choose(request: StaffRequest, problem: str = "") -> HttpResponse:
    problems = [{"field": "file", "words": problem}] if problem else []
    context: dict[str, Any] = {"problems": problems, "values": request.POST}
    return render(request, "audit/day.html", context, status=422 if problem else 200)


def _figures(audited: Audited) -> list[dict[str, Any]]:
    told = audited.day
    came_in = told.inbound + told.direction_unknown
    return [
        _figure(_("Calls in"), came_in, _("{n} answered by a person"), told.answered),
        _figure(_("Missed"), told.missed, _("{n} left a voicemail"), told.voicemails),
        _figure(_("Called back"), told.returned, _("{n} reached us later"), told.reached_us_later),
        _figure(
            _("Never called back"),
            told.never_returned,
            _("{n} of them before closing time"),
            told.open_at_close,
            careful=told.never_returned > 0,
        ),
    ]


def _figure(
    label: str, figure: int, words: str, number: int, *, careful: bool = False
) -> dict[str, Any]:
    return {"label": label, "figure": figure, "words": words.format(n=number), "careful": careful}
