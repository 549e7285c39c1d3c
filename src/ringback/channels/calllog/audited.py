"""From a phone log to its audited day: what the command line and the page both ask for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ringback.channels.calllog.detect import Format
from ringback.channels.calllog.limits import FROM_DISK, Most
from ringback.channels.calllog.log import PhoneLog, read_log
from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.problems import UnusableLog
from ringback.channels.calllog.reading import Source
from ringback.rules.clock import DEFAULT_WEEK, Calendar, open_hours
from ringback.rules.dayaudit import DayAudit, Given, audit, local_date
from ringback.rules.phonelog import Call
from ringback.rules.week import week_in_words

BEHIND = timedelta(days=1)
"""A night shift of the day before may still be open when the log begins."""
AHEAD = timedelta(days=30)
"""How far past the log the table of opening hours reaches."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Audited:
    """A log, its audit, and how both were read."""

    log: PhoneLog
    day: DayAudit
    zone: ZoneInfo
    """Whose clock the day is told on."""
    country: str
    hours: str
    """The usual week by which it was counted, as `week_in_words` writes it."""


def audit_log(  # noqa: PLR0913  # what a person may have to say about a log
    source: Source,
    *,
    zone: str,
    day: date | None = None,
    format: Format | None = None,  # noqa: A002  # the word the command line uses
    country: str = "US",
    our_numbers: Collection[str] = (),
    known_callers: Collection[str] = (),
    mapping: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
    limit: Most = FROM_DISK,
) -> Audited:
    """Read a log and audit it; without a calendar, the usual hours are assumed and named.

    Times that name no zone are read in `zone`; days and hours are on the calendar's own clock.
    """
    assumed = week_in_words(DEFAULT_WEEK) if calendar is None else None
    log = read_log(
        source,
        zone=zone,
        format=format,
        country=country,
        our_numbers=our_numbers,
        mapping=mapping,
        limit=limit,
    )
    calendar = calendar or Calendar(zone=zone)
    here = ZoneInfo(calendar.zone)
    first, last = _days(log.calls, here)
    if day is not None and not any(local_date(call, here) == day for call in log.calls):
        span = str(first)
        if first != last:
            span = _("{first} to {last}").format(first=first, last=last)
        raise UnusableLog("no_call_that_day", day=day, span=span)
    numbers = Numbers(country)
    told = audit(
        log.calls,
        hours=open_hours(calendar, first=first - BEHIND, last=last + AHEAD),
        day=day,
        known_callers={number for text in known_callers if (number := numbers(text))},
        given=Given(rows=log.rows, rejected_rows=log.rejected_rows, opening_hours_assumed=assumed),
    )
    week = week_in_words(calendar.week)
    return Audited(log=log, day=told, zone=here, country=country, hours=week)


def _days(calls: list[Call], zone: ZoneInfo) -> tuple[date, date]:
    moments = [call.started_at for call in calls]
    return min(moments).astimezone(zone).date(), max(moments).astimezone(zone).date()
