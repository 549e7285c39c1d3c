"""What people mean here when they name a part of the day: "morning" is 8 to 12, for instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules import walltime
from ringback.rules.reason import gettext_noop
from ringback.rules.table import MistakenError

if TYPE_CHECKING:
    from ringback.rules.clock import Interval
    from ringback.rules.table import Table

PARTS: Final = ("morning", "lunch", "afternoon", "evening")

NOT_A_PART: Final = gettext_noop("{value} is no part of a day from-to such as 08:00-12:00")


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
    found = walltime.span(value)
    if found is None or found[0] >= found[1]:
        raise MistakenError(NOT_A_PART, value=repr(value))
    return found
