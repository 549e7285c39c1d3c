"""Calls that are not a patient's: how they end, and what the next one from that number means.

A vendor, a robot, a fax tone, an applicant, a private call, another office. Two keys end such a
call, and "and next time?" puts the number on the practice's list. Only robots are set aside, listed
and counted, never deleted; a patient's number never is, nor is a voicemail in which somebody spoke.
Every tenth call set aside is looked at by a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.phone import is_whole
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from datetime import datetime
    from uuid import UUID


class NotAPatient(StrEnum):
    """Who called."""

    VENDOR = "vendor"
    ROBOCALL = "robocall"
    FAX_TONE = "fax_tone"
    APPLICANT = "applicant"
    PERSONAL = "personal"
    OTHER_OFFICE = "other_office"


class NextTime(StrEnum):
    """What the next call from this number means."""

    AS_NOW = "as_now"
    ITS_CATEGORY = "its_category"
    ROUTINE = "routine"
    SET_ASIDE = "set_aside"


OPTIONS: Final[dict[NotAPatient, tuple[NextTime, ...]]] = {
    NotAPatient.VENDOR: (NextTime.ROUTINE, NextTime.AS_NOW),
    NotAPatient.ROBOCALL: (NextTime.SET_ASIDE, NextTime.AS_NOW),
    NotAPatient.FAX_TONE: (NextTime.AS_NOW, NextTime.ITS_CATEGORY),
    NotAPatient.APPLICANT: (NextTime.ROUTINE, NextTime.AS_NOW),
    NotAPatient.PERSONAL: (NextTime.AS_NOW,),
    NotAPatient.OTHER_OFFICE: (NextTime.ITS_CATEGORY, NextTime.AS_NOW),
}
"""What may be chosen for each, the usual choice first. AS_NOW puts nothing on the list."""

IN_WORDS: Final[dict[NextTime, str]] = {
    NextTime.AS_NOW: gettext_noop("As now: somebody looks at it"),
    NextTime.ITS_CATEGORY: gettext_noop("Goes to: {category}"),
    NextTime.ROUTINE: gettext_noop("Routine, never moved earlier"),
    NextTime.SET_ASIDE: gettext_noop("Set aside, listed and counted"),
}


class Recording(StrEnum):
    """What is on the voicemail a call left, as far as anybody or anything has told."""

    NONE = "none"
    SILENT = "silent"
    NOT_KNOWN = "not_known"
    SPEECH = "speech"


REVIEW_EVERY: Final = 10


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call, as far as this rule reads it. `number` is normalised, or "" where it was hidden.

    `is_patients` says that the number is on file for anybody treated here; `heard` that a person
    has listened to the voicemail, if there is one.
    """

    number: str
    is_patients: bool
    recording: Recording = Recording.NONE
    heard: bool = False
    level: Level = Level.ROUTINE


@dataclass(frozen=True, kw_only=True)
class KnownCaller:
    """An entry of the practice's list. It is undone by a date, never taken out."""

    number: str
    who: NotAPatient
    next_time: NextTime
    added_at: datetime
    added_by: UUID
    category: str | None = None
    undone_at: datetime | None = None
    undone_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What becomes of a call, and in words why."""

    next_time: NextTime
    category: str | None = None
    tightens: bool = True
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Undone:
    """An entry undone: the entry as it now stands, and the calls that come back to the list.

    They come back with the time at which they came in.
    """

    entry: KnownCaller
    comes_back: tuple[UUID, ...]


FLAGGED: Final = gettext_noop("This one is flagged. A clinician decides whose call it is.")
LISTEN_FIRST: Final = gettext_noop("There is a voicemail. Listen to it before you close this.")
NOT_OFFERED: Final = gettext_noop("This cannot be chosen for that kind of caller.")
NO_NUMBER: Final = gettext_noop("The number was hidden, so nothing can be kept for next time.")
A_PATIENTS_NUMBER: Final = gettext_noop(
    "This number belongs to a patient. Their calls are always looked at."
)
WHICH_CATEGORY: Final = gettext_noop("Choose which kind of request this office's calls are.")
KNOWN_ROBOT: Final = gettext_noop("Set aside: this number is on the list of automatic callers.")
KNOWN_OFFICE: Final = gettext_noop("Known office: its calls go to this kind of request.")
KNOWN_ROUTINE: Final = gettext_noop("Known caller: routine, not moved earlier.")
LOOK_AT_IT: Final = gettext_noop(
    "On the list of automatic callers, but somebody may have spoken or it is flagged: look at it."
)
UNDONE_ALREADY: Final = gettext_noop("This entry was undone already.")


def closing_refusals(call: Call) -> tuple[Reason, ...]:
    """Why this may not be closed as not a patient's call; empty means it may."""
    refused = []
    if _pressing(call):
        refused.append(_reason("flagged", FLAGGED))
    if call.recording is not Recording.NONE and not call.heard:
        refused.append(_reason("listen_first", LISTEN_FIRST))
    return tuple(refused)


