"""Dates and times as logs write them, turned into UTC, with a word where a clock is in doubt."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ringback.channels.calllog.problems import RowError
from ringback.rules.reason import gettext_noop

ABBREVIATIONS = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?(Z|[+-]\d\d:?\d\d)?"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:\s*([AaPp])\.?[Mm]\b\.?)?")
_NUMERIC = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})")
_NAMED = re.compile(
    r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})|(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONE_WORD = re.compile(r"\b([A-Z]{1,4})\b")
_EPOCH = re.compile(r"\d{10}(\.\d+)?|\d{13}")
_HMS = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d\d)(?:\.\d+)?")
_WORDED = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?", re.IGNORECASE)

JUMPED_OVER = gettext_noop(
    "{time} not a time in {zone}: the clocks jump over it (is the time zone right?)"
)
TWICE = gettext_noop("{time} happens twice in {zone} that night; taken as the first")
NO_LENGTH = gettext_noop("not the length of a call: {text}")

NOON, MILLISECONDS = 12, 100_000_000_000
LONGEST_TEXT = 60
LONGEST_CALL = 30 * 24 * 3600
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""No telephone system wrote a log outside these; a clock that was never set says 1970."""


class Times:
    """Reads times; one without a zone is the practice's. Each distinct hour is looked up once."""

    def __init__(self, zone: ZoneInfo, *, day_first: bool = False) -> None:
        self.zone = zone
        self.day_first = day_first
        self._plain: dict[str, timedelta] = {}
        self._days: dict[str, tuple[datetime, timedelta | None]] = {}
        self._offsets: dict[tuple[int, int, int, int, int], tuple[timedelta, str]] = {}

    def read(self, text: str) -> tuple[datetime, str]:
        """Return the moment in UTC, and a doubt worth reporting (mostly "")."""
        try:
            found = self._read(text) if len(text) <= LONGEST_TEXT else None
        except OverflowError:
            found = None
        if found is None or not EARLIEST <= found[0] <= LATEST:
            raise RowError(
                _("not a time of any telephone system: {text}").format(text=text.strip())
            )
        return found

    def _read(self, text: str) -> tuple[datetime, str]:
        usual = len(text) == len("2026-11-17 09:00:00") and text[16] == ":"
        offset = self._plain.get(text[:15]) if usual else None
        if offset is not None:
            return self._short(text, offset)
        match = _ISO.fullmatch(text)
        if match:
            return self._iso(match)
        return self._loose(text.strip())

    def _short(self, text: str, offset: timedelta) -> tuple[datetime, str]:
        """Read a usual time of ten minutes that held no doubt before."""
        try:
            wall = datetime.fromisoformat(text)
        except ValueError as error:
            raise RowError(_no_such_time(text, error)) from None
        return (wall - offset).replace(tzinfo=UTC), ""

    def _iso(self, match: re.Match[str]) -> tuple[datetime, str]:
        year, month, day, hour, minute, second, zone = match.groups()
        try:
            wall = datetime(  # noqa: DTZ001  # a wall clock until its zone is known
                int(year), int(month), int(day), int(hour), int(minute), int(second or 0)
            )
        except ValueError as error:
            raise RowError(_no_such_time(match[0], error)) from None
        if zone is None:
            moment, doubt = self._local(wall)
            if not doubt:
                self._plain[match[0][:15]] = wall - moment.replace(tzinfo=None)
            return moment, doubt
        return (wall - _offset(zone)).replace(tzinfo=UTC), ""

    def _loose(self, text: str) -> tuple[datetime, str]:
        if not text:
            raise RowError(_("it has no start time"))
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            seconds = seconds / 1000 if seconds > MILLISECONDS else seconds
            return datetime.fromtimestamp(round(seconds), UTC), ""
        clock = _CLOCK.search(text)
        if clock is None:
            raise RowError(_("not a date and time: {text}").format(text=text))
        rest = text[: clock.start()] + " " + text[clock.end() :]
        known = self._days.get(rest)
        if known is None:
            known = self._days[rest] = (self._day(rest), _stated_offset(rest))
        day, offset = known
        wall = day + _of_day(clock[0])
        return self._local(wall) if offset is None else ((wall - offset).replace(tzinfo=UTC), "")

    def _day(self, text: str) -> datetime:
        try:
            if match := _NUMERIC.search(text):
                return _numeric(match, day_first=self.day_first)
            if match := _NAMED.search(text):
                month, day, year = match[1] or match[5], match[2] or match[4], match[3] or match[6]
                return datetime(int(year), _MONTHS.index(month.lower()) + 1, int(day))  # noqa: DTZ001
        except ValueError:
            pass
        if not text.strip():
            raise RowError(_("not a date: nothing there"))
        raise RowError(_("not a date: {text}").format(text=text.strip()))

    def _local(self, wall: datetime) -> tuple[datetime, str]:
        """Read the practice's wall clock; all clocks change on whole half hours."""
        key = (wall.year, wall.month, wall.day, wall.hour, wall.minute >= 30)  # noqa: PLR2004
        known = self._offsets.get(key)
        if known is None:
            known = self._offsets[key] = self._offset_of(wall)
        offset, doubt = known
        if not doubt:
            return (wall - offset).replace(tzinfo=UTC), ""
        words = _(doubt).format(time=f"{wall:%Y-%m-%d %H:%M}", zone=self.zone)
        if doubt == JUMPED_OVER:
            raise RowError(words)
        return (wall - offset).replace(tzinfo=UTC), words

    def _offset_of(self, wall: datetime) -> tuple[timedelta, str]:
        first, second = (wall.replace(tzinfo=self.zone, fold=fold).utcoffset() for fold in (0, 1))
        offset = first or timedelta(0)
        if first == second:
            return offset, ""
        back = (wall - offset).replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None)
        if back != wall:
            return offset, JUMPED_OVER
        return offset, TWICE


