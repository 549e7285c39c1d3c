"""The pieces of a patient's words about time, and what each of them means on the day it was said.

"Thursday", "por la tarde", "not before 10", "in an hour": wishwords.py reads a sentence piece by
piece and puts them together. English and Spanish.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.clock import DAY_MINUTES, Interval
from ringback.rules.saidday import DAY_WORDS, Days
from ringback.rules.saidtime import TIME, NotATimeError, between, clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from ringback.rules.partsofday import Parts

A_CALL: Final = 30
"""Minutes in which a call "at 4" is made."""

WHOLE_DAY: Final[Interval] = (0, DAY_MINUTES)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """When and where the words were read."""

    now: datetime
    today: date
    zone: ZoneInfo
    country: str
    parts: Parts


@dataclass(frozen=True, kw_only=True)
class Times:
    """Some time of the day: the likeliest reading first, the other half of the day second."""

    readings: tuple[Interval, ...]


ANY: Final = Times(readings=(WHOLE_DAY,))


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Days, times, both or neither ("please")."""

    days: tuple[Days, ...] = ()
    times: tuple[Times, ...] = ()

    def __add__(self, more: Piece) -> Piece:
        return Piece(days=self.days + more.days, times=self.times + more.times)


class Break(StrEnum):
    """What may begin another choice: "or" does, a comma does where the two do not go together."""

    OR = "or"
    COMMA = "comma"


def _time(*readings: Interval) -> Piece:
    return Piece(times=(Times(readings=readings),))


def _after(match: re.Match[str], _: Asked) -> Piece:
    return _time(*((minute, DAY_MINUTES) for minute in clock(match["time"]).readings()))


def _before(match: re.Match[str], _: Asked) -> Piece:
    return _time(*((0, minute) for minute in clock(match["time"]).readings()))


def _at(match: re.Match[str], _: Asked) -> Piece:
    """A number alone ("4") may be a day as well as an hour, and is neither."""
    if match[0].isdigit():
        raise NotATimeError(match[0])
    return _time(*(_a_call(minute) for minute in clock(match["time"]).readings()))


def _a_call(minute: int) -> Interval:
    return minute, min(minute + A_CALL, DAY_MINUTES)


def _between(match: re.Match[str], _: Asked) -> Piece:
    return _time(between(clock(match["from"]), clock(match["to"])))


def _part(match: re.Match[str], asked: Asked) -> Piece:
    said = match.groupdict()
    start, end = next(
        time for words, time in _parts(asked.parts) if re.fullmatch(words, said["part"])
    )
    middle = (start + end) // 2
    halves = {"early": (start, middle), "late": (middle, end)}
    time = _time(halves.get(said.get("half") or "", (start, end)))
    return time + _on(asked.today) if said.get("this") else time


def _parts(parts: Parts) -> tuple[tuple[str, Interval], ...]:
    return (
        ("mornings?|mananas?", parts.morning),
        ("lunch.*|.*almuerzo|.*comida", parts.lunch),
        ("afternoons?|tardes?", parts.afternoon),
        ("evenings?|nights?|noches?", parts.evening),
    )


def _on(day: date) -> Piece:
    return Piece(days=(Days(dates=frozenset({day})),))


def _tonight(_: re.Match[str], asked: Asked) -> Piece:
    return _time(asked.parts.evening) + _on(asked.today)


def _beside_lunch(match: re.Match[str], asked: Asked) -> Piece:
    start, end = asked.parts.lunch
    return _time((0, start) if match["side"] in {"before", "antes"} else (end, DAY_MINUTES))


def _in_a_while(match: re.Match[str], asked: Asked) -> Piece:
    amount = match["amount"]
    minutes = int(amount) if amount.isdigit() else 1
    if match["unit"].startswith("h"):
        minutes *= 30 if amount in {"half an", "media"} else 60
    then = (asked.now + timedelta(minutes=minutes)).astimezone(asked.zone)
    return _time(_a_call(then.hour * 60 + then.minute)) + _on(then.date())


def _any(_: re.Match[str], __: Asked) -> Piece:
    return Piece(times=(ANY,))


def _nothing(_: re.Match[str], __: Asked) -> Piece:
    return Piece()


def _or(_: re.Match[str], __: Asked) -> Break:
    return Break.OR


