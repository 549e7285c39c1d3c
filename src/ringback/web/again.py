"""Whoever changes how they sign in shows first, in these minutes, everything that it asks of them.

A PIN and a password are not enough for somebody who has a second step: they would be enough to take
it away and put another's in its place.
"""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.http import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    View = Callable[..., HttpResponseBase]


def shown_again(view: View) -> View:
    """Only for whoever showed just now who they are, by their second step if they have one.

    Everybody else is led there, and back to the page anew: what a form held is kept nowhere in
    between, because it may be a password or a PIN.
    """

    @login_required
    @wraps(view)
    def surely(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        try:
            if _shown_just_now(request):
                return view(request, *args, **kwargs)
        except ReauthenticationRequired:
            """The library asks a second time, and the minutes have just run out."""
        return _led(request)

    return surely


def _shown_just_now(request: HttpRequest) -> bool:
    if not did_recently_reauthenticate(request):
        return False
    if not is_mfa_enabled(request.user, ["totp", "webauthn"]):
        return True
    shown = get_authentication_records(request, request.user)
    oldest = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(each["method"] == "mfa" and each["at"] > oldest for each in shown)


def _led(request: HttpRequest) -> HttpResponseBase:
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        raise PermissionDenied
    of_second = [each for each in ways if each["id"].startswith("mfa")]
    if not is_mfa_enabled(request.user, ["totp"]):  # a passkey before a recovery code
        of_second.reverse()
    to = (of_second or ways)[0]["url"]
    return redirect(f"{to}?{urlencode({'next': request.path})}")
