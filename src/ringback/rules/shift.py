"""The end of a shift: what is kept to the next one, what somebody else must have before that.

Nothing that is needed before somebody is back stays with them: they hand it on, or it goes back to
anyone by itself once their shift is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.clock import OutsideHours, utc
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from ringback.rules.clock import OpenHours
    from ringback.rules.roster import Shift


class Next(StrEnum):
    """What becomes of a callback at the end of its owner's shift."""

    KEEP = "keep"
    PERSON = "person"
    ANYONE = "anyone"


class DraftNext(StrEnum):
    """What becomes of words that are not signed at the end of a shift."""

    SIGN = "sign"
    KEEP = "keep"
    LEAD = "lead"


AHEAD: Final = timedelta(days=21)
"""How far ahead the roster is looked at for the next shift: over any holidays."""

BACK: Final = timedelta(days=8)
"""How far back for the last one: a week, and the night before it."""

GRACE: Final = timedelta(minutes=5)
"""So long after the end of a shift nothing is taken away: people finish what they are at."""

UNREAD: Final = gettext_noop("Nobody has read it yet: it cannot wait for one person.")
WITH_YOU: Final = gettext_noop("Not needed before you are back.")
NEEDED: Final = gettext_noop("Needed {when}, before you are back.")
NEEDED_ABSENT: Final = gettext_noop("Needed {when}, before they are back.")
WITH_THEM: Final = gettext_noop("Not needed before they are back.")
CANNOT_KEEP: Final = gettext_noop(
    "It is needed {when}, before the next shift. Hand it to a colleague or to anyone."
)
NO_NEXT: Final = gettext_noop("Say what becomes of it: kept, handed to a colleague, or to anyone.")
NO_DRAFT_NEXT: Final = gettext_noop(
    "Say what becomes of what you wrote: signed, kept as your draft, or handed to a lead."
)
NO_LEAD: Final = gettext_noop("Choose a manager or a clinician who works on this kind of request.")
NOT_HELD: Final = gettext_noop("It changed hands meanwhile. Look at the list again.")
LEFT_OUT: Final = gettext_noop("This came to it meanwhile. Say what becomes of it, too.")
OF_THEMSELVES: Final = gettext_noop("This is your own shift: end it on your own page.")


@dataclass(frozen=True, kw_only=True)
class Held:
    """A callback somebody holds: its stage, how pressing, what is due next (UTC)."""

    stage: Stage
    level: Level
    due_at: datetime
    review_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody whose queue it is now, until when (UTC)."""

    person_id: UUID
    name: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class When(Reason):
    """A reason with a moment in it (UTC), which whoever tells it puts on the practice's clock."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is proposed for a callback, to whom, and why."""

    next: Next
    reason: Reason
    to: UUID | None = None


def back_at(
    shifts: Sequence[Shift], person_id: UUID, now: datetime, hours: OpenHours
) -> datetime | None:
    """When somebody's next shift begins (UTC), on a day the practice opens.

    Without any shift in the roster it is the next opening of another day; None where there is none.
    """
    zone = hours.zone
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=each) for each in range(AHEAD.days)]
    found = (
        starts
        for starts, ends in _theirs(shifts, person_id, days, zone)
        if starts > now and _opens(hours, starts, ends)
    )
    has_any = any(person_id in {each.owner_id, each.deputy_id} for each in shifts)
    return min(found, default=None) if has_any else _another_day(hours, today)


def over_since(
    shifts: Sequence[Shift], person_id: UUID, now: datetime, zone: ZoneInfo
) -> datetime | None:
    """When somebody's last shift ended (UTC); None while one runs, or where there was none."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=each) for each in range(BACK.days)]
    theirs = list(_theirs(shifts, person_id, days, zone))
    if any(starts <= now < ends for starts, ends in theirs):
        return None
    return max((ends for _, ends in theirs if ends <= now), default=None)


def _theirs(
    shifts: Sequence[Shift], person_id: UUID, days: Sequence[date], zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """When their shifts of these days begin and end; standing in for somebody is one, too."""
    for day in days:
        for each in shifts:
            if each.weekday == day.weekday() and person_id in {each.owner_id, each.deputy_id}:
                yield utc(day, each.start, zone), utc(day, each.end, zone)


def _opens(hours: OpenHours, starts: datetime, ends: datetime) -> bool:
    """Whether the practice opens during a shift; beyond its calendar nobody says otherwise."""
    try:
        return hours.minutes_between(starts, ends) > 0
    except OutsideHours:
        return True


def _another_day(hours: OpenHours, today: date) -> datetime | None:
    try:
        return hours.next_open(utc(hours.business_day_after(today), 0, hours.zone))
    except OutsideHours:
        return None


def needed_by(held: Held) -> datetime:
    """By when somebody must look at it again."""
    if held.stage is Stage.ON_HOLD and held.review_at is not None:
        return held.review_at
    return held.due_at


def too_early(held: Held, back: datetime | None) -> bool:
    """Whether it is needed before somebody is back."""
    return back is None or needed_by(held) < back


def propose(
    held: Held,
    back: datetime | None,
    colleagues: Sequence[Colleague],
    *,
    assists: bool,
    absent: bool = False,
) -> Proposal:
    """What to do with it, and why. `assists` says that its owner passes on nothing pressing.

    `absent` says that somebody else is asked, for an owner who is away.
    """
    if held.stage is Stage.UNSORTED:
        return Proposal(next=Next.ANYONE, reason=Reason(code="unread", words=UNREAD))
    if not too_early(held, back):
        words = WITH_THEM if absent else WITH_YOU
        return Proposal(next=Next.KEEP, reason=Reason(code="not_needed_before", words=words))
    words = NEEDED_ABSENT if absent else NEEDED
    reason = When(code="needed_before", words=words, at=needed_by(held))
    passes_on = held.stage is not Stage.ESCALATED and not (
        assists and held.level is not Level.ROUTINE
    )
    on_duty = max(colleagues, key=lambda each: each.until, default=None) if passes_on else None
    if on_duty is None:
        return Proposal(next=Next.ANYONE, reason=reason)
    return Proposal(next=Next.PERSON, to=on_duty.person_id, reason=reason)


def keep_refusals(held: Held, back: datetime | None) -> tuple[Reason, ...]:
    """Why it cannot stay with its owner until they are back; empty means it can."""
    if held.stage is Stage.UNSORTED:
        return (Reason(code="unread", words=UNREAD),)
    if too_early(held, back):
        return (When(code="needed_before", words=CANNOT_KEEP, at=needed_by(held)),)
    return ()


def goes_back(
    held: Held, *, over: datetime | None, back: datetime | None, worked_since: bool, now: datetime
) -> bool:
    """Whether it goes back to anyone by itself: its owner's shift is over, and they are not at it.

    `over` is since when (None while the shift runs), `worked_since` that they went on all the same.
    What waits for somebody outside goes only once it is to be looked at again.
    """
    if over is None or worked_since or now < over + GRACE:
        return False
    if held.stage is Stage.ON_HOLD and needed_by(held) > now:
        return False
    return too_early(held, back)


def lead_refusals(*, leads: bool) -> tuple[Reason, ...]:
    """Why a draft cannot be handed to this person; empty means it can."""
    return () if leads else (Reason(code="no_lead", words=NO_LEAD),)
