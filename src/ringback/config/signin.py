"""How people sign in: the settings of the libraries that do it, read from the environment once."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from ringback.engine.trouble import EngineTrouble

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "queue"

ACCOUNT_ADAPTER = "ringback.web.signin_adapters.Accounts"
ACCOUNT_EMAIL_NOTIFICATIONS = False  # what is told by mail is told by the outbox
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever opens their invitation has read their mail
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None

# Guessing is counted for a person and for an address together with all browsers in which that
# person has never signed in. Those in which they have are counted each by itself: whoever guesses
# from elsewhere, or from next door, locks out nobody at their own desk. A whole clinic has one
# address, so nothing that somebody with a password goes through is counted by it: not signing in
# itself, nor the second step ("login_failed" to the library).
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "10/15m/key",
    "login_failed_new": "10/15m/key,200/15m/ip",
    "login_failed_known": "10/15m/key",
    "too_often_written": "1/15m/key",
    "reset_password": "5/m/key,100/m/ip",  # nosec B105 # how often, not a password
}
EVEN_ANSWER_S = 0.4
"""So long at least a refused sign-in or a forgotten password takes, whether anybody is known here
or not: longer than either takes by itself."""

MFA_ADAPTER = "ringback.web.signin_adapters.SecondFactors"
MFA_FORMS = {
    "authenticate": "ringback.web.signin_forms.SecondStep",
    "reauthenticate": "ringback.web.signin_forms.SecondStepAgain",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": ""}
"""A passkey cannot be guessed: a count would only shut a clinic, with its one address, out."""

MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Ringback"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = os.environ.get("RINGBACK_DEMO") == "1"

SOCIALACCOUNT_ADAPTER = "ringback.web.signin_adapters.SingleSignOn"
SOCIALACCOUNT_STORE_TOKENS = False

OIDC_IS_SECOND_FACTOR = os.environ.get("RINGBACK_OIDC_SECOND_FACTOR") == "1"
"""Whether the provider asks everybody for two things itself, so that one more is not asked here."""

OIDC_TRUSTS_ADDRESSES = os.environ.get("RINGBACK_OIDC_TRUST_ADDRESSES") == "1"
"""For a provider that never says whether an address is confirmed, as only its owner sets them."""

ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("RINGBACK_PROXIES") or "0")
"""How many proxies of ours a request passes: the address before them is whose it is."""


def single_sign_on(environ: dict[str, str]) -> dict[str, Any]:
    """The one OpenID provider of this installation, where one is set.

    RINGBACK_OIDC_URL, RINGBACK_OIDC_CLIENT_ID and RINGBACK_OIDC_SECRET; RINGBACK_OIDC_NAME is what
    the button says. Raises EngineTrouble where only some of them are set, or where the provider
    would be spoken with in the open.
    """
    wanted = ("RINGBACK_OIDC_URL", "RINGBACK_OIDC_CLIENT_ID", "RINGBACK_OIDC_SECRET")
    given = {name: environ.get(name, "") for name in wanted}
    if not any(given.values()):
        return {}
    if missing := [name for name, value in given.items() if not value]:
        raise EngineTrouble(f"Single sign-on needs {' and '.join(missing)} too.")
    url = given["RINGBACK_OIDC_URL"].rstrip("/")
    asked = urlsplit(url)
    if asked.scheme != "https" and asked.hostname not in {"localhost", "127.0.0.1"}:
        raise EngineTrouble("RINGBACK_OIDC_URL must begin with https://.")
    app = {
        "provider_id": "practice",
        "name": environ.get("RINGBACK_OIDC_NAME") or "single sign-on",
        "client_id": given["RINGBACK_OIDC_CLIENT_ID"],
        "secret": given["RINGBACK_OIDC_SECRET"],
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


SOCIALACCOUNT_PROVIDERS = single_sign_on(dict(os.environ))
