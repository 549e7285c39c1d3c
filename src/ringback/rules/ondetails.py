"""Who may change on what is kept of how a patient is reached, and what must hold before it is done.

What was asked for is the patient's own (45 CFR 164.522(b)): only they, a parent or a guardian say
that it is so or no longer so, verified in this call; somebody who may merely hear about them does
not. A manager answers for what they have from elsewhere, a letter for instance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.contact import Flag
from ringback.rules.patientrule import understood
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.verification import Caller, Stake, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringback.rules.patientrule import Rule

SPEAK_FOR_IT: Final = frozenset({Caller.PATIENT, Caller.PARENT, Caller.GUARDIAN})
"""Callers whose own it is how they are reached."""

CHANGED: Final = "contact details changed"
TOLD: Final = "old contact told"
"""How the journal calls what obliges us to tell the old contact, and that it was told."""

NOT_VERIFIED_YET: Final = gettext_noop(
    "Only somebody verified in this call may change this. Finish the check first."
)
NOT_THEIRS_TO_SAY: Final = gettext_noop(
    "Only the patient, a parent or a guardian may change this. Ask to speak with them."
)
NOT_CLEAR: Final = gettext_noop(
    "What they asked for is not clear enough to keep to. Ask them; until then it blocks."
)
NO_LONGER: Final = gettext_noop("Somebody settled this already. Look at what stands now.")
ONE_MORE_FIRST: Final = gettext_noop(
    "Say first that they have new contact details: one detail more must agree."
)
ON_FILE_ALREADY: Final = gettext_noop("This number is on file for them already.")
BLOCKED_BY_THEM: Final = gettext_noop(
    "They had this number blocked. Ask a manager before it is used again."
)


class How(StrEnum):
    """How the old contact was told."""

    OLD_NUMBER = "old_number"
    LETTER = "letter"


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who changes it: in their own call, of which standing, with whom; or as a manager without."""

    manager: bool = False
    standing: Standing | None = None
    caller: Caller = Caller.UNKNOWN
    stakes: frozenset[Stake] = frozenset()


def refusals(asker: Asker) -> tuple[Reason, ...]:
    """Why what was asked for may not be settled now; empty means it may."""
    return () if asker.manager else in_call_refusals(asker)


def in_call_refusals(asker: Asker) -> tuple[Reason, ...]:
    """Why nothing may be changed on the word of whoever is on the line; empty means it may."""
    if asker.standing is not Standing.VERIFIED:
        return (Reason(code="not_verified_yet", words=NOT_VERIFIED_YET),)
    if asker.caller not in SPEAK_FOR_IT:
        return (Reason(code="not_theirs_to_say", words=NOT_THEIRS_TO_SAY),)
    return ()


def confirming_refusals(rule: Rule) -> tuple[Reason, ...]:
    """Why this may not be confirmed; empty means it may."""
    if rule.confirmed:
        return (Reason(code="no_longer", words=NO_LONGER),)
    return () if understood(rule) else (Reason(code="not_clear", words=NOT_CLEAR),)


def number_refusals(asker: Asker, flag: Flag | None, *, preferred: bool) -> tuple[Reason, ...]:
    """Why a new number may not be put on file now; `flag` is what we know of it, if anything."""
    if no := in_call_refusals(asker):
        return no
    if Stake.CONTACT_CHANGE not in asker.stakes:
        return (Reason(code="one_more_first", words=ONE_MORE_FIRST),)
    if flag is Flag.BLOCKED:
        return (Reason(code="blocked_by_them", words=BLOCKED_BY_THEM),)
    if flag is Flag.PREFERRED or (flag is Flag.ALLOWED and not preferred):
        return (Reason(code="on_file_already", words=ON_FILE_ALREADY),)
    return ()


def owed(verbs: Iterable[str]) -> bool:
    """Whether the old contact is still to be told: details were changed, and nobody told it since.

    `verbs` are the steps of a callback, the first first.
    """
    found = [each for each in verbs if each in {CHANGED, TOLD}]
    return bool(found) and found[-1] == CHANGED