def _pressing(call: Call) -> bool:
    return call.level is not Level.ROUTINE


def next_time_refusals(
    call: Call,
    who: NotAPatient,
    chosen: NextTime,
    *,
    category: str | None,
    categories: AbstractSet[str],
) -> tuple[Reason, ...]:
    """Why the number may not be kept like this; empty means it may. AS_NOW always may."""
    if chosen is NextTime.AS_NOW:
        return ()
    if chosen not in OPTIONS[who]:
        return (_reason("not_offered", NOT_OFFERED),)
    if not is_whole(call.number):
        return (_reason("no_number", NO_NUMBER),)
    if chosen is NextTime.ITS_CATEGORY and category not in categories:
        return (_reason("which_category", WHICH_CATEGORY),)
    return _set_aside_refusals(call) if chosen is NextTime.SET_ASIDE else ()


def _set_aside_refusals(call: Call) -> tuple[Reason, ...]:
    """A robot's message was speech too: whoever heard it may put the number on the list."""
    refused = list(closing_refusals(call))
    if call.is_patients:
        refused.append(_reason("a_patients_number", A_PATIENTS_NUMBER))
    return tuple(refused)


def offered(
    call: Call, who: NotAPatient, categories: AbstractSet[str]
) -> tuple[tuple[NextTime, tuple[Reason, ...]], ...]:
    """What "and next time?" shows: each choice and why it cannot be chosen, if so."""
    some = next(iter(categories), None)
    return tuple(
        (each, next_time_refusals(call, who, each, category=some, categories=categories))
        for each in OPTIONS[who]
    )


def meaning(call: Call, entries: Iterable[KnownCaller]) -> Meaning:
    """What a new call means, given the practice's list. A patient's number means nothing special.

    The latest entry that was not undone counts.
    """
    known = [each for each in entries if each.number == call.number and each.undone_at is None]
    if not known or not is_whole(call.number):
        return Meaning(next_time=NextTime.AS_NOW, tightens=is_whole(call.number))
    if call.is_patients:
        reason = _reason("a_patients_number", A_PATIENTS_NUMBER)
        return Meaning(next_time=NextTime.AS_NOW, reasons=(reason,))
    return _of_the_entry(call, max(known, key=lambda each: each.added_at))


def _of_the_entry(call: Call, entry: KnownCaller) -> Meaning:
    may_have_spoken = call.recording in {Recording.SPEECH, Recording.NOT_KNOWN}
    if entry.next_time is NextTime.SET_ASIDE and (may_have_spoken or _pressing(call)):
        reason = _reason("look_at_it", LOOK_AT_IT)
        return Meaning(next_time=NextTime.AS_NOW, tightens=False, reasons=(reason,))
    return Meaning(
        next_time=entry.next_time,
        category=entry.category,
        tightens=False,
        reasons=_KNOWN[entry.next_time],
    )


def in_review_sample(set_aside_so_far: int) -> bool:
    """Whether this one is looked at by a person, counting it: the tenth, the twentieth ..."""
    return set_aside_so_far > 0 and set_aside_so_far % REVIEW_EVERY == 0


def undo_refusals(entry: KnownCaller) -> tuple[Reason, ...]:
    """Why an entry cannot be undone; empty means it can."""
    return (_reason("undone_already", UNDONE_ALREADY),) if entry.undone_at else ()


def undone(
    entry: KnownCaller, *, set_aside: Iterable[UUID], by: UUID, now: datetime
) -> Undone | None:
    """The entry undone and the calls it had set aside brought back; None where it was already."""
    if undo_refusals(entry):
        return None
    return Undone(entry=replace(entry, undone_at=now, undone_by=by), comes_back=tuple(set_aside))


def _reason(code: str, words: str) -> Reason:
    return Reason(code=code, words=words)


_KNOWN: Final[dict[NextTime, tuple[Reason, ...]]] = {
    NextTime.AS_NOW: (),
    NextTime.SET_ASIDE: (_reason("known_robot", KNOWN_ROBOT),),
    NextTime.ITS_CATEGORY: (_reason("known_office", KNOWN_OFFICE),),
    NextTime.ROUTINE: (_reason("known_routine", KNOWN_ROUTINE),),
}
