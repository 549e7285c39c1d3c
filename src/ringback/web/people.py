"""Signing in to the demo, one click per invented person; and signing out, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ringback.actions import desk, signin
from ringback.engine.wallclock import now as clock
from ringback.queries import person, practice
from ringback.rules.access import Role
from ringback.web import live, standing, wayback
from ringback.web.words import initials

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ringback.queries.person import PersonRow

ROLE_WORDS: Final[dict[Role, StrOrPromise]] = {
    Role.ASSISTANT: gettext_lazy("virtual medical assistant"),
    Role.FRONT_DESK: gettext_lazy("front desk"),
    Role.CLINICIAN: gettext_lazy("clinician"),
    Role.MANAGER: gettext_lazy("manager"),
    Role.AUDITOR: gettext_lazy("auditor"),
    Role.ADMIN: gettext_lazy("IT"),
}


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people of the demo practices, to become one of them."""
    _demo_only()
    practices = [
        {"practice": each, "people": [_tile(one) for one in person.members(each.id)]}
        for each in practice.practices()
        if each.demo
    ]
    return render(request, "people/demo.html", {"practices": practices})


@require_POST
def become(request: HttpRequest, practice_id: UUID, person_id: UUID) -> HttpResponse:
    """Sign in as an invented person."""
    _demo_only()
    if person.actor(person_id, practice_id, via="web") is None:
        raise Http404
    hang_up(request)
    login(request, person.known(person_id))
    request.session[standing.PRACTICE] = str(practice_id)
    standing.begin(request, clock())
    return redirect("queue")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    hang_up(request)
    if who := standing.person_id(request):
        signin.signed_out(who, now=clock())
        if at := request.session.get(standing.DESK):
            desk.signed_out(UUID(at), who)
    logout(request)
    response = redirect("people" if settings.DEMO else "account_login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    wayback.forget(response)
    return response


def hang_up(request: HttpRequest) -> None:
    """Nobody goes on hearing what the one who leaves could hear."""
    if request.session.session_key:
        live.switchboard.hang_up(request.session.session_key)


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


def _tile(found: PersonRow) -> dict[str, object]:
    return {
        "id": found.id,
        "name": found.name,
        "initials": initials(found.name),
        "roles": ", ".join(str(ROLE_WORDS[role]) for role in found.roles),
    }
