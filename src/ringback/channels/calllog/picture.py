"""The audited day in words first, then in numbers, then as two drawings: values for a page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ringback.channels.calllog.audited import Audited
from ringback.channels.calllog.numbers import national
from ringback.rules.dayaudit import HUNG_UP_SECONDS, PROMISE_MINUTES, Caller, DayAudit
from ringback.rules.reason import gettext_noop
from ringback.rules.week import DAYS

NOT_COUNTED = gettext_noop("not counted: no file given")

WIDTH, LEFT, LONGEST = 100, 7, 86
"""Across, a drawing is measured in hundredths: it fits any page, and its letters never shrink."""

HEIGHT, TOP, BOTTOM, BAR_HEIGHT = 240, 18, 212, 48
"""Down, in pixels."""

FEWEST_STEPS, MOST_STEPS = 2, 6
"""Of the grid: with more lines the numbers stand too close."""

ALL_LABELLED = 14
"""As many hours have room for their names on a phone; of more, every third is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HourBar:
    """One hour of the day: how many calls, and where the two parts of its bar are drawn."""

    hour: int
    named: bool
    answered: int
    missed: int
    x: float
    width: float
    middle: float
    answered_y: float
    answered_height: float
    missed_y: float
    missed_height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A grid line with its number."""

    y: float
    value: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeBar:
    """What became of some of the missed callers."""

    name: str
    kind: str
    people: int
    y: float
    width: float


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingRow:
    """Somebody never called back, for the list at the end."""

    number: str
    missed: int
    first: str
    last: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """Everything a page needs; no template has to count or choose words."""

    title: str
    sentences: tuple[str, ...]
    counts: tuple[tuple[str, str], ...]
    hours: tuple[HourBar, ...]
    lines: tuple[Line, ...]
    outcomes: tuple[OutcomeBar, ...]
    waiting: tuple[WaitingRow, ...]
    repeats: tuple[tuple[str, int], ...]
    hidden: tuple[str, ...]
    notes: tuple[str, ...]
    height: int = HEIGHT
    bottom: int = BOTTOM
    left: int = LEFT
    bars_height: int = BAR_HEIGHT * 3
    more_waiting: int = 0
    more_repeats: int = 0
    more_hidden: int = 0


def shortened(picture: Picture, most: int) -> Picture:
    """The same picture with no list longer than `most`; how many are left out is said."""
    return replace(
        picture,
        waiting=picture.waiting[:most],
        repeats=picture.repeats[:most],
        hidden=picture.hidden[:most],
        more_waiting=max(len(picture.waiting) - most, 0),
        more_repeats=max(len(picture.repeats) - most, 0),
        more_hidden=max(len(picture.hidden) - most, 0),
    )


def draw(audited: Audited) -> Picture:
    """Turn an audit into words, numbers and geometry."""
    day, zone, country = audited.day, audited.zone, audited.country
    hours = _hours(day)
    return Picture(
        title=title(day),
        sentences=sentences(day),
        counts=counts(day),
        hours=hours,
        lines=_lines(max((bar.answered + bar.missed for bar in hours), default=0)),
        outcomes=_outcomes(day),
        waiting=tuple(_waiting(caller, zone, country) for caller in never_returned(day)),
        repeats=tuple((national(number, country), times) for number, times in day.repeats),
        hidden=tuple(short(moment, zone) for moment in day.missed_withheld_at),
        notes=tuple(_notes(audited)),
    )


def title(day: DayAudit) -> str:
    """Name the day or the days."""
    if not day.dates:
        return _("No day at all")
    first, last = day.dates[0], day.dates[-1]
    if first == last:
        return long(first)
    return _("{first} to {last} ({n} days with calls)").format(
        first=long(first), last=long(last), n=len(day.dates)
    )


def sentences(day: DayAudit) -> tuple[str, ...]:
    """Tell the day, most telling things first."""
    return tuple(_sentences(day))


def _sentences(day: DayAudit) -> Iterator[str]:
    yield _came_in(day)
    if day.callers:
        yield _became(day)
    if day.median_return_minutes is not None and day.slowest_return_minutes is not None:
        yield _("Calling back took {median} at the median and {slowest} at the slowest.").format(
            median=minutes(day.median_return_minutes), slowest=minutes(day.slowest_return_minutes)
        )
    if number := day.open_at_close:
        yield ngettext(
            "{n} person was still waiting when the practice closed.",
            "{n} people were still waiting when the practice closed.",
            number,
        ).format(n=f"{number:,}")
    if number := day.due_missed:
        yield ngettext(
            "{n} missed call went past {minutes} minutes of opening time without contact.",
            "{n} missed calls went past {minutes} minutes of opening time without contact.",
            number,
        ).format(n=f"{number:,}", minutes=PROMISE_MINUTES)


def _came_in(day: DayAudit) -> str:
    number = day.inbound + day.direction_unknown
    missed = ngettext("{n} was missed", "{n} were missed", day.missed).format(n=day.missed)
    return ngettext(
        "{n} call came in: a person answered {answered}, and {missed}.",
        "{n} calls came in: a person answered {answered}, and {missed}.",
        number,
    ).format(n=f"{number:,}", answered=day.answered, missed=missed)


def _became(day: DayAudit) -> str:
    number = len(day.callers)
    returned = ngettext(
        "{n} was called back and reached", "{n} were called back and reached", day.returned
    ).format(n=day.returned)
    later = ngettext(
        "{n} got through later by calling again",
        "{n} got through later by calling again",
        day.reached_us_later,
    ).format(n=day.reached_us_later)
    never = ngettext(
        "{n} is still without a callback",
        "{n} are still without a callback",
        day.never_returned,
    ).format(n=day.never_returned)
    return ngettext(
        "The missed calls came from {n} person with a number: {returned}, {later}, and {never}.",
        "The missed calls came from {n} people with a number: {returned}, {later}, and {never}.",
        number,
    ).format(n=f"{number:,}", returned=returned, later=later, never=never)


def counts(day: DayAudit) -> tuple[tuple[str, str], ...]:
    """Return every count with its name, in the order in which they are printed."""
    return (
        (_("Calls"), str(day.calls)),
        (_("in"), str(day.inbound)),
        (_("out"), str(day.outbound)),
        (_("inside the practice"), str(day.internal)),
        (_("direction unknown, counted as in"), str(day.direction_unknown)),
        (_("Answered by a person"), str(day.answered)),
        (_("Missed"), str(day.missed)),
        (
            _("of these, hung up within {n} seconds").format(n=HUNG_UP_SECONDS),
            str(day.hung_up_early),
        ),
        (_("Voicemails"), str(day.voicemails)),
        (_("People called back"), str(day.returned)),
        (_("People who reached us later"), str(day.reached_us_later)),
        (_("People never called back"), str(day.never_returned)),
        (_("Minutes to the return, median"), _number(day.median_return_minutes)),
        (_("Minutes to the return, slowest"), _number(day.slowest_return_minutes)),
        (_("People who called more than once"), str(day.repeat_callers)),
        (_("Calls with a hidden number"), str(day.withheld)),
        (_("Calls from known callers who are not patients"), str(day.known_non_patients)),
        (_("People waiting at closing time"), str(day.open_at_close)),
        (
            _("Missed calls past {n} business minutes").format(n=PROMISE_MINUTES),
            str(day.due_missed),
        ),
        (_("Web inquiries"), _counted(day.web_inquiries)),
        (_("Appointment requests"), _counted(day.appointment_requests)),
        (_("Incomplete forms"), _counted(day.incomplete_forms)),
    )


def never_returned(day: DayAudit) -> tuple[Caller, ...]:
    """Return the people nobody called back, the longest waiting first."""
    return tuple(caller for caller in day.callers if caller.outcome == "never returned")


def long(day: date) -> str:
    """Write a date as "Tuesday, November 17, 2026"."""
    # For translators: a day in full, in the letters of Django's filter "date".
    return date_format(day, pgettext("day in full", "l, F j, Y"))


def short(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as "Tue Nov 17 09:05" on the practice's clock."""
    # For translators: a moment of another day, in the letters of Django's filter "date".
    return date_format(moment.astimezone(zone), pgettext("day and time", "D M j H:i"))


