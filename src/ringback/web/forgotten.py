"""Somebody does not know their password: a link goes to their own address, and to no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from ringback.actions import wayin
from ringback.engine.wallclock import now as clock
from ringback.web import evenly

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask for the address; the answer is the same whether it is somebody's or nobody's."""
    if request.method != "POST":
        return render(request, "signin/forgotten.html", {"sent": False})
    email = request.POST.get("email", "").strip().lower()
    if limited := ratelimit.consume_or_429(request, action="reset_password", key=email):
        refused: HttpResponse = limited
        return refused
    begun = evenly.begin()
    wayin.forgotten(email, now=clock(), language=get_language() or "en")
    evenly.wait(begun)
    return render(request, "signin/forgotten.html", {"sent": True})