@lru_cache(maxsize=8192)
def seconds_of(text: str) -> int | None:
    """Read a length: "95", "1:35", "00:01:35", "1m 35s"; None when there is none."""
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise RowError(_(NO_LENGTH).format(text=f"{text[:LONGEST_TEXT]}…"))
    found = _length(text)
    if found is not None and found > LONGEST_CALL:
        raise RowError(_(NO_LENGTH).format(text=text))
    return found


def _length(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    if match := _HMS.fullmatch(text):
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
    if re.fullmatch(r"\d+\.\d+", text):
        return round(float(text))
    match = _WORDED.fullmatch(text)
    if not text or match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def _no_such_time(text: str, error: ValueError) -> str:
    return _("no such time: {text} ({why})").format(text=text, why=error)


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def _stated_offset(rest: str) -> timedelta | None:
    """Return the zone written beside the clock; None when there is none."""
    if offset := re.search(r"[+-]\d\d:?\d\d$", rest):
        return _offset(offset[0])
    zone = _ZONE_WORD.search(rest)
    return timedelta(hours=ABBREVIATIONS[zone[1]]) if zone and zone[1] in ABBREVIATIONS else None


@lru_cache(maxsize=8192)
def _of_day(text: str) -> timedelta:
    clock = _CLOCK.fullmatch(text)
    hour, minute, second = (int(clock[part] or 0) for part in (1, 2, 3)) if clock else (24, 0, 0)
    half = (clock[4] or "").lower() if clock else ""
    if hour > 23 or minute > 59 or second > 59 or (half and not 1 <= hour <= NOON):  # noqa: PLR2004
        raise RowError(_("not a time of the day: {text}").format(text=text))
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _numeric(match: re.Match[str], *, day_first: bool) -> datetime:
    one, two, three = (int(part) for part in match.groups())
    if len(match[1]) == 4:  # noqa: PLR2004  # a year has four digits
        return datetime(one, two, three)  # noqa: DTZ001  # a wall clock
    year = three + 2000 if three < 100 else three  # noqa: PLR2004
    month, day = (two, one) if day_first else (one, two)
    return datetime(year, month, day)  # noqa: DTZ001  # a wall clock


def day_comes_first(samples: Iterable[str], *, usual: bool) -> bool:
    """Say whether dates are written 16/11/2026, from those that can only be read one way."""
    for text in samples:
        match = _NUMERIC.search(text)
        if match and len(match[1]) < 3:  # noqa: PLR2004  # a year would have four digits
            if int(match[1]) > NOON:
                return True
            if int(match[2]) > NOON:
                return False
    return usual
