"""Every setting of Ringback, read from the environment once.

Periods are settings so that tests can shorten them; one test per period checks the real default.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from ringback.channels.email import address as email
from ringback.config import signin
from ringback.engine import addresses
from ringback.engine.trouble import EngineTrouble

PACKAGE = Path(__file__).resolve().parent.parent


def _seconds(name: str, default: float) -> float:
    """A period from the environment. Raises EngineTrouble where it is no length of time."""
    given = os.environ.get(f"RINGBACK_{name}_S") or str(default)
    try:
        found = float(given)
    except ValueError:
        found = 0.0
    if not 0 < found < 10**9:
        raise EngineTrouble(f"RINGBACK_{name}_S must be a number of seconds, not {given!r}.")
    return found


def _whole(name: str, default: int) -> int:
    """A count from the environment. Raises EngineTrouble where it is no whole number above 0."""
    given = os.environ.get(f"RINGBACK_{name}") or str(default)
    if not (given.isascii() and given.isdecimal() and int(given)):
        raise EngineTrouble(f"RINGBACK_{name} must be a whole number above 0, not {given!r}.")
    return int(given)


DEMO = os.environ.get("RINGBACK_DEMO") == "1"
"""Invented data, one-click log-in, a banner on every page. Never both demo and real."""

LEASE_S = _seconds("LEASE", 15 * 60)
"""How long a claimed callback stays its owner's without any activity."""

UNDO_S = _seconds("UNDO", 10)
"""How long somebody may take back what they just did with a callback."""

PRESENCE_S = _seconds("PRESENCE", 20)
"""After how long without a word from its page somebody no longer has a callback open."""

CALL_S = _seconds("CALL", 60 * 60)
"""How long a call counts as activity, from pressing Call, if its result is not logged before."""

LIVE_RECHECK_S = _seconds("LIVE_RECHECK", 4)
"""How often an open live stream asks again whether its session may still look."""

LAPSE_EVERY_S = _seconds("LAPSE_EVERY", 5)
"""How often the tick looks for callbacks whose owner's time has run out."""

SEAL_EVERY_S = _seconds("SEAL_EVERY", 0.5)
"""How often the tick seals what was newly written to the record of who did and saw what."""

CHECKPOINT_EVERY_S = _seconds("CHECKPOINT_EVERY", 3600)
"""How often the tick signs how far each practice's record goes, and keeps that elsewhere."""

BEAT_EVERY_S = _seconds("BEAT_EVERY", 5)
SILENT_AFTER_S = _seconds("SILENT_AFTER", 45)
"""How often tick and worker say that they are alive, and after how long their silence is told."""

CHECKPOINTS = Path(given) if (given := os.environ.get("RINGBACK_CHECKPOINTS")) else None
"""A second folder for what was signed; best where whoever keeps this machine cannot write."""

OPENING_REPEAT_S = _seconds("OPENING_REPEAT", 5 * 60)
"""Repeated openings of one callback by one person within this time are one journal entry."""

BREAK_GLASS_S = _seconds("BREAK_GLASS", 15 * 60)
"""How long a patient outside one's lanes stays open to somebody who said why they need it."""

POOL_WAIT_S = _seconds("POOL_WAIT", 4)
"""How long a request waits for a connection before it is told that the database is away."""

OUTBOX_LEASE_S = _seconds("OUTBOX_LEASE", 120)
"""How long a mail is one sender's; one that was killed leaves it to the others after that."""

OUTBOX_EVERY_S = _seconds("OUTBOX_EVERY", 2)
"""How often the sender looks for mail that is due."""

INBOUND_LEASE_S = _seconds("INBOUND_LEASE", 30)
"""How long what came in is one worker's; one that was killed leaves it to the others after that."""

INBOUND_EVERY_S = _seconds("INBOUND_EVERY", 0.5)
"""How often the worker looks for what another system brought in."""

MAIL_LIMIT_S = _seconds("MAIL_LIMIT", 10)
"""How long the mail server may take for each answer."""

POST = email.from_environment(os.environ, demo=DEMO)
"""How mail is sent; None where EMAIL_URL names no server, and then none is noted either."""

DEMO_MAIL = os.environ.get("RINGBACK_DEMO_MAIL", "") if DEMO else ""
"""The folder of the demo's mail, which goes nowhere else."""

