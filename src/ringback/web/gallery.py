"""Every component in every state, with invented people: a change of look starts here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ringback.web import gallery_around, gallery_call, gallery_hands, gallery_setup
from ringback.web.gallery_examples import (
    call,
    day,
    figures,
    filters,
    groups,
    menus,
    problems,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

THEMES = ("light", "dark")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All of it in the theme asked for, the small parts in both; only where data are invented."""
    if not settings.DEMO:
        raise Http404
    context = {
        "theme": theme if (theme := request.GET.get("theme")) in THEMES else "",
        "themes": THEMES,
        "groups": groups(),
        "filters": filters(),
        "menus": menus(),
        "c": call(),
        "hands": gallery_hands.hands(),
        "problems": problems(),
        "figures": figures(),
        "picture": day(),
        "values": {"name": "Tom Whitfield"},
        "first_page": True,
        **gallery_around.around(),
        **gallery_call.call(),
        **gallery_setup.setup(),
    }
    return render(request, "gallery.html", context)
