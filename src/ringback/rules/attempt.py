"""What each result of a try means, and what may be written down of it.

Declining ends outreach on the matter. When the next try is made is rules/rhythm.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.rules.partsofday import part_at
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringback.rules.partsofday import Parts


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
    SENT = "sent"


class Side(StrEnum):
    """Whom a try was to reach: the patient's side, or another party of the same matter."""

    PATIENT = "patient"
    OTHER = "other"


class Follows(StrEnum):
    """What happens next by itself."""

    STAY = "stay"
    TRY_AGAIN = "try_again"
    TRY_AT_THEIR_TIME = "try_at_their_time"
    SOON = "soon"


FURTHEST_AHEAD: Final = timedelta(days=180)
"""How far ahead a time to call may lie: beyond it a typing error is likelier than a wish."""

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
    Result.SENT: Follows.TRY_AGAIN,
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
LATE_AFTER: Final = timedelta(hours=24)
"""Whatever is written down later than this after it was made says why."""

WHY_LATE: Final = gettext_noop(
    "That was more than a day ago. Say in a few words why it is written down only now."
)
NOT_YET: Final = gettext_noop("A try cannot have happened in the future.")
ONE_A_DAY: Final = gettext_noop(
    "One voicemail a day is the most, and one was left for them that day already."
)
TAKEN_BACK: Final = gettext_noop(
    "You wrote this down once, and it was taken back since. Write it down on the page as it is now."
)
BEFORE_THEY_CALLED: Final = gettext_noop("A try cannot be earlier than the patient's own call.")


@dataclass(frozen=True, kw_only=True)
class Try:
    """One try already made: its result, its actual time and the time they asked for (UTC)."""

    result: Result
    happened_at: datetime
    call_again_at: datetime | None = None
    channel: str = "phone"
    number: str = ""


def refusals(
    *,
    result: Result,
    happened_at: datetime,
    received_at: datetime,
    now: datetime,
    call_again_at: datetime | None,
    why_late: str | None = None,
) -> tuple[Reason, ...]:
    """Why this try cannot be written down like this; empty means it can.

    `why_late` is what somebody said of a try told late; None where nobody is there to be asked.
    """
    if happened_at > now:
        return (Reason(code="in_the_future", words=NOT_YET),)
    if happened_at < received_at:
        return (Reason(code="before_arrival", words=BEFORE_THEY_CALLED),)
    if why_late is not None and not why_late.strip() and now - happened_at > LATE_AFTER:
        return (Reason(code="why_late", words=WHY_LATE),)
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


def voicemail_refusals(made: Try, earlier: Iterable[Try], zone: str) -> tuple[Reason, ...]:
    """Why no voicemail may be left again; empty means it may. Another number is another voicemail.

    `zone` is the practice's: its day counts.
    """
    day = made.happened_at.astimezone(ZoneInfo(zone)).date()
    before = (each for each in earlier if each.number == made.number)
    if made.result is Result.VOICEMAIL_LEFT and voicemail_on(day, before, ZoneInfo(zone)):
        return (Reason(code="one_voicemail_a_day", words=ONE_A_DAY),)
    return ()


def voicemail_on(day: date, tries: Iterable[Try], zone: ZoneInfo) -> bool:
    """Whether a voicemail was left on this day of the practice's."""
    return any(
        each.result is Result.VOICEMAIL_LEFT and each.happened_at.astimezone(zone).date() == day
        for each in tries
    )


def declined(tries: Sequence[Try], contacted_at: datetime) -> bool:
    """Whether they said no, and neither asked for us nor asked to be called since.

    `contacted_at` is when they last reached out by themselves (UTC).
    """
    for each in reversed(tries):
        if each.result is Result.DECLINED:
            return each.happened_at >= contacted_at
        if each.result in {Result.PATIENT_CALLED_US, Result.CALL_LATER}:
            return False
    return False


def calls(tries: Iterable[Try]) -> list[Try]:
    """The tries that were calls of ours: nothing written, and no call the patient made."""
    return [
        each
        for each in tries
        if each.channel not in WRITTEN and each.result is not Result.PATIENT_CALLED_US
    ]


def in_writing(tries: Iterable[Try]) -> bool:
    """Whether something was written to them."""
    return any(each.channel in WRITTEN for each in tries)


def two_day_parts(tries: Sequence[Try], zone: str, parts: Parts) -> bool:
    """Whether at least two calls of ours were made in different parts of the day."""
    where = ZoneInfo(zone)
    return len({part_at(each.happened_at, where, parts) for each in calls(tries)}) > 1
