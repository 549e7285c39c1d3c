"""When the next try is made: in another part of the day, and by the third on another weekday.

The pathway says how long to wait and in what the next try must differ. The patient's own time
always wins. After a voicemail the next try waits for another day, so that at most one is left a
day. When the rhythm is used up no try follows by itself: a person writes, or decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from ringback.rules import attempt, partsofday, window, wish
from ringback.rules.attempt import FOLLOWS, REACHED_OR_DECLINED, Follows, Result, Try
from ringback.rules.category import Another
from ringback.rules.clock import OutsideHours
from ringback.rules.partsofday import DayPart, part_at
from ringback.rules.reason import Reason
from ringback.rules.window import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from ringback.rules.category import PlannedTry
    from ringback.rules.clock import OpenHours
    from ringback.rules.partsofday import Parts
    from ringback.rules.window import Window

BUSY_AGAIN: Final = timedelta(minutes=15)
"""An engaged line is tried again soon; it says nothing about the time of day."""

BUSY_IN_A_ROW: Final = 2
"""So often a line may be engaged before it is treated like one nobody answers."""

DAYS_LOOKED_AHEAD: Final = 8
"""A week and a day: every weekday comes once, and the present one again."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Around which a try is planned: the opening hours, the moment, the arrival, the visit.

    `parts` is what a part of the day means here, `contacted_at` when they last reached out by
    themselves (UTC), where that is later than the arrival. `planned_at` is the try that was planned
    before (UTC): something written leaves it as it is.
    """

    hours: OpenHours
    parts: Parts
    now: datetime
    received_at: datetime
    contacted_at: datetime | None = None
    visit_date: date | None = None
    planned_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The next try: when (UTC), and whether another number should be tried, if there is one.

    `promised` says that the patient was told this time; `theirs` that they asked for about then.
    """

    at: datetime
    another_number: bool = False
    promised: bool = False
    theirs: bool = False


@dataclass(frozen=True, kw_only=True)
class ClosedThen(Reason):
    """At the time they asked for we are closed; `nearest` is when we could call instead (UTC)."""

    nearest: datetime


def next_try(tries: Sequence[Try], rhythm: Sequence[PlannedTry], setting: Setting) -> Plan | None:
    """When to try next after the last of `tries`, or None when no try follows by itself.

    `tries` are in the order they happened. A time the patient asked for wins over our rhythm
    until somebody reached them again; a try written down late never plans one in the past.
    """
    last = tries[-1]
    if attempt.declined(tries, setting.contacted_at or setting.received_at):
        return None
    if last.call_again_at is not None:
        return _at_their_time(last.call_again_at, setting)
    if FOLLOWS[last.result] is Follows.STAY:
        return None
    if theirs := _still_promised(tries, setting.now):
        return _at_their_time(theirs, setting)
    if last.result is Result.SENT and setting.planned_at and setting.planned_at > setting.now:
        return Plan(at=setting.planned_at)
    return _at_our_time(tries, rhythm, setting)


def _at_our_time(
    tries: Sequence[Try], rhythm: Sequence[PlannedTry], setting: Setting
) -> Plan | None:
    """The next try of the rhythm; an engaged line is tried again soon. None when it is used up."""
    since = max(tries[-1].happened_at, setting.now)
    if FOLLOWS[tries[-1].result] is Follows.SOON and not _keeps_being_busy(tries):
        return Plan(at=window.opening(since + BUSY_AGAIN, setting.hours))
    step = max(made(tries), 1)
    return _planned(rhythm[step - 1], tries, setting, since) if step <= len(rhythm) else None


def _at_their_time(asked_at: datetime, setting: Setting) -> Plan:
    """The time they asked for; where we are closed the nearest possible, which is no promise."""
    try:
        at = wish.call_at(asked_at, setting.hours, setting.now).start
    except OutsideHours:
        at = asked_at
    return Plan(at=at, promised=at == asked_at, theirs=True)


def while_closed(asked_at: datetime, hours: OpenHours, now: datetime) -> tuple[ClosedThen, ...]:
    """Why a time they asked for cannot be told as a promise; empty where it can."""
    try:
        near = wish.call_at(asked_at, hours, now)
    except OutsideHours:
        return ()
    return tuple(
        ClosedThen(code=each.code, words=each.words, values=each.values, nearest=near.start)
        for each in near.reasons
    )


def made(tries: Sequence[Try]) -> int:
    """How many tries of the rhythm were made. An engaged line counts the second time running."""
    ours = [each.result for each in attempt.calls(tries)]
    before: list[Result | None] = [None, *ours]
    return sum(
        result is not Result.BUSY or earlier is Result.BUSY
        for earlier, result in zip(before, ours, strict=False)
    )


def _still_promised(tries: Sequence[Try], now: datetime) -> datetime | None:
    """A time they asked for that is still to come, unless somebody reached them since."""
    for each in reversed(tries):
        if each.call_again_at is not None:
            return each.call_again_at if each.call_again_at > now else None
        if each.result in REACHED_OR_DECLINED:
            return None
    return None


