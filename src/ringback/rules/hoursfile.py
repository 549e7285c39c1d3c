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
from ringback.rules.table import (
    Mistake,
    MistakenError,
    Table,
    text,
    text_or_none,
    too_long,
    yes_or_no,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringback.rules.partsofday import Parts

PARTS_OF_DAY: Final = "parts_of_day"
DIFFERENT: Final = "different"
LONGEST_WHY: Final = 120

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
OVERNIGHT: Final = gettext_noop(
    "{one} runs past midnight into {other} of the next day: end one where the other begins"
)
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
    week, kept, different = _read(table, partly=False)
    if table.found:
        raise HoursError(table.found)
    closed = {day for day in holidays if kept and day not in different}
    closed |= {day for day, hours in different.items() if not hours}
    special = tuple((day, hours) for day, hours in sorted(different.items()) if hours)
    return Calendar(zone=zone, week=week, closed=frozenset(closed), special=special)


def parts_of_day(data: Mapping[str, Any]) -> Parts:
    """What the parts of the day mean by these hours; as usual where they do not say."""
    return partsofday.in_table(Table(data=data).inner(PARTS_OF_DAY))


def mistakes(data: Mapping[str, Any], *, partly: bool = False) -> tuple[Mistake, ...]:
    """Everything that is wrong with hours as written; empty means they can be kept.

    Hours that are given `partly` leave days out that stay as they are.
    """
    table = Table(data=data)
    _read(table, partly=partly and not names_every_day(data))
    if not table.found:
        _one_way(table)
        _nights(table)
    return tuple(table.found)


def _one_way(table: Table) -> None:
    """A day is written in one way ("20261224" is another), so that it is found again.

    Why it is different fits into its box.
    """
    for each in table.each(DIFFERENT):
        on = each.data["on"]
        if str(on) != _date("on", on).isoformat():
            each.mistaken("on", NOT_A_DAY, value=repr(on))
        table.found.extend(too_long(each.data["why"], LONGEST_WHY, (*each.path, "why")))


def _nights(table: Table) -> None:
    """What runs past midnight ends before the next day's hours begin."""
    week, _, different = _read(Table(data=table.data), partly=True)
    for number, day in enumerate(WEEKDAYS):
        _into(table, day, week[number], week[(number + 1) % len(WEEKDAYS)])
    for each in table.each("different"):
        on = _date("on", each.data["on"])
        if not date.min < on < date.max:
            continue
        before, after = (
            different.get(day, week[day.weekday()])
            for day in (on - timedelta(days=1), on + timedelta(days=1))
        )
        if on - timedelta(days=1) not in different:
            _into(each, "hours", before, different[on])
        _into(each, "hours", different[on], after)


def _into(table: Table, at: str, today: Day, tomorrow: Day) -> None:
    if not today or not tomorrow or today[-1][1] - DAY_MINUTES <= tomorrow[0][0]:
        return
    table.mistaken(
        at, OVERNIGHT, one=walltime.stretch(today[-1]), other=walltime.stretch(tomorrow[0])
    )


def names_every_day(data: Mapping[str, Any]) -> bool:
    """Whether hours say something of each day of the week."""
    return set(WEEKDAYS) <= set(data)


def whole(written: Mapping[str, Any]) -> dict[str, Any]:
    """The same hours, always written in the same way: every day, the closed ones, too.

    A place that keeps the practice's hours has none.
    """
    if not written:
        return {}
    parts = written.get(PARTS_OF_DAY, {})
    return {
        **{day: list(written.get(day, ())) for day in WEEKDAYS},
        "holidays": written.get("holidays", True),
        PARTS_OF_DAY: {part: parts[part] for part in partsofday.PARTS if part in parts},
        DIFFERENT: [
            {"on": on, **{key: each[key] for key in ("hours", "why", "location") if key in each}}
            for on, each in sorted(_by_day(written).items())
        ],
    }


def joined(before: Mapping[str, Any], filed: Mapping[str, Any]) -> dict[str, Any]:
    """Hours with what a file says of them; a day, or a part of it, that it leaves out stays."""
    parts = {**before.get(PARTS_OF_DAY, {}), **filed.get(PARTS_OF_DAY, {})}
    different = {**_by_day(before), **_by_day(filed)}.values()
    return whole({**before, **filed, PARTS_OF_DAY: parts, DIFFERENT: list(different)})


def _by_day(written: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {_date("on", each["on"]).isoformat(): each for each in written.get(DIFFERENT, ())}


def _read(table: Table, *, partly: bool) -> tuple[Week, bool, dict[date, Day]]:
    week = tuple(table.may(day, _hours, _NO_HOURS) for day in WEEKDAYS)
    kept = table.may("holidays", yes_or_no, otherwise=True)
    different: dict[date, Day] = {}
    for each in table.each(DIFFERENT):
        _one_day(each, different)
    partsofday.in_table(table.inner(PARTS_OF_DAY))
    table.end()
    if not (partly or any(week) or table.found):
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
