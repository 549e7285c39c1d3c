"""A time of day as people say it: "4", "3:30 pm", "half past nine", "las cuatro de la tarde".

Where nobody says whether it is morning or afternoon, the hours in which a practice works are meant:
1 to 6 are in the afternoon, 7 to 11 in the morning. Two times that belong together settle each
other: "7 to 8 pm" begins at 19:00.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ringback.rules.clock import DAY_MINUTES, Interval

HALF_A_DAY: Final = DAY_MINUTES // 2
NOON: Final = 12
LAST_AFTERNOON_HOUR: Final = 6

_NUMBERS: Final = {
    word: str(number)
    for number, words in enumerate(
        (
            "one una",
            "two dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
        ),
        start=1,
    )
    for word in words.split()
} | {"fifteen": "15", "quince": "15", "thirty": "30", "treinta": "30"}

_NUMBER: Final = re.compile(r"\b(?:" + "|".join(_NUMBERS) + r")\b")

_PART_OF_DAY: Final = "morning|afternoon|evening|night|manana|tarde|noche"

TIME: Final = (
    r"(?:(?:las? )?\d{1,2}(?::\d{2})?(?: ?(?:am|pm|hrs|hs|h|horas|o'clock)\b)?(?![:/\w])"
    rf"(?: (?:in the|at|de la|por la) (?:{_PART_OF_DAY})\b)?"
    r"|\b(?:noon|midday|(?:el )?mediodia)\b)"
)
"""One time of day, without groups, to be built into larger patterns."""

_TIME: Final = re.compile(
    r"(?:las? )?(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?"
    rf"(?: ?(?P<unit>am|pm|hrs|hs|h|horas|o'clock))?(?:.* (?P<part>{_PART_OF_DAY}))?"
)
_MORNING: Final = frozenset({"am", "morning", "manana"})
_AFTERNOON: Final = frozenset({"pm", "afternoon", "evening", "night", "tarde", "noche"})
_OF_24_HOURS: Final = frozenset({"hrs", "hs", "h", "horas"})


class NotATimeError(ValueError):
    """No clock shows this."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A time of day in minutes after midnight; `either` when the half of the day was not said."""

    minute: int
    either: bool = False

    def readings(self) -> tuple[int, ...]:
        """Every minute of the day it can mean, the likeliest first."""
        if not self.either:
            return (self.minute,)
        return (self.minute, (self.minute + HALF_A_DAY) % DAY_MINUTES)


def in_digits(words: str) -> str:
    """Plain words with the hours and halves of hours written as clocks show them."""
    words = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", words.replace("medio dia", "mediodia"))
    words = _NUMBER.sub(lambda match: _NUMBERS[match[0]], words)
    words = re.sub(r"\b(\d{1,2})\.(\d{2})\b", r"\1:\2", words)
    words = re.sub(r"\b(?:half past (\d{1,2})|(\d{1,2}) y media)\b", r"\1\2:30", words)
    words = re.sub(r"\b(?:quarter past (\d{1,2})|(\d{1,2}) y cuarto)\b", r"\1\2:15", words)
    words = re.sub(r"\b(?:quarter to (\d{1,2})|(\d{1,2}) menos cuarto)\b", _quarter_to, words)
    return re.sub(r"\b(\d{1,2}) (00|15|30|45)\b(?![:/\d])", r"\1:\2", words)


def _quarter_to(match: re.Match[str]) -> str:
    hour = int(match[1] or match[2])
    return f"{hour - 1 if hour > 1 else NOON}:45"


def clock(words: str) -> Clock:
    """Read what `TIME` has matched. Raises NotATimeError for 25:00, 9:75 and "12 at night"."""
    match = _TIME.fullmatch(words)
    if match is None:
        return Clock(minute=NOON * 60)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    halves = {match["unit"], match["part"]}
    if hour >= 24 or minute >= 60 or (hour == NOON and match["part"] not in {None, "tarde"}):  # noqa: PLR2004  # a clock
        raise NotATimeError(words)
    if halves & (_MORNING | _AFTERNOON) and 0 < hour <= NOON:
        later = NOON if halves & _AFTERNOON else 0
        return Clock(minute=(hour % NOON + later) * 60 + minute)
    if hour == 0 or hour > NOON or match["hour"].startswith("0") or halves & _OF_24_HOURS:
        return Clock(minute=hour * 60 + minute)
    later = NOON if hour <= LAST_AFTERNOON_HOUR else 0
    return Clock(minute=(hour + later) * 60 + minute, either=True)


def between(first: Clock, last: Clock) -> Interval:
    """From one time to another of the same day. Raises NotATimeError when none follows the other.

    Of the readings, the likeliest that is certain decides, and the nearest one beside it.
    """
    if last.either:
        ends = [minute for minute in sorted(last.readings()) if minute > first.minute]
        if not ends:
            raise NotATimeError
        return first.minute, ends[0]
    starts = [minute for minute in sorted(first.readings()) if minute < last.minute]
    if not starts:
        raise NotATimeError
    return starts[-1], last.minute
