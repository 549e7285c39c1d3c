"""Which tables stand outside the practices and why, and what may be changed or removed where.

The tests hold the database's own catalogue against these lists.
"""

from __future__ import annotations

from typing import Final

WITHOUT_PRACTICE: Final[dict[str, str]] = {
    "practice": "the practices themselves: name, zone, colour",
    "person": "people work in several practices; nothing about patients",
    "membership": "read before a practice is chosen; nothing about patients",
    "former_address": "where a person is told that their address changed; nothing about patients",
    "new_address": "what a person wants to be reached at; nothing about patients",
    "heartbeat": "when each part of the clockwork was last alive, for all practices",
    "door": "read before the practice is known; holds digests, nothing about patients",
    "desk_sign_in": "who signed in at a shared computer, read before a practice is chosen",
    "account_emailaddress": "addresses of people, for signing in; nothing about patients",
    "account_emailconfirmation": "the sign-in library's own, unused: an invitation confirms",
    "mfa_authenticator": "second factors of people, their secrets unreadable here",
    "socialaccount_socialaccount": "which single sign-on identity is which person",
    "socialaccount_socialapp": "the sign-in library's own, unused: settings come from outside",
    "socialaccount_socialtoken": "the sign-in library's own, unused: tokens are not kept",
    "cache": "how often somebody guessed, used one-time codes; nothing about patients",
    "django_session": "sign-in state; nothing about patients",
    "django_migrations": "which migrations ran",
    "django_content_type": "Django's list of models",
    "auth_permission": "Django's own, unused: rights come from rules/access.py",
    "auth_group": "Django's own, unused",
    "auth_group_permissions": "Django's own, unused",
}
"""Every table that is not behind row-level security, each with its reason."""

INSERT_ONLY: Final = (
    "journal",
    "seal",
    "note",
    "attempt",
    "attempt_undone",
    "hand",
    "struck",
    "sheet",
    "category_version",
    "policy_part",
    "consent",
    "comparison",
    "scope_settled",
    "chart_copy",
    "check_lift",
)
"""Tables whose rows nobody may change or remove once written."""

DELETE_GRANTED: Final[dict[str, str]] = {
    "django_session": "signing out removes the session",
    "account_emailaddress": "an address that changed is no way in any more",
    "mfa_authenticator": "a second factor that was lost is taken away",
    "socialaccount_socialaccount": "a single sign-on identity is taken away",
    "cache": "what is counted is forgotten after a while",
    "last_step": "what can no longer be undone is forgotten; it holds routing only",
    "staged_call": "a staged call leaves the stage once it is in the queue",
    "staged_patient": "a row of a patient list leaves the stage once it is on file",
    "patient_word": "the words of a name that was put right lead to nobody; the name itself stays",
    "import_file": "the file itself goes once the import is finished or given up",
    "presence": "a page that was closed is open no more",
    "bad_row": "an import begun again lists its bad rows anew",
}
"""Where the app role may delete, and why. Nothing about a patient is ever deleted."""
