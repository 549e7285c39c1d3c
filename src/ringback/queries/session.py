"""What a browser's session holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.queries import statement

if TYPE_CHECKING:
    from datetime import datetime


def sealed(key: str, *, now: datetime) -> str | None:
    """The session's content, or None where there is no such session (any more)."""
    if "\0" in key:  # whatever a browser may send as its cookie
        return None
    found = statement.rows("session", {"key": key, "now": now})
    return found[0][0] if found else None