def minutes(value: float) -> str:
    """Write a length the way one would say it."""
    if value < 90:  # noqa: PLR2004  # an hour and a half is still said in minutes
        return ngettext("{n} minute", "{n} minutes", 1 if value == 1 else 2).format(n=f"{value:g}")
    hours, rest = divmod(round(value), 60)
    days, hours = divmod(hours, 24)
    parts = [ngettext("{count} day", "{count} days", days).format(count=days)] if days else []
    if hours or rest:
        parts.append(_("{hours} h {minutes} min").format(hours=hours, minutes=f"{rest:02}"))
    return " ".join(parts)


def _number(value: float | None) -> str:
    return _("none") if value is None else f"{value:.1f}"


def _counted(value: int | None) -> str:
    return _(NOT_COUNTED) if value is None else str(value)


def _notes(audited: Audited) -> Iterator[str]:
    day = audited.day
    if day.opening_hours_assumed:
        yield _("Opening hours were not given; {hours} is assumed.").format(
            hours=_days_named(day.opening_hours_assumed)
        )
    else:
        yield _("Counted by these opening hours: {hours}.").format(
            hours=_days_named(audited.hours) or _("closed every day")
        )
    if number := day.direction_unknown:
        yield ngettext(
            "The log does not say which way {n} call went; the practice's own numbers would "
            "settle it.",
            "The log does not say which way {n} calls went; the practice's own numbers would "
            "settle it.",
            number,
        ).format(n=f"{number:,}")
    yield ngettext(
        "Times are in {zone}. {n} row read, {skipped} of them skipped.",
        "Times are in {zone}. {n} rows read, {skipped} of them skipped.",
        day.rows,
    ).format(zone=audited.zone.key, n=f"{day.rows:,}", skipped=day.rejected_rows)


