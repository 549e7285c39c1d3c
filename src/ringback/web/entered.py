"""Enter, where no script sends a box by itself: what the box is for that was written in, is done.

Without scripts everything on the page goes by its one form, so that no word of the note is lost;
and Enter in any of its boxes presses the same button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.queries import script
from ringback.web import call, calling, notecard, ondetails, scripts
from ringback.web.forms import form_only

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponseBase

    from ringback.web.staff import StaffRequest

    View = Callable[[StaffRequest, UUID], HttpResponseBase]

ENTER: Final = "enter"
"""What the button says that Enter presses."""

ALONE: Final[dict[str, View]] = {
    "question": calling.question,
    "new_number": ondetails.add_number,
    "reason": calling.lift,
}
"""Boxes that are empty until somebody writes in them, and what that is for."""


@form_only
def facts(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Write down what is true so far; where Enter was pressed, what was written to be sent goes."""
    if ENTER not in request.POST:
        return call.record_facts(request, callback_id)
    if calling.said_of(request):
        return calling.check(request, callback_id)
    for name, view in ALONE.items():
        if request.POST.get(name, "").strip():
            return view(request, callback_id)
    if any(_changed(request, name) for name in ("organisation", "person")):
        return calling.office(request, callback_id)
    if line := _line(request):
        notecard.keep_first(request, callback_id)
        return scripts.suggested(request, line, callback_id)
    return call.record_facts(request, callback_id)


def _changed(request: StaffRequest, name: str) -> bool:
    return request.POST.get(name, "").strip() != request.POST.get(f"was.{name}", "").strip()


def _line(request: StaffRequest) -> str:
    """The line of the script that other words were written for; "" where none was."""
    at = len(scripts.SUGGESTED)
    boxes = [name for name in request.POST if name.startswith(scripts.SUGGESTED)]
    typed = {name[at:]: " ".join(request.POST[name].split()) for name in boxes}
    if not any(typed.values()):
        return ""
    now = script.lines_now(request.actor, request.POST.get("language", ""))
    other = (line for line, text in typed.items() if text and text != now.get(line, text))
    return next(other, "")
