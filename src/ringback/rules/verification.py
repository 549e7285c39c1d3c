"""Nothing protected is said before we know who is on the line and whether they may hear it.

Two things must agree, three with special care, or more where the practice asks for more. What
callers say is compared and not kept; only what came of it is. Five wrong tries at most lock the
check for this call: words can still be taken, the matter still be passed on and the call still be
closed kindly. What did not agree with our file counts for a day in the next calls about that
patient, too: else a new call would be five more guesses.
Source: 45 CFR 164.514(h).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.access import Role
from ringback.rules.identifier import WAYS, Identifier, Policy, Way
from ringback.rules.reason import Missing, Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Caller(StrEnum):
    """Who somebody on the line says they are."""

    UNKNOWN = "unknown"
    PATIENT = "patient"
    PARENT = "parent"
    GUARDIAN = "guardian"
    AUTHORISED = "authorised"
    OTHER_OFFICE = "other_office"
    NEW_TO_US = "new_to_us"


THIRD_PARTIES: Final = frozenset({Caller.PARENT, Caller.GUARDIAN, Caller.AUTHORISED})
"""Callers who speak for a patient: they are checked for the patient, and for their authority."""

CHECKED: Final = THIRD_PARTIES | {Caller.PATIENT}
"""Callers whose answers are compared with what we know of a patient."""


class Stake(StrEnum):
    """What asks for one identifier more."""

    NEW_NUMBER = "new_number"
    CONTACT_CHANGE = "contact_change"


class Standing(StrEnum):
    """Where a check stands."""

    NOT_YET = "not_yet"
    VERIFIED = "verified"
    NEW_TO_US = "new_to_us"
    OFFICE = "office"
    LOCKED = "locked"
    NOT_VERIFIED = "not_verified"


class May(StrEnum):
    """What somebody at the telephone may do at a standing."""

    TAKE_WORDS = "take_words"
    ROUTE = "route"
    CLOSE_SAFELY = "close_safely"
    DISCLOSE = "disclose"
    BEGIN_RECORD = "begin_record"
    CONNECT = "connect"


class WhyNot(StrEnum):
    """Why a check ended without anything being disclosed."""

    COULD_NOT_SAY = "could_not_say"
    WOULD_NOT_SAY = "would_not_say"
    DID_NOT_AGREE = "did_not_agree"
    NO_AUTHORITY = "no_authority"
    CALL_ENDED = "call_ended"


REMEMBERED: Final = timedelta(days=1)
"""For so long what did not agree with the file counts in the next call about the patient, too."""

ALWAYS: Final = frozenset({May.TAKE_WORDS, May.ROUTE, May.CLOSE_SAFELY})
ALLOWED: Final[dict[Standing, frozenset[May]]] = {
    Standing.NOT_YET: ALWAYS,
    Standing.VERIFIED: ALWAYS | {May.DISCLOSE},
    Standing.NEW_TO_US: ALWAYS | {May.BEGIN_RECORD},
    Standing.OFFICE: ALWAYS | {May.CONNECT},
    Standing.LOCKED: ALWAYS,
    Standing.NOT_VERIFIED: ALWAYS,
}
"""What remains possible whatever came of the check."""

LEADS: Final = frozenset({Role.MANAGER, Role.CLINICIAN})

WHO_IS_IT: Final = gettext_noop("Ask who they are and, if they speak for somebody, for whom.")
ONE_MORE: Final = gettext_noop("One more detail must agree. Ask for it and compare.")
MORE_TO_AGREE: Final = gettext_noop("{count} more details must agree. Ask for each and compare.")
LOCKED: Final = gettext_noop(
    "Too many answers did not agree, so nothing may be said about the patient in this call. Take "
    "their words, pass them on, and say that somebody will call back. A lead can lift this with a "
    "reason."
)
ENDED: Final = gettext_noop("This check has ended. Nothing is disclosed in this call.")
ALREADY_AGREED: Final = gettext_noop("This one has agreed already. Ask for another.")
NOT_ASKED_HERE: Final = gettext_noop("The practice does not accept this. Ask for another.")
NOT_THIS_WAY: Final = gettext_noop(
    "This cannot be checked like that. The name is marked as said; everything else is compared."
)
ONLY_IN_CHART: Final = gettext_noop(
    "The practice compares this against the chart only. Look there, and say whether it agrees."
)
THIS_LINE: Final = gettext_noop(
    "The number they are calling from proves nothing. Ask for another number or another detail."
)
NOTHING_TO_CHECK: Final = gettext_noop("There is nothing to check for this caller.")
OFFICES_HEAR_NOTHING: Final = gettext_noop(
    "What another office may hear, a clinician or a lead decides. Take their words and reference, "
    "then connect them or pass it on."
)
NEW_TO_US: Final = gettext_noop(
    "They are new to us: no record is open, so there is nothing to disclose. Take their request."
)
LEAD_LIFTS: Final = gettext_noop("Only a lead can lift this. Ask one, or pass the matter on.")
REASON_NEEDED: Final = gettext_noop("Say why the check may go on.")
NOT_LOCKED: Final = gettext_noop("This check is not locked.")
TELL_OLD_CONTACT: Final = gettext_noop(
    "Send word of the change to the old number or address, so that they notice if it was not them."
)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What came of one comparison. It never holds what was said or what is on file."""

    identifier: Identifier
    way: Way
    agreed: bool
    at: datetime
    by: UUID
    this_line: bool = False


