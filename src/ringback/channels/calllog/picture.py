"""The audited day in words first, then in numbers, then as two drawings: values for a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ringback.channels.calllog.audited import Audited
from ringback.channels.calllog.numbers import national
from ringback.rules.dayaudit import HUNG_UP_SECONDS, PROMISE_MINUTES, Caller, DayAudit

NOT_COUNTED = "not counted: no file given"

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 860, 210, 34, 12, 182
BAR_WIDTH, BAR_HEIGHT, NAME_WIDTH = 860, 30, 190


@dataclass(frozen=True, kw_only=True, slots=True)
class HourBar:
    """One hour of the day: how many calls, and where the two parts of its bar are drawn."""

    hour: int
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
    end: float


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
        hidden=tuple(short(moment, zone) for moment in day.withheld_at),
        notes=tuple(_notes(audited)),
    )


def title(day: DayAudit) -> str:
    """Name the day or the days."""
    if not day.dates:
        return "No day at all"
    first, last = day.dates[0], day.dates[-1]
    if first == last:
        return long(first)
    return f"{long(first)} to {long(last)} ({len(day.dates)} days with calls)"


def sentences(day: DayAudit) -> tuple[str, ...]:
    """Tell the day, most telling things first."""
    return tuple(sentence for sentence in _sentences(day) if sentence)


def _sentences(day: DayAudit) -> Iterator[str]:
    arrived = day.inbound + day.direction_unknown
    yield (
        f"{count(arrived, 'call')} came in: a person answered {day.answered}, "
        f"and {day.missed} {was(day.missed)} missed."
    )
    people = len(day.callers)
    if people:
        yield (
            f"The missed calls came from {count(people, 'person', 'people')} with a number: "
            f"{day.returned} {was(day.returned)} called back and reached, "
            f"{day.reached_us_later} got through later by calling again, "
            f"and {day.never_returned} never heard from anybody."
        )
    if day.median_return_minutes is not None and day.slowest_return_minutes is not None:
        yield (
            f"Calling back took {minutes(day.median_return_minutes)} at the median "
            f"and {minutes(day.slowest_return_minutes)} at the slowest."
        )
    if day.open_at_close:
        were = "was" if day.open_at_close == 1 else "were"
        waiting = count(day.open_at_close, "person", "people")
        yield f"{waiting} {were} still waiting when the practice closed."
    if day.due_missed:
        yield (
            f"{count(day.due_missed, 'missed call')} went past {PROMISE_MINUTES} minutes of "
            "opening time without contact."
        )


def counts(day: DayAudit) -> tuple[tuple[str, str], ...]:
    """Return every count with its name, in the order in which they are printed."""
    return (
        ("Calls", str(day.calls)),
        ("in", str(day.inbound)),
        ("out", str(day.outbound)),
        ("inside the practice", str(day.internal)),
        ("direction unknown, counted as in", str(day.direction_unknown)),
        ("Answered by a person", str(day.answered)),
        ("Missed", str(day.missed)),
        (f"of these, hung up within {HUNG_UP_SECONDS} seconds", str(day.hung_up_early)),
        ("Voicemails", str(day.voicemails)),
        ("People called back", str(day.returned)),
        ("People who reached us later", str(day.reached_us_later)),
        ("People never called back", str(day.never_returned)),
        ("Minutes to the return, median", _number(day.median_return_minutes)),
        ("Minutes to the return, slowest", _number(day.slowest_return_minutes)),
        ("People who called more than once", str(day.repeat_callers)),
        ("Calls with a hidden number", str(day.withheld)),
        ("Calls from known callers who are not patients", str(day.known_non_patients)),
        ("People waiting at closing time", str(day.open_at_close)),
        (f"Missed calls past {PROMISE_MINUTES} business minutes", str(day.due_missed)),
        ("Web inquiries", _counted(day.web_inquiries)),
        ("Appointment requests", _counted(day.appointment_requests)),
        ("Incomplete forms", _counted(day.incomplete_forms)),
    )


def never_returned(day: DayAudit) -> tuple[Caller, ...]:
    """Return the people nobody called back, the longest waiting first."""
    return tuple(caller for caller in day.callers if caller.outcome == "never returned")


def long(day: date) -> str:
    """Write a date as "Tuesday 17 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as "Tue 17 Nov 09:05" on the practice's clock."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def minutes(value: float) -> str:
    """Write a length the way one would say it."""
    if value < 90:  # noqa: PLR2004  # an hour and a half is still said in minutes
        return f"{value:g} minutes" if value != 1 else "1 minute"
    hours, rest = divmod(round(value), 60)
    days, hours = divmod(hours, 24)
    parts = [count(days, "day")] if days else []
    parts += [f"{hours} h {rest:02} min"] if hours or rest else []
    return " ".join(parts)


def count(number: int, one: str, many: str | None = None) -> str:
    """Write "1 call" or "3 calls"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def was(number: int) -> str:
    """Write "was" for one and "were" for any other number."""
    return "was" if number == 1 else "were"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f}"


def _counted(value: int | None) -> str:
    return NOT_COUNTED if value is None else str(value)


def _notes(audited: Audited) -> Iterator[str]:
    day = audited.day
    if day.opening_hours_assumed:
        yield f"Opening hours were not given; {day.opening_hours_assumed} is assumed."
    if day.direction_unknown:
        yield (
            f"The log does not say which way {count(day.direction_unknown, 'call')} went; "
            "the practice's own numbers would settle it."
        )
    read = count(day.rows, "row")
    yield f"Times are in {audited.zone.key}. {read} read, {day.rejected_rows} of them skipped."


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
    return tuple(
        _bar(hour, day.by_hour[hour], day.missed_by_hour[hour], LEFT + place * step, step, scale)
        for place, hour in enumerate(span)
    )


def _bar(  # private: one bar's place and size
    hour: int, calls: int, missed: int, x: float, step: float, scale: float
) -> HourBar:
    answered = calls - missed
    top, between = round(BOTTOM - calls * scale, 1), round(BOTTOM - answered * scale, 1)
    return HourBar(
        hour=hour,
        answered=answered,
        missed=missed,
        x=round(x + step * 0.14, 1),
        width=round(step * 0.72, 1),
        middle=round(x + step * 0.5, 1),
        answered_y=between,
        answered_height=round(BOTTOM - between, 1),
        missed_y=top,
        missed_height=round(between - top, 1),
    )


def _ceiling(most: int) -> int:
    """Return a round number at or above the tallest bar."""
    steps = (digit * tens for tens in (1, 10, 100, 1000, 10_000) for digit in (1, 2, 5))
    return next((step * 4 for step in steps if step * 4 >= most), most)


def _lines(most: int) -> tuple[Line, ...]:
    ceiling = _ceiling(most)
    scale = (BOTTOM - TOP) / ceiling
    values = range(0, ceiling + 1, ceiling // 4)
    return tuple(Line(y=round(BOTTOM - value * scale, 1), value=value) for value in values)


def _outcomes(day: DayAudit) -> tuple[OutcomeBar, ...]:
    people = (
        ("called back and reached", "good", day.returned),
        ("got through later themselves", "fair", day.reached_us_later),
        ("never called back", "bad", day.never_returned),
    )
    most = max(number for _, _, number in people) or 1
    room = BAR_WIDTH - NAME_WIDTH - 50
    return tuple(
        OutcomeBar(
            name=name,
            kind=kind,
            people=number,
            y=place * BAR_HEIGHT,
            width=round(number / most * room, 1),
            end=round(NAME_WIDTH + number / most * room + 8, 1),
        )
        for place, (name, kind, number) in enumerate(people)
    )
