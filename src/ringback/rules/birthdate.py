"""A date of birth as it was said or typed: one date, or a request to say it again.

"3/14/79", "031479", "March 14 1979" and "14 de marzo de 1979" are the same day. What could mean two
days is never guessed: a wrong guess would count against the caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ringback.rules.calendarwords import MONTH, ORDINAL, month_number, orders, plain
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST: Final = 125
"""No one has lived longer than this many years; an earlier year is a slip."""

LONGEST: Final = 60
"""A date takes fewer letters than this."""

NOT_A_DATE: Final = gettext_noop(
    "We cannot read that as a date. Ask again and write the month by name: March 14 1979."
)
NO_SUCH_DAY: Final = gettext_noop("That day is not in the calendar. Ask for the date again.")
IN_THE_FUTURE: Final = gettext_noop("That date is still to come. Ask for the date again.")
TOO_LONG_AGO: Final = gettext_noop("That year is too long ago. Ask for the year again.")
TWO_DAYS: Final = gettext_noop("That can be read as two days. Ask for the month by its name.")

_DAY: Final = rf"(?P<d>\d{{1,2}}){ORDINAL}"
_NAME: Final = rf"(?P<name>{MONTH})"
_YEAR: Final = r"[-, ]+(?:del? |of )?(?P<y>\d{4}|\d\d)"
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        rf"{_NAME} ?(?:the )?{_DAY}{_YEAR}",
        rf"(?:the |el )?(?:dia )?{_DAY} ?-?(?:of |de )?{_NAME}{_YEAR}",
    )
)
_TWO_ORDERS: Final = re.compile(
    r"(\d{1,2})[-/. ] ?(\d{1,2})[-/. ] ?(\d{4}|\d\d)|(\d\d)(\d\d)(\d{4}|\d\d)"
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was understood: one day, or the reasons to ask again.

    `other_century` is the same date a hundred years earlier where only two digits of the year were
    said and somebody alive could have been born then.
    """

    day: date | None = None
    other_century: date | None = None
    ask_again: tuple[Reason, ...] = ()

    def matches(self, on_file: date) -> bool:
        """Whether what was said is the date on file."""
        return on_file in (self.day, self.other_century)


def said(text: str, *, today: date, country: str) -> Said:
    """Read a date of birth; `country` is the practice's, two letters, for dates in digits only."""
    words = plain(text[:LONGEST]).replace("primero", "1").replace("'", "").strip(" .,")
    found = {
        _in_a_century(year, month, day, today) for year, month, day in _readings(words, country)
    }
    if not found:
        return _again("not_a_date", NOT_A_DATE)
    days = sorted(found_day for found_day in found if isinstance(found_day, date))
    if not days:
        return _again("no_such_day", NO_SUCH_DAY)
    return _settled(days, today, two_digits=_two_digits(words))


def _settled(days: list[date], today: date, *, two_digits: bool) -> Said:
    if len(days) > 1:
        return _again("two_days", TWO_DAYS)
    (day,) = days
    if day > today:
        return _again("in_the_future", IN_THE_FUTURE)
    if today.year - day.year > OLDEST:
        return _again("too_long_ago", TOO_LONG_AGO)
    return Said(day=day, other_century=_earlier(day, today) if two_digits else None)


def _readings(words: str, country: str) -> Iterator[tuple[str, int, int]]:
    """Every way of reading the words as year, month and day; a country's own way shuts the other.

    Day and month are taken the other way round only where the usual way is no date at all.
    """
    for shape in _SHAPES:
        if match := shape.fullmatch(words):
            part = match.groupdict()
            month = month_number(part["name"]) if part.get("name") else int(part["m"])
            yield part["y"], month, int(part["d"])
            if _real(month, int(part["d"])):
                return
    if match := _TWO_ORDERS.fullmatch(words):
        first, second, year = (group for group in match.groups() if group is not None)
        ways = {"md": (int(first), int(second)), "dm": (int(second), int(first))}
        usual = [ways[order] for order in orders(country)]
        for month, day in [way for way in usual if _real(*way)] or ways.values():
            yield year, month, day


def _real(month: int, day: int) -> bool:
    return _date(2000, month, day) is not None  # 2000 has a 29 February


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_a_century(year: str, month: int, day: int, today: date) -> date | None:
    """The date with a year of four digits: the latest century in which it is not to come."""
    if len(year) == 4:  # noqa: PLR2004  # digits
        return _date(int(year), month, day)
    this = _date(today.year - today.year % 100 + int(year), month, day)
    last = _date(today.year - today.year % 100 - 100 + int(year), month, day)
    return this if this is not None and this <= today else last


def _earlier(day: date, today: date) -> date | None:
    before = _date(day.year - 100, day.month, day.day)
    return before if before is not None and today.year - before.year <= OLDEST else None


def _two_digits(words: str) -> bool:
    """Whether only two digits of the year were said."""
    return re.search(r"\d{4}", words) is None or re.fullmatch(r"\d{6}", words) is not None


def _again(code: str, words: str) -> Said:
    return Said(ask_again=(Reason(code=code, words=words),))
