"""A day of calls, audited: drop the file, see the day, put its missed calls in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ringback.actions import imports
from ringback.channels.calllog import intake, seen
from ringback.channels.calllog.problems import UnusableLog
from ringback.engine.wallclock import now as clock
from ringback.rules.access import Permission
from ringback.web import audit_words, log_form, log_words
from ringback.web.uploads import chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.web.log_form import Form
    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Choose a phone log; or take it in and lead to its day."""
    if request.method == "POST":
        return _taken_in(request)
    imports.allowed(by=request.actor, now=clock(), needs=Permission.AUDIT_DAY)
    return _choose(request)


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """The audited day of a kept log, or what it lacks; or read the log as somebody says now."""
    if request.method == "POST":
        return _read_again(request, batch_id)
    return _day(request, batch_id)


def _taken_in(request: StaffRequest) -> HttpResponse:
    file, form = chosen(request), log_form.read(request)
    if file is None:
        missing = {"field": "file", "words": _("Choose a file first.")}
        return _choose(request, [missing, *form.problems])
    if form.problems:
        lost = {"field": "file", "words": _("Then choose the file again: a page cannot keep it.")}
        return _choose(request, [*form.problems, lost])
    name, content = file
    try:
        batch_id = intake.bring(
            content, form.reading, name=name, by=request.actor, now=clock(),
            keep=True, needs=Permission.AUDIT_DAY,
        )  # fmt: skip
    except UnusableLog as trouble:
        return _choose(request, [log_words.problem(trouble, name)])
    return redirect("audited", batch_id=batch_id)


def _read_again(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    form = log_form.read(request)
    if form.problems:
        return _day(request, batch_id, form, form.problems)
    try:
        intake.read_again(
            batch_id, form.reading, form.choices, by=request.actor, now=clock(),
            needs=Permission.AUDIT_DAY,
        )  # fmt: skip
    except UnusableLog as trouble:
        return _day(request, batch_id, form, [log_words.problem(trouble)])
    return redirect("audited", batch_id=batch_id)


def _day(
    request: StaffRequest,
    batch_id: UUID,
    form: Form | None = None,
    problems: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    log = seen.day(batch_id, by=request.actor, now=clock())
    if log.audited is None and log.trouble is None:
        return redirect("import", batch_id=batch_id)
    lacks = log.preview is not None and log.preview.unsettled is not None
    if log.trouble is not None and not problems and not lacks:
        problems = [log_words.problem(log.trouble)]
    context: dict[str, Any] = {
        **audit_words.choices(),
        **audit_words.day(log),
        "problems": problems,
        "values": log_form.said(request) if form else log_form.values(log.reading),
        "preview": audit_words.columns(log, form.choices if form else {}),
    }
    return render(request, "audit/day.html", context, status=422 if form else 200)


def _choose(request: StaffRequest, problems: Sequence[Mapping[str, str]] = ()) -> HttpResponse:
    context = {**audit_words.choices(), "problems": problems, "values": log_form.said(request)}
    return render(request, "audit/choose.html", context, status=422 if problems else 200)
