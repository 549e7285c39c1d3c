"""When a patient tells us the best time to call, that time is kept.

The wish moves the first call later, to the end of the time they named, for routine requests only:
never one that is flagged, and never past what an approaching visit demands. A time we told them
ourselves is a promise, with a silent reminder before it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ringback.rules import walltime
from ringback.rules.clock import DAY_MINUTES, OutsideHours, utc
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ringback.rules.clock import OpenHours

NEAREST: Final = timedelta(hours=1)
"""How long we take for a call near a time at which we are closed."""

AROUND: Final = timedelta(minutes=30)
"""How long a call at a time they named may take to begin."""

FAR_OFF: Final = timedelta(days=14)
"""A routine request that would wait longer than this for their time is asked about at the desk."""

REMIND_BEFORE: Final = timedelta(minutes=10)
OPEN_TO_LANE_BEFORE: Final = timedelta(minutes=5)

MOVED: Final = gettext_noop("moved to the time they asked for")
MOVED_IN_PART: Final = gettext_noop("moved towards the time they asked for: the visit comes first")
WORDS: Final = frozenset({MOVED, MOVED_IN_PART})
DOES_NOT_WAIT: Final = gettext_noop(
    "This one cannot wait for the time they asked for. Call when it is due."
)
DUE_LATER: Final = gettext_noop(
    "They asked to be called before it is due. Call at their time; the due time stays."
)
PASSED: Final = gettext_noop("The time they asked for has passed. Call when it is due.")
WE_CLOSE: Final = gettext_noop(
    "They asked for {asked}; we close at {edge}. Call from {start} to {end}."
)
WE_OPEN: Final = gettext_noop(
    "They asked for {asked}; we open at {edge}. Call from {start} to {end}."
)
CLOSED_THEN: Final = gettext_noop(
    "They asked for {day}; we are closed then. Call on {next_day} from {start} to {end}."
)
NEXT_SUCH: Final = gettext_noop(
    "We are closed {day} at {asked}. The next such time is {next_day}, {start} to {end}."
)
VISIT_FIRST: Final = gettext_noop("Their visit is too near to wait that long.")
HOURS_UNKNOWN: Final = gettext_noop(
    "Our opening hours that far ahead are not known yet. Choose the time to call."
)
PROMISED: Final = gettext_noop(
    "A call at this time was promised and {name} is not here. Anyone may take it."
)


@dataclass(frozen=True, kw_only=True, order=True)
class Span:
    """Some time of one day on the practice's wall clock, in minutes after midnight."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What they said, word for word, and what we took it to mean.

    `any_time` is a wish that asks for nothing. `not_understood` says why nobody's words became a
    time: the words themselves are shown instead.
    """

    said: str
    spans: tuple[Span, ...] = ()
    any_time: bool = False
    not_understood: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class When:
    """Some opening time to call in (UTC), and in words what we made of the wish, if anything.

    `asked` is what they asked for that it comes of.
    """

    start: datetime
    end: datetime
    reasons: tuple[Reason, ...] = ()
    asked: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class FirstAction:
    """By when the first action is due (UTC), and when to call.

    `moved` marks a due time that their own words made later: shown with `words`, counted apart.
    `call` is the next time to ring them that they asked for, `asked` what they named for it.
    """

    due_at: datetime
    call: When | None = None
    moved: bool = False
    words: str = ""
    reasons: tuple[Reason, ...] = ()
    asked: Span | None = field(default=None, compare=False)


def first_action_by(
    wish: Wish,
    *,
    due_at: datetime,
    level: Level,
    flagged: bool,
    hours: OpenHours,
    now: datetime,
    not_after: datetime | None = None,
) -> FirstAction:
    """By when the first action is due, given what the patient asked for.

    `due_at` is the pathway's own time and `not_after` what a visit demands (both UTC). The answer
    is never sooner than `due_at`: their words promise nothing on our behalf.
    """
    if wish.not_understood or not wish.spans:
        return FirstAction(due_at=due_at, reasons=wish.not_understood)
    if flagged or level is not Level.ROUTINE:
        return FirstAction(due_at=due_at, reasons=(_reason("does_not_wait", DOES_NOT_WAIT),))
    try:
        possible = _possible(wish.spans, hours, now)
    except OutsideHours:
        return FirstAction(due_at=due_at, reasons=(_reason("hours_unknown", HOURS_UNKNOWN),))
    if not possible:
        return FirstAction(due_at=due_at, reasons=(_reason("passed", PASSED),))
    return _moved(possible, due_at, not_after)


def far_off(found: Wish, today: date) -> date | None:
    """The day their words would make a routine request wait for, where that is long."""
    if not found.spans or found.spans[0].day - today <= FAR_OFF:
        return None
    return found.spans[0].day


def _moved(possible: Sequence[When], due_at: datetime, not_after: datetime | None) -> FirstAction:
    """The call is made at the first time possible; the due time is the first not before it."""
    call = possible[0]
    chosen = next((when for when in possible if when.end >= due_at), None)
    if chosen is None:
        reasons = (*call.reasons, _reason("due_later", DUE_LATER))
        return FirstAction(due_at=due_at, call=call, reasons=reasons, asked=call.asked)
    until = chosen.end
    if not_after is not None and until > not_after:
        until = max(due_at, not_after)
        return replace(_as_far_as_the_visit_allows(call, due_at, until), asked=chosen.asked)
    moved = until > due_at
    return FirstAction(
        due_at=until,
        call=call,
        moved=moved,
        words=MOVED if moved else "",
        reasons=call.reasons,
        asked=chosen.asked,
    )


def _as_far_as_the_visit_allows(call: When, due_at: datetime, until: datetime) -> FirstAction:
    moved = until > due_at
    return FirstAction(
        due_at=until,
        call=replace(call, end=min(call.end, until)) if call.start < until else None,
        moved=moved,
        words=MOVED_IN_PART if moved else "",
        reasons=(_reason("visit_first", VISIT_FIRST),),
    )


def _possible(spans: Iterable[Span], hours: OpenHours, now: datetime) -> list[When]:
    """The times they asked for at which we are open; only without any, the nearest to each."""
    ahead = [span for span in spans if _moments(span, hours)[1] > now]
    held = [when for span in ahead if (when := _within(span, hours, now))]
    if not held:
        return [_nearest(span, hours, now) for span in ahead]
    return [_after_one_closed(min(ahead), held[0], hours), *held[1:]]


def _after_one_closed(first: Span, held: When, hours: OpenHours) -> When:
    """The first time they named that can be, and why it is not the one before it."""
    asked = held.asked or first
    if first.day == asked.day or _is_whole_day(first):
        return held
    told = _near(NEXT_SUCH, first, hours, (held.start, held.end, held.start))
    return replace(held, reasons=told.reasons)


def _is_whole_day(span: Span) -> bool:
    return (span.start, span.end) == (0, DAY_MINUTES)


def _moments(span: Span, hours: OpenHours) -> tuple[datetime, datetime]:
    """From when to when (UTC). A time the clocks jump over is the hour after the jump."""
    start, end = (utc(span.day, minute, hours.zone) for minute in (span.start, span.end))
    return start, end if end > start else start + NEAREST


def _within(span: Span, hours: OpenHours, now: datetime) -> When | None:
    start, end = _moments(span, hours)
    openings = list(_openings(hours, max(start, now), end))
    return When(start=openings[0][0], end=openings[-1][1], asked=span) if openings else None


def _openings(
    hours: OpenHours, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Every stretch of opening between two moments, cut to them."""
    if end > hours.covers[1]:
        raise OutsideHours(f"{end} is beyond {hours.covers[1]}")
    index = bisect_right(hours.ends, start)
    while index < len(hours.starts) and hours.starts[index] < end:
        yield max(start, hours.starts[index]), min(end, hours.ends[index])
        index += 1


