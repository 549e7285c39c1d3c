"""Who is in which place and when: posts and who fills them, who is on call, whose queue it is now.

A step of a chain with nobody in it is skipped at once, so a gap is told beforehand. A queue has one
owner by shift, with a deputy, and is looked at in a rhythm the practice set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ringback.rules.clock import DAY_MINUTES, utc
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from ringback.rules.category import Category, ChainStep, Post


@dataclass(frozen=True, kw_only=True)
class OnCall:
    """Somebody fills a post from one moment to another (UTC)."""

    post: Post
    person_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Places:
    """Who fills the posts of a practice: always, and by roster for a time."""

    always: Mapping[Post, Sequence[UUID]]
    on_call: Sequence[OnCall] = ()

    def people(self, post: Post, at: datetime) -> tuple[UUID, ...]:
        """Who fills a post at a moment: whoever is on call for it, else whoever always does."""
        rostered = [each.person_id for each in self.on_call if _covers(each, post, at)]
        return tuple(dict.fromkeys(rostered or self.always.get(post, ())))


def _covers(each: OnCall, post: Post, at: datetime) -> bool:
    return each.post is post and each.starts_at <= at < each.ends_at


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One step of a chain with the people it reaches now; nobody means that it is skipped."""

    step: ChainStep
    people: tuple[UUID, ...]


def chain(category: Category, places: Places, at: datetime) -> tuple[Asked, ...]:
    """Who would be asked now, step by step."""
    return tuple(
        Asked(step=step, people=places.people(step.post, at)) for step in category.escalation
    )


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stretch in which nobody fills a post that a chain needs (UTC)."""

    post: Post
    starts_at: datetime
    ends_at: datetime


def gaps(post: Post, places: Places, *, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """When nobody fills a post between two moments. Never, where somebody always does."""
    if places.always.get(post):
        return ()
    return tuple(_gaps(post, places.on_call, since, until))


def _gaps(post: Post, on_call: Sequence[OnCall], since: datetime, until: datetime) -> Iterator[Gap]:
    covered = since
    for each in sorted(on_call, key=lambda one: one.starts_at):
        if each.post is not post or each.ends_at <= covered or each.starts_at >= until:
            continue
        if each.starts_at > covered:
            yield Gap(post=post, starts_at=covered, ends_at=each.starts_at)
        covered = max(covered, each.ends_at)
    if covered < until:
        yield Gap(post=post, starts_at=covered, ends_at=until)


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Who owns a queue on one weekday (0 is Monday), in minutes after the practice's midnight.

    An end above 1440 is the next morning.
    """

    weekday: int
    start: int
    end: int
    owner_id: UUID
    deputy_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """Whose queue it is now, until when (UTC), and who stands in."""

    owner_id: UUID
    deputy_id: UUID | None
    until: datetime


def on_duty(shifts: Sequence[Shift], now: datetime, zone: ZoneInfo) -> OnDuty | None:
    """Whose queue it is now; None outside every shift. Of two shifts the later to begin counts."""
    today = now.astimezone(zone).date()
    running = [
        (starts, ends, shift)
        for day in (today - timedelta(days=1), today)
        for shift in shifts
        if shift.weekday == day.weekday()
        for starts, ends in [_times(shift, day, zone)]
        if starts <= now < ends
    ]
    if not running:
        return None
    _, ends, shift = max(running, key=lambda each: each[0])
    return OnDuty(owner_id=shift.owner_id, deputy_id=shift.deputy_id, until=ends)


SHIFT_EMPTY: Final = gettext_noop("A shift has to end later than it begins.")
SHIFT_OVERLAPS: Final = gettext_noop("Another shift of this lane runs at that time.")
SAME_PERSON: Final = gettext_noop("Choose somebody else to stand in.")
WEEK_MINUTES: Final = 7 * DAY_MINUTES


def shift_refusals(shift: Shift, others: Sequence[Shift]) -> tuple[Reason, ...]:
    """Why a shift cannot stand beside the others of its lane; empty means it can."""
    found = []
    if not 0 <= shift.start < min(shift.end, DAY_MINUTES) or shift.end > 2 * DAY_MINUTES:
        found.append(Reason(code="shift_empty", words=SHIFT_EMPTY))
    elif any(_overlap(shift, each) for each in others):
        found.append(Reason(code="shift_overlaps", words=SHIFT_OVERLAPS))
    if shift.deputy_id == shift.owner_id:
        found.append(Reason(code="same_person", words=SAME_PERSON))
    return tuple(found)


