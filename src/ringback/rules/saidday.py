"""A day as people say it: "tomorrow", "Thursday", "Nov 30", "el 30", "la semana que viene".

A day that can mean two, or that has passed, is not guessed: it says why it cannot be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ringback.rules.attempt import FURTHEST_AHEAD
from ringback.rules.calendarwords import MONTH, ORDINAL, WEEKDAYS, month_number, orders
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TWO_DAYS: Final = gettext_noop(
    "What they said can mean two days. Choose the day to call, or ask them which they meant."
)
NO_SUCH_DAY: Final = gettext_noop(
    "The day they named is not in the calendar. Choose the day to call, or ask them."
)
DAY_PASSED: Final = gettext_noop(
    "The day they named has passed. Choose the day to call, or ask them."
)
TOO_FAR_AHEAD: Final = gettext_noop(
    "The day they named is more than half a year ahead. Check what they said."
)

WEEK: Final = timedelta(days=7)
ONE_DAY: Final = timedelta(days=1)
EVERY_DAY: Final = 8
"""How many days a wish without a day is laid out over: each weekday once, today's again."""

SATURDAY: Final = 5


class NotADayError(ValueError):
    """What was said is no one day. `reason` says why, in words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.reason = Reason(code=code, words=words)


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days something can mean: the first still to come, or each of them."""

    dates: frozenset[date]
    first: bool = False


def every_day(today: date) -> Days:
    """Any day, for a wish that names none."""
    return Days(dates=frozenset(today + n * ONE_DAY for n in range(EVERY_DAY)))


def _on(day: date, today: date) -> Days:
    if day < today:
        raise NotADayError("day_passed", DAY_PASSED)
    if day > today + FURTHEST_AHEAD:
        raise NotADayError("too_far_ahead", TOO_FAR_AHEAD)
    return Days(dates=frozenset({day}))


def _coming(month: int, day: int, today: date) -> Days:
    """This day and month, this year or next."""
    found = (_date(year, month, day) for year in (today.year, today.year + 1))
    ahead = [each for each in found if each is not None and each >= today]
    if not ahead:
        raise NotADayError("no_such_day", NO_SUCH_DAY)
    return _on(ahead[0], today)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dated(year: str | None, month: int, day: int, today: date) -> Days:
    if year is None:
        return _coming(month, day, today)
    found = _date(int(year) + (0 if len(year) == 4 else 2000), month, day)  # noqa: PLR2004  # digits
    if found is None:
        raise NotADayError("no_such_day", NO_SUCH_DAY)
    return _on(found, today)


def _in_digits(match: re.Match[str], today: date, country: str) -> Days:
    one, two = int(match["one"]), int(match["two"])
    ways = {"md": (one, two), "dm": (two, one)}
    usual = [ways[order] for order in orders(country)]
    real = {way for way in usual if _date(2000, *way)} or {
        way for way in ways.values() if _date(2000, *way)
    }
    if len(real) > 1:
        raise NotADayError("two_days", TWO_DAYS)
    if not real:
        raise NotADayError("no_such_day", NO_SUCH_DAY)
    ((month, day),) = real
    return _dated(match["year"], month, day, today)


def _of_month(match: re.Match[str], today: date, _: str) -> Days:
    """The 30th: the next one there is."""
    day = int(match["day"])
    ahead = (today + n * ONE_DAY for n in range(2 * 31))
    found = next((each for each in ahead if each.day == day), None)
    if found is None:
        raise NotADayError("no_such_day", NO_SUCH_DAY)
    return _on(found, today)


def _named(match: re.Match[str], today: date, _: str) -> Days:
    return _dated(match["year"], month_number(match["month"]), int(match["day"]), today)


def _iso(match: re.Match[str], today: date, _: str) -> Days:
    return _dated(match["year"], int(match["month"]), int(match["day"]), today)


def _today(_: re.Match[str], today: date, __: str) -> Days:
    return _on(today, today)


def _tomorrow(_: re.Match[str], today: date, __: str) -> Days:
    return _on(today + ONE_DAY, today)


def _after_tomorrow(_: re.Match[str], today: date, __: str) -> Days:
    return _on(today + 2 * ONE_DAY, today)


def _monday_of(today: date) -> date:
    return today - today.weekday() * ONE_DAY