def _comma(_: re.Match[str], __: Asked) -> Break:
    return Break.COMMA


def _day(
    meaning: Callable[[re.Match[str], date, str], Days],
) -> Callable[[re.Match[str], Asked], Piece]:
    return lambda match, asked: Piece(days=(meaning(match, asked.today, asked.country),))


def _pattern(*ways: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(ways) + r")(?!\w)")


_FROM, _TO, _WHEN = (rf"(?P<{name}>{TIME})" for name in ("from", "to", "time"))
_LUNCH: Final = "(?:hora del? )?(?:almuerzo|comida)"

_DAYS: Final = tuple((pattern, _day(meaning)) for pattern, meaning in DAY_WORDS)

PIECES: Final[
    tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Asked], Piece | Break]], ...]
] = (
    (_pattern("any ?time", "whenever", "all day", "asap", "as soon as possible"), _any),
    (_pattern("(?:any|every|each) day", "no preference", "(?:cualquier|todos los) dias?"), _any),
    (_pattern("(?:a )?cualquier (?:hora|momento)", "cuando sea", "todo el dia"), _any),
    (_pattern("lo antes posible", "cuanto antes"), _any),
    (
        _pattern(
            r"(?:in|en|dentro de) (?P<amount>an?|half an|media|\d{1,3})"
            r" (?P<unit>hours?|horas?|minut[eo]s?|mins?)"
        ),
        _in_a_while,
    ),
    (
        _pattern(
            rf"(?:(?:between|from|entre|desde|de) )?{_FROM} ?(?:-|to|till|until|a|hasta) ?{_TO}"
        ),
        _between,
    ),
    (_pattern(rf"(?:between|entre) {_FROM} (?:and|y) {_TO}"), _between),
    (
        _pattern(
            rf"(?:after|despues del?) {_FROM},? (?:(?:and|but|y|pero) )?(?:before|antes del?) {_TO}"
        ),
        _between,
    ),
    (
        _pattern(
            "(?P<side>after|before|antes|despues)(?: del?(?: la)?)?"
            " (?:lunch|almuerzo|almorzar|comer|comida)"
        ),
        _beside_lunch,
    ),
    (
        _pattern(
            "(?:after|past|from|since|starting at|not before|(?:no|not) earlier than|despues del?"
            f"|a partir de|desde|no antes de|pasadas) {_WHEN}(?: on(?:wards)?| en adelante)?"
        ),
        _after,
    ),
    (
        _pattern(
            "(?:before|by|until|till|not after|(?:no|not) later than|antes del?|hasta"
            f"|no despues del?|no mas tarde de) {_WHEN}"
        ),
        _before,
    ),
    *_DAYS,
    (_pattern("tonight"), _tonight),
    (
        _pattern(
            "(?:(?P<this>this) |(?:in|during|at) (?:the )?)?(?:(?P<half>early|late) )?"
            "(?P<part>(?:morning|afternoon|evening|night)s?|lunch(?: ?time| hour| break)?)"
        ),
        _part,
    ),
    (
        _pattern(
            "(?:(?P<this>esta) |(?:(?:por|en|de|a|durante) )?las? )"
            f"(?P<part>(?:manana|tarde|noche)s?|{_LUNCH})"
        ),
        _part,
    ),
    (_pattern(f"(?P<part>mananas|tardes|noches|{_LUNCH})"), _part),
    (_pattern(rf"(?:(?:at|around|about|al?|como a|sobre|hacia) )?{_WHEN}"), _at),
    (re.compile(r"(?:or|and|o|u|y|e)\b|[/&]"), _or),
    (re.compile(r"(?:but|pero)\b|[-,;.]"), _comma),
    (
        _pattern(
            "if possible|si es posible|si se puede|por favor|please|can you|could you|you can",
            "i'm home|i am home|i'm|i am|estoy en casa|estoy|libre|free|disponible|available",
            "call|ring|reach|me|back|llamen?me|llamen?|llamar|puede|pueden|only|solo|que sea",
            "on|in|at|the|is|are|for|to|best|better|good|ok|okay|fine|works|would be|mejor",
            "prefer|preferably|preferred|thanks|thank you|gracias|times?|hours?|horas?|dias?",
            "el|las?|los|en|por|para|al?|del?",
        ),
        _nothing,
    ),
)
"""Every way of saying something about time, the longer ones first, and what it means."""