def _overlap(one: Shift, other: Shift) -> bool:
    """Whether they share a minute of the week; Sunday night runs into Monday."""
    length, apart = one.end - one.start, _of_week(other) - _of_week(one)
    return apart % WEEK_MINUTES < length or -apart % WEEK_MINUTES < other.end - other.start


def _of_week(shift: Shift) -> int:
    return shift.weekday * DAY_MINUTES + shift.start


ON_CALL_EMPTY: Final = gettext_noop("Being on call has to end later than it begins.")
ON_CALL_OVER: Final = gettext_noop("That is over already. Check the dates.")
ON_CALL_TOO_LONG: Final = gettext_noop("That is more than a year ahead. Check the dates.")
ON_CALL_LONG_AGO: Final = gettext_noop("That began more than a year ago. Check the dates.")
ON_CALL_TWICE: Final = gettext_noop("{name} is on call for this post at that time already.")
FURTHEST: Final = timedelta(days=366)


def on_call_refusals(
    new: OnCall, name: str, others: Sequence[OnCall], now: datetime
) -> tuple[Reason, ...]:
    """Why somebody cannot be put on call like this; empty means they can."""
    if new.ends_at <= new.starts_at:
        return (Reason(code="ends", words=ON_CALL_EMPTY),)
    if new.ends_at <= now:
        return (Reason(code="ends", words=ON_CALL_OVER),)
    if new.ends_at > now + FURTHEST:
        return (Reason(code="ends", words=ON_CALL_TOO_LONG),)
    if new.starts_at < now - FURTHEST:
        return (Reason(code="starts", words=ON_CALL_LONG_AGO),)
    if any(_both(new, each) for each in others):
        return (Reason(code="person", words=ON_CALL_TWICE, values=(("name", name),)),)
    return ()


def _both(one: OnCall, other: OnCall) -> bool:
    same = (one.post, one.person_id) == (other.post, other.person_id)
    return same and one.starts_at < other.ends_at and other.starts_at < one.ends_at


NOT_YOUR_QUEUE: Final = gettext_noop(
    "Whoever has the shift, their deputy or a manager says that this queue was looked through."
)


def look_refusals(on: OnDuty | None, person_id: UUID, *, leads: bool) -> tuple[Reason, ...]:
    """Why this person may not say that a queue was looked through; empty means they may."""
    theirs = on is not None and person_id in {on.owner_id, on.deputy_id}
    if theirs or leads:
        return ()
    return (Reason(code="not_your_queue", words=NOT_YOUR_QUEUE),)


def leaned_on(category: Category) -> tuple[Post, ...]:
    """The posts a pathway leans on, once each: who owns it, who is asked, who is told."""
    posts = [
        *category.handlers.posts,
        *(step.post for step in category.escalation),
        *(rule.tell for rule in category.tighten if rule.tell is not None),
    ]
    return tuple(dict.fromkeys(posts))


def _times(shift: Shift, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return utc(day, shift.start, zone), utc(day, shift.end, zone)


@dataclass(frozen=True, kw_only=True)
class Checking:
    """How often a queue is looked at, between two wall times: "every 30 min, 8 to 17"."""

    every: timedelta
    start: time
    end: time


LATE_AFTER: Final = timedelta(minutes=5)
"""So much later than agreed a look is still in time: people are on the phone."""


def next_look(
    checking: Checking, looked_at: datetime | None, now: datetime, zone: ZoneInfo
) -> datetime:
    """By when the queue must be looked at next (UTC), since somebody last did."""
    opens, closes = _hours_of(checking, now.astimezone(zone).date(), zone)
    if now >= closes:
        return _hours_of(checking, now.astimezone(zone).date() + timedelta(days=1), zone)[0]
    if looked_at is None or looked_at < opens:
        return opens
    return min(looked_at + checking.every, closes)


def overdue(checking: Checking, looked_at: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the queue should have been looked at by now."""
    return now > next_look(checking, looked_at, now, zone) + LATE_AFTER


def _hours_of(checking: Checking, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start, end = (each.hour * 60 + each.minute for each in (checking.start, checking.end))
    return utc(day, start, zone), utc(day, end if end > start else DAY_MINUTES, zone)
