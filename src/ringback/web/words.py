"""Facts put into the plain words of the screens: times, kinds, results, stages."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import (
    get_language,
    get_language_info,
    gettext,
    gettext_noop,
    ngettext,
    pgettext,
)

from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Outcome
from ringback.rules.queue import CameBack, Group, Level

if TYPE_CHECKING:
    from datetime import date

    from ringback.rules.reason import Reason


def _(text: str, language: str | None = None) -> str:
    """The text in the reader's language, or in `language` where the caller knows it already.

    Remembered, because a page asks some six times per row.
    """
    return _in(language or get_language(), text)


@lru_cache(maxsize=2048)
def _in(language: str, text: str) -> str:
    with translation.override(language):
        return gettext(text)


@lru_cache(maxsize=2048)
def _hour(hour: int, minute: int, language: str) -> str:
    with translation.override(language):
        # For translators: the time of day, in the letters of Django's filter "date".
        return time_format(time(hour, minute), pgettext("time of day", "G:i"))


def time_of_day(hour: int, minute: int, language: str) -> str:
    """A time on the clock: "9:05"."""
    return _hour(hour, minute, language)


@lru_cache(maxsize=2048)
def _weekday(on: date, language: str) -> str:
    with translation.override(language):
        # For translators: a day of this week, in the letters of Django's filter "date".
        return date_format(on, pgettext("day of this week", "D"))


@lru_cache(maxsize=2048)
def _day(on: date, language: str) -> str:
    with translation.override(language):
        # For translators: a day of another week, in the letters of Django's filter "date".
        return date_format(on, pgettext("day of another week", "D M j"))


def day_in_short(on: date) -> str:
    """A day with its weekday, without the year."""
    return _day(on, get_language())


def day_with_year(on: date) -> str:
    """A day with its weekday and its year: "Thu Dec 24, 2099"."""
    # For translators: a day of any year, in the letters of Django's filter "date".
    return date_format(on, pgettext("day of another year", "D M j, Y"))


# Whoever looks a word of these tables up puts it into the reader's language: `_(KINDS[kind])`.

LEVELS: Final[dict[str, str]] = {
    Level.EMERGENCY: gettext_noop("Emergency"),
    Level.URGENT: gettext_noop("Urgent"),
    Level.CLINICAL: gettext_noop("Clinical"),
    Level.ROUTINE: gettext_noop("Routine"),
}
MARKED_BY: Final[dict[str, str]] = {
    Level.EMERGENCY: gettext_noop("marked an emergency by {name}: moved earlier"),
    Level.URGENT: gettext_noop("marked urgent by {name}: moved earlier"),
}
UNREAD: Final = gettext_noop("Unread")

GROUPS: Final[dict[Group, str]] = {
    Group.NOW: gettext_noop("Now"),
    Group.OVERDUE: gettext_noop("Overdue"),
    Group.WITHIN_THE_HOUR: gettext_noop("Due within the hour"),
    Group.LATER_TODAY: gettext_noop("Later today"),
    Group.NEXT_DAYS: gettext_noop("Next days"),
}

KINDS: Final[dict[str, str]] = {
    Kind.MISSED_CALL: gettext_noop("missed call"),
    Kind.VOICEMAIL: gettext_noop("voicemail"),
    Kind.WEB_FORM: gettext_noop("web form"),
    Kind.PORTAL_MESSAGE: gettext_noop("portal message"),
    Kind.APPOINTMENT_REQUEST: gettext_noop("appointment request"),
    Kind.INCOMPLETE_INTAKE: gettext_noop("incomplete form"),
    Kind.EMAIL: gettext_noop("e-mail"),
    Kind.FAX: gettext_noop("fax"),
    Kind.WALK_UP: gettext_noop("asked at the desk"),
    Kind.LIVE_CALL: gettext_noop("called"),
    Kind.ON_A_LIST: gettext_noop("written on a list"),
}

SOURCES: Final[dict[str, str]] = {
    "phone": gettext_noop("Phone"),
    "phone_log": gettext_noop("Phone log"),
    "desk": gettext_noop("Front desk"),
    "list": gettext_noop("Your own list"),
    "website": gettext_noop("Website"),
    "forms": gettext_noop("Forms"),
    "portal": gettext_noop("Portal"),
}
"""Ways in that we know; another one is shown as its sender names it."""

RESULTS: Final[dict[str, str]] = {
    Result.REACHED_PATIENT: gettext_noop("reached the patient"),
    Result.REACHED_AUTHORISED: gettext_noop("reached somebody authorised"),
    Result.REACHED_OTHER: gettext_noop("reached someone else"),
    Result.VOICEMAIL_LEFT: gettext_noop("voicemail left"),
    Result.NO_VOICEMAIL: gettext_noop("no voicemail possible"),
    Result.NO_ANSWER: gettext_noop("no answer"),
    Result.BUSY: gettext_noop("busy"),
    Result.WRONG_NUMBER: gettext_noop("wrong number"),
    Result.GREETING_MISMATCH: gettext_noop("greeting did not match"),
    Result.DECLINED: gettext_noop("declined"),
    Result.CALL_LATER: gettext_noop("asked to call later"),
    Result.LANGUAGE_BARRIER: gettext_noop("language barrier"),
    Result.PATIENT_CALLED_US: gettext_noop("the patient called us"),
    Result.SENT: gettext_noop("sent by hand"),
}

OUTCOMES: Final[dict[str, str]] = {
    Outcome.DONE: gettext_noop("Done"),
    Outcome.UNREACHABLE: gettext_noop("Could not be reached"),
    Outcome.WITHDRAWN: gettext_noop("No longer wanted"),
    Outcome.DUPLICATE: gettext_noop("The same as another"),
    Outcome.IN_ERROR: gettext_noop("Entered in error"),
    Outcome.NOT_A_PATIENT: gettext_noop("Not a patient’s call"),
}

CAME_BACK: Final[dict[str, str]] = {
    CameBack.GIVEN_BACK: gettext_noop("given back"),
    CameBack.LAPSED: gettext_noop("came back, nothing happened"),
    CameBack.TRY_NOT_MADE: gettext_noop("came back, the try was not made"),
    CameBack.ANSWERED: gettext_noop("came back with an answer"),
    CameBack.REOPENED: gettext_noop("reopened"),
    CameBack.OWNER_AWAY: gettext_noop("promised, nobody was here for it"),
    CameBack.SHIFT_OVER: gettext_noop("came back, the shift is over"),
}

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


MESSAGES: Final = frozenset({"words", "line", "language", "post", "kind", "advice"})
"""The values of a reason that are message ids themselves."""


def in_words(reason: Reason) -> str:
    """A rule's reason in the reader's language."""
    values = {name: _own(name, value) for name, value in reason.values}
    return _(reason.words).format(**values)


def _own(name: str, value: str) -> str:
    """A value as it is, a name for example; some are words of a pathway, or of ours."""
    return practice_words(value) if name in MESSAGES else value


AT_THE_SERVER: Final = "command line"
"""The name that stands for whoever set something at the server, not on a page."""


def practice_words(text: str) -> str:
    """What a pathway says: translated while it is the default's; a practice's own is its own."""
    return _(text) if text else ""


def author_words(name: str) -> str:
    """Who wrote a version; what was set at the server says so in the reader's words."""
    return _("IT, at the server") if name == AT_THE_SERVER else name


