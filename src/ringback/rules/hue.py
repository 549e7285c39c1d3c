"""The colours a practice may have: few, told apart by everybody, readable in light and dark.

Whoever works for two practices must never write into the wrong one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ringback.rules.reason import Reason, gettext_noop


class Hue(StrEnum):
    """One colour, by its name in the style sheet."""

    GREEN = "green"
    BLUE = "blue"
    VIOLET = "violet"
    ROSE = "rose"
    AMBER = "amber"
    TEAL = "teal"
    SLATE = "slate"


UNKNOWN: Final = gettext_noop("Choose one of the colours shown.")


def refusals(code: str) -> tuple[Reason, ...]:
    """Why this cannot be a practice's colour; empty means it can."""
    if code in set(Hue):
        return ()
    return (Reason(code="colour", words=UNKNOWN),)