def _keeps_being_busy(tries: Sequence[Try]) -> bool:
    latest = tries[-BUSY_IN_A_ROW:]
    return len(latest) == BUSY_IN_A_ROW and all(each.result is Result.BUSY for each in latest)


def _planned(planned: PlannedTry, tries: Sequence[Try], setting: Setting, since: datetime) -> Plan:
    wait = planned.wait
    if wait is not None and wait.unit in {Unit.MINUTES, Unit.BUSINESS_MINUTES}:
        at = window.ends(wait, since, setting.hours) or since
    else:
        at = _on_a_day(planned, tries, setting, since)
    by = _by(planned, setting, since)
    return Plan(
        at=at if by is None else max(since, min(at, by)),
        another_number=Another.NUMBER in planned.another,
    )


def _by(planned: PlannedTry, setting: Setting, since: datetime) -> datetime | None:
    """The latest moment for it: days count from the arrival, minutes from the try before."""
    if planned.within is None:
        return None
    start = setting.received_at if planned.within.unit is Unit.BUSINESS_DAYS else since
    by = window.ends(planned.within, start, setting.hours, visit=setting.visit_date)
    return by if by is not None and by > since else None


def _on_a_day(
    planned: PlannedTry, tries: Sequence[Try], setting: Setting, since: datetime
) -> datetime:
    """The first opening that differs as asked; where time is short, in less; else the next one."""
    zone = setting.hours.zone
    first = _first_day(planned, tries, setting, since)
    by = _by(planned, setting, since)
    spent = _spent_weekdays(planned, tries, zone)
    openings = _differing(planned, tries, setting, since)
    differing = (at for at in openings if at.astimezone(zone).weekday() not in spent)
    in_time = (at for at in chain(differing, openings) if by is None or at <= by)
    return next(in_time, None) or _opening_on(max(first, _tomorrow(since, zone)), setting, since)


def _differing(
    planned: PlannedTry, tries: Sequence[Try], setting: Setting, since: datetime
) -> list[datetime]:
    """Openings in parts of the day not tried yet; where there are none, in any but the last."""
    first = _first_day(planned, tries, setting, since)
    if Another.DAY_PART not in planned.another:
        return list(_openings(first, tuple(DayPart), setting, since))
    ours = [
        part_at(each.happened_at, setting.hours.zone, setting.parts)
        for each in attempt.calls(tries)
    ]
    fresh = [part for part in DayPart if part not in ours]
    others = [part for part in DayPart if part not in ours[-1:]]
    return list(_openings(first, fresh, setting, since)) or list(
        _openings(first, others, setting, since)
    )


def _openings(
    first: date, fresh: Sequence[DayPart], setting: Setting, since: datetime
) -> Iterator[datetime]:
    """Openings in these parts of the day, from a day on."""
    zone, parts = setting.hours.zone, setting.parts
    minutes = ((partsofday.well_into(part, parts), part) for part in fresh)
    times = sorted((minute, part) for minute, part in minutes if minute is not None)
    for ahead in range(DAYS_LOOKED_AHEAD):
        day = first + timedelta(days=ahead)
        for minute, part in times:
            start = datetime.combine(day, time(*divmod(minute, 60)), zone).astimezone(UTC)
            at = window.opening(max(start, since), setting.hours)
            if start > since and part_at(at, zone, parts) is part:
                yield at


def _opening_on(day: date, setting: Setting, since: datetime) -> datetime:
    midnight = datetime.combine(day, time(), setting.hours.zone).astimezone(UTC)
    return window.opening(max(midnight, since), setting.hours)


def _first_day(
    planned: PlannedTry, tries: Sequence[Try], setting: Setting, since: datetime
) -> date:
    """The first day it may fall on: after the wait, and never the day of a voicemail."""
    zone = setting.hours.zone
    waited = _after_waiting(planned.wait, setting, since)
    left = attempt.voicemail_on(since.astimezone(zone).date(), tries, zone)
    return max(waited, _tomorrow(since, zone)) if left else waited


def _after_waiting(wait: Window | None, setting: Setting, since: datetime) -> date:
    """The day the wait is over; before a visit, or without a wait, tomorrow at the soonest."""
    tomorrow = _tomorrow(since, setting.hours.zone)
    if wait is None:
        return tomorrow
    if wait.unit is not Unit.BEFORE_VISIT:
        over = window.ends(wait, since, setting.hours) or since
        return over.astimezone(setting.hours.zone).date()
    if setting.visit_date is None:
        return tomorrow
    return max(window.days_before(setting.visit_date, wait.amount, setting.hours), tomorrow)


def _tomorrow(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date() + timedelta(days=1)


def _spent_weekdays(planned: PlannedTry, tries: Sequence[Try], zone: ZoneInfo) -> set[int]:
    """Weekdays to stay clear of: by the third try another one, if all so far fell on one."""
    ours = attempt.calls(tries)
    used = {each.happened_at.astimezone(zone).weekday() for each in ours}
    third = len(ours) > 1 and len(used) == 1
    return used if third or Another.WEEKDAY in planned.another else set()
