"""A clinician is asked; they take it, or answer it where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import escalation, waiting
from ringback.web.call import done_or_refused, fence_of
from ringback.web.forms import form_only
from ringback.web.settle_words import WORDS_FIELD

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponseBase

    from ringback.web.staff import StaffRequest


@form_only
def ask(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Ask a clinician, in the patient's exact words."""
    fence, words = fence_of(request), _words(request)
    draft = request.POST.get("note", "")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: waiting.escalate(
            callback_id, by=by, now=now, fence=fence, words=words, draft=draft
        ),
    )


def _words(request: StaffRequest) -> str:
    """The patient's words: a box of their own, or what is to be settled asks for them anyway."""
    given = request.POST
    return given.get("asked") or given.get(WORDS_FIELD, "")


@form_only
def accept(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Take it, as the clinician."""
    return done_or_refused(
        request, callback_id, lambda by, now: escalation.accept(callback_id, by=by, now=now)
    )


@form_only
def answer(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Say what to tell the patient."""
    fence, text = fence_of(request), request.POST.get("note", "")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: escalation.answer(callback_id, text, by=by, now=now, fence=fence),
    )
