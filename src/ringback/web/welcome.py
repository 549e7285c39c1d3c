"""The link of an invitation, or of a new way in: whoever holds it chooses a password, once.

Whoever has an account signs in first, and joins with it; the page says the same to both before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ringback.actions import wayin
from ringback.actions.act import Refused
from ringback.actions.invitation import WELCOME
from ringback.engine.wallclock import now as clock
from ringback.queries import invitation, person
from ringback.rules.signedin import Standing
from ringback.web import standing
from ringback.web.words import in_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringback.queries.invitation import Link
    from ringback.queries.person import AtWork


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link is for, and the password that is chosen."""
    found = invitation.link(secret, now=clock())
    if found is None:
        return render(request, "signin/link_gone.html", status=404)
    joins = _joins(request, found)
    if request.method != "POST":
        return _page(request, found, joins)
    password, proven = request.POST.get("password", ""), joins.actor.person_id if joins else None
    if proven is None and (wrong := _wrong(found, password)):
        return _page(request, found, joins, wrong)
    try:
        came = wayin.walk_in(secret, password, now=clock(), proven=proven)
    except Refused as refusal:
        return _page(request, found, joins, [in_words(each) for each in refusal.reasons])
    if not came.chose_password:
        return redirect("queue")
    return _signed_in(request, came.person_id, found.email)


def _joins(request: HttpRequest, found: Link) -> AtWork | None:
    """Whoever an invitation is for, where they have shown in this browser that it is them."""
    if found.purpose != WELCOME or standing.person_id(request) is None:
        return None
    if standing.of(request, clock()) is not Standing.AT_WORK:
        return None
    if not settings.DEMO and not standing.proven_fully(request):
        return None
    them = standing.at_work(request)
    return them if them and them.actor.person_id == person.of_email(found.email) else None


def _wrong(found: Link, password: str) -> list[str]:
    """What is wrong with a password."""
    try:
        validate_password(password, user=person.named(found.email, found.name))
    except ValidationError as error:
        return list(error.messages)
    return []


def _page(
    request: HttpRequest, found: Link, joins: AtWork | None, wrong: list[str] | None = None
) -> HttpResponse:
    problems = [{"field": "password", "words": words} for words in wrong or ()]
    context = {
        "link": found,
        "joins": joins is not None,
        "unconfirmed": joins is not None and not person.confirmed(joins.actor.person_id),
        "places": ", ".join(each.name for each in joins.places) if joins else "",
        "way": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
        "problems": problems,
        "title": _("Welcome"),
    }
    return render(request, "signin/welcome.html", context, status=409 if wrong else 200)


def _signed_in(request: HttpRequest, person_id: UUID, email: str) -> HttpResponse:
    """Through the same steps as everybody: whoever has a second one shows it."""
    login = Login(user=person.known(person_id), redirect_url="/")
    response: HttpResponse = perform_password_login(request, {"email": email}, login)
    return response
