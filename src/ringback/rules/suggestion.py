"""What staff send about the script: better words for a line, or what was asked and is not in it."""

from __future__ import annotations

from enum import StrEnum


class Suggestion(StrEnum):
    """What somebody sends a manager about the script."""

    CHANGE = "change"
    ASKED = "asked"
