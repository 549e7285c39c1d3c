"""By when a callback must have its first action and its end, and what moved it earlier.

A due time is worked out once and kept. It may only be tightened, by what the pathway names (a
second call within two hours, a visit by the next business day), by what the place the patient came
from promises, and by a level. Changing the kind of request never forgives time already spent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ringback.rules import window
from ringback.rules.known import Facts, known
from ringback.rules.queue import Level
from ringback.rules.reason import gettext_noop
from ringback.rules.window import Unit, Window

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.rules.category import Category, Post, Tightening
    from ringback.rules.clock import OpenHours
    from ringback.rules.known import Known

PROMISED: Final = gettext_noop("promised where they asked: moved earlier")

NEVER_OPEN: Final = gettext_noop("no opening hours ahead: counted on the clock")
"""Why it is due then, where the practice never opens long enough for what it promises."""

WINDOW_OF_LEVEL: Final[dict[Level, Window]] = {
    Level.EMERGENCY: Window(amount=5, unit=Unit.MINUTES),
    Level.URGENT: Window(amount=10, unit=Unit.BUSINESS_MINUTES),
}
"""How soon something this pressing must be acted on, whatever its pathway says."""

MARKED: Final[dict[Level, str]] = {
    Level.EMERGENCY: gettext_noop("marked an emergency: moved earlier"),
    Level.URGENT: gettext_noop("marked urgent: moved earlier"),
}
"""Why it is due so soon, where its words or a person raised it to this."""

_MOST_PRESSING_FIRST: Final = tuple(Level)


@dataclass(frozen=True, kw_only=True)
class Times:
    """When the first action and the end are due (UTC), and what moved it, in words.

    `window` and `since` are the promise behind `due_at`, for "why due": it began then. `on_clock`
    says that some of it was counted on the clock, as the practice never opens long enough.
    """

    due_at: datetime
    resolve_by: datetime
    why: str
    window: Window
    since: datetime
    on_clock: bool = False


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a pathway makes of a callback: its times, and what else the rules that held ask.

    `level` is what it is raised to, if at all; `becomes` the pathway it moves to; `also` pathways
    on which a linked callback opens; `tell` the posts that hear of it; `by_law` the end of a period
    the law sets; `by_visit` the latest that a coming visit allows for the first action.
    """

    times: Times
    level: Level | None = None
    becomes: str = ""
    also: tuple[str, ...] = ()
    tell: tuple[Post, ...] = ()
    by_law: datetime | None = None
    by_visit: datetime | None = None


def judged(*, category: Category, hours: OpenHours, facts: Facts) -> Judged:
    """What a pathway makes of a new callback, or of one judged afresh."""
    return _judged(category, hours, facts, _plain(category, hours, facts))


def tightened(*, category: Category, hours: OpenHours, before: Times, facts: Facts) -> Judged:
    """The same after something more became known: its times never later than `before`."""
    return _judged(category, hours, facts, before)


def first_times(*, category: Category, hours: OpenHours, facts: Facts) -> Times:
    """The times of a new callback."""
    return judged(category=category, hours=hours, facts=facts).times


def at_level(level: Level, raised_at: datetime, hours: OpenHours) -> datetime | None:
    """By when a callback raised to this level just then must be acted on, if the level says."""
    within = WINDOW_OF_LEVEL.get(level)
    return None if within is None else window.ends(within, raised_at, hours)


