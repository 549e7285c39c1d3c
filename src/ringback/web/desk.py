"""Several people at one computer: who was here today comes back with their PIN or passkey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.conf import settings
from django.contrib.auth import login
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic.edit import FormView

from ringback.actions import desk, signin
from ringback.actions.act import Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import desk as desks
from ringback.queries import person, practice
from ringback.rules.pin import LONGEST
from ringback.rules.signedin import Standing
from ringback.web import desk_cookie, standing
from ringback.web.people import hang_up
from ringback.web.signin import next_page
from ringback.web.words import in_words, initials

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from ringback.queries.door import Opened
    from ringback.web.staff import StaffRequest

KEYS = 9
"""So many of them have a number key."""


@require_POST
def switch(request: StaffRequest) -> HttpResponse:
    """Lock this screen and show everybody who may come back to it."""
    standing.lock(request, clock())
    signin.locked(request.actor.person_id, now=clock())
    return redirect(f"{reverse('desk')}?{urlencode({'next': next_page(request)})}")


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Everybody who signed in here today, to be chosen; then the PIN."""
    here = desk_cookie.here(request, now=clock())
    if here is None:
        return redirect("account_login")
    if request.method != "POST":
        return _page(request, here)
    return _comes_back(request, here)


@require_POST
def other(request: HttpRequest) -> HttpResponse:
    """Somebody else signs in fully; whoever was here is signed out, and may still come back."""
    _end(request)
    return _cleared(redirect("account_login"))


class ByPasskey(FormView):  # type: ignore[type-arg]
    """By a passkey, which is a full sign-in; also while somebody else's screen is locked here."""

    form_class = LoginWebAuthnForm
    http_method_names = ("get", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        """Only at a shared computer; anywhere else is the front door."""
        if desk_cookie.here(request, now=clock()) is None:
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401, ARG002
        """What the browser asks the device for."""
        return JsonResponse({"request_options": auth.begin_authentication(user=None)})

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401 - the library's form
        """End what was, and begin anew; back at the same page only for the same person."""
        found = form.cleaned_data["credential"]
        back = next_page(self.request) if _is_here(self.request, found.user.pk) else None
        _end(self.request)
        entered = Login(user=found.user, redirect_url=back)
        return _cleared(flows.perform_passwordless_login(self.request, found, entered))

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ANN401, ARG002 - the library's form
        """The people again, to choose another way."""
        return redirect(f"{reverse('desk')}?{urlencode({'next': next_page(self.request)})}")


def _page(request: HttpRequest, here: Opened, refusal: Refused | None = None) -> HttpResponse:
    who = request.POST.get("who") or str(standing.person_id(request) or "")
    found = desks.people(here, now=clock())
    people = [
        {
            "id": each.id,
            "name": each.name,
            "initials": initials(each.name),
            "key": number if number <= KEYS else "",
            "chosen": str(each.id) == who or len(found) == 1,
        }
        for number, each in enumerate(found, 1)
    ]
    context = {
        "people": people,
        "focus": refusal is not None or len(people) == 1,
        "computer": here.label,
        "practice": practice.remembered(here.practice_id).name,
        "next": next_page(request),
        "longest": LONGEST,
        "signed_in": standing.person_id(request) is not None,
        "problems": [in_words(each) for each in (refusal.reasons if refusal else ())],
    }
    response = render(request, "signin/desk.html", context, status=409 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response


def _comes_back(request: HttpRequest, here: Opened) -> HttpResponse:
    now, who = clock(), _who(request)
    pin = request.POST.get("pin", "")[: 2 * LONGEST]
    whence = str(get_adapter().get_client_ip(request))
    try:
        since = desk.come_back(here, who, pin, where_from=whence, now=now)
    except Refused as refusal:
        return _page(request, here, refusal)
    if _is_here(request, who):
        record_authentication(request, request.user, method=standing.BY_PIN)
        standing.note_press(request, now)
        return redirect(next_page(request))
    _begin(request, here, who, since=since)
    return _cleared(redirect("queue"))


def _begin(request: HttpRequest, here: Opened, who: UUID, *, since: datetime) -> None:
    """A new session of somebody's own, under a new key, with nothing in it of whoever was here.

    It lasts no longer than their full sign-in of this day does.
    """
    _end(request)
    login(request, person.known(who), backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, request.user, method=standing.BY_PIN)
    standing.begin(request, clock(), since=since)
    standing.sit_down(request, here, clock())


def _end(request: HttpRequest) -> None:
    """Whoever was here is signed out, and their open pages end."""
    hang_up(request)
    if who := standing.person_id(request):
        signin.signed_out(who, now=clock())
    request.session.flush()


def _is_here(request: HttpRequest, who: UUID) -> bool:
    """Whether it is the person whose screen is locked, and whose sign-in still lasts."""
    if standing.person_id(request) != who or standing.at_work(request) is None:
        return False
    return standing.of(request, clock()) in {Standing.AT_WORK, Standing.LOCKED}


def _who(request: HttpRequest) -> UUID:
    """Whom they chose; nobody there is where nobody was chosen."""
    try:
        return UUID(request.POST.get("who", ""))
    except ValueError:
        return UUID(int=0)


def _cleared(response: HttpResponse) -> HttpResponse:
    """The browser forgets the pages of whoever was here before."""
    response["Clear-Site-Data"] = '"cache", "storage"'
    response["Cache-Control"] = "no-store"
    return response
