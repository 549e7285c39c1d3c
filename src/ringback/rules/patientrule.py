"""One thing a patient asked for about being reached, and what it blocks.

"Not at work", "only after four", "no voicemails", "don't say who is calling". What was only heard,
in a voicemail for instance, blocks everything it may be about until somebody has confirmed it.
Source: 45 CFR 164.522(b).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Channel(StrEnum):
    """A way to reach somebody."""

    PHONE = "phone"
    TEXT = "text"
    PORTAL = "portal"
    LETTER = "letter"
    EMAIL = "email"


class Use(StrEnum):
    """What is about to be done."""

    DIAL = "dial"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    PORTAL = "portal"
    LETTER = "letter"
    EMAIL = "email"


CHANNEL_OF: Final[dict[Use, Channel]] = {
    Use.DIAL: Channel.PHONE,
    Use.VOICEMAIL: Channel.PHONE,
    Use.TEXT: Channel.TEXT,
    Use.PORTAL: Channel.PORTAL,
    Use.LETTER: Channel.LETTER,
    Use.EMAIL: Channel.EMAIL,
}
BY_NUMBER: Final = frozenset({Use.DIAL, Use.VOICEMAIL, Use.TEXT})
"""Uses that ring or show on a telephone."""


class Level(StrEnum):
    """How much a voicemail may say, as the patient agreed."""

    NONE = "none"
    MINIMAL = "minimal"
    APPOINTMENT = "appointment"
    DETAILED = "detailed"


class Topic(StrEnum):
    """What a patient's rule is about."""

    NUMBER = "number"
    ONLY_NUMBER = "only_number"
    CHANNEL = "channel"
    HOURS = "hours"
    VOICEMAIL = "voicemail"
    NAME = "name"
    PEOPLE = "people"
    UNCLEAR = "unclear"


HEARD_BLOCKS: Final[dict[Topic, frozenset[Use]]] = {
    Topic.NUMBER: BY_NUMBER,
    Topic.ONLY_NUMBER: BY_NUMBER,
    Topic.CHANNEL: frozenset(Use),
    Topic.HOURS: BY_NUMBER,
    Topic.VOICEMAIL: frozenset({Use.VOICEMAIL}),
    Topic.NAME: frozenset(Use) - {Use.PORTAL},
    Topic.PEOPLE: frozenset({Use.VOICEMAIL}),
    Topic.UNCLEAR: frozenset(Use),
}
"""What a rule blocks while it is only heard: everything it may turn out to be about."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """From when to when on some weekdays (Monday 0), in minutes after midnight."""

    weekdays: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When somebody may be reached. `zone` is the one they meant: theirs or the practice's."""

    windows: tuple[Window, ...]
    zone: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing the patient asked for. `said` is how it is shown.

    Only what belongs to its topic is read: `number`, `channels`, `hours` or `level`. A rule that
    lacks it blocks all that it may be about.
    """

    topic: Topic
    said: str
    confirmed: bool
    number: str | None = None
    channels: frozenset[Channel] = frozenset()
    hours: Hours | None = None
    level: Level | None = None


NOT_CONFIRMED: Final = gettext_noop(
    "They seem to have asked something about how to reach them: {said}. Listen or read again, then "
    "confirm or correct it first."
)
ASKED_NOT_THIS_NUMBER: Final = gettext_noop(
    "They asked us not to use this number ({said}). Use another one."
)
ASKED_ONLY_NUMBER: Final = gettext_noop("They asked us to use only {number} ({said}).")
ASKED_NOT_THIS_WAY: Final = gettext_noop(
    "They asked us not to reach them this way ({said}). Choose another way."
)
ASKED_OTHER_HOURS: Final = gettext_noop(
    "They asked to be reached at other times ({said}). Wait for one of them."
)
ASKED_NO_VOICEMAIL: Final = gettext_noop(
    "They asked us not to leave voicemails ({said}). Hang up without leaving one and plan a try."
)


def blocks(rule: Rule, use: Use, now: datetime, number: str | None) -> Reason | None:
    """Why this rule stands against it, or None. Only confirmed rules are read closely."""
    if use not in HEARD_BLOCKS[rule.topic]:
        return None
    if not rule.confirmed or not understood(rule):
        return _reason("not_confirmed", NOT_CONFIRMED, said=rule.said)
    code, words, stands_against = _CONFIRMED.get(rule.topic, ("", "", lambda *_: False))
    if not stands_against(rule, use, now, number):
        return None
    values = {"number": rule.number or "", "said": rule.said}
    return _reason(code, words, **{k: v for k, v in values.items() if "{" + k + "}" in words})


def understood(rule: Rule) -> bool:
    """Whether it says what its topic needs, so that once confirmed it can be kept to."""
    return bool(_OWN[rule.topic](rule))


_OWN: Final[dict[Topic, Callable[[Rule], object]]] = {
    Topic.NUMBER: lambda rule: rule.number,
    Topic.ONLY_NUMBER: lambda rule: rule.number,
    Topic.CHANNEL: lambda rule: rule.channels,
    Topic.HOURS: lambda rule: rule.hours,
    Topic.VOICEMAIL: lambda rule: rule.level,
    Topic.NAME: lambda _: True,
    Topic.PEOPLE: lambda _: True,
    Topic.UNCLEAR: lambda _: False,
}
"""What a confirmed rule must say to be understood. An unclear one never is."""

_CONFIRMED: Final[
    dict[Topic, tuple[str, str, Callable[[Rule, Use, datetime, str | None], bool]]]
] = {
    Topic.NUMBER: (
        "asked_not_this_number",
        ASKED_NOT_THIS_NUMBER,
        lambda rule, _, __, number: rule.number == number,
    ),
    Topic.ONLY_NUMBER: (
        "asked_only_number",
        ASKED_ONLY_NUMBER,
        lambda rule, _, __, number: rule.number != number,
    ),
    Topic.CHANNEL: (
        "asked_not_this_way",
        ASKED_NOT_THIS_WAY,
        lambda rule, use, _, __: CHANNEL_OF[use] in rule.channels,
    ),
    Topic.HOURS: (
        "asked_other_hours",
        ASKED_OTHER_HOURS,
        lambda rule, _, now, __: rule.hours is None or not within(rule.hours, now),
    ),
    Topic.VOICEMAIL: (
        "asked_no_voicemail",
        ASKED_NO_VOICEMAIL,
        lambda rule, _, __, ___: rule.level is Level.NONE,
    ),
}


def within(hours: Hours, now: datetime) -> bool:
    """Whether it is one of these hours now, on the wall clock they were said for."""
    local = now.astimezone(ZoneInfo(hours.zone))
    minute = local.hour * 60 + local.minute
    return any(
        local.weekday() in window.weekdays and window.start <= minute < window.end
        for window in hours.windows
    )


def _reason(code: str, words: str, **values: str) -> Reason:
    return Reason(code=code, words=words, values=tuple(values.items()))