def handed_on(before: Judged, after: Judged) -> Judged:
    """What holds once a rule moved a callback to a more pressing pathway: the sooner of both."""
    sooner = before.times if before.times.due_at <= after.times.due_at else after.times
    end = min(before.times.resolve_by, after.times.resolve_by)
    return Judged(
        times=replace(
            sooner,
            resolve_by=max(end, sooner.due_at),
            on_clock=before.times.on_clock or after.times.on_clock,
        ),
        level=higher(before.level, after.level),
        becomes=after.becomes,
        also=tuple(dict.fromkeys(before.also + after.also)),
        tell=tuple(dict.fromkeys(before.tell + after.tell)),
        by_law=earliest(before.by_law, after.by_law),
        by_visit=earliest(before.by_visit, after.by_visit),
    )


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of some moments; None where there is none."""
    return min((each for each in moments if each is not None), default=None)


def higher(one: Level | None, other: Level | None) -> Level | None:
    """The more pressing of two levels; None is no level at all."""
    found = [each for each in _MOST_PRESSING_FIRST if each in {one, other}]
    return found[0] if found else None


def _plain(category: Category, hours: OpenHours, facts: Facts) -> Times:
    first, resolve = category.first_action, category.resolve
    visit = facts.visit_date
    due_at = window.ends(first, facts.received_at, hours, visit=visit)
    if due_at is None:
        first = category.without_visit[0]
        due_at = window.ends(first, facts.received_at, hours)
    resolve_by = window.ends(resolve, facts.received_at, hours, visit=visit) or window.ends(
        category.without_visit[1], facts.received_at, hours
    )
    if due_at is None or resolve_by is None:
        raise ValueError(f"{category.name}: what holds without a visit counts back from one")
    on_clock = window.on_the_clock(first, facts.received_at, hours, visit=visit)
    return Times(
        due_at=due_at,
        resolve_by=max(due_at, resolve_by),
        why=NEVER_OPEN if on_clock else "",
        window=first,
        since=facts.received_at,
        on_clock=on_clock or window.on_the_clock(resolve, facts.received_at, hours, visit=visit),
    )


def _judged(category: Category, hours: OpenHours, facts: Facts, times: Times) -> Judged:
    by_visit = _by_visit(category.first_action, category.resolve, facts, hours)
    so_far = Judged(times=_as_promised(times, facts, hours), by_visit=by_visit)
    found = known(facts, hours)
    for rule in category.tighten:
        if rule.when.holds(found.values):
            so_far = _with(so_far, rule, found, facts, hours)
    return so_far


def _as_promised(times: Times, facts: Facts, hours: OpenHours) -> Times:
    """What their website says holds, where it is sooner than the pathway."""
    if facts.promise is None or facts.answered_at is not None:
        return times
    return _sooner(times, facts.promise, facts.received_at, PROMISED, facts, hours)


def _with(so_far: Judged, rule: Tightening, found: Known, facts: Facts, hours: OpenHours) -> Judged:
    """One rule that holds, added to those before it."""
    since = rule.when.since(found.reached, facts.received_at)
    return replace(
        so_far,
        times=_moved(so_far.times, rule, since, facts, hours),
        level=higher(so_far.level, rule.level),
        becomes=so_far.becomes or rule.becomes,
        also=so_far.also + ((rule.also,) if rule.also and rule.also not in so_far.also else ()),
        tell=so_far.tell + ((rule.tell,) if rule.tell and rule.tell not in so_far.tell else ()),
        by_law=_by_law(so_far.by_law, rule, since, hours),
        by_visit=earliest(so_far.by_visit, _rule_by_visit(rule, since, facts, hours)),
    )


def _rule_by_visit(
    rule: Tightening, since: datetime, facts: Facts, hours: OpenHours
) -> datetime | None:
    """By when a rule wants the first action because of the visit, if that is why it holds."""
    if "business_days_to_visit" not in rule.when.facts():
        return _by_visit(rule.first_action, rule.resolve, facts, hours)
    within = (each for each in (rule.first_action, rule.resolve) if each is not None)
    return earliest(*(window.ends(each, since, hours, visit=facts.visit_date) for each in within))


def _by_visit(
    first: Window | None, resolve: Window | None, facts: Facts, hours: OpenHours
) -> datetime | None:
    """The end of what is counted back from the visit. No first action comes after the end."""
    back = (each for each in (first, resolve) if each and each.unit is Unit.BEFORE_VISIT)
    ends = (window.ends(each, facts.received_at, hours, visit=facts.visit_date) for each in back)
    return earliest(*ends)


def _moved(
    times: Times, rule: Tightening, since: datetime, facts: Facts, hours: OpenHours
) -> Times:
    if rule.first_action is not None:
        times = _sooner(times, rule.first_action, since, rule.words, facts, hours)
    if rule.resolve is not None:
        end = window.ends(rule.resolve, since, hours, visit=facts.visit_date)
        if end is not None and end < times.resolve_by:
            times = _ends_sooner(times, end, rule.words, since, rule.resolve)
    return times


def _ends_sooner(times: Times, end: datetime, words: str, since: datetime, within: Window) -> Times:
    """An earlier end pulls the first action with it."""
    if end < times.due_at:
        return Times(due_at=end, resolve_by=end, why=words, window=within, since=since)
    return replace(times, resolve_by=end, why=times.why or words)


def _sooner(
    times: Times, within: Window, since: datetime, words: str, facts: Facts, hours: OpenHours
) -> Times:
    due_at = window.ends(within, since, hours, visit=facts.visit_date)
    if due_at is None or due_at >= times.due_at:
        return times
    on_clock = window.on_the_clock(within, since, hours, visit=facts.visit_date)
    return replace(
        times,
        due_at=due_at,
        why=words,
        window=within,
        since=since,
        on_clock=times.on_clock or on_clock,
    )


def _by_law(
    before: datetime | None, rule: Tightening, since: datetime, hours: OpenHours
) -> datetime | None:
    if rule.by_law is None:
        return before
    return earliest(before, window.ends(rule.by_law, since, hours))
