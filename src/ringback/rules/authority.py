"""Who may hear about a patient: the patient, and people with authority on file, as of today.

A parent speaks for a child until the child is of age, and not for care the child has consented to
alone: there a clinician says first what may be told. Everybody else needs a permission or a court's
order with its dates and its scope. Source: 45 CFR 164.510(b), 164.502(g).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.reason import Missing, gettext_noop
from ringback.rules.verification import THIRD_PARTIES, Caller

if TYPE_CHECKING:
    from datetime import date

EVERYTHING: Final = "everything"
"""The scope of an authority that leaves nothing out."""


class Basis(StrEnum):
    """What an authority rests on."""

    PARENT = "parent"
    COURT = "court"
    PATIENT = "patient"


@dataclass(frozen=True, kw_only=True)
class Patient:
    """What decides who may hear about this patient today.

    `of_age_in_chart` is what somebody looked up where no date of birth is on file; `own_care` says
    that part of a minor's care is theirs alone; `clinician_said` that a clinician has said, for
    this call, what may be told.
    """

    birth_date: date | None = None
    of_age_in_chart: bool | None = None
    emancipated: bool = False
    own_care: bool = False
    clinician_said: bool = False


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One entry on file. Both dates are included; `until_date` None has no end."""

    name: str
    relation: str
    basis: Basis
    scope: frozenset[str]
    from_date: date
    until_date: date | None = None
    revoked_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a caller who speaks for somebody has established, and what they want to speak about.

    `on_file` is the entry somebody found; `said` that the caller gave its name and relation.
    """

    topic: str
    on_file: Authority | None = None
    said: bool = False


AGE_UNKNOWN: Final = gettext_noop(
    "We have no date of birth on file. Look up in the chart whether the patient is of age."
)
MINOR_ALONE: Final = gettext_noop(
    "The patient is under age. Take their words and ask a clinician what may be discussed with "
    "them; a parent or guardian may call too."
)
OWN_CARE: Final = gettext_noop(
    "Part of this care may be the young patient's own. Say nothing yet and ask a clinician what "
    "may be told."
)
NO_AUTHORITY: Final = gettext_noop(
    "Nobody of that name may hear about this patient. Take a message, and ask the patient for "
    "their permission."
)
SAY_WHO: Final = gettext_noop("Ask for their own full name and how they are related.")
PARENT_NO_LONGER: Final = gettext_noop(
    "The patient decides alone today, so being a parent is not enough. Ask the patient for their "
    "permission."
)
NOT_YET: Final = gettext_noop("The permission on file begins later. Ask the patient.")
OVER: Final = gettext_noop("The permission on file has ended. Ask the patient to renew it.")
REVOKED: Final = gettext_noop("The permission on file was taken back. Say nothing; ask a lead.")
OUT_OF_SCOPE: Final = gettext_noop(
    "The permission on file does not cover this. Take a message, and ask the patient."
)


def missing(
    *, caller: Caller, patient: Patient, claim: Claim | None, today: date, majority: int
) -> tuple[Missing, ...]:
    """What this caller's right to hear it lacks today; empty means nothing. Identity is apart.

    `today` is the practice's own date, `majority` the age from which patients decide alone.
    """
    if caller not in THIRD_PARTIES:
        return _of_the_patient(patient, today, majority) if caller is Caller.PATIENT else ()
    entry = claim.on_file if claim else None
    if claim is None or entry is None:
        return (_lacking("no_authority", NO_AUTHORITY),)
    lacking = [] if claim.said else [_lacking("say_who", SAY_WHO)]
    lacking += _of_the_entry(entry, claim.topic, today)
    return (*lacking, *_of_the_age(entry, patient, today, majority))


def in_force(entry: Authority, patient: Patient, *, today: date, majority: int) -> bool:
    """Whether an entry on file stands today, for whatever it covers."""
    any_topic = next(iter(entry.scope), "")
    return not (
        _of_the_entry(entry, any_topic, today) or _of_the_age(entry, patient, today, majority)
    )


def age(birth_date: date, today: date) -> int:
    """Whole years. Who was born on 29 February has their birthday on 1 March in other years."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday)


def decides_alone(patient: Patient, today: date, majority: int) -> bool | None:
    """Whether the patient is of age or emancipated today; None while nobody has looked it up."""
    if patient.emancipated:
        return True
    if patient.birth_date is None:
        return patient.of_age_in_chart
    return age(patient.birth_date, today) >= majority


def _of_the_patient(patient: Patient, today: date, majority: int) -> tuple[Missing, ...]:
    alone = decides_alone(patient, today, majority)
    if alone is None:
        return (_lacking("age_unknown", AGE_UNKNOWN),)
    if alone or patient.clinician_said:
        return ()
    return (_lacking("minor_alone", MINOR_ALONE),)


def _of_the_entry(entry: Authority, topic: str, today: date) -> list[Missing]:
    lacking = []
    if entry.revoked_date is not None and entry.revoked_date <= today:
        lacking.append(_lacking("revoked", REVOKED))
    if today < entry.from_date:
        lacking.append(_lacking("not_yet", NOT_YET))
    if entry.until_date is not None and entry.until_date < today:
        lacking.append(_lacking("over", OVER))
    if topic not in entry.scope and EVERYTHING not in entry.scope:
        lacking.append(_lacking("out_of_scope", OUT_OF_SCOPE))
    return lacking


def _of_the_age(
    entry: Authority, patient: Patient, today: date, majority: int
) -> tuple[Missing, ...]:
    """What the patient's age does to an authority that does not come from the patient."""
    if entry.basis is Basis.PATIENT:
        return ()
    alone = decides_alone(patient, today, majority)
    if alone is None:
        return (_lacking("age_unknown", AGE_UNKNOWN),)
    if alone:
        gone = entry.basis is Basis.PARENT
        return (_lacking("parent_no_longer", PARENT_NO_LONGER),) if gone else ()
    if patient.own_care and not patient.clinician_said:
        return (_lacking("own_care", OWN_CARE),)
    return ()


def _lacking(code: str, words: str) -> Missing:
    return Missing(code=code, words=words)
