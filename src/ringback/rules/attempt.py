"""What each result of a try means, and when the next one is made.

The next try falls in another part of the day, and by the third on another weekday. The patient's
own time always wins. After a voicemail the next try waits for another day, so that at most one is
left a day. Declining ends outreach on the matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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

BUSY_IN_A_ROW: Final = 2
"""So often a line may be engaged before it is treated like one nobody answers."""

FURTHEST_AHEAD: Final = timedelta(days=180)
"""How far ahead a time to call may lie: beyond it a typing error is likelier than a wish."""

DAYS_LOOKED_AHEAD: Final = 8
"""A week and a day: every weekday comes once, and the present one again."""

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

REACHED: Final = frozenset(
    {Result.REACHED_PATIENT, Result.REACHED_AUTHORISED, Result.PATIENT_CALLED_US}
)
"""Results after which the matter was talked about with the patient, or with who speaks for them."""

REACHED_OR_DECLINED: Final = REACHED | {Result.DECLINED}
"""Somebody was spoken to, if only to say no. It settles a time they asked for earlier."""

WRITTEN: Final = frozenset({"text", "portal", "letter", "email"})
"""Channels on which something written is a try: it reaches them when they read it."""

TIME_NEEDED: Final = gettext_noop("When did they ask to be called? Give a time still to come.")
TOO_FAR_AHEAD: Final = gettext_noop("That is more than half a year ahead. Check the date.")
THEY_DECLINED: Final = gettext_noop(
    "They declined, so no further call is planned. Leave the time out."
)
NOT_YET: Final = gettext_noop("A try cannot have happened in the future.")
BEFORE_THEY_CALLED: Final = gettext_noop("A try cannot be earlier than the patient's own call.")


@dataclass(frozen=True, kw_only=True)
class Try:
    """One try already made: its result, its actual time and the time they asked for (UTC)."""

    result: Result
    happened_at: datetime
    call_again_at: datetime | None = None
    channel: str = "phone"


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
    return _time_refusals(result, call_again_at, now)


def _time_refusals(
    result: Result, call_again_at: datetime | None, now: datetime
) -> tuple[Reason, ...]:
    if call_again_at is None:
        needed = result is Result.CALL_LATER
        return (Reason(code="time_needed", words=TIME_NEEDED),) if needed else ()
    if result is Result.DECLINED:
        return (Reason(code="they_declined", words=THEY_DECLINED),)
    if call_again_at <= now:
        return (Reason(code="time_needed", words=TIME_NEEDED),)
    if call_again_at > now + FURTHEST_AHEAD:
        return (Reason(code="too_far_ahead", words=TOO_FAR_AHEAD),)
    return ()


def next_try(
    *, tries: Sequence[Try], hours: OpenHours, zone: str, now: datetime
) -> datetime | None:
    """When to try next after the last of `tries` (UTC), or None when no try follows by itself.

    `tries` are in the order they happened. A time the patient asked for wins over our rhythm
    until somebody reached them again; a try written down late never plans one in the past.
    """
    last = tries[-1]
    follows = FOLLOWS[last.result]
    if last.call_again_at is not None:
        return last.call_again_at
    if follows is Follows.STAY:
        return None
    if theirs := _still_promised(tries, now):
        return theirs
    since = max(last.happened_at, now)
    if follows is Follows.SOON and not _keeps_being_busy(tries):
        return hours.next_open(since + BUSY_AGAIN)
    return _another_day_part(tries, hours, ZoneInfo(zone), since)


def _still_promised(tries: Sequence[Try], now: datetime) -> datetime | None:
    """A time they asked for that is still to come, unless somebody reached them since."""
    for each in reversed(tries):
        if each.call_again_at is not None:
            return each.call_again_at if each.call_again_at > now else None
        if each.result in REACHED_OR_DECLINED:
            return None
    return None


def _keeps_being_busy(tries: Sequence[Try]) -> bool:
    latest = tries[-BUSY_IN_A_ROW:]
    return len(latest) == BUSY_IN_A_ROW and all(each.result is Result.BUSY for each in latest)


def day_part(at: datetime, zone: ZoneInfo) -> DayPart:
    """The part of the practice's day this moment falls in."""
    local = at.astimezone(zone).time()
    if local < _MIDDAY_FROM:
        return DayPart.MORNING
    return DayPart.MIDDAY if local < _AFTERNOON_FROM else DayPart.AFTERNOON


def two_day_parts(tries: Sequence[Try], zone: str) -> bool:
    """Whether at least two tries were made in different parts of the day or on different days.

    A call the patient made is no try of ours.
    """
    where = ZoneInfo(zone)
    ours = (each.happened_at for each in tries if each.result is not Result.PATIENT_CALLED_US)
    return len({(at.astimezone(where).date(), day_part(at, where)) for at in ours}) > 1


def _another_day_part(
    tries: Sequence[Try], hours: OpenHours, zone: ZoneInfo, since: datetime
) -> datetime:
    """The first opening in a part of the day not tried yet; failing that, the next business day.

    From the third try on, and after a voicemail, not before tomorrow; from the third on also on
    another weekday, if all tries so far fell on one.
    """
    fresh = _fresh_parts(tries, zone)
    today = since.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    first = tomorrow if len(tries) > 1 or _voicemail_on(today, tries, zone) else today
    used = {each.happened_at.astimezone(zone).weekday() for each in tries}
    spent = used if len(tries) > 1 and len(used) == 1 else set()
    starts = (
        datetime.combine(first + timedelta(days=ahead), DAY_PART_STARTS[part], zone)
        for ahead in range(DAYS_LOOKED_AHEAD)
        for part in fresh
    )
    open_at = (hours.next_open(start.astimezone(UTC)) for start in starts if start > since)
    chosen = (
        at
        for at in open_at
        if day_part(at, zone) in fresh and at.astimezone(zone).weekday() not in spent
    )
    midnight = datetime.combine(tomorrow, time(), zone)
    return next(chosen, hours.next_open(midnight.astimezone(UTC)))


def _fresh_parts(tries: Sequence[Try], zone: ZoneInfo) -> list[DayPart]:
    """The parts of the day not tried yet; when all were, all but the last one's."""
    used = {day_part(each.happened_at, zone) for each in tries}
    last = day_part(tries[-1].happened_at, zone)
    return [part for part in DayPart if part not in used] or [
        part for part in DayPart if part is not last
    ]


def _voicemail_on(day: date, tries: Sequence[Try], zone: ZoneInfo) -> bool:
    return any(
        each.result is Result.VOICEMAIL_LEFT and each.happened_at.astimezone(zone).date() == day
        for each in tries
    )
