"""The present moment, read once at the edge of the system and passed in from there."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC. Faces and jobs call it once per request; nothing below them does."""
    return datetime.now(UTC)
