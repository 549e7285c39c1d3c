"""What is written to a patient by hand: a letter, the portal, a text, an e-mail; and what it says.

No message leaves from here yet: whoever sent one says how, and it counts as written. Nothing about
their health goes by text or e-mail: there only one of the approved texts is sent, word for word. In
the portal and in a letter the words are one's own, and are kept as the note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules import attempt, contact, rhythm, voicemail
from ringback.rules.attempt import REACHED_OR_DECLINED
from ringback.rules.category import FactKind
from ringback.rules.patientrule import BY_NUMBER, Channel, Level, Use
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ringback.rules.attempt import Try
    from ringback.rules.category import Category
    from ringback.rules.contact import Contact, Settings
    from ringback.rules.voicemail import Template

WAYS: Final[dict[Channel, Use]] = {
    Channel.PORTAL: Use.PORTAL,
    Channel.LETTER: Use.LETTER,
    Channel.TEXT: Use.TEXT,
    Channel.EMAIL: Use.EMAIL,
}
"""The ways to write, the one that says least to others first."""

OWN_WORDS: Final = frozenset({Channel.PORTAL, Channel.LETTER})
"""Ways that only the patient opens: what is written there may be about their health."""

COUNTS_AS: Final = "written_message"
"""The fact that something written settles by itself."""

SAY_HOW: Final = gettext_noop("Say how it was sent: in the portal, by letter, text or e-mail.")
SAY_WHAT: Final = gettext_noop("Write down what it said: nobody can look it up anywhere else.")
NOT_FOR_THIS_KIND: Final = gettext_noop(
    "No text or e-mail is sent about this kind of request. Write in the portal or send a letter."
)
LEVEL_TOO_LOW: Final = gettext_noop(
    "What they agreed to allows none of the texts for this kind of request. Write in the portal or"
    " send a letter."
)


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to write to them now: the text that is sent, its number, or why not."""

    channel: Channel
    template: Template | None = None
    number: str = ""
    refusals: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How far the calls have come that are made before something is written.

    `owed` says that writing is what is next.
    """

    made: int
    of: int
    owed: bool


def ways(
    patient: Contact,
    settings: Settings,
    permitted: Sequence[Template],
    *,
    now: datetime,
    number: str = "",
) -> tuple[Way, ...]:
    """Every way to write, with what may be sent that way, or why nothing may.

    `permitted` are the category's texts, the one it prefers first; `number` is the one wanted for
    a text: where it may not be used, and another may, that one.
    """
    return tuple(_way(each, patient, settings, permitted, now, number) for each in WAYS)


def _way(
    channel: Channel,
    patient: Contact,
    settings: Settings,
    permitted: Sequence[Template],
    now: datetime,
    number: str,
) -> Way:
    chosen = _number(channel, patient, settings, now, number)
    text = None if channel in OWN_WORDS else _text(patient, settings, permitted)
    reasons = refusals(channel, patient, settings, permitted, now=now, number=chosen)
    return Way(channel=channel, template=text, number=chosen, refusals=reasons)


def refusals(
    channel: Channel,
    patient: Contact,
    settings: Settings,
    permitted: Sequence[Template],
    *,
    now: datetime,
    number: str,
) -> tuple[Reason, ...]:
    """Why nothing may be sent to them like this; empty means it may."""
    use = WAYS[channel]
    asked = number if use in BY_NUMBER else None
    reasons = contact.refusals(use, patient, settings, now=now, number=asked)
    if channel is not Channel.PORTAL:
        reasons += voicemail.of_the_name(patient, settings)
    if channel in OWN_WORDS or _text(patient, settings, permitted) is not None:
        return reasons
    none = ("level_too_low", LEVEL_TOO_LOW) if permitted else ("not_this_kind", NOT_FOR_THIS_KIND)
    return (*reasons, Reason(code=none[0], words=none[1]))


def _text(patient: Contact, settings: Settings, permitted: Sequence[Template]) -> Template | None:
    """The text that may be sent. Wanting no voicemail says nothing against the shortest one."""
    level = max(voicemail.level(patient, settings), Level.MINIMAL, key=voicemail.LEVELS.index)
    return next((each for each in permitted if each in voicemail.OPENS[level]), None)


def _number(
    channel: Channel, patient: Contact, settings: Settings, now: datetime, wanted: str
) -> str:
    """The number a text goes to: the one wanted, else the first that may be used."""
    if WAYS[channel] not in BY_NUMBER:
        return ""
    known = [each.number for each in patient.numbers]
    asked = dict.fromkeys([*([wanted] if wanted else []), *known])
    may = (
        each
        for each in asked
        if not contact.refusals(Use.TEXT, patient, settings, now=now, number=each)
    )
    return next(may, next(iter(asked), ""))


def unsaid(channel: Channel, words: str) -> tuple[Reason, ...]:
    """What is missing in how somebody tells it: its words, where they are their own."""
    if channel in OWN_WORDS and not words.strip():
        return (Reason(code="say_what", words=SAY_WHAT),)
    return ()


def asked_in_writing(category: Category) -> bool:
    """Whether this kind of request wants something written before anybody gives up."""
    facts = (fact for fact in category.facts() if fact.kind is FactKind.COUNTED)
    return category.unreachable.written or any(each.code == COUNTS_AS for each in facts)


def rhythm_of(category: Category, tries: Sequence[Try]) -> Rhythm | None:
    """How far the calls have come before writing; None where nothing written is asked for."""
    spoken = bool(tries) and tries[-1].result in REACHED_OR_DECLINED
    if not asked_in_writing(category) or attempt.in_writing(tries) or spoken:
        return None
    of = len(category.attempts) + 1
    made = min(rhythm.made(tries), of)
    return Rhythm(made=made, of=of, owed=made == of)
