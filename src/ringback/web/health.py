"""`/healthz`: whether the database answers, for a supervisor or a load balancer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import Error
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ringback.queries import practice

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """200 "ok" when a page could be answered now, else 503."""
    try:
        practice.count()
    except Error:
        return HttpResponse("the database is away\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