@dataclass(frozen=True, kw_only=True)
class Lift:
    """A lead's word that a locked check may go on."""

    at: datetime
    by: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """One call's check of one patient. It ends with the call and is never carried to another."""

    caller: Caller = Caller.UNKNOWN
    stakes: frozenset[Stake] = frozenset()
    compared: tuple[Compared, ...] = ()
    wrong: int = 0
    lifts: tuple[Lift, ...] = ()
    ended: WhyNot | None = None


def missing(check: Check, policy: Policy, authority: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """What must still be true before protected information may be said; empty means it may be.

    `authority` is what the caller's right to hear it lacks, answered by authority.missing.
    """
    if check.ended is not None:
        return (_lacking("ended", ENDED),)
    if locked(check, policy):
        return (_lacking("locked", LOCKED),)
    if check.caller not in CHECKED:
        return (_lacking(*_NOT_CHECKED[check.caller]),)
    count = needed(check, policy) - len(counts(check, policy))
    return (*((_more(count),) if count > 0 else ()), *authority)


def needed(check: Check, policy: Policy) -> int:
    """How many identifiers must agree in this call."""
    speaker = policy.speakers.get(check.caller)
    if speaker is not None:
        return max(speaker.needed, policy.needed_with_care) if check.stakes else speaker.needed
    with_care = check.stakes or check.caller in THIRD_PARTIES
    return policy.needed_with_care if with_care else policy.needed


def asked(check: Check, policy: Policy) -> tuple[Identifier, ...]:
    """What this kind of caller may be asked for, in the practice's order."""
    speaker = policy.speakers.get(check.caller)
    return policy.identifiers if speaker is None else speaker.identifiers


def counts(check: Check, policy: Policy) -> tuple[Identifier, ...]:
    """What agreed and counts for whoever they say they are: nothing that is not asked of them."""
    return tuple(each for each in asked(check, policy) if each in _agreed(check))


def standing(check: Check, policy: Policy, authority: tuple[Missing, ...]) -> Standing:
    """Where this check stands."""
    if check.ended is not None:
        return Standing.NOT_VERIFIED
    if locked(check, policy):
        return Standing.LOCKED
    if check.caller is Caller.NEW_TO_US:
        return Standing.NEW_TO_US
    if check.caller is Caller.OTHER_OFFICE:
        return Standing.OFFICE
    return Standing.NOT_YET if missing(check, policy, authority) else Standing.VERIFIED


def locked(check: Check, policy: Policy) -> bool:
    """Whether the wrong tries since a lead last lifted it are used up."""
    return check.wrong >= policy.wrong_tries


def counts_since(now: datetime, lifted_at: datetime | None) -> datetime:
    """From when on what did not agree counts against a call that begins now (UTC)."""
    lately = now - REMEMBERED
    return lately if lifted_at is None else max(lately, lifted_at)


def how_verified(check: Check) -> tuple[tuple[Identifier, Way], ...]:
    """What agreed and how it was compared, for the note; never what was said."""
    return tuple((each.identifier, each.way) for each in check.compared if each.agreed)


def left_to_ask(check: Check, policy: Policy) -> tuple[Identifier, ...]:
    """What can still be asked for, in the practice's order; IN_WORDS says it in words."""
    return tuple(each for each in asked(check, policy) if each not in _agreed(check))


def refusals(check: Check, compared: Compared, policy: Policy) -> tuple[Reason, ...]:
    """Why this comparison does not count; empty means it does."""
    if stopped := _stopped(check, policy):
        return stopped
    if compared.identifier not in asked(check, policy):
        return (_reason("not_asked_here", NOT_ASKED_HERE),)
    if wrong_way := _wrong_way(compared, policy):
        return wrong_way
    if compared.this_line:
        return (_reason("this_line", THIS_LINE),)
    if compared.identifier in _agreed(check):
        return (_reason("already_agreed", ALREADY_AGREED),)
    return ()


def _wrong_way(compared: Compared, policy: Policy) -> tuple[Reason, ...]:
    if compared.way not in WAYS[compared.identifier]:
        return (_reason("not_this_way", NOT_THIS_WAY),)
    if compared.way is Way.MATCHED_HERE and compared.identifier in policy.only_in_chart:
        return (_reason("only_in_chart", ONLY_IN_CHART),)
    return ()


def _stopped(check: Check, policy: Policy) -> tuple[Reason, ...]:
    if check.ended is not None:
        return (_reason("ended", ENDED),)
    if locked(check, policy):
        return (_reason("locked", LOCKED),)
    if check.caller in {Caller.NEW_TO_US, Caller.OTHER_OFFICE}:
        return (_reason("nothing_to_check", NOTHING_TO_CHECK),)
    return ()


def after(check: Check, compared: Compared, policy: Policy) -> Check:
    """The check after a comparison; the same check where it does not count."""
    if refusals(check, compared, policy):
        return check
    wrong = check.wrong + (not compared.agreed)
    return replace(check, compared=(*check.compared, compared), wrong=wrong)


def as_caller(check: Check, caller: Caller) -> Check:
    """The check once they said who they are. What was tried stays tried, a lock stays locked."""
    return check if check.ended is not None else replace(check, caller=caller)


def with_stake(check: Check, stake: Stake) -> Check:
    """The check once more is asked for. Nothing takes a stake away again."""
    return replace(check, stakes=check.stakes | {stake})


def ended(check: Check, why: WhyNot) -> Check:
    """Not verified, nothing disclosed: an end like any other, with its own safe close."""
    return replace(check, ended=check.ended or why)


def lift_refusals(
    check: Check, reason: str, roles: frozenset[Role], policy: Policy
) -> tuple[Reason, ...]:
    """Why somebody may not lift the lock; empty means they may."""
    if not locked(check, policy):
        return (_reason("not_locked", NOT_LOCKED),)
    refused = []
    if not roles & LEADS:
        refused.append(_reason("lead_lifts", LEAD_LIFTS))
    if not reason.strip():
        refused.append(_reason("reason_needed", REASON_NEEDED))
    return tuple(refused)


def lifted(check: Check, lift: Lift, roles: frozenset[Role], policy: Policy) -> Check:
    """The check with the wrong tries forgiven; the same check where that is refused."""
    if lift_refusals(check, lift.reason, roles, policy):
        return check
    return replace(check, wrong=0, lifts=(*check.lifts, lift))


def _agreed(check: Check) -> set[Identifier]:
    return {each.identifier for each in check.compared if each.agreed}


def _more(count: int) -> Missing:
    if count == 1:
        return Missing(code="identifiers", words=ONE_MORE)
    return Missing(code="identifiers", words=MORE_TO_AGREE, values=(("count", str(count)),))


def _lacking(code: str, words: str) -> Missing:
    return Missing(code=code, words=words)


def _reason(code: str, words: str) -> Reason:
    return Reason(code=code, words=words)


_NOT_CHECKED: Final[dict[Caller, tuple[str, str]]] = {
    Caller.UNKNOWN: ("who_is_it", WHO_IS_IT),
    Caller.OTHER_OFFICE: ("offices_hear_nothing", OFFICES_HEAR_NOTHING),
    Caller.NEW_TO_US: ("new_to_us", NEW_TO_US),
}
