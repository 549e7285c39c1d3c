"""How this patient may be reached: which number, by which channel, when, and who is blocked.

Patients may ask to be reached in their own way and need give no reason (45 CFR 164.522(b)). What
they asked for blocks at the moment of dialling, texting or leaving a voicemail, and says why. What
was only heard, in a voicemail for instance, blocks as well until somebody has confirmed it. Rules
only ever add up: no rule opens what another one closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.rules import walltime
from ringback.rules.patientrule import BY_NUMBER, CHANNEL_OF, Channel, Level, Rule, Use, blocks
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class Flag(StrEnum):
    """What we know of a number; NOT_ON_FILE of one that was only ever marked by mistake."""

    PREFERRED = "preferred"
    ALLOWED = "allowed"
    BLOCKED = "blocked"
    WRONG = "wrong"
    GREETING_MISMATCH = "greeting_mismatch"
    NOT_ON_FILE = "not_on_file"


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number of a patient, normalised, and what we know of it."""

    number: str
    flag: Flag = Flag.ALLOWED


@dataclass(frozen=True, kw_only=True)
class Consent:
    """They agreed to a channel or withdrew from it; the latest word counts."""

    channel: Channel
    agreed: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Contact:
    """All that is known of how one patient may be reached. `zone` is where the patient lives."""

    name: str
    numbers: tuple[Number, ...] = ()
    zone: str | None = None
    consents: tuple[Consent, ...] = ()
    level: Level | None = None
    safe_name: str = ""
    language: str = "en"
    interpreter: bool = False
    part2: bool = False
    restrictions: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the practice sets. Texts go out from `text_from` until `text_until`, in minutes."""

    zone: str
    consent_needed: frozenset[Channel]
    text_from: int
    text_until: int
    level: Level
    neutral_name: str
    redisclosure: str
    redisclosure_es: str = ""


NUMBER_BLOCKED: Final = gettext_noop("This number is blocked for them. Use another one.")
NUMBER_WRONG: Final = gettext_noop(
    "This number turned out to be somebody else's. Use another one, or ask for it when they call."
)
GREETING_WAS_ANOTHER: Final = gettext_noop(
    "The greeting on this number was not theirs. Use another one, or ask for it when they call."
)
NOT_ON_FILE: Final = gettext_noop(
    "This number is not on file for them. Check who is calling, then add it."
)
NO_CONSENT: Final = gettext_noop(
    "They have not agreed to be reached this way. Ask them when you speak to them."
)
OPTED_OUT: Final = gettext_noop("They no longer want to be reached this way. Choose another way.")
QUIET_HOURS: Final = gettext_noop(
    "It is {time} where they are. Texts go out from {start} to {end}. Send it then."
)
CALL_INSTEAD: Final = gettext_noop("Call {number} instead.")
WRITE_INSTEAD: Final[dict[Use, str]] = {
    Use.PORTAL: gettext_noop("No number may be called now. Write to them in the portal."),
    Use.TEXT: gettext_noop("No number may be called now. Send them a text."),
    Use.EMAIL: gettext_noop("No number may be called now. Send them an e-mail."),
    Use.LETTER: gettext_noop("No number may be called now. Send them a letter."),
}
"""Ways of writing, the one that says least to others first."""
NOTHING_LEFT: Final = gettext_noop(
    "There is no way left that they allow now. Wait for one, or ask a lead."
)

FLAGGED: Final[dict[Flag, str]] = {
    Flag.BLOCKED: NUMBER_BLOCKED,
    Flag.WRONG: NUMBER_WRONG,
    Flag.GREETING_MISMATCH: GREETING_WAS_ANOTHER,
}


def refusals(
    use: Use, contact: Contact, settings: Settings, *, now: datetime, number: str | None = None
) -> tuple[Reason, ...]:
    """Why the patient may not be reached like this now; empty means they may.

    `number` is needed for everything that rings or shows on a telephone.
    """
    asked = tuple(_by_their_rules(use, contact, now, number))
    on_file = _by_number(contact, number) if use in BY_NUMBER else ()
    agreed = _by_consent(CHANNEL_OF[use], contact, settings, now)
    quiet = _by_quiet_hours(contact, settings, now) if use is Use.TEXT else ()
    return (*asked, *on_file, *agreed, *quiet)


def instead(contact: Contact, settings: Settings, now: datetime) -> Reason:
    """What can be done now: another number, another way, or nothing."""
    for each in sorted(contact.numbers, key=lambda each: each.flag is not Flag.PREFERRED):
        if not refusals(Use.DIAL, contact, settings, now=now, number=each.number):
            return _reason("call_instead", CALL_INSTEAD, number=each.number)
    for use, words in WRITE_INSTEAD.items():
        if _may_write(use, contact, settings, now):
            return _reason("write_instead", words)
    return _reason("nothing_left", NOTHING_LEFT)


def _may_write(use: Use, contact: Contact, settings: Settings, now: datetime) -> bool:
    numbers = [each.number for each in contact.numbers] if use in BY_NUMBER else [None]
    return any(not refusals(use, contact, settings, now=now, number=each) for each in numbers)


def _by_their_rules(
    use: Use, contact: Contact, now: datetime, number: str | None
) -> Iterator[Reason]:
    for rule in contact.rules:
        if reason := blocks(rule, use, now, number):
            yield reason


def _by_number(contact: Contact, number: str | None) -> tuple[Reason, ...]:
    flags = {each.flag for each in contact.numbers if each.number == number}
    if not flags:
        return (_reason("not_on_file", NOT_ON_FILE),)
    return tuple(_reason(flag, FLAGGED[flag]) for flag in FLAGGED if flag in flags)


def _by_consent(
    channel: Channel, contact: Contact, settings: Settings, now: datetime
) -> tuple[Reason, ...]:
    agreed = agreed_to(channel, contact, now)
    if agreed is False:
        return (_reason("opted_out", OPTED_OUT),)
    if agreed is None and channel in settings.consent_needed:
        return (_reason("no_consent", NO_CONSENT),)
    return ()


def agreed_to(channel: Channel, contact: Contact, now: datetime) -> bool | None:
    """Their latest word on a channel, or None without any. Of two at once, the no counts."""
    words = [each for each in contact.consents if each.channel is channel and each.at <= now]
    if not words:
        return None
    return max(words, key=lambda each: (each.at, not each.agreed)).agreed


def _by_quiet_hours(contact: Contact, settings: Settings, now: datetime) -> tuple[Reason, ...]:
    local = now.astimezone(ZoneInfo(contact.zone or settings.zone))
    if settings.text_from <= local.hour * 60 + local.minute < settings.text_until:
        return ()
    start, end = (walltime.clock(each) for each in (settings.text_from, settings.text_until))
    return (_reason("quiet_hours", QUIET_HOURS, time=f"{local:%H:%M}", start=start, end=end),)


def _reason(code: str, words: str, **values: str) -> Reason:
    return Reason(code=code, words=words, values=tuple(values.items()))
