"""What somebody was writing when they left: shown to a manager who says why, to go on with it.

What a clinician was writing about a clinical matter the manager hands to a clinician.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringback.actions import leftdraft as action
from ringback.actions.act import NotFound
from ringback.engine.wallclock import now as clock
from ringback.queries import leftdraft, practice
from ringback.rules.leftdraft import Why
from ringback.web import ledger_words
from ringback.web.forms import form_only

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from ringback.rules.access import Actor
    from ringback.web.staff import StaffRequest
    from ringback.web.words import Clock

WHY: Final[dict[Why, StrOrPromise]] = {
    Why.GO_ON: gettext_lazy("to go on with this callback"),
    Why.PATIENT_ASKS: gettext_lazy("the patient asks about it"),
    Why.LOOKED_INTO: gettext_lazy("something is being looked into"),
}


def offered(actor: Actor, callback_id: UUID, here: Clock) -> dict[str, Any] | None:
    """That something is kept of somebody who left, and the reasons there are; None for nothing.

    And who may read it, where whoever looks may not.
    """
    found = leftdraft.of_callback(actor, callback_id)
    words = _("A draft by {name}, who left, is kept; saved {time}.")
    told = [
        {
            "id": each.id,
            "words": words.format(name=each.author, time=here.moment(each.saved_at)),
            "readable": each.readable,
        }
        for each in found
    ]
    kept_back = next((each for each in found if not each.readable), None)
    to = leftdraft.clinicians(actor, kept_back.category) if kept_back else []
    why = [(str(code), said) for code, said in WHY.items()]
    return {"found": told, "why": why, "to": to} if found else None


def everywhere(actor: Actor, here: Clock) -> list[dict[str, str]]:
    """Which callbacks somebody who left was writing about: no name, only the way there."""
    found = leftdraft.everywhere(actor)
    kinds = practice.kind_names(actor) if found else {}
    return [
        {
            "url": reverse("callback", args=[each.callback_id]),
            "what": ledger_words.callback(each.callback_id, each.category, kinds),
            "author": each.author,
            "when": here.moment(each.saved_at),
        }
        for each in found
    ]


@form_only
def read(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """Its words, on a page of their own."""
    draft_id, reason = _asked(request)
    text = action.read(callback_id, draft_id, reason, by=request.actor, now=clock())
    context = {"callback_id": callback_id, "draft_id": draft_id, "reason": reason, "text": text}
    response = render(request, "call/left_draft.html", context)
    response["Cache-Control"] = "no-store"
    return response


@form_only
def take_over(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """It is their own from now on: back to the callback, where it stands in the note."""
    draft_id, reason = _asked(request)
    action.take_over(callback_id, draft_id, reason, by=request.actor, now=clock())
    return redirect("callback", callback_id=callback_id)


@form_only
def hand_on(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """It is a clinician's own from now on: back to the callback."""
    draft_id, reason = _asked(request)
    action.hand_on(
        callback_id, draft_id, reason, to=_to_whom(request), by=request.actor, now=clock()
    )
    return redirect("callback", callback_id=callback_id)


def _to_whom(request: StaffRequest) -> UUID:
    """Whom they chose; nobody there is where nobody was chosen."""
    try:
        return UUID(request.POST.get("to", ""))
    except ValueError:
        return UUID(int=0)


def _asked(request: StaffRequest) -> tuple[UUID, str]:
    """Which draft, and why; what no page of ours sends is no draft."""
    try:
        return UUID(request.POST.get("draft", "")), request.POST.get("why", "")[:20]
    except ValueError:
        raise NotFound from None
