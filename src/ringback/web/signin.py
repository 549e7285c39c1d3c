"""Signing in, a locked screen, and showing again who one is.

The steps are the sign-in library's; here stand the few that write down more or lead elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST, require_safe

from ringback.actions import signin
from ringback.engine.wallclock import now as clock
from ringback.web import desk_cookie, standing
from ringback.web.middleware import led_to_sign_in

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from ringback.web.staff import StaffRequest


class _Again:
    """Whoever shows again who they are goes on where they were, and it is written down."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Before a way in changes, a password is no way round the second step."""
        found: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        ways = found["reauthentication_alternatives"]
        changes = next_page(self.request).startswith("/me/")
        if changes:
            ways = [each for each in ways if each["id"].startswith("mfa")]
        return {**found, "reauthentication_alternatives": ways, "changes_a_way_in": changes}

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401 - the library's form
        """Go on to the page, and never with a form that waited: it may hold a password or a PIN."""
        self.request.session.pop(STATE_SESSION_KEY, None)
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        standing.note_press(self.request, clock())
        if who := standing.person_id(self.request):
            signin.unlocked(who, now=clock())
        return response


class AgainByPassword(_Again, ReauthenticateView):  # type: ignore[misc]  # the library has no types
    """By the password."""


class AgainByCode(_Again, ReauthenticateByCodeView):  # type: ignore[misc]
    """By a code of the app, or a recovery code."""


class AgainByPasskey(_Again, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """By a passkey."""


@require_safe
def unlock(request: HttpRequest) -> HttpResponseBase:
    """To the first way in which somebody can show again who they are; without one, sign in anew.

    At a shared computer to everybody who may come back to it.
    """
    if desk_cookie.here(request, now=clock()):
        return redirect(f"{reverse('desk')}?{urlencode({'next': next_page(request)})}")
    return show_again(request)


def show_again(request: HttpRequest) -> HttpResponseBase:
    """To the first way in which somebody can show again that it is them."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        return led_to_sign_in(request)
    return redirect(f"{ways[0]['url']}?{urlencode({'next': next_page(request)})}")


@login_required
@require_safe
def second_step(request: StaffRequest) -> HttpResponse:
    """Somebody without a second step chooses one; somebody who has one shows it."""
    if is_mfa_enabled(request.user, ["totp", "webauthn"]):
        return show_again(request)  # type: ignore[return-value]
    return render(request, "signin/second_step.html")


@require_POST
def lock(request: StaffRequest) -> HttpResponse:
    """Lock this screen at once."""
    standing.lock(request, clock())
    signin.locked(request.actor.person_id, now=clock())
    return redirect(f"/sign-in/unlock?{urlencode({'next': next_page(request)})}")


@require_POST
def still_here(_request: StaffRequest) -> HttpResponse:
    """Somebody is typing or has pressed "stay": the screen does not lock yet."""
    return HttpResponse(status=204)


def next_page(request: HttpRequest) -> str:
    """The page of ours that somebody was on, as the address or the form says."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else "/"