def _this_week(_: re.Match[str], today: date, __: str) -> Days:
    rest = range(7 - today.weekday())
    return Days(dates=frozenset(today + n * ONE_DAY for n in rest))


def _next_week(_: re.Match[str], today: date, __: str) -> Days:
    monday = _monday_of(today) + WEEK
    return Days(dates=frozenset(monday + n * ONE_DAY for n in range(7)))


def _weekdays(numbers: Iterable[int], today: date, *, first: bool, days: int) -> Days:
    wanted = set(numbers)
    ahead = (today + n * ONE_DAY for n in range(days))
    return Days(dates=frozenset(day for day in ahead if day.weekday() in wanted), first=first)


def _working_week(_: re.Match[str], today: date, __: str) -> Days:
    return _weekdays(range(SATURDAY), today, first=False, days=EVERY_DAY)


def _weekend(_: re.Match[str], today: date, __: str) -> Days:
    return _weekdays((SATURDAY, SATURDAY + 1), today, first=False, days=7)


def _from_to(match: re.Match[str], today: date, _: str) -> Days:
    start, end = WEEKDAYS[match["from"]], WEEKDAYS[match["to"]]
    run = [(start + n) % 7 for n in range((end - start) % 7 + 1)]
    return _weekdays(run, today, first=False, days=EVERY_DAY)


def _weekday(match: re.Match[str], today: date, _: str) -> Days:
    """A bare weekday is the first still to come; "Thursday next week" is picked from them."""
    return _weekdays([WEEKDAYS[match["weekday"]]], today, first=True, days=FURTHEST_AHEAD.days)


def _next_weekday(match: re.Match[str], today: date, _: str) -> Days:
    """The next of a weekday is clear only when none is left in this week."""
    number = WEEKDAYS[match["weekday"]]
    if number > today.weekday():
        raise NotADayError("two_days", TWO_DAYS)
    return _on(_monday_of(today) + WEEK + number * ONE_DAY, today)


_WEEKDAY: Final = (
    r"(?P<weekday>" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\b(?:\.(?=\s|$))?"
)
_FROM: Final = _WEEKDAY.replace("weekday", "from")
_TO: Final = _WEEKDAY.replace("weekday", "to")
_DAY: Final = rf"(?P<day>\d{{1,2}}){ORDINAL}(?![:\w/])"
_YEAR: Final = r"(?:,? (?:del? )?(?P<year>\d{4}))?"
_MONTH: Final = rf"(?P<month>{MONTH})"

DAY_WORDS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, str], Days]], ...]] = (
    (re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"), _iso),
    (re.compile(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?\b"), _in_digits),
    (re.compile(rf"{_MONTH} (?:the )?{_DAY}{_YEAR}"), _named),
    (re.compile(rf"(?:the |el )?(?:dia )?{_DAY} (?:of |de )?{_MONTH}{_YEAR}"), _named),
    (re.compile(rf"(?:the|el dia|el|dia) {_DAY}"), _of_month),
    (re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)\b"), _of_month),
    (re.compile(r"(?:the )?day after tomorrow\b|pasado manana\b"), _after_tomorrow),
    (re.compile(r"(?:tomorrow|manana)\b"), _tomorrow),
    (re.compile(r"(?:today|hoy)\b"), _today),
    (re.compile(r"next week\b|(?:la )?proxima semana\b"), _next_week),
    (re.compile(r"(?:la )?semana (?:que viene|que entra|proxima)\b"), _next_week),
    (re.compile(r"(?:this|esta) (?:week|semana)\b"), _this_week),
    (re.compile(r"(?:any )?(?:week ?days?|business days?)\b|entre semana\b"), _working_week),
    (re.compile(r"(?:the |this )?weekends?\b|(?:el |este )?fin de semana\b"), _weekend),
    (re.compile(rf"{_FROM} ?(?:-|to|through|thru|a|al) ?{_TO}"), _from_to),
    (re.compile(rf"(?:next|(?:el )?proximo) {_WEEKDAY}"), _next_weekday),
    (re.compile(rf"(?:el )?{_WEEKDAY} (?:que viene|proximo)\b"), _next_weekday),
    (re.compile(rf"(?:this |este )?{_WEEKDAY}"), _weekday),
)
"""How days are said, the longer ways first, and what each means on a given day."""
