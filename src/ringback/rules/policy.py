"""The parts of what a practice sets, beside its pathways, and how the whole is named in a file.

Each part is kept in versions with its author, reason and time; a version is never edited, only
followed by another. "hours" may also be set for one location.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ringback.rules.reason import Reason, gettext_noop


class Part(StrEnum):
    """A part of the policy that is written as a whole."""

    HOURS = "hours"
    SCRIPTS = "scripts"
    CONTACT = "contact"
    VERIFICATION = "verification"
    PROMISES = "promises"


LONGEST_REASON: Final = 200
WHY: Final = gettext_noop("Say why you change it: the next person will ask.")
TOO_LONG: Final = gettext_noop("Say why in at most 200 letters.")
CHANGED_MEANWHILE: Final = gettext_noop(
    "{name} changed this at {time}, after you opened it. Yours is not saved: look at what is new."
)


def reason_refusals(reason: str) -> tuple[Reason, ...]:
    """What is wrong with the reason given for a change; empty means nothing."""
    if not reason.strip():
        return (Reason(code="reason", words=WHY),)
    if len(reason.strip()) > LONGEST_REASON:
        return (Reason(code="reason", words=TOO_LONG),)
    return ()
