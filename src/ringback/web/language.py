"""The reader's language: what their browser asks for, until they choose one on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Remember the language in this browser and lead back to the page."""
    return set_language(request)


def choices() -> list[dict[str, object]]:
    """Every language there is, each called as it calls itself."""
    now = get_language()
    return [
        {"code": code, "name": name, "current": code == now} for code, name in settings.LANGUAGES
    ]
