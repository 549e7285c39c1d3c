"""What each result of a try means, and when the next one is made.

The next try falls in another part of the day, and by the third on another weekday. The patient's
own time always wins. Voicemail at most once a day. Declining ends outreach on the matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.rules.clock import OpenHours


class Result(StrEnum):
    """What came of a try. The codes are for ever."""

    REACHED_PATIENT = "reached_patient"
    REACHED_AUTHORISED = "reached_authorised"
    REACHED_OTHER = "reached_other"
    VOICEMAIL_LEFT = "voicemail_left"
    NO_VOICEMAIL = "no_voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    GREETING_MISMATCH = "greeting_mismatch"
    DECLINED = "declined"
    CALL_LATER = "call_later"
    LANGUAGE_BARRIER = "language_barrier"
    PATIENT_CALLED_US = "patient_called_us"


class DayPart(StrEnum):
    """The parts of the day tries are spread over."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"


class Follows(StrEnum):
    """What happens next by itself."""

    STAY = "stay"
    TRY_AGAIN = "try_again"
    TRY_AT_THEIR_TIME = "try_at_their_time"
    SOON = "soon"


DAY_PART_STARTS: Final[dict[DayPart, time]] = {
    DayPart.MORNING: time(8, 30),
    DayPart.MIDDAY: time(11, 30),
    DayPart.AFTERNOON: time(14, 0),
}
_MIDDAY_FROM, _AFTERNOON_FROM = time(11), time(14)

BUSY_AGAIN: Final = timedelta(minutes=15)
"""An engaged line is tried again soon; it says nothing about the time of day."""

FOLLOWS: Final[dict[Result, Follows]] = {
    Result.REACHED_PATIENT: Follows.STAY,
    Result.REACHED_AUTHORISED: Follows.STAY,
    Result.REACHED_OTHER: Follows.TRY_AGAIN,
    Result.VOICEMAIL_LEFT: Follows.TRY_AGAIN,
    Result.NO_VOICEMAIL: Follows.TRY_AGAIN,
    Result.NO_ANSWER: Follows.TRY_AGAIN,
    Result.BUSY: Follows.SOON,
    Result.WRONG_NUMBER: Follows.STAY,
    Result.GREETING_MISMATCH: Follows.STAY,
    Result.DECLINED: Follows.STAY,
    Result.CALL_LATER: Follows.TRY_AT_THEIR_TIME,
    Result.LANGUAGE_BARRIER: Follows.STAY,
    Result.PATIENT_CALLED_US: Follows.STAY,
}

TIME_NEEDED: Final = gettext_noop("When did they ask to be called? Give a time still to come.")
NOT_YET: Final = gettext_noop("A try cannot have happened in the future.")
BEFORE_THEY_CALLED: Final = gettext_noop("A try cannot be earlier than the patient's own call.")


@dataclass(frozen=True, kw_only=True)
class Try:
    """One try already made: its result and its actual time (UTC)."""

    result: Result
    happened_at: datetime


def refusals(
    *,
    result: Result,
    happened_at: datetime,
    received_at: datetime,
    now: datetime,
    call_again_at: datetime | None,
) -> tuple[Reason, ...]:
    """Why this try cannot be written down like this; empty means it can."""
    if happened_at > now:
        return (Reason(code="in_the_future", words=NOT_YET),)
    if happened_at < received_at:
        return (Reason(code="before_arrival", words=BEFORE_THEY_CALLED),)
    if result is Result.CALL_LATER and (call_again_at is None or call_again_at <= now):
        return (Reason(code="time_needed", words=TIME_NEEDED),)
    return ()


def next_try(
    *, tries: Sequence[Try], hours: OpenHours, zone: str, call_again_at: datetime | None = None
) -> datetime | None:
    """When to try next after the last of `tries` (UTC), or None when no try follows by itself."""
    last = tries[-1]
    follows = FOLLOWS[last.result]
    if follows is Follows.STAY:
        return None
    if follows is Follows.TRY_AT_THEIR_TIME:
        return call_again_at
    if follows is Follows.SOON:
        return hours.next_open(last.happened_at + BUSY_AGAIN)
    return _another_day_part(tries, hours, ZoneInfo(zone))


def day_part(at: datetime, zone: ZoneInfo) -> DayPart:
    """The part of the practice's day this moment falls in."""
    local = at.astimezone(zone).time()
    if local < _MIDDAY_FROM:
        return DayPart.MORNING
    return DayPart.MIDDAY if local < _AFTERNOON_FROM else DayPart.AFTERNOON


def two_day_parts(tries: Sequence[Try], zone: str) -> bool:
    """Whether at least two tries were made in different parts of the day or on different days."""
    where = ZoneInfo(zone)
    return (
        len(
            {
                (t.happened_at.astimezone(where).date(), day_part(t.happened_at, where))
                for t in tries
            }
        )
        > 1
    )


def _another_day_part(tries: Sequence[Try], hours: OpenHours, zone: ZoneInfo) -> datetime:
    last = tries[-1]
    used = {day_part(each.happened_at, zone) for each in tries}
    fresh = [part for part in DayPart if part not in used] or [
        part for part in DayPart if part is not day_part(last.happened_at, zone)
    ]
    day = last.happened_at.astimezone(zone).date()
    if last.result is Result.VOICEMAIL_LEFT or len(tries) > 1:
        day += timedelta(days=1)
    starts = (
        datetime.combine(day + timedelta(days=ahead), DAY_PART_STARTS[part], zone)
        for ahead in range(8)
        for part in fresh
    )
    reachable = (hours.next_open(start) for start in starts if start > last.happened_at)
    return next(at for at in reachable if day_part(at, zone) in fresh)
