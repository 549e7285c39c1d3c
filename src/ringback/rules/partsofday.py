"""What people mean here when they name a part of the day: "morning" is 8 to 12, for instance.

A time a patient asks for, and the tries that are spread over the day, mean the same parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ringback.rules import walltime
from ringback.rules.reason import gettext_noop
from ringback.rules.table import MistakenError

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from ringback.rules.clock import Interval
    from ringback.rules.table import Table


class DayPart(StrEnum):
    """The parts of a day that have a name, in their order."""

    MORNING = "morning"
    LUNCH = "lunch"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PARTS: Final = tuple(str(part) for part in DayPart)

WELL_INTO: Final = 30
"""So many minutes into a part, or half of a short one, nobody doubts which part it is."""

NOT_A_PART: Final = gettext_noop("{value} is no part of a day from-to such as 08:00-12:00")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a part of the day means here, in minutes after midnight."""

    morning: Interval
    lunch: Interval
    afternoon: Interval
    evening: Interval

    def of(self, part: DayPart) -> Interval:
        """From when to when a part is."""
        found: Interval = getattr(self, part)
        return found


AS_USUAL: Final = Parts(
    morning=(480, 720), lunch=(720, 780), afternoon=(720, 1020), evening=(1020, 1260)
)
"""What they mean where a practice has not said."""


def part_at(at: datetime, zone: ZoneInfo, parts: Parts) -> DayPart:
    """The part of the practice's day a moment falls in."""
    local = at.astimezone(zone)
    return _part_of(local.hour * 60 + local.minute, parts)


def _part_of(minute: int, parts: Parts) -> DayPart:
    """The shortest part it lies in; between two parts the one that began last, or the first."""
    within = [part for part in DayPart if parts.of(part)[0] <= minute < parts.of(part)[1]]
    if within:
        return min(within, key=lambda part: parts.of(part)[1] - parts.of(part)[0])
    by_start = sorted(DayPart, key=lambda part: parts.of(part)[0])
    begun = [part for part in by_start if parts.of(part)[0] <= minute]
    return begun[-1] if begun else by_start[0]


@lru_cache(maxsize=256)
def well_into(part: DayPart, parts: Parts) -> int | None:
    """The minute of the day at which a try in this part is planned; None where no minute is its.

    Lunch inside the afternoon is lunch only: the afternoon is what is left of it.
    """
    own = [minute for minute in range(*parts.of(part)) if _part_of(minute, parts) is part]
    return own[min(WELL_INTO, len(own) // 2)] if own else None


@lru_cache(maxsize=256)
def own(part: DayPart, parts: Parts) -> Interval | None:
    """From when to when it is this part and no other: its longest stretch; None without any."""
    minutes = range(*parts.of(part))
    runs = [
        [minute for _, minute in each]
        for is_own, each in groupby(
            ((_part_of(minute, parts) is part, minute) for minute in minutes), key=itemgetter(0)
        )
        if is_own
    ]
    longest = max(runs, key=len, default=None)
    return (longest[0], longest[-1] + 1) if longest else None


def in_table(table: Table) -> Parts:
    """The practice's parts of the day; those it does not name are as usual.

    What is wrong stays with the table, and is as usual too.
    """
    found = Parts(**{name: table.may(name, _part, getattr(AS_USUAL, name)) for name in PARTS})
    table.end()
    return found


def _part(_: str, value: object) -> Interval:
    found = walltime.span(value)
    if found is None or found[0] >= found[1]:
        raise MistakenError(NOT_A_PART, value=repr(value))
    return found
