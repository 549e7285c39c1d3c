"""Signing in with the account somebody has at the practice's own provider (OpenID Connect).

The sign-in library speaks with the provider; what it leaves open is asked here. The proof that
comes back must be signed by the provider, be for us, answer this very question, and name an address
that the provider has confirmed and that belongs to somebody invited.

Source: OpenID Connect Core 1.0, sections 3.1.2.1 (nonce), 3.1.3.7 (what to check) and 5.3.2 (whose
the further particulars are).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_safe

from ringback.web import standing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHOD: Final = "socialaccount"
"""What the sign-in library calls this way of signing in."""

UNREADABLE: Final = (AttributeError, KeyError, TypeError, ValueError)
"""What a proof is refused with that is no proof at all."""

SPOKEN: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
"""Where a provider says it is spoken with."""


def nonce(state: str) -> str:
    """What the proof must repeat: made from the question, so that it answers no other one."""
    return salted_hmac("ringback.single_sign_on.nonce", state, algorithm="sha256").hexdigest()


class _Question(OAuth2Client):  # type: ignore[misc]  # the library has no types
    """What the provider is asked, with the nonce the library leaves out."""

    def get_redirect_url(self, url: str, scope: list[str], params: dict[str, str]) -> str:
        asked = {**params, "nonce": nonce(self.state or "")}
        return str(super().get_redirect_url(url, scope, asked))


class Provider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library has no types
    """The practice's own provider, and what of its answers is believed."""

    client_class = _Question

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ANN401, ARG002
        """Always the address people use, whatever name this request came by."""
        way_back = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return f"{settings.BASE_URL}{way_back}"

    def complete_login(
        self,
        request: HttpRequest,
        app: Any,  # noqa: ANN401 - the library's
        token: Any,  # noqa: ANN401 - the library's
        **given: Any,  # noqa: ANN401 - the library's
    ) -> Any:  # noqa: ANN401 - the library's
        """Who it is. Raises the library's error for a proof that is not believed."""
        try:
            told = self._proven(app.client_id, given["response"]["id_token"])
            if "email" not in told:
                told |= self._particulars(token.token, told["sub"])
            if settings.OIDC_TRUSTS_ADDRESSES:
                told.setdefault("email_verified", True)
            login = self.get_provider().sociallogin_from_response(request, {"id_token": told})
        except UNREADABLE as error:
            raise OAuth2Error("this is no proof") from error
        # Somebody is known by issuer and subject together: another provider has the same subjects.
        # Nothing else that it told is kept.
        login.account.uid = sha256(f"{told['iss']}\0{told['sub']}".encode()).hexdigest()
        login.account.extra_data = {}
        return login

    def _proven(self, client_id: str, proof: str) -> dict[str, Any]:
        told: dict[str, Any] = jwtkit.verify_and_decode(
            credential=proof,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,  # the library would believe whatever came over the wire
        )
        expected = nonce(self.request.GET.get("state", ""))
        if not constant_time_compare(str(told.get("nonce", "")), expected):
            raise OAuth2Error("the proof answers another question")
        if told.get("azp", client_id) != client_id or not told["exp"]:
            raise OAuth2Error("the proof is somebody else's")
        return told

    def _particulars(self, access: str, subject: str) -> dict[str, Any]:
        told: dict[str, Any] = self._fetch_user_info(access)
        if told["sub"] != subject:
            raise OAuth2Error("these particulars are somebody else's")
        return {name: told[name] for name in ("email", "email_verified") if name in told}


class SecondStage(AuthenticateStage):  # type: ignore[misc]  # the library has no types
    """The second step, left out for whoever a provider has asked that counts for both."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return METHOD not in standing.shown_enough(request) and super()._should_handle(request)


@require_safe
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, with a question of this session's own; nothing of it comes by the address.

    A link, not a form: a page of ours sends its forms nowhere else.
    """
    adapter = _adapter(request, provider_id)
    provider = adapter.get_provider()
    if not _is_itself(adapter):
        return _not_there(request, provider)
    provider.oauth2_adapter_class = lambda *_: adapter
    led: HttpResponse = provider.redirect(
        request, process="login", next_url=get_next_redirect_url(request)
    )
    return led


@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """From the provider again, with its answer."""
    adapter = _adapter(request, provider_id)
    if not _is_itself(adapter):
        return _not_there(request, adapter.get_provider())
    answered: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    return answered


@require_safe
def nobody(request: HttpRequest) -> HttpResponse:
    """Somebody the provider knows and no practice here does."""
    return render(request, "signin/nobody.html", status=403)


def _adapter(request: HttpRequest, provider_id: str) -> Provider:
    adapter = Provider(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return adapter


def _is_itself(adapter: Provider) -> bool:
    """Whether the provider answers, as who it was said to be, and says where to speak with it."""
    try:
        told = adapter.openid_config
        issuer = str(told["issuer"]).rstrip("/")
        said = all(told[place].startswith(("https://", "http://")) for place in SPOKEN)
    except (OSError, *UNREADABLE):
        return False
    return said and issuer == adapter.get_provider().app.settings["server_url"]


def _not_there(request: HttpRequest, provider: Any) -> HttpResponse:  # noqa: ANN401 - the library's
    told: HttpResponse = render_authentication_error(request, provider)
    return told