def language_words(code: str) -> str:
    """A language people speak, by its code: "Spanish"."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


class Day:
    """A day at a practice, for readers of one language: every moment in words, seen from it."""

    def __init__(self, today: date, zone: ZoneInfo, language: str) -> None:
        self.today = today
        self.zone = zone
        self.language = language

    def local(self, at: datetime) -> datetime:
        """The moment on the practice's clock."""
        return at.astimezone(self.zone)

    def hour(self, at: datetime) -> str:
        """The time of day: "9:05"."""
        local = self.local(at)
        return _hour(local.hour, local.minute, self.language)

    def moment(self, at: datetime) -> str:
        """The time today, with its weekday on another: "9:12", "Mon 16:10", "Mon Nov 16 16:10"."""
        local = self.local(at)
        days = (local.date() - self.today).days
        if days == 0:
            return self.hour(at)
        said = _weekday if abs(days) < 7 else _day  # noqa: PLR2004 - a week
        return f"{said(local.date(), self.language)} {self.hour(at)}"

    def day(self, on: date) -> str:
        """A day as people say it: "today", "tomorrow", "Thu", "Thu Dec 3"."""
        days = (on - self.today).days
        if days in {0, 1}:
            return _("today", self.language) if days == 0 else _("tomorrow", self.language)
        said = _weekday if 0 < days < 7 else _day  # noqa: PLR2004 - a week
        return said(on, self.language)

    def iso(self, at: datetime) -> str:
        """For <time datetime>: whole seconds, in UTC."""
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Clock(Day):
    """The practice's clock for one page: also how far off every moment is from `now`."""

    def __init__(self, now: datetime, zone: str) -> None:
        here = ZoneInfo(zone)
        super().__init__(now.astimezone(here).date(), here, get_language())
        self.now = now

    def moment_now(self) -> str:
        """The present, always with its weekday: "Tue 10:42"."""
        return f"{_weekday(self.today, self.language)} {self.hour(self.now)}"

    def due(self, at: datetime) -> str:
        """How far off: "in 12 min", "18 min late", or the time where it is further."""
        left = at - self.now
        if abs(left) < MINUTE:
            return _("now", self.language)
        if left <= timedelta():
            return _("{time} late", self.language).format(time=span(-left, self.language))
        if left <= HOUR:
            return _("in {time}", self.language).format(time=span(left, self.language))
        return self.moment(at)


def span(length: timedelta, language: str | None = None) -> str:
    """A length of time, never negative: "under a minute", "18 min", "3 h 10 min", "23 h", "2 days".

    Nobody plans by the minutes beside ten hours or more, and they would not fit in their column.
    """
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("under a minute", language)
    if length < HOUR:
        return _("{count} min", language).format(count=minutes)
    if 10 * HOUR <= length < DAY:
        return _("{hours} h", language).format(hours=minutes // 60)
    if length < DAY:
        hours, minutes = divmod(minutes, 60)
        return _("{hours} h {minutes} min", language).format(hours=hours, minutes=minutes)
    days = length.days
    with translation.override(language or get_language()):
        return ngettext("{count} day", "{count} days", days).format(count=days)


def source_words(source: str) -> str:
    """How something came in: "Phone log"."""
    return _(SOURCES[source]) if source in SOURCES else source.replace("_", " ").capitalize()


def initials(name: str) -> str:
    """Two letters for a small round: "AR"."""
    parts = name.split()
    return (parts[0][:1] + parts[-1][:1]).upper() if len(parts) > 1 else name[:1].upper()


def count(number: int, most: int = 1000) -> str:
    """A count, capped: "17", "1000+"."""
    return str(number) if number <= most else f"{most}+"
