"""A call while it lasts: which way it came, who is on the line, and what is special about it.

A call begins when somebody presses Call (or the patient rings) and ends with its result, or when
the matter is given back or goes to somebody else. Who was verified in it counts for it alone.
"""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Who rang whom."""

    OUT = "out"
    IN = "in"


class OnTheLine(StrEnum):
    """Whom the call is with: the patient's side, or another party of the same matter."""

    PATIENT = "patient"
    OTHER = "other"


class Situation(StrEnum):
    """What is special about a call; each is said with one key and changes what is said."""

    SOMEONE_ELSE = "someone_else"
    MINOR = "minor"
    INTERPRETER = "interpreter"
    RELAY = "relay"