def _nearest(span: Span, hours: OpenHours, now: datetime) -> When:
    """The hour of opening nearest to a time at which we are closed: that day, else the next one."""
    start, end = _moments(span, hours)
    whole_day = _moments(Span(day=span.day, start=0, end=DAY_MINUTES), hours)
    today = [each for each in _openings(hours, *whole_day) if each[1] > now]
    if not today:
        begin, until = _on_the_next_day(span, hours, hours.next_open(max(end, now)))
        return _near(CLOSED_THEN, span, hours, (begin, until, begin))
    opens, closes = min(today, key=lambda each: max(start - each[1], each[0] - end))
    if closes <= start:
        return _near(WE_CLOSE, span, hours, (max(opens, closes - NEAREST, now), closes, closes))
    return _near(WE_OPEN, span, hours, (opens, min(closes, opens + NEAREST), opens))


def _on_the_next_day(span: Span, hours: OpenHours, begin: datetime) -> tuple[datetime, datetime]:
    """The same time on the day we open next, or near it; its first hour where none was named."""
    if _is_whole_day(span):
        return begin, min(hours.closing_after(begin), begin + NEAREST)
    end = max(span.end, min(span.start + AROUND // timedelta(minutes=1), DAY_MINUTES))
    same = Span(day=begin.astimezone(hours.zone).date(), start=span.start, end=end)
    found = _within(same, hours, begin) or _nearest(same, hours, begin)
    return found.start, found.end


def _near(
    words: str, span: Span, hours: OpenHours, times: tuple[datetime, datetime, datetime]
) -> When:
    """`times`: from when to when to call, and the opening or closing that keeps us from more."""
    start, end, edge = (at.astimezone(hours.zone) for at in times)
    values = {
        "asked": walltime.clock(span.start or span.end),
        "edge": f"{edge:%H:%M}",
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "day": span.day.isoformat(),
        "next_day": start.date().isoformat(),
    }
    said = tuple((name, value) for name, value in values.items() if "{" + name + "}" in words)
    reason = Reason(code="closed_then", words=words, values=said)
    return When(start=times[0], end=times[1], reasons=(reason,), asked=span)


def _reason(code: str, words: str) -> Reason:
    return Reason(code=code, words=words)


def call_at(asked_at: datetime, hours: OpenHours, now: datetime) -> When:
    """When to call somebody who asked for this moment (UTC): then, or near it where we are closed.

    Raises OutsideHours where nobody knows yet when we are open.
    """
    if hours.is_open(asked_at):
        until = min(asked_at + AROUND, hours.closing_after(asked_at))
        return When(start=asked_at, end=until)
    local = asked_at.astimezone(hours.zone)
    minute = local.hour * 60 + local.minute
    return _nearest(Span(day=local.date(), start=minute, end=minute + 1), hours, now)


def reminder_at(told_at: datetime) -> datetime:
    """When the owner is silently reminded of a time the patient was told (UTC)."""
    return told_at.astimezone(UTC) - REMIND_BEFORE


def opens_to_lane_at(told_at: datetime, *, owner_present: bool) -> datetime | None:
    """When anyone in the lane may take a promised call (UTC); None while its owner is there."""
    return None if owner_present else told_at.astimezone(UTC) - OPEN_TO_LANE_BEFORE


def open_to_lane(
    told_at: datetime, *, owner_present: bool, owner_name: str, now: datetime
) -> tuple[Reason, ...]:
    """Why anyone may take this promised call now; empty while it is its owner's."""
    opens_at = opens_to_lane_at(told_at, owner_present=owner_present)
    if opens_at is None or now < opens_at:
        return ()
    return (Reason(code="promised", words=PROMISED, values=(("name", owner_name),)),)
