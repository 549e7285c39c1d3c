"""Since when somebody waits, as a list says it: "Tuesday", "11/24 9:10", "ayer", "3 days ago".

The same days and times as in what patients ask for (rules/saidday.py, rules/saidtime.py), looked
for in the past: "Tuesday" is the last one. What can mean two moments, or lies ahead, is not
guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.rules import saidtime
from ringback.rules.attempt import FURTHEST_AHEAD
from ringback.rules.calendarwords import MONTHS, WEEKDAYS, plain
from ringback.rules.saidday import DAY_WORDS, ONE_DAY, NotADayError
from ringback.rules.saidtime import TIME, NotATimeError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 80
"""As much of what is written is looked at: more is no moment."""

HALF_YEARS: Final = 9
"""So many of them back a date with its year is looked for: as far as anything may have come in."""

_DATED: Final = frozenset({"year", "one", "month", "day", "weekday"})
_BEFORE: Final = re.compile(
    r"^(?:since|from|on|called|called on|waiting since|desde|el|llamo|llamo el)\b:? *"
)
_LAST: Final = re.compile(r"^(?:last|past) | (?:last|pasado|pasada)$")
_AHEAD: Final = re.compile(r"\b(?:next|proxim[oa]|que (?:viene|entra))\b")
_AGO: Final = re.compile(
    r"(?:hace )?(?P<n>\d{1,3}|an?|una?) "
    r"(?P<unit>minute|min|hour|hr|day|week|minuto|hora|dia|semana)s?(?: ago)?"
)
_PART: Final = re.compile(
    r",? ?(?:in the |por la |en la |a la )?\b(?:morning|afternoon|evening|night|tarde|noche)$"
)
_WEEKDAY_AND: Final = re.compile(rf"(?:el )?(?P<weekday>{'|'.join(WEEKDAYS)}),? (?P<rest>.+)")
_WITH_DASHES: Final = re.compile(rf"\b(\d{{1,2}})-({'|'.join(MONTHS)})(?:-(?:20)?(\d\d))?\b")
_UNITS: Final = {
    "min": timedelta(minutes=1), "minute": timedelta(minutes=1), "minuto": timedelta(minutes=1),
    "hour": timedelta(hours=1), "hr": timedelta(hours=1), "hora": timedelta(hours=1),
    "day": ONE_DAY, "dia": ONE_DAY, "week": 7 * ONE_DAY, "semana": 7 * ONE_DAY,
}  # fmt: skip
_DAY_BEFORE: Final = {"today": 0, "hoy": 0, "yesterday": 1, "ayer": 1, "anteayer": 2, "antier": 2}
_APART: Final = r",?(?: (?:at|about|around|a|como a|,|-))? "


@dataclass(frozen=True, kw_only=True)
class Since:
    """The moment (UTC); of a `whole_day`, which nobody said the hour of, its beginning."""

    at: datetime
    whole_day: bool = False


def read(said: str, *, now: datetime, zone: str, country: str) -> Since | None:
    """The moment that is meant, in the past; None where nothing certain is."""
    here = _Here(now=now.astimezone(ZoneInfo(zone)), country=country)
    words = _bare(said)
    if not words or _AHEAD.search(words):
        return None
    found = _ago(words, here) or _day_alone(_PART.sub("", words), here) or _with_time(words, here)
    return found if found and found.at <= now else None


@dataclass(frozen=True, kw_only=True)
class _Here:
    """The practice's own clock, and how its country writes a date."""

    now: datetime
    country: str

    @property
    def today(self) -> date:
        return self.now.date()

    def at(self, day: date, minute: int) -> datetime:
        there = datetime.combine(day, time(minute // 60, minute % 60), self.now.tzinfo)
        return there.astimezone(ZoneInfo("UTC"))


def _bare(said: str) -> str:
    """Plain words, without "since" before them, and without the seconds no list needs."""
    words = plain(said[:LONGEST]).strip(" .,;:()-")
    words = re.sub(r"(\d{4}-\d{2}-\d{2})t(\d)", r"\1 \2", words)
    words = re.sub(r"(\d:\d{2}):\d{2}(?:\.\d+)?", r"\1", words)
    words = _WITH_DASHES.sub(_as_said, _BEFORE.sub("", _BEFORE.sub("", words)))
    return saidtime.in_digits(words) if not _AGO.fullmatch(words) else words


def _as_said(match: re.Match[str]) -> str:
    """A date as spreadsheets shorten it, 16-Nov-26, as people say it."""
    return f"{match[1]} {match[2]}" + (f" 20{match[3]}" if match[3] else "")


def _ago(words: str, here: _Here) -> Since | None:
    match = _AGO.fullmatch(words)
    if match is None or not ("hace" in words or "ago" in words):
        return None
    unit = _UNITS[match["unit"]]
    past = (int(match["n"]) if match["n"].isdecimal() else 1) * unit
    if unit >= ONE_DAY:
        return Since(at=here.at(here.today - past, 0), whole_day=True)
    return Since(at=(here.now - past).astimezone(ZoneInfo("UTC")))


def _day_alone(words: str, here: _Here) -> Since | None:
    day = _day(words, here)
    return Since(at=here.at(day, 0), whole_day=True) if day else None


def _with_time(words: str, here: _Here) -> Since | None:
    """A day with a time after it or before it, or a time of today."""
    after = re.fullmatch(rf"(?:(?P<day>.+?){_APART})?(?P<time>{TIME})", words)
    before = re.fullmatch(rf"(?P<time>{TIME}){_APART}(?:on |el )?(?P<day>.+)", words)
    for match in filter(None, (after, before)):
        day = _day(match["day"], here) if match["day"] else here.today
        if day and (found := _at(day, match["time"], here)):
            return found
    return None


def _at(day: date, words: str, here: _Here) -> Since | None:
    """The likeliest reading of the time that has passed already."""
    try:
        minutes = saidtime.clock(words).readings()
    except NotATimeError:
        return None
    moments = [here.at(day, minute) for minute in minutes]
    return next((Since(at=each) for each in moments if each <= here.now), None)


def _day(words: str, here: _Here) -> date | None:
    """The last day that is called so; today where it may be today."""
    if words in _DAY_BEFORE:
        return here.today - _DAY_BEFORE[words] * ONE_DAY
    if (match := _WEEKDAY_AND.fullmatch(words)) and (day := _day(match["rest"], here)):
        return day if day.weekday() == WEEKDAYS[match["weekday"]] else None
    bare = _LAST.sub("", words)
    until = here.today - (ONE_DAY if bare != words else timedelta())
    for pattern, means in DAY_WORDS:
        match = pattern.fullmatch(bare)
        if match is not None and _DATED & match.groupdict().keys():
            return next(_passed(match, means, until, here), None)
    return None


def _passed(match: re.Match[str], means: object, until: date, here: _Here) -> Iterator[date]:
    """The days not after `until` that it can mean, read from ever earlier days, latest first."""
    has_year = bool(match.groupdict().get("year"))
    spans = [6 * ONE_DAY, 30 * ONE_DAY, *(n * FURTHEST_AHEAD for n in range(1, HALF_YEARS + 1))]
    for span in spans if has_year else spans[:3]:
        try:
            found = min(means(match, until - span, here.country).dates)  # type: ignore[operator]
        except NotADayError:
            continue
        if found <= until:
            yield found
