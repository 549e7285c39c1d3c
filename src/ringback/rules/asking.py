"""The first seconds of a call: whom to ask for, who we say we are, and what it may be about.

Before anybody is verified a call is about the kind of request the patient made, and never that much
where it is clinical, where they asked for discretion, or where somebody else answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import authority
from ringback.rules.patientrule import Topic
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.voicemail import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ringback.rules.authority import Authority, Patient
    from ringback.rules.contact import Contact, Settings


class Purpose(StrEnum):
    """How much may be said about why we call."""

    THEIR_REQUEST = "their_request"
    RETURNING_A_CALL = "returning_a_call"
    NOTHING = "nothing"


CLINICAL: Final = gettext_noop("Do not say what it is about before they are verified.")
GUARDED: Final = gettext_noop(
    "They asked for discretion. Say your first name and ask for them, nothing else."
)
PART_2: Final = gettext_noop(
    "Nobody may learn from this call where they are treated. Use the neutral name."
)
NO_NEUTRAL_NAME: Final = gettext_noop(
    "No neutral name is set: give your first name and the number to call, not the practice's name."
)
SOMEBODY_ELSE: Final = gettext_noop(
    "Somebody else answered. Ask when the patient can be reached, and say nothing else."
)
INTERPRETER: Final = gettext_noop("They need an interpreter ({language}). Connect one first.")
LANGUAGE: Final = gettext_noop("They speak {language}.")
RESTRICTED: Final = gettext_noop("They restricted what we may do with their information: {said}.")
ONLY_THEM: Final = gettext_noop("They asked us to speak with nobody else ({said}).")
TO_CONFIRM: Final = gettext_noop("Heard but not confirmed: {said}.")
AGREED: Final = gettext_noop("They asked: {said}.")
REDISCLOSURE: Final = gettext_noop("Say this with anything you disclose: {said}")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """How to begin. `we_are` is empty where no name of ours may be said."""

    ask_for: str
    we_are: str
    purpose: Purpose
    reasons: tuple[Reason, ...] = ()


def opening(
    contact: Contact,
    settings: Settings,
    *,
    practice_name: str,
    kind_may_be_said: bool,
    somebody_else: bool = False,
) -> Opening:
    """How to begin a call. `kind_may_be_said` is the category's word; clinical kinds never may."""
    guarded = neutral(contact)
    return Opening(
        ask_for=contact.safe_name or contact.name,
        we_are=settings.neutral_name if guarded else practice_name,
        purpose=_purpose(guarded=guarded, may=kind_may_be_said, somebody_else=somebody_else),
        reasons=_reasons(contact, settings, may=kind_may_be_said, somebody_else=somebody_else),
    )


def _purpose(*, guarded: bool, may: bool, somebody_else: bool) -> Purpose:
    if somebody_else or guarded:
        return Purpose.NOTHING
    return Purpose.THEIR_REQUEST if may else Purpose.RETURNING_A_CALL


def _reasons(
    contact: Contact, settings: Settings, *, may: bool, somebody_else: bool
) -> tuple[Reason, ...]:
    asked = any(each.topic is Topic.NAME for each in contact.rules)
    said = (
        (somebody_else, "somebody_else", SOMEBODY_ELSE),
        (contact.part2, "part_2", PART_2),
        (asked, "guarded", GUARDED),
        (neutral(contact) and not settings.neutral_name, "no_neutral_name", NO_NEUTRAL_NAME),
        (not may, "clinical", CLINICAL),
    )
    return tuple(Reason(code=code, words=words) for true, code, words in said if true)


def others(
    contact: Contact, patient: Patient, on_file: Sequence[Authority], *, today: date, majority: int
) -> tuple[Authority, ...]:
    """Who else may be asked for today; nobody where the patient wants nobody else to hear."""
    if any(each.topic is Topic.PEOPLE for each in contact.rules) or neutral(contact):
        return ()
    return tuple(
        each
        for each in on_file
        if authority.in_force(each, patient, today=today, majority=majority)
    )


def shown_before_the_call(contact: Contact, settings: Settings) -> tuple[Reason, ...]:
    """What whoever calls must have read first: restrictions (45 CFR 164.522(a)) before all else."""
    said = [_said("restricted", RESTRICTED, each) for each in contact.restrictions]
    said += (
        [_said("redisclosure", REDISCLOSURE, _notice(contact, settings))] if contact.part2 else []
    )
    for rule in contact.rules:
        code, words = ("asked", AGREED) if rule.confirmed else ("to_confirm", TO_CONFIRM)
        if rule.confirmed and rule.topic is Topic.PEOPLE:
            code, words = "only_them", ONLY_THEM
        said.append(_said(code, words, rule.said))
    return (*said, *_language(contact))


def _notice(contact: Contact, settings: Settings) -> str:
    """The sentence of the law as it is written, and then in the patient's own language."""
    spanish = settings.redisclosure_es if contact.language == "es" else ""
    return f"{settings.redisclosure} {spanish}".strip()


def _language(contact: Contact) -> tuple[Reason, ...]:
    values = (("language", contact.language),)
    if contact.interpreter:
        return (Reason(code="interpreter", words=INTERPRETER, values=values),)
    if contact.language == "en":
        return ()
    return (Reason(code="language", words=LANGUAGE, values=values),)


def _said(code: str, words: str, said: str) -> Reason:
    return Reason(code=code, words=words, values=(("said", said),))
