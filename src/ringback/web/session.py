"""Django's sessions in the database; only the question every page asks is written by hand."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from ringback.engine.wallclock import now as clock
from ringback.queries import session


class SessionStore(db.SessionStore):
    """Kept and sealed as Django does it."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, under a new key, where it has ended."""
        found = session.sealed(self.session_key or "", now=clock())
        if found is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found)
        return held
