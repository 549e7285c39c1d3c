"""What a changed pathway would have meant last month: due earlier or later, kept or broken.

A change of a promise is easy to write and hard to keep. Before it is saved, the arrivals there
really were are judged by both versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules import due
from ringback.rules.category import CLINICAL_POSTS, Kind
from ringback.rules.queue import RANK, Level

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ringback.rules.category import Category
    from ringback.rules.clock import OpenHours
    from ringback.rules.due import Judged
    from ringback.rules.known import Facts


@dataclass(frozen=True, kw_only=True)
class Past:
    """One callback there was: what was known of it, and when somebody first acted (UTC)."""

    facts: Facts
    first_action_at: datetime | None


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


def difference(
    past: Iterable[Past], *, before: Category, after: Category, hours: OpenHours, now: datetime
) -> Difference:
    """Judge every callback by both versions; what is due later than `now` is not broken yet."""
    judged = [
        (
            each,
            due.judged(category=before, hours=hours, facts=each.facts),
            due.judged(category=after, hours=hours, facts=each.facts),
        )
        for each in past
    ]
    return Difference(
        callbacks=len(judged),
        earlier=sum(new.times.due_at < old.times.due_at for _, old, new in judged),
        later=sum(new.times.due_at > old.times.due_at for _, old, new in judged),
        before=_kept([(each, old) for each, old, _ in judged], now),
        after=_kept([(each, new) for each, _, new in judged], now),
        to_clinician_before=sum(_to_clinician(before, old) for _, old, _ in judged),
        to_clinician_after=sum(_to_clinician(after, new) for _, _, new in judged),
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


def _kept(judged: Iterable[tuple[Past, Judged]], now: datetime) -> Kept:
    kept = broken = still_open = 0
    for each, found in judged:
        acted = each.first_action_at
        if acted is not None and acted <= found.times.due_at:
            kept += 1
        elif acted is not None or found.times.due_at < now:
            broken += 1
        else:
            still_open += 1
    return Kept(kept=kept, broken=broken, open=still_open)


_LEADS_TO_CLINICIAN: Final = frozenset({"EMERG", "URGENT", "CLIN"})


def _to_clinician(category: Category, found: Judged) -> bool:
    """Whether a clinician would have had to do with it."""
    if category.kind is not Kind.ROUTINE or found.becomes in _LEADS_TO_CLINICIAN:
        return True
    raised = found.level is not None and RANK[found.level] < RANK[Level.ROUTINE]
    told = any(post in CLINICAL_POSTS for post in found.tell)
    return raised or told or not _LEADS_TO_CLINICIAN.isdisjoint(found.also)
