"""Facts put into the plain words of the screens: times, kinds, results, stages."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import (
    get_language,
    get_language_info,
    gettext,
    gettext_lazy,
    ngettext,
    pgettext,
)

from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Outcome
from ringback.rules.queue import CameBack, Group, Level

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from ringback.rules.reason import Reason


def _(text: str) -> str:
    """The text in the reader's language; remembered, because a page asks some six times per row."""
    return _in(get_language(), text)


@lru_cache(maxsize=2048)
def _in(language: str, text: str) -> str:  # noqa: ARG001 - part of the key
    return gettext(text)


@lru_cache(maxsize=2048)
def _hour(hour: int, minute: int, language: str) -> str:  # noqa: ARG001 - part of the key
    # For translators: the time of day, in the letters of Django's filter "date".
    return time_format(time(hour, minute), pgettext("time of day", "G:i"))


@lru_cache(maxsize=2048)
def _weekday(on: date, language: str) -> str:  # noqa: ARG001 - part of the key
    # For translators: a day of this week, in the letters of Django's filter "date".
    return date_format(on, pgettext("day of this week", "D"))


@lru_cache(maxsize=2048)
def _day(on: date, language: str) -> str:  # noqa: ARG001 - part of the key
    # For translators: a day of another week, in the letters of Django's filter "date".
    return date_format(on, pgettext("day of another week", "D j M"))


LEVELS: Final[dict[str, StrOrPromise]] = {
    Level.EMERGENCY: gettext_lazy("Emergency"),
    Level.URGENT: gettext_lazy("Urgent"),
    Level.CLINICAL: gettext_lazy("Clinical"),
    Level.ROUTINE: gettext_lazy("Routine"),
}
UNREAD: Final = gettext_lazy("Unread")

GROUPS: Final[dict[Group, StrOrPromise]] = {
    Group.NOW: gettext_lazy("Now"),
    Group.OVERDUE: gettext_lazy("Overdue"),
    Group.WITHIN_THE_HOUR: gettext_lazy("Due within the hour"),
    Group.LATER_TODAY: gettext_lazy("Later today"),
    Group.NEXT_DAYS: gettext_lazy("Next days"),
}

KINDS: Final[dict[str, StrOrPromise]] = {
    Kind.MISSED_CALL: gettext_lazy("missed call"),
    Kind.VOICEMAIL: gettext_lazy("voicemail"),
    Kind.WEB_FORM: gettext_lazy("web form"),
    Kind.PORTAL_MESSAGE: gettext_lazy("portal message"),
    Kind.APPOINTMENT_REQUEST: gettext_lazy("appointment request"),
    Kind.INCOMPLETE_INTAKE: gettext_lazy("incomplete form"),
    Kind.EMAIL: gettext_lazy("e-mail"),
    Kind.FAX: gettext_lazy("fax"),
    Kind.WALK_UP: gettext_lazy("asked at the desk"),
    Kind.LIVE_CALL: gettext_lazy("called"),
}

SOURCES: Final[dict[str, StrOrPromise]] = {
    "phone": gettext_lazy("Phone"),
    "phone_log": gettext_lazy("Phone log"),
    "desk": gettext_lazy("Front desk"),
    "website": gettext_lazy("Website"),
    "forms": gettext_lazy("Forms"),
    "portal": gettext_lazy("Portal"),
}
"""Ways in that we know; another one is shown as its sender names it."""

RESULTS: Final[dict[str, StrOrPromise]] = {
    Result.REACHED_PATIENT: gettext_lazy("reached the patient"),
    Result.REACHED_AUTHORISED: gettext_lazy("reached somebody authorised"),
    Result.REACHED_OTHER: gettext_lazy("reached someone else"),
    Result.VOICEMAIL_LEFT: gettext_lazy("voicemail left"),
    Result.NO_VOICEMAIL: gettext_lazy("no voicemail possible"),
    Result.NO_ANSWER: gettext_lazy("no answer"),
    Result.BUSY: gettext_lazy("busy"),
    Result.WRONG_NUMBER: gettext_lazy("wrong number"),
    Result.GREETING_MISMATCH: gettext_lazy("greeting did not match"),
    Result.DECLINED: gettext_lazy("declined"),
    Result.CALL_LATER: gettext_lazy("asked to call later"),
    Result.LANGUAGE_BARRIER: gettext_lazy("language barrier"),
    Result.PATIENT_CALLED_US: gettext_lazy("the patient called us"),
}

