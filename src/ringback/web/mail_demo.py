"""The demo's mail: everything it would have sent, to be read here, because nothing leaves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ringback.channels.email import twin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The newest first. Open to all, as the demo is: an invitation is read before signing in."""
    if not settings.DEMO:
        raise Http404
    folder = settings.DEMO_MAIL
    kept = twin.kept_in(Path(folder)) if folder else []
    response = render(request, "people/mail.html", {"mails": kept})
    response["Cache-Control"] = "no-store"  # its links let somebody in
    return response
