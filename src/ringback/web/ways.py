"""The ways in which somebody signs in: what they are, and each change, told and written down.

The steps are the sign-in library's. Here each stands in one transaction with its entry and its
mail, so that nothing changes in silence, and nothing is told that did not change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import PasswordChangeView
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.db import transaction

from ringback.actions import signin
from ringback.engine.wallclock import now as clock
from ringback.queries import person, practice, signins
from ringback.web import signin_words, standing
from ringback.web.words import Clock

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


class Ways(IndexView):  # type: ignore[misc]  # the library has no types
    """How somebody signs in, and when they did."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """The ways, and the newest entries of their own."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        actor = self.request.actor
        wall = Clock(clock(), practice.remembered(actor.practice_id).zone)
        log = signin_words.lines(signins.of(actor.person_id, actor.practice_id), wall)
        return {**found, "signins": log, "has_pin": person.has_pin(actor.person_id)}


class _Told:
    """A change that is written down and told with itself, or does not happen."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401 - the library's form
        """Say so, and change it: a session that the change renews cannot be taken back."""
        now = clock()
        with transaction.atomic():
            self.told(self.request.actor.person_id, now=now)  # type: ignore[attr-defined]
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        self.changed(now)
        return response

    def told(self, person_id: UUID, *, now: datetime) -> None:
        """Which entry and which mail."""
        raise NotImplementedError

    def changed(self, now: datetime) -> None:
        """What holds for this browser from here on."""


class NewPassword(_Told, PasswordChangeView):  # type: ignore[misc]
    """Another password."""

    def told(self, person_id: UUID, *, now: datetime) -> None:
        """A new password."""
        signin.new_password_set(person_id, now=now)


class _Added(_Told):
    """A second step more; whoever made it has shown it, and need not show it again."""

    kind = ""

    def told(self, person_id: UUID, *, now: datetime) -> None:
        """A second step more."""
        signin.second_step_added(person_id, now=now)

    def changed(self, now: datetime) -> None:
        """It counts as shown."""
        record_authentication(self.request, self.request.user, method="mfa", type=self.kind)
        standing.prove(self.request, now)


class AddApp(_Added, ActivateTOTPView):  # type: ignore[misc]
    """An app for codes."""

    kind = "totp"


class AddPasskey(_Added, AddWebAuthnView):  # type: ignore[misc]
    """A passkey."""

    kind = "webauthn"


class _Removed(_Told):
    """A second step less."""

    def told(self, person_id: UUID, *, now: datetime) -> None:
        """A second step less."""
        signin.second_step_removed(person_id, now=now)


class RemoveApp(_Removed, DeactivateTOTPView):  # type: ignore[misc]
    """The app for codes, taken away."""


class RemovePasskey(_Removed, RemoveWebAuthnView):  # type: ignore[misc]
    """A passkey, taken away."""


class NewCodes(_Told, GenerateRecoveryCodesView):  # type: ignore[misc]
    """Ten new recovery codes; the old ones open nothing any more."""

    def told(self, person_id: UUID, *, now: datetime) -> None:
        """New recovery codes."""
        signin.recovery_codes_made(person_id, now=now)