OUTCOMES: Final[dict[str, StrOrPromise]] = {
    Outcome.DONE: gettext_lazy("Done"),
    Outcome.UNREACHABLE: gettext_lazy("Could not be reached"),
    Outcome.WITHDRAWN: gettext_lazy("No longer wanted"),
    Outcome.DUPLICATE: gettext_lazy("The same as another"),
    Outcome.IN_ERROR: gettext_lazy("Entered in error"),
}

CAME_BACK: Final[dict[str, StrOrPromise]] = {
    CameBack.GIVEN_BACK: gettext_lazy("given back"),
    CameBack.LAPSED: gettext_lazy("came back, nothing happened"),
    CameBack.TRY_NOT_MADE: gettext_lazy("came back, the try was not made"),
    CameBack.ANSWERED: gettext_lazy("came back with an answer"),
    CameBack.REOPENED: gettext_lazy("reopened"),
}

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def in_words(reason: Reason) -> str:
    """A rule's reason in the reader's language."""
    values = {name: _own(name, value) for name, value in reason.values}
    return _(reason.words).format(**values)


def _own(name: str, value: str) -> str:
    """A value as it is, a name for example; "words" are a pathway's."""
    return practice_words(value) if name == "words" else value


def practice_words(text: str) -> str:
    """What a pathway says: translated while it is the default's; a practice's own is its own."""
    return _(text) if text else ""


def language_words(code: str) -> str:
    """A language people speak, by its code: "Spanish"."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


class Clock:
    """The practice's clock for one page: every moment in words, seen from `now`."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.now = now
        self.zone = ZoneInfo(zone)
        self.today = now.astimezone(self.zone).date()

    def local(self, at: datetime) -> datetime:
        """The moment on the practice's clock."""
        return at.astimezone(self.zone)

    def hour(self, at: datetime) -> str:
        """The time of day: "9:05"."""
        local = self.local(at)
        return _hour(local.hour, local.minute, get_language())

    def moment(self, at: datetime) -> str:
        """The time today, with its weekday on another: "9:12", "Mon 16:10", "Mon 16 Nov 16:10"."""
        local = self.local(at)
        days = (local.date() - self.today).days
        if days == 0:
            return self.hour(at)
        if abs(days) < 7:  # noqa: PLR2004 - a week
            return f"{_weekday(local.date(), get_language())} {self.hour(at)}"
        return f"{_day(local.date(), get_language())} {self.hour(at)}"

    def moment_now(self) -> str:
        """The present, always with its weekday: "Tue 10:42"."""
        return f"{_weekday(self.today, get_language())} {self.hour(self.now)}"

    def day(self, on: date) -> str:
        """A day as people say it: "today", "tomorrow", "Thu", "Thu 3 Dec"."""
        days = (on - self.today).days
        if days in {0, 1}:
            return _("today") if days == 0 else _("tomorrow")
        said = _weekday if 0 < days < 7 else _day  # noqa: PLR2004 - a week
        return said(on, get_language())

    def due(self, at: datetime) -> str:
        """How far off: "in 12 min", "18 min late", or the time where it is further."""
        left = at - self.now
        if abs(left) < MINUTE:
            return _("now")
        if left <= timedelta():
            return _("{time} late").format(time=span(-left))
        if left <= HOUR:
            return _("in {time}").format(time=span(left))
        return self.moment(at)

    def iso(self, at: datetime) -> str:
        """For <time datetime>: whole seconds, in UTC."""
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def span(length: timedelta) -> str:
    """A length of time, never negative: "under a minute", "18 min", "3 h 10 min", "23 h", "2 days".

    Nobody plans by the minutes beside ten hours or more, and they would not fit in their column.
    """
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("under a minute")
    if length < HOUR:
        return _("{count} min").format(count=minutes)
    if 10 * HOUR <= length < DAY:
        return _("{hours} h").format(hours=minutes // 60)
    if length < DAY:
        return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
    days = length.days
    return ngettext("{count} day", "{count} days", days).format(count=days)


def source_words(source: str) -> str:
    """How something came in: "Phone log"."""
    return str(SOURCES.get(source, source.replace("_", " ").capitalize()))


def initials(name: str) -> str:
    """Two letters for a small round: "AR"."""
    parts = name.split()
    return (parts[0][:1] + parts[-1][:1]).upper() if len(parts) > 1 else name[:1].upper()


def count(number: int, most: int = 1000) -> str:
    """A count, capped: "17", "1000+"."""
    return str(number) if number <= most else f"{most}+"
