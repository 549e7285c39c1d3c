"""The second step of signing in, as the library asks for it; what fails is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

from ringback.actions import signin
from ringback.engine.wallclock import now as clock

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class SecondStep(AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """A code after the password."""

    def _emit_authentication_failed(self, _authenticator: Any) -> None:  # noqa: ANN401
        _note(self.user)


class SecondStepAgain(ReauthenticateForm):  # type: ignore[misc]  # the library has no types
    """A code where somebody shows again who they are."""

    def _emit_authentication_failed(self, _authenticator: Any) -> None:  # noqa: ANN401
        _note(self.user)


def _note(user: AbstractBaseUser) -> None:
    whence = str(get_adapter().get_client_ip(context.request))
    email = user.email  # type: ignore[attr-defined]  # our person has one
    signin.failed(email, why="code", where_from=whence, now=clock())
