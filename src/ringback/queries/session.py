"""What a browser's session holds, and whose sessions are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from ringback.queries import statement

if TYPE_CHECKING:
    from datetime import datetime

PRACTICE: Final = "ringback_practice"
"""In which practice a session is at work, as the session calls it."""


def sealed(key: str, *, now: datetime) -> str | None:
    """The session's content, or None where there is no such session (any more)."""
    if "\0" in key:  # whatever a browser may send as its cookie
        return None
    found = statement.rows("session", {"key": key, "now": now})
    return found[0][0] if found else None


def of(person_id: UUID, *, now: datetime, practice_id: UUID | None = None) -> list[str]:
    """The keys of somebody's sessions that have not ended, or of those at work in one practice.

    Whose a session is stands sealed inside it, so each is looked at: a practice has a few hundred.
    """
    rows = Session.objects.filter(expire_date__gt=now).values_list("session_key", "session_data")
    seal = SessionStore()
    found = ((key, seal.decode(data)) for key, data in rows.iterator())
    return [
        key
        for key, held in found
        if held.get(SESSION_KEY) == str(person_id)
        and practice_id in {None, _place(held.get(PRACTICE))}
    ]


def _place(held: str | None) -> UUID | None:
    return UUID(held) if held else None
