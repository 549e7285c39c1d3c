"""Somebody's own e-mail address: asked for, confirmed by its link, or left as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from ringback.actions import newaddress as action
from ringback.actions.act import Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import newaddress
from ringback.web.words import in_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringback.web.staff import StaffRequest

LONGEST = 254


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: StaffRequest) -> HttpResponse:
    """The address they have, and the form for another."""
    if request.method != "POST":
        return _page(request)
    if limited := ratelimit.consume_or_429(request, action="change_email"):
        refused: HttpResponse = limited
        return refused
    wanted, language = request.POST.get("email", "")[: LONGEST + 1], get_language() or "en"
    try:
        action.ask(wanted, by=request.actor, now=clock(), language=language)
    except Refused as refusal:
        return _page(request, refusal)
    return redirect("own-address")


@require_POST
def withdraw(request: StaffRequest) -> HttpResponse:
    """Leave it as it is."""
    action.withdraw(request.actor.person_id, now=clock())
    return redirect("own-address")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """The link: pressed once more, so that a mail server that follows links changes nothing."""
    email = newaddress.behind(secret, now=clock())
    done = False
    if email and request.method == "POST":
        try:
            action.confirm(secret, now=clock())
            done = True
        except Refused:
            email = ""
    if not email:
        return render(request, "signin/link_gone.html", status=404)
    response = render(request, "signin/address_confirm.html", {"email": email, "done": done})
    response["Cache-Control"] = "no-store"
    return response


def _page(request: StaffRequest, refusal: Refused | None = None) -> HttpResponse:
    email, asked = newaddress.own(request.actor.person_id)
    reasons = refusal.reasons if refusal else ()
    context = {
        "email": email,
        "asked": asked,
        "mails": settings.POST is not None,
        "given": request.POST.get("email", "") if refusal else "",
        "problems": [{"field": "email", "words": in_words(each)} for each in reasons],
    }
    return render(request, "signin/address.html", context, status=409 if refusal else 200)
