"""What people mean here when they name a part of the day: "morning" is 8 to 12, for instance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.clock import DAY_MINUTES
from ringback.rules.reason import gettext_noop
from ringback.rules.table import MistakenError

if TYPE_CHECKING:
    from ringback.rules.clock import Interval
    from ringback.rules.table import Table

PARTS: Final = ("morning", "lunch", "afternoon", "evening")

NOT_A_PART: Final = gettext_noop("{value} is no part of a day from-to such as 08:00-12:00")

_TIMES: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a part of the day means here, in minutes after midnight."""

    morning: Interval
    lunch: Interval
    afternoon: Interval
    evening: Interval


AS_USUAL: Final = Parts(
    morning=(480, 720), lunch=(720, 780), afternoon=(720, 1020), evening=(1020, 1260)
)
"""What they mean where a practice has not said."""


def in_table(table: Table) -> Parts:
    """The practice's parts of the day; those it does not name are as usual.

    What is wrong stays with the table, and is as usual too.
    """
    found = Parts(**{name: table.may(name, _part, getattr(AS_USUAL, name)) for name in PARTS})
    table.end()
    return found


def _part(_: str, value: object) -> Interval:
    match = _TIMES.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        hour, minute, end_hour, end_minute = (int(part) for part in match.groups())
        start, end = hour * 60 + minute, end_hour * 60 + end_minute
        if start < end <= DAY_MINUTES:
            return start, end
    raise MistakenError(NOT_A_PART, value=repr(value))
