"""What in the record of who saw what is worth a second look. It accuses nobody.

Five things, each of one person on one day: many different callbacks opened or taken in a short
time, many searches in a short time, tries
at kinds of request that are not theirs, refusals of other kinds one after another, and every time a
patient outside their lanes was opened in need: that is meant to be rare. Whoever
reads it knows what that day was like; a busy Monday at the front desk looks unusual too.

Source of the duty: 45 CFR 164.308(a)(1)(ii)(D), information system activity review.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime
    from uuid import UUID
    from zoneinfo import ZoneInfo


class Why(StrEnum):
    """What made it worth a look."""

    MANY_OPENED = "many_opened"
    MANY_SEARCHED = "many_searched"
    NOT_THEIR_LANE = "not_their_lane"
    MANY_REFUSED = "many_refused"
    IN_NEED = "in_need"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From how many on it is told. Ours, nobody's standard.

    Whoever opens or takes 30 in an hour has two minutes for each, with no time to call anybody:
    that is reading; so are 60 searches. Three tries at other lanes, or five other refusals, are
    more than a slip. What is opened in need is told each time.
    """

    opened: int = 30
    searched: int = 60
    within: timedelta = timedelta(hours=1)
    lane: int = 3
    refused: int = 5
    in_need: int = 1


USUAL: Final = Limits()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One entry, as far as it matters here. `refused` are the codes of a refusal; empty: none.

    `in_need` is the giving of a reason; the looks that follow are openings like any other.
    """

    person_id: UUID
    at: datetime
    subject_id: UUID | None
    refused: tuple[str, ...] = ()
    in_need: bool = False
    searched: bool = False


@dataclass(frozen=True, kw_only=True)
class Unusual:
    """What one person did on one day that is worth a look: how often, from when to when."""

    why: Why
    person_id: UUID
    count: int
    begins: datetime
    ends: datetime


def found(entries: Iterable[Seen], zone: ZoneInfo, limits: Limits = USUAL) -> tuple[Unusual, ...]:
    """Everything worth a look, the latest first. A day is the practice's own."""
    days: dict[tuple[UUID, date], list[Seen]] = defaultdict(list)
    for each in sorted(entries, key=lambda entry: entry.at):
        days[each.person_id, each.at.astimezone(zone).date()].append(each)
    all_of_it = [one for day in days.values() for one in _of_a_day(day, limits)]
    return tuple(sorted(all_of_it, key=lambda one: one.ends, reverse=True))


def _of_a_day(day: Sequence[Seen], limits: Limits) -> Iterator[Unusual]:
    in_need = [each for each in day if each.in_need and not each.refused]
    if len(in_need) >= limits.in_need:
        yield _together(Why.IN_NEED, in_need)
    others = [each for each in day if not each.refused and not each.in_need]
    opened = [each for each in others if not each.searched]
    if most := _most_opened(opened, limits):
        yield most
    if most := _most_searched([each for each in others if each.searched], limits):
        yield most
    lane = [each for each in day if "not_your_lane" in each.refused]
    if len(lane) >= limits.lane:
        yield _together(Why.NOT_THEIR_LANE, lane)
    refused = [each for each in day if each.refused and "not_your_lane" not in each.refused]
    if len(refused) >= limits.refused:
        yield _together(Why.MANY_REFUSED, refused)


def _together(why: Why, entries: Sequence[Seen]) -> Unusual:
    return Unusual(
        why=why,
        person_id=entries[0].person_id,
        count=len(entries),
        begins=entries[0].at,
        ends=entries[-1].at,
    )


def _most_opened(opened: Sequence[Seen], limits: Limits) -> Unusual | None:
    """The stretch in which the most different callbacks were opened, if they are too many."""
    best: Unusual | None = None
    begin = 0
    inside: dict[UUID | None, int] = defaultdict(int)
    for each in opened:
        inside[each.subject_id] += 1
        while each.at - opened[begin].at > limits.within:
            _take_out(inside, opened[begin].subject_id)
            begin += 1
        if len(inside) >= max(limits.opened, best.count + 1 if best else 0):
            best = Unusual(
                why=Why.MANY_OPENED,
                person_id=each.person_id,
                count=len(inside),
                begins=opened[begin].at,
                ends=each.at,
            )
    return best


def _most_searched(searched: Sequence[Seen], limits: Limits) -> Unusual | None:
    """The stretch with the most searches, if they are too many: each is another try at a name."""
    best: Sequence[Seen] = ()
    begin = 0
    for end, each in enumerate(searched, start=1):
        while each.at - searched[begin].at > limits.within:
            begin += 1
        if end - begin > len(best):
            best = searched[begin:end]
    return _together(Why.MANY_SEARCHED, best) if len(best) >= limits.searched else None


def _take_out(inside: dict[UUID | None, int], subject: UUID | None) -> None:
    inside[subject] -= 1
    if not inside[subject]:
        del inside[subject]
