"""What somebody was writing when they left is read by a manager, with a reason, and gone on with.

A draft is its author's alone for as long as they are here. What a clinician was writing about a
clinical matter is for clinicians: the manager sees that it is there, and hands it to one. Only
codes are kept of the reason: words about it could be a patient's, and the record holds none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.access import FieldClass, Permission, refusals, sees
from ringback.rules.arrival import UNSORTED
from ringback.rules.category import Kind
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from ringback.rules.access import Actor


class Why(StrEnum):
    """What a manager needs the words of somebody gone for."""

    GO_ON = "go_on"
    PATIENT_ASKS = "patient_asks"
    LOOKED_INTO = "looked_into"


NO_REASON: Final = gettext_noop("Choose why you need to read it.")
FOR_CLINICIANS: Final = gettext_noop(
    "A clinician was writing this about a clinical matter: hand it to a clinician."
)
NO_CLINICIAN: Final = gettext_noop("Choose a clinician of this practice who works this request.")


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a callback is about: its kind of request, how pressing; a clinician was once asked."""

    kind: Kind
    category: str
    level: Level
    asked: bool


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A draft: whether its author left this practice, and whether it is for clinicians to read."""

    text: str
    author_left: bool
    clinical: bool


def is_clinical(matter: Matter) -> bool:
    """Whether what a clinician writes of it is for clinicians; of what is not sorted it may be."""
    routine = matter.kind is Kind.ROUTINE and matter.category != UNSORTED
    return not routine or matter.level is not Level.ROUTINE or matter.asked


def is_there(kept: Kept) -> bool:
    """Whether this draft exists for anybody but its author."""
    return kept.author_left and bool(kept.text.strip())


def is_theirs_to_read(actor: Actor, kept: Kept) -> bool:
    """Whether this person may read it, once they say why."""
    return not kept.clinical or sees(actor, FieldClass.CLINICAL, owns=False)


def reading_refusals(reason: str) -> tuple[Reason, ...]:
    """Why it is not shown yet; empty means that it is."""
    if reason in set(Why):
        return ()
    return (Reason(code="no_reason", words=NO_REASON),)


def for_clinicians() -> Reason:
    """Why somebody who manages does not read it."""
    return Reason(code="for_clinicians", words=FOR_CLINICIANS)


def handing_refusals(to: Actor | None, *, works_it: bool) -> tuple[Reason, ...]:
    """Why it cannot be handed to this person; empty means it can."""
    if to is None or not works_it or refusals(to, Permission.ANSWER):
        return (Reason(code="no_clinician", words=NO_CLINICIAN),)
    return ()
