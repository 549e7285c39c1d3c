"""By when a callback must have its first action and its end, and what moved it earlier.

A due time is worked out once and kept. It may only be tightened, by what the pathway names: a
second call within two hours, a visit by the next business day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.rules.category import Unit, Window
from ringback.rules.queue import Level
from ringback.rules.reason import gettext_noop

if TYPE_CHECKING:
    from ringback.rules.category import Category, Tightening
    from ringback.rules.clock import OpenHours

TWICE_WITHIN: Final = timedelta(hours=2)

WINDOW_OF_LEVEL: Final[dict[Level, Window]] = {
    Level.EMERGENCY: Window(amount=5, unit=Unit.MINUTES),
    Level.URGENT: Window(amount=10, unit=Unit.BUSINESS_MINUTES),
}
"""How soon something this pressing must be acted on, whatever its pathway says."""

MARKED: Final[dict[Level, str]] = {
    Level.EMERGENCY: gettext_noop("marked an emergency: moved earlier"),
    Level.URGENT: gettext_noop("marked urgent: moved earlier"),
}
"""Why it is due so soon, where a person raised it to this."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the tightening rules may lean on. `contacts` are the times the person reached out.

    `answered_at` is our latest try: what was known before it cannot make the next one sooner.
    """

    received_at: datetime
    visit_date: date | None = None
    contacts: tuple[datetime, ...] = ()
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Times:
    """When the first action and the end are due (UTC), and what moved it, in words."""

    due_at: datetime
    resolve_by: datetime
    why: str


def first_times(*, category: Category, hours: OpenHours, zone: str, facts: Facts) -> Times:
    """The times of a new callback."""
    plain = Times(
        due_at=after(category.first_action, facts.received_at, hours),
        resolve_by=after(category.resolve, facts.received_at, hours),
        why="",
    )
    return _tightest(category, hours, zone, facts, plain)


def tightened(
    *, category: Category, hours: OpenHours, zone: str, before: Times, facts: Facts
) -> Times:
    """The times after something more became known: never later than `before`."""
    return _tightest(category, hours, zone, facts, before)


def at_level(level: Level, raised_at: datetime, hours: OpenHours) -> datetime | None:
    """By when a callback raised to this level just then must be acted on, if the level says."""
    window = WINDOW_OF_LEVEL.get(level)
    return None if window is None else after(window, raised_at, hours)


def after(window: Window, start: datetime, hours: OpenHours) -> datetime:
    """The end of a window that begins at `start` (both UTC)."""
    if window.unit is Unit.MINUTES:
        return start + timedelta(minutes=window.amount)
    if window.unit is Unit.BUSINESS_DAYS:
        return hours.due_in_business_days(start, window.amount)
    return hours.due(start, window.amount)


def _tightest(category: Category, hours: OpenHours, zone: str, facts: Facts, times: Times) -> Times:
    for rule in category.tighten:
        since = _true_since(rule, facts, hours, zone)
        if since is None:
            continue
        sooner = after(rule.first_action, since, hours)
        if sooner < times.due_at:
            times = Times(due_at=sooner, resolve_by=times.resolve_by, why=rule.words)
    return times


def _true_since(rule: Tightening, facts: Facts, hours: OpenHours, zone: str) -> datetime | None:
    """When this rule's condition became true, or None while it is not."""
    if rule.when == "missed_twice_in_two_hours":
        ordered = sorted(at for at in facts.contacts if _unanswered(at, facts))
        return next((b for a, b in pairwise(ordered) if b - a <= TWICE_WITHIN), None)
    near = facts.answered_at is None and _visit_is_near(facts, hours, zone)
    return facts.received_at if near else None


def _unanswered(at: datetime, facts: Facts) -> bool:
    return facts.answered_at is None or at > facts.answered_at


def _visit_is_near(facts: Facts, hours: OpenHours, zone: str) -> bool:
    if facts.visit_date is None:
        return False
    ends = hours.due_in_business_days(facts.received_at, 1).astimezone(ZoneInfo(zone)).date()
    arrived = facts.received_at.astimezone(ZoneInfo(zone)).date()
    return arrived <= facts.visit_date <= ends
