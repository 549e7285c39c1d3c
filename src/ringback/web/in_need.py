"""Opening a patient outside one's lanes in need, and the list of when that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from ringback.actions import breakglass
from ringback.actions.act import NotPermitted, Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.rules.access import Permission, refusals
from ringback.rules.breakglass import Asked, Why
from ringback.web.words import Clock, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from ringback.queries.breakglass import GlassRow
    from ringback.rules.reason import Reason
    from ringback.web.staff import StaffRequest

WHY: Final[dict[Why, StrOrPromise]] = {
    Why.EMERGENCY: gettext_lazy("somebody may come to harm"),
    Why.COLLEAGUE_AWAY: gettext_lazy("whoever has it is away"),
    Why.PATIENT_HERE: gettext_lazy("the patient is here or on the phone"),
    Why.OTHER: gettext_lazy("something else"),
}
PAGES: Final = ("callback", "break-glass")


def offered(request: HttpRequest, error: Refused) -> dict[str, Any]:
    """The form that opens it in need, where it is only outside somebody's lanes and they may."""
    where, actor = request.resolver_match, getattr(request, "actor", None)
    outside = {each.code for each in error.reasons} == {"not_your_lane"}
    if actor is None or where is None or where.url_name not in PAGES or not outside:
        return {}
    if refusals(actor, Permission.BREAK_GLASS):
        return {}
    return _form(where.kwargs["callback_id"])


def begin(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """Open it, or say what the reason lacks."""
    if request.method in {"GET", "HEAD"}:
        return redirect("callback", callback_id=callback_id)
    return _begun(request, callback_id)


@require_POST
def _begun(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    given = request.POST
    asked = Asked(reason=given.get("reason", "")[:20], words=given.get("why", "")[:2000])
    try:
        breakglass.begin(callback_id, asked, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refusal:
        if {each.code for each in refusal.reasons} & {"in_lane", "not_permitted"}:
            raise
        context = {**_form(callback_id, asked, refusal.reasons), "reasons": []}
        return render(request, "trouble/forbidden.html", context, status=409)
    return redirect("callback", callback_id=callback_id)


def _form(
    callback_id: UUID, asked: Asked | None = None, wrong: Iterable[Reason] = ()
) -> dict[str, Any]:
    minutes = max(1, round(settings.BREAK_GLASS_S / 60))
    told = ngettext(
        "You may open this patient’s callbacks for {count} minute, for reading only. It is written"
        " down, and a manager other than you reviews it.",
        "You may open this patient’s callbacks for {count} minutes, for reading only. It is written"
        " down, and a manager other than you reviews it.",
        minutes,
    )
    return {
        "need_url": reverse("break-glass", args=[callback_id]),
        "need_told": told.format(count=minutes),
        "needs": [(str(code), words) for code, words in WHY.items()],
        "need_reason": asked.reason if asked else "",
        "need_words": asked.words if asked else "",
        "problems": [
            {"field": {"words": "why"}.get(each.code, each.code), "words": in_words(each)}
            for each in wrong
        ],
    }


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Every time a patient was opened in need, what waits for a review first."""
    return _page(request)


@require_POST
def reviewed(request: StaffRequest, glass_id: UUID) -> HttpResponse:
    """It was looked at, by somebody else."""
    try:
        breakglass.reviewed(glass_id, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refusal:
        return _page(request, refusal)
    return redirect("setup-in-need")


def _page(request: StaffRequest, refusal: Refused | None = None) -> HttpResponse:
    actor, now = request.actor, clock()
    rows = breakglass.listed(by=actor, now=now)
    here = Clock(now, practice.zone(actor.practice_id))
    reasons = refusal.reasons if refusal else ()
    context = {
        "rows": [_row(each, here, own=each.person_id == actor.person_id) for each in rows],
        "problems": [{"field": "list", "words": in_words(each)} for each in reasons],
    }
    return render(request, "setup/in_need.html", context, status=409 if refusal else 200)


def _row(found: GlassRow, here: Clock, *, own: bool) -> dict[str, Any]:
    times = ngettext("looked at {count} time", "looked at {count} times", found.looks)
    return {
        "id": found.id,
        "callback_id": found.callback_id,
        "who": found.who,
        "why": WHY[Why(found.reason)],
        "words": found.words,
        "when": here.moment(found.begun_at),
        "looks": times.format(count=found.looks),
        "reviewed_by": found.reviewed_by,
        "reviewed_when": here.moment(found.reviewed_at) if found.reviewed_at else "",
        "own": own,
    }
