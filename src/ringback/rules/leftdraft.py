"""What somebody was writing when they left is read by a manager, with a reason, and gone on with.

A draft is its author's alone for as long as they are here. Only codes are kept of the reason: words
about it could be a patient's, and the record holds none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.access import FieldClass, sees
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from ringback.rules.access import Actor


class Why(StrEnum):
    """What a manager needs the words of somebody gone for."""

    GO_ON = "go_on"
    PATIENT_ASKS = "patient_asks"
    LOOKED_INTO = "looked_into"


NO_REASON: Final = gettext_noop("Choose why you need to read it.")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A draft: whether its author left this practice, and whether they were a clinician.

    What a clinician was writing is theirs to read: nobody knows yet which notes it would become.
    """

    text: str
    author_left: bool
    clinical: bool


def is_there(actor: Actor, kept: Kept) -> bool:
    """Whether this draft exists for this person at all; what is not theirs to know of does not."""
    if not kept.author_left or not kept.text.strip():
        return False
    return not kept.clinical or sees(actor, FieldClass.CLINICAL, owns=False)


def reading_refusals(reason: str) -> tuple[Reason, ...]:
    """Why it is not shown yet; empty means that it is."""
    if reason in set(Why):
        return ()
    return (Reason(code="no_reason", words=NO_REASON),)


def joined(own: str, theirs: str) -> str:
    """One's own draft with that of whoever left below it; nothing of either is lost."""
    return "\n\n".join(each for each in (own.strip(), theirs.strip()) if each)
