"""What staff send about the script: better words for a line, or what was asked and is not in it.

A question goes to a manager's page about the script, which is of no patient: so it may name nobody
and hold no date and no number.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from ringback.rules.calendarwords import plain
from ringback.rules.reason import Reason, gettext_noop


class Suggestion(StrEnum):
    """What somebody sends a manager about the script."""

    CHANGE = "change"
    ASKED = "asked"


LONGEST_QUESTION: Final = 160
NO_QUESTION: Final = gettext_noop("Write in a few words what was asked.")
QUESTION_TOO_LONG: Final = gettext_noop(
    "Say it in at most 160 letters, without anything about the patient."
)
OF_SOMEBODY: Final = gettext_noop(
    "Ask it as anybody might: leave out names, dates and numbers of more than two digits."
)

_LONG_NUMBER: Final = re.compile(r"\d{3,}|\d{1,2}[/.-]\d{1,2}")
_SHORTEST_NAME: Final = 3


def question_refusals(text: str, patient: str) -> tuple[Reason, ...]:
    """Why a question is not kept like this; empty means it is. `patient` is who was called."""
    if not text.strip():
        return (Reason(code="asked", words=NO_QUESTION),)
    if len(text) > LONGEST_QUESTION:
        return (Reason(code="asked", words=QUESTION_TOO_LONG),)
    if _LONG_NUMBER.search(text) or _words(patient) & _words(text):
        return (Reason(code="asked", words=OF_SOMEBODY),)
    return ()


def _words(text: str) -> set[str]:
    found = re.findall(r"[a-z]+", plain(text))
    return {each for each in found if len(each) >= _SHORTEST_NAME}