def _days_named(week: str) -> str:
    """A written week with its days as the reader abbreviates them."""
    for name, said in zip(DAYS, WEEKDAYS_ABBR.values(), strict=True):
        week = week.replace(name, str(said))
    return week


def _waiting(caller: Caller, zone: ZoneInfo, country: str) -> WaitingRow:
    return WaitingRow(
        number=national(caller.number, country),
        missed=caller.missed,
        first=short(caller.first_missed_at, zone),
        last=short(caller.last_missed_at, zone),
    )


def _hours(day: DayAudit) -> tuple[HourBar, ...]:
    """Draw the hours in which somebody called, and those between them."""
    busy = [hour for hour, calls in enumerate(day.by_hour) if calls]
    if not busy:
        return ()
    span = range(min(*busy, 8), max(*busy, 17) + 1)
    step = (WIDTH - LEFT) / len(span)
    scale = (BOTTOM - TOP) / _ceiling(max(day.by_hour))
    every = 1 if len(span) <= ALL_LABELLED else 3
    bars = (
        _bar(hour, day.by_hour[hour], day.missed_by_hour[hour], LEFT + place * step, step, scale)
        for place, hour in enumerate(span)
    )
    return tuple(replace(bar, named=bar.hour % every == 0) for bar in bars)


def _bar(  # private: one bar's place and size
    hour: int, calls: int, missed: int, x: float, step: float, scale: float
) -> HourBar:
    answered = calls - missed
    top, between = round(BOTTOM - calls * scale, 1), round(BOTTOM - answered * scale, 1)
    return HourBar(
        hour=hour,
        named=True,
        answered=answered,
        missed=missed,
        x=round(x + step * 0.14, 2),
        width=round(step * 0.72, 2),
        middle=round(x + step * 0.5, 2),
        answered_y=between,
        answered_height=round(BOTTOM - between, 1),
        missed_y=top,
        missed_height=round(between - top, 1),
    )


def _ticks(most: int) -> range:
    """Round numbers from nought to the first one at or above the tallest bar, a few of them."""
    most = max(most, FEWEST_STEPS)
    steps = (digit * 10**zeros for zeros in range(7) for digit in (1, 2, 5))
    step = next(step for step in steps if step * MOST_STEPS >= most)
    return range(0, most + step, step)


def _ceiling(most: int) -> int:
    return _ticks(most)[-1]


def _lines(most: int) -> tuple[Line, ...]:
    values = _ticks(most)
    scale = (BOTTOM - TOP) / values[-1]
    return tuple(Line(y=round(BOTTOM - value * scale, 1), value=value) for value in values)


def _outcomes(day: DayAudit) -> tuple[OutcomeBar, ...]:
    people = (
        (_("called back and reached"), "good", day.returned),
        (_("got through later themselves"), "fair", day.reached_us_later),
        (_("never called back"), "bad", day.never_returned),
    )
    most = max(number for *_rest, number in people) or 1
    return tuple(
        OutcomeBar(
            name=name,
            kind=kind,
            people=number,
            y=place * BAR_HEIGHT,
            width=round(number / most * LONGEST, 2),
        )
        for place, (name, kind, number) in enumerate(people)
    )
