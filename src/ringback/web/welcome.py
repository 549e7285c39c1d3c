"""The link of an invitation, or of a new way in: whoever holds it chooses a password, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ringback.actions import wayin
from ringback.actions.act import Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import invitation, person
from ringback.web.words import in_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringback.queries.invitation import Link


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link is for, and the password that is chosen."""
    found = invitation.link(secret, now=clock())
    if found is None:
        return render(request, "signin/link_gone.html", status=404)
    if request.method != "POST":
        return _page(request, found)
    password = request.POST.get("password", "")
    if wrong := _wrong(found, password):
        return _page(request, found, wrong)
    try:
        came = wayin.walk_in(secret, password, now=clock())
    except Refused as refusal:
        return _page(request, found, [in_words(each) for each in refusal.reasons])
    if not came.chose_password:
        return redirect("account_login")
    return _signed_in(request, came.person_id, found.email)


def _wrong(found: Link, password: str) -> list[str]:
    """What is wrong with a password; nothing where the one they have stays."""
    if found.has_password:
        return []
    try:
        validate_password(password, user=person.named(found.email, found.name))
    except ValidationError as error:
        return list(error.messages)
    return []


def _page(request: HttpRequest, found: Link, wrong: list[str] | None = None) -> HttpResponse:
    problems = [{"field": "password", "words": words} for words in wrong or ()]
    context = {"link": found, "problems": problems, "title": _("Welcome")}
    return render(request, "signin/welcome.html", context, status=409 if wrong else 200)


def _signed_in(request: HttpRequest, person_id: UUID, email: str) -> HttpResponse:
    """Through the same steps as everybody: whoever has a second one shows it."""
    login = Login(user=person.known(person_id), redirect_url="/")
    response: HttpResponse = perform_password_login(request, {"email": email}, login)
    return response
