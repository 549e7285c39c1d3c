"""What a changed pathway would have meant last month: due earlier or later, kept or broken.

A change of a promise is easy to write and hard to keep. Before it is saved, the arrivals there
really were are judged by both versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.rules import stand
from ringback.rules.category import CLINICAL_POSTS, Kind
from ringback.rules.queue import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ringback.rules.category import Category
    from ringback.rules.clock import OpenHours
    from ringback.rules.known import Facts
    from ringback.rules.stand import Asked, Stood


@dataclass(frozen=True, kw_only=True)
class Past:
    """One callback there was: what was known of it, and when somebody first acted (UTC).

    `level` is how pressing it is held to be, for a reason that is not its pathway's; `asked` the
    time the patient asked for, while it counted.
    """

    facts: Facts
    first_action_at: datetime | None
    level: Level = Level.ROUTINE
    asked: Asked | None = None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Promises of a first action: kept, broken, and not due yet."""

    kept: int = 0
    broken: int = 0
    open: int = 0


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What the change would have done to these callbacks."""

    callbacks: int
    earlier: int
    later: int
    before: Kept
    after: Kept
    to_clinician_before: int
    to_clinician_after: int


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One callback judged by one version of its pathway."""

    past: Past
    stood: Stood
    due_at: datetime


def tried(
    past: Past, category: Category, *, hours: OpenHours, others: Mapping[str, Category]
) -> Tried:
    """What the door would have made of it. `others` are the pathways it may be handed on to.

    A pathway nobody knows hands on to nothing.
    """
    found = stand.stood(
        category,
        hours=hours,
        facts=past.facts,
        level=past.level,
        pathway=lambda code: others.get(code, category),
    )
    due_at = stand.due_at(found, hours, facts=past.facts, asked=past.asked)
    return Tried(past=past, stood=found, due_at=due_at)


def difference(
    past: Iterable[Past],
    *,
    before: Category,
    after: Category,
    hours: OpenHours,
    now: datetime,
    others: Mapping[str, Category],
) -> Difference:
    """Judge every callback by both versions; what is due later than `now` is not broken yet."""
    listed = list(past)
    old = [tried(each, before, hours=hours, others=others) for each in listed]
    new = [tried(each, after, hours=hours, others=others) for each in listed]
    both = list(zip(old, new, strict=True))
    return Difference(
        callbacks=len(listed),
        earlier=sum(after.due_at < before.due_at for before, after in both),
        later=sum(after.due_at > before.due_at for before, after in both),
        before=_kept(old, now),
        after=_kept(new, now),
        to_clinician_before=sum(_to_clinician(each.stood, others) for each in old),
        to_clinician_after=sum(_to_clinician(each.stood, others) for each in new),
    )


def together(each: Iterable[Difference]) -> Difference:
    """Several differences as one: a practice's places have opening hours of their own."""
    found = list(each)
    return Difference(
        callbacks=sum(one.callbacks for one in found),
        earlier=sum(one.earlier for one in found),
        later=sum(one.later for one in found),
        before=_added(one.before for one in found),
        after=_added(one.after for one in found),
        to_clinician_before=sum(one.to_clinician_before for one in found),
        to_clinician_after=sum(one.to_clinician_after for one in found),
    )


def _added(each: Iterable[Kept]) -> Kept:
    found = list(each)
    return Kept(
        kept=sum(one.kept for one in found),
        broken=sum(one.broken for one in found),
        open=sum(one.open for one in found),
    )


def _kept(judged: Iterable[Tried], now: datetime) -> Kept:
    kept = broken = still_open = 0
    for each in judged:
        acted = each.past.first_action_at
        if acted is not None and acted <= each.due_at:
            kept += 1
        elif acted is not None or each.due_at < now:
            broken += 1
        else:
            still_open += 1
    return Kept(kept=kept, broken=broken, open=still_open)


def _to_clinician(found: Stood, others: Mapping[str, Category]) -> bool:
    """Whether a clinician would have had to do with it."""
    if found.category.kind is not Kind.ROUTINE or found.pressing:
        return True
    if any(post in CLINICAL_POSTS for post in found.judged.tell):
        return True
    beside = (others.get(code) for code in found.judged.also)
    return any(each is not None and each.kind is not Kind.ROUTINE for each in beside)
