"""The note card: what is typed is kept and written out as one types, with what is missing in it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringback.actions import note, opening
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.note import NoRoom, Page
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.rules import draft, noteclose
from ringback.web import note_words, settle_words
from ringback.web.forms import form_only
from ringback.web.words import Clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.queries.callback import CallbackView
    from ringback.queries.whilewriting import WhileWriting
    from ringback.rules.draft import Kept
    from ringback.web.staff import StaffRequest

TEXT_ONLY: Final = "text_only"
"""The field by which a page says that it has no fields of the draft but its text."""

SAW: Final = "saw"
"""The field that says which version of the draft a page had: only our call page has it."""


@form_only
def save_draft(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """Keep what is being written; the page asks for this while somebody types.

    With the note card on the page, the answer is the card's own text as it stands now, for whoever
    may still see it.
    """
    now, actor = clock(), request.actor
    found = _keep(request, callback_id)
    here = Clock(now, practice.zone(actor.practice_id))
    saved = HttpResponse(_("saved {time}").format(time=f"{here.local(now):%H:%M:%S}"))
    if "card" in request.POST:
        with suppress(NotPermitted):
            saved = _card(request, callback_id, here)
    saved["X-Draft-Version"] = str(found.version)
    return saved


def _card(request: StaffRequest, callback_id: UUID, here: Clock) -> HttpResponse:
    view = opening.writing(callback_id, by=request.actor, now=here.now)
    card = note_words.card(callback_id, view.writing, here, saved_at=here.now)
    missing = settle_words.missing(view, here, typed(view)) if view.mine else {}
    return render(request, "call/typing.html", {"note": card, "c": missing})


def keep_first(request: StaffRequest, callback_id: UUID) -> None:
    """Whatever becomes of a press, what stands on its page is kept before.

    Raises NoRoom where it cannot be: then nothing is pressed, and the words are on the page that
    says so.
    """
    if SAW not in request.POST:
        return
    try:
        _keep(request, callback_id)
    except NoRoom:
        raise
    except (Refused, NotFound):
        """The press itself says what is in the way."""


def keep_left(request: StaffRequest) -> None:
    """Where a press leaves a callback for another, what stands on its page is kept before."""
    with suppress(ValueError):
        keep_first(request, UUID(request.POST.get("leaving", "")))


def picks(request: StaffRequest) -> dict[str, str] | None:
    """What was picked for the note; None for a form without the note card."""
    return noteclose.picked(request.POST.dict()) if _has_card(request) else None


def told(request: StaffRequest, problems: Sequence[object]) -> dict[str, str]:
    """The time of a note as it stood in a refused form; {} for any other page."""
    given = {name: request.POST.get(name, "") for name in ("note_at", "note_late")}
    return given if problems and any(given.values()) else {}


def typed(view: CallbackView | WhileWriting) -> dict[str, Any]:
    """Facts that stand on the page and were not recorded since."""
    if view.draft_saved_at is None:
        return {}
    newer = {each.code for each in view.facts if each.at >= view.draft_saved_at}
    found: dict[str, Any] = {}
    for name, value in view.writing.kept.draft.fields.items():
        kind, _dot, code = name.partition(".")
        if kind in {"fact", "number", "tick"} and value and code not in newer:
            found[code] = True if kind == "tick" else value
    return found


def _has_card(request: StaffRequest) -> bool:
    """Whether the page has the fields of the draft, not only its text."""
    return SAW in request.POST and TEXT_ONLY not in request.POST


def _keep(request: StaffRequest, callback_id: UUID) -> Kept:
    form = request.POST
    saw, window = form.get(SAW, ""), form.get("form_id", "")
    page = Page(
        fields=draft.fields_of(form.dict().items()) if _has_card(request) else None,
        saw=int(saw) if saw.isdecimal() and len(saw) < 10 else None,  # noqa: PLR2004
        window=window if re.fullmatch(r"[0-9a-f-]{36}", window) else "",
    )
    return note.save_draft(callback_id, form.get("note"), by=request.actor, now=clock(), more=page)
