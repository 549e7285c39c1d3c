"""What the sign-in library is told of our people: who may, how it is counted and written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.shortcuts import redirect

from ringback.actions import newaddress, signin, wayin
from ringback.engine.keyring import Keyring
from ringback.engine.wallclock import now as clock
from ringback.queries import person
from ringback.web import desk_cookie, evenly, known_browser, standing

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

SECOND_FACTOR: Final = "second factor"
SECOND_STEP: Final = "allauth.mfa.stages.AuthenticateStage"
OUR_SECOND_STEP: Final = "ringback.web.single_sign_on.SecondStage"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Signing in with e-mail address and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's
        """Nobody signs up: people are invited."""
        return False

    def get_login_stages(self) -> list[str]:
        """The steps of signing in, the second of them ours."""
        stages: list[str] = super().get_login_stages()
        return [OUR_SECOND_STEP if each == SECOND_STEP else each for each in stages]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        """Count guesses: those from a browser the person knows apart from all others."""
        email = str(credentials.get("email", "")).strip().lower()
        browser = known_browser.mark(request, email)
        action = "login_failed_known" if browser else "login_failed_new"
        self._evenly = evenly.begin()
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action=action, key=browser or email
        )
        if not self._login_failed_rl_usage:
            self._too_often(request, email, browser)
            evenly.wait(self._evenly)
            raise self.validation_error("too_many_login_attempts")

    def _too_often(self, request: HttpRequest, email: str, browser: str | None) -> None:
        """One entry for all of a quarter of an hour: a flood of tries is no flood of the record."""
        first = ratelimit.consume(
            request, app="allauth.account", action="too_often_written", key=browser or email
        )
        if first:
            signin.failed(email, why="too_often", where_from=self.whence(request), now=clock())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        """Write down that it failed, never what was typed."""
        email = str(credentials.get("email", ""))
        signin.failed(email, why="password", where_from=self.whence(request), now=clock())
        evenly.wait(self._evenly)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Somebody changes their password: no link made before gives them another."""
        wayin.end_links(user.pk, now=clock())
        super().set_password(user, password)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Let somebody in who has shown all that is asked for; never one who belongs nowhere."""
        if not person.practices_of(user.pk):
            raise ImmediateHttpResponse(redirect("account_inactive"))
        newaddress.withdraw(user.pk, now=clock())  # whoever asked before may not have been them
        shown = get_authentication_records(request, user)
        super().login(request, user)
        now = clock()
        standing.begin(request, now)
        standing.sit_down(request, desk_cookie.here(request, now=now), now)
        how = [each["method"] for each in shown]
        if "password" in how:  # asked for a moment ago: not again before a second step is chosen
            record_authentication(request, user, "password", reauthenticated=True)
        signin.signed_in(user.pk, how=how, where_from=self.whence(request), now=now)

    def post_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        **hooks: Any,  # noqa: ANN401 - the library's
    ) -> HttpResponse:
        """Remember the browser as one in which they have signed in."""
        response: HttpResponse = super().post_login(request, user, **hooks)
        known_browser.remember(request, response, str(user.pk))
        return response

    def whence(self, request: HttpRequest) -> str:
        """The network address of whoever asks."""
        return str(self.get_client_ip(request))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Codes of an app, passkeys and recovery codes."""

    def encrypt(self, text: str) -> str:
        """How a secret is kept."""
        return Keyring(settings.FIELD_KEYS).hide(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return Keyring(settings.FIELD_KEYS).show(encrypted_text, SECOND_FACTOR)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey is for, as the device shows it."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Ringback"}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """What changed is told by our own mail."""


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """An identity of the practice's own provider is one of the people invited, or nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401, ARG002
        """Nobody signs up: people are invited."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> None:  # noqa: ANN401
        """Not by the library, which would take the password of whoever is found away."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401
        """Whoever came before is known; others by the address that they were invited with."""
        if sociallogin.is_existing:
            return
        for address in sociallogin.email_addresses:
            who = person.of_email(address.email)
            if who is None or not person.practices_of(who):
                continue
            if not address.verified:
                self._not_confirmed(request, address.email)
                continue
            sociallogin.user = person.known(who)
            sociallogin.account.user = sociallogin.user
            sociallogin.account.save()
            return
        raise ImmediateHttpResponse(redirect("socialaccount_signup"))

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002 - the library's
        provider: Any,  # noqa: ANN401, ARG002
        error: Any = None,  # noqa: ANN401
        **more: Any,  # noqa: ANN401, ARG002
    ) -> None:
        """To a page of its own, whose address holds nothing of what the provider sent."""
        if error != AuthError.CANCELLED:
            raise ImmediateHttpResponse(redirect("socialaccount_login_error"))

    def _not_confirmed(self, request: HttpRequest, email: str) -> None:
        whence = str(get_adapter().get_client_ip(request))
        signin.failed(email, why="not_confirmed", where_from=whence, now=clock())
