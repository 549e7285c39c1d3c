"""On which pathway a callback comes to stand, by its rules and by how pressing it is.

A pathway may hand a callback on to a more pressing one, and that one again. Whoever opens a
callback and whoever only asks what a change would have meant get the same answer here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules import due, escalation, wish, wishkept
from ringback.rules.arrival import UNSORTED
from ringback.rules.category import Kind
from ringback.rules.queue import RANK, Level

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ringback.rules.category import Category
    from ringback.rules.clock import OpenHours
    from ringback.rules.due import Judged, Times
    from ringback.rules.known import Facts
    from ringback.rules.wish import FirstAction, Wish

MOST_MOVES: Final = 3
"""A pathway may hand on to a more pressing one, and that one again; a circle ends here."""


@dataclass(frozen=True, kw_only=True)
class Stood:
    """The pathway it came to stand on, what all rules on the way ask, and how pressing it is."""

    category: Category
    judged: Judged
    level: Level

    @property
    def pressing(self) -> bool:
        """Whether it is more pressing than routine."""
        return RANK[self.level] < RANK[Level.ROUTINE]


def stood(
    category: Category,
    *,
    hours: OpenHours,
    facts: Facts,
    level: Level,
    pathway: Callable[[str], Category],
    held: Level = Level.ROUTINE,
    before: Times | None = None,
) -> Stood:
    """Where a callback that begins on a pathway ends up; `pathway` answers one by its code.

    `level` is what its words, or somebody, say now; `held` what it had already. `before` are the
    times it has, which then only move earlier. What nobody has read stays unread.
    """
    found = _judged(category, hours, facts, before)
    for _ in range(MOST_MOVES):
        onward = _onward(category, found, level, held)
        if not onward:
            break
        category = pathway(onward)
        found = due.handed_on(found, _judged(category, hours, facts, None))
    return Stood(category=category, judged=found, level=_level(category, found, level, held))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """When the patient asked to be called, and when they said so (UTC)."""

    wish: Wish
    at: datetime


def first_action(
    asked: Asked | None,
    category: Category,
    judged: Judged,
    level: Level,
    *,
    facts: Facts,
    hours: OpenHours,
) -> FirstAction | None:
    """By when the first action is due by their words; None where they say nothing to it.

    What nobody has read yet is read on its own clock: their words count once it is sorted.
    """
    if asked is None or category.code == UNSORTED:
        return None
    if judged.times.since > asked.at:
        return wishkept.overtaken(judged.times.due_at)
    return wish.first_action_by(
        asked.wish,
        due_at=judged.times.due_at,
        level=level,
        flagged=category.kind is not Kind.ROUTINE or facts.urgent_open,
        hours=hours,
        now=asked.at,
        not_after=due.earliest(judged.by_visit, judged.by_law),
    )


def due_at(found: Stood, hours: OpenHours, *, facts: Facts, asked: Asked | None = None) -> datetime:
    """By when a new callback is due: however patient its pathway, as its level says."""
    theirs = first_action(
        asked, found.category, found.judged, found.level, facts=facts, hours=hours
    )
    usual = theirs.due_at if theirs else found.judged.times.due_at
    at = due.at_level(found.level, facts.received_at, hours) if found.pressing else None
    return usual if at is None else min(at, usual)


def _judged(category: Category, hours: OpenHours, facts: Facts, before: Times | None) -> Judged:
    if before is None:
        return due.judged(category=category, hours=hours, facts=facts)
    return due.tightened(category=category, hours=hours, before=before, facts=facts)


def _onward(category: Category, found: Judged, level: Level, held: Level) -> str:
    """The pathway it goes on to: by a rule, by what is said now, or to leave the routine ones.

    A rule of a clinical pathway that raises the level keeps it there: it knows what is asked then.
    """
    if category.code == UNSORTED:
        return ""
    if category.kind is Kind.ROUTINE:
        level = _level(category, found, level, held)
    return found.becomes or escalation.pathway_for(level, category)


def _level(category: Category, found: Judged, *levels: Level) -> Level:
    """The most pressing of all that was said, held, ruled, and of what the pathway is for."""
    return min(
        (*levels, found.level or Level.ROUTINE, escalation.level_of(category)),
        key=tuple(Level).index,
    )
