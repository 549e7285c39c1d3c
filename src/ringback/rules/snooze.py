"""Whoever has a callback may put it aside until a time, and says why.

It stays theirs. A flagged or urgent one is never put aside past what it is due by, one before a
visit never past what the visit demands, and nothing past a time the patient was told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ringback.rules.handover import LONGEST_WHY, TOO_LONG, line
from ringback.rules.lifecycle import Stage, Step, refusals
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FURTHEST: Final = timedelta(days=14)
"""How far ahead something may be put aside: what takes longer waits on somebody, and says whom."""

SAY_WHY: Final = gettext_noop("Say in one line why it is put aside.")
AHEAD: Final = gettext_noop("Put it aside until a time still to come.")
TOO_FAR: Final = gettext_noop(
    "That is more than two weeks ahead. If you wait for somebody, say whom under “Waiting on”."
)
READ_IT_FIRST: Final = gettext_noop("Nobody has read this yet. Read it and sort it first.")
PRESSING: Final = gettext_noop("This one is pressing: put it aside until {time} at the latest.")
BEFORE_THE_VISIT: Final = gettext_noop(
    "They have a visit coming: put it aside until {time} at the latest."
)
TOLD: Final = gettext_noop("They were told that we call at {time}. It cannot be later than that.")


@dataclass(frozen=True, kw_only=True)
class Aside:
    """What is to be put aside: how pressing, due by when (UTC), what the patient was told.

    `due_by` is the first action while it is still promised, then the end. `visit_ends` is the first
    moment that is no longer before the day of a visit, where one is on file (UTC).
    """

    stage: Stage
    level: Level
    due_by: datetime
    promised_at: datetime | None = None
    visit_ends: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TooLate(Reason):
    """It would lie there too long; `latest` is until when it may be put aside (UTC).

    Whoever tells it puts that on the practice's clock.
    """

    latest: datetime


def visit_ends(day: date | None, zone: ZoneInfo) -> datetime | None:
    """The midnight at which the day of a visit begins: from then on it is not before the visit."""
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=zone)


def refusals_of(it: Aside, until: datetime | None, why: str, now: datetime) -> tuple[Reason, ...]:
    """Why it cannot be put aside so; empty means it can."""
    if it.stage is Stage.UNSORTED:
        return (Reason(code="read_it_first", words=READ_IT_FIRST),)
    if no := refusals(Step.SCHEDULE, it.stage):
        return no
    return (*_of_the_time(it, until, now), *_of_the_line(why))


def _of_the_time(it: Aside, until: datetime | None, now: datetime) -> tuple[Reason, ...]:
    if until is None or until <= now:
        return (Reason(code="ahead", words=AHEAD),)
    late = tuple(
        TooLate(code=code, words=words, latest=latest, values=(("time", latest.isoformat()),))
        for code, words, latest in limits(it)
        if until > latest
    )
    if late:
        return (min(late, key=lambda each: each.latest),)
    return (Reason(code="too_far", words=TOO_FAR),) if until > now + FURTHEST else ()


def limits(it: Aside) -> tuple[tuple[str, str, datetime], ...]:
    """Every moment past which it may not lie, each with its code and words."""
    found: list[tuple[str, str, datetime]] = []
    if it.promised_at is not None:
        found.append(("told", TOLD, it.promised_at))
    if it.level is not Level.ROUTINE:
        found.append(("pressing", PRESSING, it.due_by))
    if it.visit_ends is not None:
        found.append(("before_the_visit", BEFORE_THE_VISIT, min(it.due_by, it.visit_ends)))
    return tuple(found)


def _of_the_line(why: str) -> tuple[Reason, ...]:
    said = line(why)
    if not said:
        return (Reason(code="say_why", words=SAY_WHY),)
    return (Reason(code="why_too_long", words=TOO_LONG),) if len(said) > LONGEST_WHY else ()
