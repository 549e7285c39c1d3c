"""What is known of a callback when it is judged: its arrivals, its visit, its words, its facts.

Each fact a pathway may lean on gets its value here, and, where it is a count, the moment at which
it reached each number: a promise that begins with the second call begins when that call came.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ringback.rules.clock import OutsideHours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringback.rules.clock import OpenHours
    from ringback.rules.window import Window

TWICE_WITHIN: Final = timedelta(hours=2)
AGAIN_WITHIN: Final = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the tightening rules may lean on. Times are UTC, `visit_date` the practice's own day.

    `contacts` are the times the person reached out. `answered_at` is our latest try: what was known
    before it cannot make the next one sooner. `said` are facts heard in their words, `recorded`
    those people wrote down. `promise` is what the place they came from promises.
    """

    received_at: datetime
    visit_date: date | None = None
    contacts: tuple[datetime, ...] = ()
    answered_at: datetime | None = None
    urgent_open: bool = False
    said: frozenset[str] = frozenset()
    recorded: Mapping[str, object] = field(default_factory=dict)
    promise: Window | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """The facts by name, and for counts when each number was reached (index 0: the first)."""

    values: Mapping[str, object]
    reached: Mapping[str, tuple[datetime, ...]]


def known(facts: Facts, hours: OpenHours) -> Known:
    """Every fact that can be told, by name. What cannot be told is not in it."""
    contacts = sorted(facts.contacts or (facts.received_at,))
    answered = facts.answered_at
    unanswered = [at for at in contacts if answered is None or at > answered]
    reached = {
        "missed_calls_in_two_hours": _reached(unanswered, TWICE_WITHIN),
        "contacts_in_two_days": _reached(contacts, AGAIN_WITHIN),
    }
    values: dict[str, object] = {
        **dict.fromkeys(facts.said, True),
        **facts.recorded,
        **{name: len(moments) for name, moments in reached.items()},
        "urgent_open": facts.urgent_open,
        "minutes_to_closing": _minutes_to_closing(facts.received_at, hours),
    }
    if answered is None and (days := _days_to_visit(facts, hours)) is not None:
        values["business_days_to_visit"] = days
    return Known(values=values, reached=reached)


def _reached(contacts: Sequence[datetime], within: timedelta) -> tuple[datetime, ...]:
    """When the contacts within one stretch of time first were 1, 2, 3 and so on."""
    found: list[datetime] = []
    for index, at in enumerate(contacts):
        together = index + 1 - bisect_left(contacts, at - within, hi=index)
        if together > len(found):
            found.append(at)
    return tuple(found)


def _minutes_to_closing(at: datetime, hours: OpenHours) -> int | None:
    """Whole minutes until closing; None while closed."""
    if not hours.is_open(at):
        return None
    return int((hours.closing_after(at) - at) / timedelta(minutes=1))


def _days_to_visit(facts: Facts, hours: OpenHours) -> int | None:
    """Business days from the one the arrival counts for to the visit; None where it is past.

    A visit on a closed day counts like one on the next open day; where no day is open any more,
    every day counts.
    """
    visit = facts.visit_date
    if visit is None or visit < facts.received_at.astimezone(hours.zone).date():
        return None
    try:
        counts_for = hours.due_in_business_days(facts.received_at, 0).astimezone(hours.zone).date()
    except OutsideHours:
        return (visit - facts.received_at.astimezone(hours.zone).date()).days
    arrived = bisect_left(hours.days, counts_for)
    return max(0, bisect_left(hours.days, visit) - arrived)