MAX_UPLOAD_BYTES = _whole("MAX_UPLOAD", 50_000_000)
"""The largest phone log taken in the browser; the command line reads RINGBACK_MAX_FILE."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
"""The largest body that is no file: a form, or a document at the machine door."""

# An upload never touches the disk: no handler writes temporary files, and the ASGI body is spooled
# in memory up to this size, which config/asgi.py does not let a body exceed.
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES + 64 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

DEBUG = False
SECRET_KEY = os.environ.get("RINGBACK_SECRET_KEY") or secrets.token_urlsafe(48)
BASE_URL = (
    os.environ.get("RINGBACK_URL") or f"http://localhost:{os.environ.get('RINGBACK_PORT') or 8008}"
).rstrip("/")
"""Where people reach this installation, as it stands in the links they are sent."""

_hosts = os.environ.get("RINGBACK_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ALLOWED_HOSTS = list(dict.fromkeys([*_hosts, urlsplit(BASE_URL).hostname or "localhost"]))
FIELD_KEYS = (os.environ.get("RINGBACK_FIELD_KEYS") or SECRET_KEY).split(",")
"""Under which single fields are kept unreadable: the first writes, all of them read."""

IDLE_S = _seconds("IDLE", 15 * 60)
IDLE_SHARED_S = _seconds("IDLE_SHARED", 5 * 60)
LONGEST_SIGN_IN_S = _seconds("LONGEST_SIGN_IN", 12 * 3600)
"""After so long without a press a computer locks, a shared one sooner; nobody stays for longer."""

INVITATION_S = _seconds("INVITATION", 7 * 24 * 3600)
NEW_WAY_IN_S = _seconds("NEW_WAY_IN", 2 * 3600)
"""How long the link of an invitation, and that for a new password, lead in."""

KNOWN_BROWSER_S = _seconds("KNOWN_BROWSER", 90 * 24 * 3600)
"""How long a browser is remembered as one in which somebody has signed in."""

globals().update({name: value for name, value in vars(signin).items() if name.isupper()})

ROOT_URLCONF = "ringback.config.urls"
ASGI_APPLICATION = "ringback.config.asgi.application"
AUTH_USER_MODEL = "ringback.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "ringback",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ringback.web.middleware.StaticMiddleware",
    "ringback.web.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ringback.api.middleware.ProblemMiddleware",
    "ringback.web.uploads.UploadLimitMiddleware",
    "ringback.web.middleware.ActorMiddleware",
    "ringback.web.middleware.TroubleMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "builtins": ["ringback.web.form_mark"],
            "context_processors": [
                "django.template.context_processors.request",
                "ringback.web.frame.frame",
            ],
        },
    }
]


def _databases() -> dict[str, Any]:
    found = addresses.from_environment(os.environ)
    if found is None:
        return {}
    default: dict[str, Any] = addresses.parse(found.app).django()
    most = _whole("POOL", 12)
    default["OPTIONS"] = {
        "pool": {
            "min_size": min(2, most),
            "max_size": most,
            "timeout": POOL_WAIT_S,
            # The pool waits twice as long before each next try; begun afresh every two seconds, it
            # finds a database that came back within two, however long that was away.
            "reconnect_timeout": 2,
        },
    }
    databases = {"default": default}
    if found.owner:
        databases["owner"] = addresses.parse(found.owner).django()
    return databases


DATABASES = _databases()
DATABASE_ROUTERS: list[str] = []

# How often somebody guessed, and which one-time codes were used, every process must know. Pieces of
# pages that are the same for everybody stay in this one.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]  # each in its own words
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not DEMO
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("RINGBACK_STATIC_ROOT", PACKAGE / "static"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# Behind a certificate everything is asked for by it, for a year from the last visit. The proxy that
# holds it says how it was asked; the supervisor asks for the first page from this very machine.
_encrypted = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = _encrypted
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _encrypted else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _encrypted
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _encrypted else None
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether browsers preload it is for its owner to ask

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "ringback.web.session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = not DEMO
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "ringback.web.trouble.forged"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"one_line": {"()": "ringback.config.quiet.OneLine"}},
    "formatters": {"without_words": {"()": "ringback.config.quiet.WithoutWords"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["one_line"],
            "formatter": "without_words",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
