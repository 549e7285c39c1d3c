"""The time a patient asked for in words: which one, what it moved, and why if it moved nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ringback.rules import wish
from ringback.rules.clock import DAY_MINUTES, ClockError
from ringback.web.words import day_in_short, in_words, time_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ringback.queries.callback import CallbackView
    from ringback.rules.reason import Reason
    from ringback.rules.wish import Span
    from ringback.web.words import Clock

THIS_WEEK: Final = 7
MOVED_TO: Final = gettext_noop("moved to the time they asked for ({when}): {time}")
MOVED_TOWARDS: Final = gettext_noop("moved towards the time they asked for ({when}): {time}")
THEY_ASKED: Final = gettext_noop("they asked for: {when}")
TOLD: Final = gettext_noop("they were told: we call {time}")


def moved(view: CallbackView) -> bool:
    """Whether their own words make the first action due later, as it stands now."""
    return view.moved_from is not None and view.first_action_at is None


def steps(view: CallbackView, clock: Clock) -> Iterator[str]:
    """The last lines of the sum: where their words moved it, or why they did not."""
    asked = when(view.wished.asked, clock) if view.wished.asked else ""
    time = clock.moment(view.due_at)
    if moved(view) and asked:
        words = MOVED_TO if view.due_why == wish.MOVED else MOVED_TOWARDS
        yield _(words).format(when=asked, time=time)
    elif moved(view):
        yield f"{_(view.due_why)}: {time}"
    elif asked:
        yield _(THEY_ASKED).format(when=asked)
    yield from reasons(view.wished.reasons, clock)


def planned(view: CallbackView, clock: Clock) -> Iterator[str]:
    """What stands behind the next try: a time they were told, or near one while we are closed."""
    if view.promised_at is not None:
        yield _(TOLD).format(time=clock.moment(view.promised_at))
        return
    if view.best_time_at and view.first_action_at and view.best_time_at > view.first_action_at:
        yield from steps(view, clock)
    yield from reasons(_nearest(view), clock)


def _nearest(view: CallbackView) -> tuple[Reason, ...]:
    """Why the next try is not at the very time they last asked for."""
    asked = next((each for each in reversed(view.attempts) if each.call_again_at), None)
    if asked is None or asked.call_again_at is None:
        return ()
    try:
        found = wish.call_at(asked.call_again_at, view.hours, asked.entered_at)
    except ClockError:
        return ()
    return found.reasons if found.start == view.next_attempt_at else ()


def reasons(found: Iterable[Reason], clock: Clock) -> Iterator[str]:
    """Each in the reader's words; its days and times as the reader writes them."""
    for each in found:
        values = tuple((name, _value(name, value, clock)) for name, value in each.values)
        yield in_words(replace(each, values=values))


def _value(name: str, value: str, clock: Clock) -> str:
    if name in {"day", "next_day"}:
        return _day(date.fromisoformat(value), clock)
    hour, minute = value.split(":")
    return time_of_day(int(hour) % 24, int(minute), clock.language)


def when(span: Span, clock: Clock) -> str:
    """A time they named: "after 16:00 on Thursday"."""
    day = _day(span.day, clock)
    start, end = (_time(minute, clock) for minute in (span.start, span.end))
    if span.start == 0 and span.end == DAY_MINUTES:
        return day
    if span.end == DAY_MINUTES:
        hours = _("after {time}").format(time=start)
    elif span.start == 0:
        hours = _("before {time}").format(time=end)
    else:
        hours = f"{start}–{end}"
    if (span.day - clock.today).days in {0, 1}:
        return f"{hours} {day}"
    return _("{hours} on {day}").format(hours=hours, day=day)


def _day(on: date, clock: Clock) -> str:
    days = (on - clock.today).days
    if days in {0, 1}:
        return clock.day(on)
    return str(WEEKDAYS[on.weekday()]) if 0 < days < THIS_WEEK else day_in_short(on)


def _time(minute: int, clock: Clock) -> str:
    return time_of_day(minute // 60 % 24, minute % 60, clock.language)
