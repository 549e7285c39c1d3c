"""A week's opening hours as people write them: "Mon-Fri 08:00-12:00, 13:00-17:00; Sat 09:00-12:00".

Days that are not named are closed. A time that ends at or before it starts runs past midnight.
"""

import re
from itertools import groupby
from typing import cast

from ringback.rules import walltime
from ringback.rules.clock import DAY_MINUTES, BadCalendar, Day, Interval, Week

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_PART = re.compile(r"\s*([A-Za-z]{3})[a-z]*(?:\s*-\s*([A-Za-z]{3})[a-z]*)?\s+(.+?)\s*", re.DOTALL)
_TIMES = re.compile(r"\s*(\d{1,2}):?(\d{2})\s*-\s*(\d{1,2}):?(\d{2})\s*")


def parse_week(text: str) -> Week:
    """Read a written week; the error quotes the part that cannot be read."""
    week: list[Day] = [()] * 7
    for part in filter(str.strip, text.split(";")):
        match = _PART.fullmatch(part)
        if match is None:
            raise BadCalendar(f'not opening hours: "{part.strip()}" (try "Mon-Fri 08:00-17:00")')
        first, last, times = match.groups()
        hours = tuple(_interval(piece) for piece in times.split(","))
        for day in _run(_day(first), _day(last or first)):
            week[day] = (*week[day], *hours)
    return cast("Week", tuple(week))


def week_in_words(week: Week) -> str:
    """Write a week the way `parse_week` reads it; equal neighbours become "Mon-Fri"."""
    parts = []
    for hours, run in groupby(range(7), key=lambda day: week[day]):
        days = list(run)
        if hours:
            names = DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
            parts.append(f"{names} {', '.join(walltime.stretch(interval) for interval in hours)}")
    return "; ".join(parts)


def _interval(text: str) -> Interval:
    match = _TIMES.fullmatch(text)
    if match is None:
        raise BadCalendar(f'not a time from-to: "{text.strip()}" (try "08:00-17:00")')
    found = walltime.span("{:0>2}:{}-{:0>2}:{}".format(*match.groups()))
    if found is None:
        raise BadCalendar(f'not a time of the day: "{text.strip()}"')
    start, end = found
    return start, end if end > start else end + DAY_MINUTES


def _day(name: str) -> int:
    try:
        return DAYS.index(name.capitalize())
    except ValueError:
        raise BadCalendar(f'not a day of the week: "{name}" (Mon, Tue, ... Sun)') from None


def _run(first: int, last: int) -> list[int]:
    length = (last - first) % 7 + 1
    return [(first + step) % 7 for step in range(length)]
