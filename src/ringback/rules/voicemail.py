"""What may be left on a voicemail: one of four short texts, or nothing.

There is no free text. Which text depends on the kind of request, on what the patient agreed to, and
on the greeting: where it is not theirs, nothing is left and the number is marked. At most one is
left a day. None names a reason, a result, a drug, a test, a specialty, an amount or a surname.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.rules.contact import refusals
from ringback.rules.patientrule import Level, Topic, Use
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ringback.rules.contact import Contact, Settings


class Template(StrEnum):
    """The texts there are. The codes are ours; on screen they have names."""

    VM_1 = "VM-1"
    VM_2 = "VM-2"
    VM_A = "VM-A"
    VM_E = "VM-E"


IN_WORDS: Final[dict[Template, str]] = {
    Template.VM_1: gettext_noop("short voicemail"),
    Template.VM_2: gettext_noop("short voicemail with a reference"),
    Template.VM_A: gettext_noop("voicemail about the appointment"),
    Template.VM_E: gettext_noop("voicemail asking to call back at once"),
}

IN_A_TEXT: Final[dict[Template, str]] = {
    Template.VM_1: gettext_noop("the short text"),
    Template.VM_2: gettext_noop("the short text with a reference"),
    Template.VM_A: gettext_noop("the text about the appointment"),
    Template.VM_E: gettext_noop("the text asking to call back at once"),
}
"""The same words where they are written in a text or an e-mail."""

OPENS: Final[dict[Level, frozenset[Template]]] = {
    Level.NONE: frozenset(),
    Level.MINIMAL: frozenset({Template.VM_1, Template.VM_E}),
    Level.APPOINTMENT: frozenset({Template.VM_1, Template.VM_E, Template.VM_A}),
    Level.DETAILED: frozenset(Template),
}
"""Which texts each level allows; a higher level allows all of a lower one's."""

LEVELS: Final = tuple(Level)

ASK_THE_GREETING: Final = gettext_noop("Listen to the greeting first: is it the patient's?")
NOT_THEIR_GREETING: Final = gettext_noop(
    "The greeting was not theirs. Leave nothing; the number is marked. Use another one."
)
ONE_A_DAY: Final = gettext_noop("A voicemail was left today already. Hang up without another one.")
NOT_FOR_THIS_KIND: Final = gettext_noop(
    "No voicemail is left for this kind of request. Hang up and plan a try."
)
LEVEL_TOO_LOW: Final = gettext_noop(
    "What they agreed to allows none of the voicemails for this kind of request. Hang up and plan "
    "a try."
)
NO_NEUTRAL_NAME: Final = gettext_noop(
    "The practice's name must not be said, and no neutral name is set. Leave nothing, and ask a "
    "manager to set one."
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The text that may be left, or why none may be."""

    template: Template | None
    reasons: tuple[Reason, ...] = ()


def may_leave(
    contact: Contact,
    settings: Settings,
    *,
    number: str,
    permitted: Sequence[Template],
    greeting_matched: bool | None,
    left_at: Sequence[datetime],
    now: datetime,
) -> Answer:
    """The text that may be left now. `permitted` are the category's, the one it prefers first.

    `left_at` are the voicemails left for this patient so far, on any number (UTC);
    `greeting_matched` is None until somebody has listened.
    """
    reasons = (
        *refusals(Use.VOICEMAIL, contact, settings, now=now, number=number),
        *_of_the_greeting(greeting_matched),
        *_of_the_day(left_at, settings, now),
        *of_the_name(contact, settings),
    )
    allowed = OPENS[level(contact, settings)]
    template = next((each for each in permitted if each in allowed), None)
    if template is None:
        none = (
            ("level_too_low", LEVEL_TOO_LOW) if permitted else ("not_this_kind", NOT_FOR_THIS_KIND)
        )
        reasons = (*reasons, _reason(*none))
    return Answer(template=None if reasons else template, reasons=reasons)


def level(contact: Contact, settings: Settings) -> Level:
    """How much may be said: the least that anything allows."""
    caps = [contact.level or settings.level]
    caps += [_cap(each.level) for each in contact.rules if each.topic is Topic.VOICEMAIL]
    caps += [Level.MINIMAL] if contact.part2 or neutral(contact) else []
    return min(caps, key=LEVELS.index)


def _cap(asked: Level | None) -> Level:
    return asked or Level.NONE


def neutral(contact: Contact) -> bool:
    """Whether the practice's own name must not be said: they asked, or their care says so."""
    return contact.part2 or any(each.topic is Topic.NAME for each in contact.rules)


def _of_the_greeting(matched: bool | None) -> tuple[Reason, ...]:  # noqa: FBT001  # three answers
    if matched is None:
        return (_reason("ask_the_greeting", ASK_THE_GREETING),)
    return () if matched else (_reason("not_their_greeting", NOT_THEIR_GREETING),)


def _of_the_day(
    left_at: Sequence[datetime], settings: Settings, now: datetime
) -> tuple[Reason, ...]:
    zone = ZoneInfo(settings.zone)
    today = now.astimezone(zone).date()
    left = any(each.astimezone(zone).date() == today for each in left_at)
    return (_reason("one_a_day", ONE_A_DAY),) if left else ()


def of_the_name(contact: Contact, settings: Settings) -> tuple[Reason, ...]:
    """Why nothing may be said: the practice's own name must not be, and there is no other."""
    if neutral(contact) and not settings.neutral_name:
        return (_reason("no_neutral_name", NO_NEUTRAL_NAME),)
    return ()


def _reason(code: str, words: str) -> Reason:
    return Reason(code=code, words=words)
