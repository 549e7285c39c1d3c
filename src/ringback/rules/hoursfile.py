"""A practice's opening hours as it writes them: a usual week, and the days that are different.

Public holidays are closed days unless the practice says otherwise for one of them. A day that is
different has hours of its own (none: closed all day) and says why. What the parts of the day mean
stands here too.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

from ringback.rules import partsofday, walltime
from ringback.rules.clock import DAY_MINUTES, Calendar, Day, Interval, Week
from ringback.rules.reason import gettext_noop
from ringback.rules.table import Mistake, MistakenError, Table, text, text_or_none, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringback.rules.partsofday import Parts

PARTS_OF_DAY: Final = "parts_of_day"

WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

NOT_SOON: Final = gettext_noop(
    "There is no opening hour in the next 60 days: nobody would ever be called back."
)
SOON: Final = timedelta(days=60)

NOT_TIMES: Final = gettext_noop("{value} is no time from-to such as 08:00-12:00")
OVERLAP: Final = gettext_noop("{one} and {other} overlap: join them")
NO_TIME: Final = gettext_noop("{value} is open for no time at all")
NOT_A_LIST: Final = gettext_noop("write the hours of a day as a list, such as 08:00-12:00")
NOT_A_DAY: Final = gettext_noop("{value} is not a day such as 2026-12-24")
TWICE: Final = gettext_noop("{day} stands here twice")
NEVER_OPEN: Final = gettext_noop("the practice would never be open")

_NO_HOURS: Final[Day] = ()


class HoursError(ValueError):
    """Hours cannot be meant as written. `mistakes` names each with its place."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(str(each) for each in mistakes))
        self.mistakes = tuple(mistakes)


def read(data: Mapping[str, Any], *, zone: str, holidays: Iterable[date] = ()) -> Calendar:
    """The calendar these hours say, in the practice's zone. Raises HoursError.

    `holidays` are the public ones; they are closed where the practice keeps them, unless a day of
    its own says otherwise.
    """
    table = Table(data=data)
    week, kept, different = _read(table)
    if table.found:
        raise HoursError(table.found)
    closed = {day for day in holidays if kept and day not in different}
    closed |= {day for day, hours in different.items() if not hours}
    special = tuple((day, hours) for day, hours in sorted(different.items()) if hours)
    return Calendar(zone=zone, week=week, closed=frozenset(closed), special=special)


def parts_of_day(data: Mapping[str, Any]) -> Parts:
    """What the parts of the day mean by these hours; as usual where they do not say."""
    return partsofday.in_table(Table(data=data).inner(PARTS_OF_DAY))


def mistakes(data: Mapping[str, Any]) -> tuple[Mistake, ...]:
    """Everything that is wrong with hours as written; empty means they can be kept."""
    table = Table(data=data)
    _read(table)
    if not table.found:
        _one_way(table)
    return tuple(table.found)


def _one_way(table: Table) -> None:
    """A day is written in one way ("20261224" is another), so that it is found again."""
    for each in table.each("different"):
        on = each.data["on"]
        if str(on) != _date("on", on).isoformat():
            each.mistaken("on", NOT_A_DAY, value=repr(on))


def _read(table: Table) -> tuple[Week, bool, dict[date, Day]]:
    week = tuple(table.may(day, _hours, _NO_HOURS) for day in WEEKDAYS)
    kept = table.may("holidays", yes_or_no, otherwise=True)
    different: dict[date, Day] = {}
    for each in table.each("different"):
        _one_day(each, different)
    partsofday.in_table(table.inner(PARTS_OF_DAY))
    table.end()
    if not any(week) and not table.found:
        table.mistaken("", NEVER_OPEN)
    return cast("Week", week), kept, different


def _one_day(table: Table, different: dict[date, Day]) -> None:
    day = table.need("on", _date, date.min)
    hours = table.need("hours", _hours, _NO_HOURS)
    table.need("why", text, "")
    table.may("location", text_or_none, "")
    table.end()
    if day in different:
        table.mistaken("on", TWICE, day=day.isoformat())
    different[day] = hours


def _date(_: str, value: object) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise MistakenError(NOT_A_DAY, value=repr(value)) from None


def _hours(_: str, value: object) -> Day:
    if not isinstance(value, list):
        raise MistakenError(NOT_A_LIST)
    found = sorted(_interval(each) for each in value)
    for one, other in pairwise(found):
        if other[0] < one[1]:
            raise MistakenError(OVERLAP, one=walltime.stretch(one), other=walltime.stretch(other))
    return tuple(found)


def _interval(value: object) -> Interval:
    found = walltime.span(value)
    if found is None:
        raise MistakenError(NOT_TIMES, value=repr(value))
    start, end = found
    if start == end:
        raise MistakenError(NO_TIME, value=repr(value))
    return start, end if end > start else end + DAY_MINUTES


def hours_of(calendar: Calendar, day: date) -> Day:
    """The hours of one day; none where it is closed."""
    usual = dict(calendar.special).get(day, calendar.week[day.weekday()])
    return _NO_HOURS if day in calendar.closed else usual


def opens_soon(calendar: Calendar, today: date) -> bool:
    """Whether there is an opening hour in the sixty days from today on."""
    days = (today + timedelta(days=ahead) for ahead in range(SOON.days))
    return any(hours_of(calendar, day) for day in days)


def closing_at(calendar: Calendar, day: date, minute: int) -> Day:
    """The hours of a day that closes early, at `minute` after its midnight."""
    hours = hours_of(calendar, day)
    return tuple((start, min(end, minute)) for start, end in hours if start < minute)
