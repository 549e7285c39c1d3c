"""Which tables stand outside the practices and why, and what may be changed or removed where.

The tests hold the database's own catalogue against these lists.
"""

from __future__ import annotations

from typing import Final

WITHOUT_PRACTICE: Final[dict[str, str]] = {
    "practice": "the practices themselves: name, zone, colour",
    "person": "people work in several practices; nothing about patients",
    "membership": "read before a practice is chosen; nothing about patients",
    "door": "read before the practice is known; holds digests, nothing about patients",
    "django_session": "sign-in state; nothing about patients",
    "django_migrations": "which migrations ran",
    "django_content_type": "Django's list of models",
    "auth_permission": "Django's own, unused: rights come from rules/access.py",
    "auth_group": "Django's own, unused",
    "auth_group_permissions": "Django's own, unused",
}
"""Every table that is not behind row-level security, each with its reason."""

INSERT_ONLY: Final = ("journal", "seal", "note", "attempt", "category_version", "policy_part")
"""Tables whose rows nobody may change or remove once written."""

DELETE_GRANTED: Final[dict[str, str]] = {
    "django_session": "signing out removes the session",
    "staged_call": "a staged call leaves the stage once it is in the queue",
    "import_file": "the file itself goes once the import is finished or given up",
    "bad_row": "an import begun again lists its bad rows anew",
}
"""Where the app role may delete, and why. Nothing about a patient is ever deleted."""
