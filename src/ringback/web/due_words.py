"""Why a callback is due when it is: the sum behind it, line by line, as a person would count it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ringback.rules import whydue, window
from ringback.rules.clock import ClockError
from ringback.rules.due import NEVER_OPEN
from ringback.rules.lifecycle import Stage
from ringback.rules.whydue import Kind
from ringback.web import wish_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ringback.queries.callback import CallbackView
    from ringback.rules.whydue import Stretch
    from ringback.web.words import Clock

PLANNED: Final = gettext_noop("the next try is planned for {time}")
END: Final = gettext_noop("the end was promised for {time}")
BY_LAW: Final = gettext_noop("whatever we promise, the law allows until {time}")
SINCE: Final = gettext_noop("came in {time}")
COUNTED_SINCE: Final = gettext_noop("counted from {time}")


_UNTIL: Final = {
    Kind.CLOSED: gettext_noop("closed until {time}"),
    Kind.LATE: gettext_noop("came in late in the day: by {time} the next business day"),
    Kind.UNOPENED: gettext_noop("no opening hours ahead, so counted on the clock: {time}"),
}
"""Stretches of which only the end is told."""


@dataclass(frozen=True, kw_only=True)
class WhyDue:
    """The question, and its answer in steps. No steps: there is only the reason in a few words."""

    question: str
    steps: list[str]


def why(view: CallbackView, clock: Clock) -> WhyDue | None:
    """Why it is due then; None for what is closed."""
    if view.stage == Stage.CLOSED:
        return None
    question = _("Why due {time}?").format(time=clock.moment(view.due_at))
    return WhyDue(question=question, steps=list(_steps(view, clock)))


def _steps(view: CallbackView, clock: Clock) -> Iterator[str]:
    yield from _counted(view, clock)
    if view.by_law_at is not None:
        yield _(BY_LAW).format(time=clock.moment(view.by_law_at))


def _counted(view: CallbackView, clock: Clock) -> Iterator[str]:
    if view.next_attempt_at is not None and view.due_at == view.next_attempt_at:
        yield _(PLANNED).format(time=clock.moment(view.due_at))
        yield from wish_words.planned(view, clock)
        return
    told = _sum(view)
    if told:
        yield from in_words(told, clock, came_in=view.received_at)
    elif view.due_at == view.resolve_by:
        yield _(END).format(time=clock.moment(view.due_at))
    if view.first_action_at is None:
        yield from wish_words.steps(view, clock)


def _sum(view: CallbackView) -> Sequence[Stretch]:
    """The stretches, where they still lead to the time it is due; hours may have changed since.

    What their own words moved is counted to where they moved it from.
    """
    due_at = view.moved_from if wish_words.moved(view) else view.due_at
    try:
        within = window.read(view.due_window)
        found = whydue.steps(within, view.due_since, view.hours, visit=view.visit_date)
    except (window.WindowError, ClockError):
        return ()
    if not found or found[-1].end != due_at:
        return ()
    by_chance = found[0].kind is Kind.UNOPENED and view.due_why != NEVER_OPEN
    return () if by_chance else found


def in_words(found: Sequence[Stretch], clock: Clock, *, came_in: datetime) -> Iterator[str]:
    """One line for when it began, and one for each stretch."""
    start = found[0].start
    begun = SINCE if start == came_in else COUNTED_SINCE
    yield _(begun).format(time=clock.moment(start))
    for place, each in enumerate(found):
        yield _stretch(each, clock, last=place == len(found) - 1)


def _stretch(each: Stretch, clock: Clock, *, last: bool) -> str:
    until = clock.moment(each.end)
    if each.kind in _UNTIL:
        return _(_UNTIL[each.kind]).format(time=until)
    match each.kind:
        case Kind.OPEN:
            minutes = _minutes(each.count)
            words = _("{minutes} to {time}") if last else _("{minutes} until closing {time}")
            return words.format(minutes=minutes, time=until)
        case Kind.WALL:
            return _("{minutes} on the clock, to {time}").format(
                minutes=_minutes(each.count), time=until
            )
        case Kind.DAY:
            return _day(each.count).format(time=until)
    return _back(each.count).format(time=until)


def _minutes(count: int) -> str:
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)


def _day(count: int) -> str:
    if count == 0:
        return _("the business day it counts for closes {time}")
    return ngettext(
        "{count} business day after it: closing {time}",
        "{count} business days after it: closing {time}",
        count,
    ).replace("{count}", str(count))


def _back(count: int) -> str:
    if count == 0:
        return _("the day of the visit: {time}")
    return ngettext(
        "counted back {count} business day from the visit: {time}",
        "counted back {count} business days from the visit: {time}",
        count,
    ).replace("{count}", str(count))
