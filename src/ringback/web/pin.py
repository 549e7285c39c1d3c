"""A person's own PIN for shared computers, set and taken away among their ways of signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ringback.actions import pin
from ringback.actions.act import Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import person
from ringback.rules.pin import LONGEST
from ringback.web import standing
from ringback.web.words import in_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Choose a PIN, typed twice. Who has no second step yet chooses one first."""
    if not standing.proven_fully(request):
        return redirect("second-factor")
    if request.method != "POST":
        return _page(request)
    typed, again = request.POST.get("pin", "")[:100], request.POST.get("again", "")[:100]
    if typed != again:
        return _page(request, _("The two are not the same. Type the PIN twice."))
    try:
        pin.choose(request.actor.person_id, typed, now=clock())
    except Refused as refusal:
        return _page(request, *(in_words(each) for each in refusal.reasons))
    return redirect("mfa_index")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest) -> HttpResponse:
    """Take the PIN away, after a question."""
    if request.method != "POST":
        return render(request, "signin/pin_remove.html")
    pin.remove(request.actor.person_id, now=clock())
    return redirect("mfa_index")


def _page(request: StaffRequest, *problems: str) -> HttpResponse:
    context = {
        "has_pin": person.has_pin(request.actor.person_id),
        "problems": problems,
        "longest": LONGEST,
    }
    return render(request, "signin/pin.html", context, status=409 if problems else 200)
