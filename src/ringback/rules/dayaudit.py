"""What happened to a day's calls: how many, how many missed, who was called back, who never was.

Calls in are those marked inbound and those whose direction is unknown: a call that may have been a
patient's is counted as one. `answered`, `missed` and `hung_up_early` count these calls, hidden and
well-known numbers among them; `known_non_patients` says how many came from the numbers the practice
listed (a lab, another office).

Everything after that is about people, each number being one person, and leaves out hidden numbers
(nobody can call them back) and the listed ones (they are not patients waiting for us):

- A *wait* begins with a missed call and ends with the first contact: we called and they answered,
  or they called and a person answered. Further missed calls on the way belong to the same wait.
- A person is judged by the last wait: called back and answered = returned; got through by
  themselves = reached us later; still waiting where the log ends = never returned. So somebody
  called back at ten and missed again at three, with nothing after that, is never returned.
- The minutes of a return run on the wall clock from the first missed call of the wait to our call.
  They are taken from the people counted as returned; of several waits, the longest.
- Contacts on later days of the same log count, also when one day is asked for: a return next
  morning is a return, and its minutes show that it was late.
- Open at close: never returned, with a missed call of the last wait before the closing time of its
  own day. On a day without opening hours nothing can be open at close.
- Due and missed counts missed calls: 60 business minutes passed and no contact of either kind had
  ended the wait. Where the log's last day ends sooner than that, nothing has passed yet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from datetime import date, datetime
from statistics import median
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ringback.rules import clock
from ringback.rules.clock import DAY_MINUTES, OpenHours
from ringback.rules.phonelog import Call, is_arrival

HUNG_UP_SECONDS = 5
PROMISE_MINUTES = 60

Outcome = Literal["returned", "reached us later", "never returned"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """A person with a missed call, and what became of it.

    Whoever is still waiting waits since the first call missed after we last spoke: what was
    returned before is not counted again.
    """

    number: str
    outcome: Outcome
    missed: int
    first_missed_at: datetime
    last_missed_at: datetime
    contact_at: datetime | None
    minutes: float | None
    open_at_close: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DayAudit:
    """The audited day: the counts in the order in which they are printed, then the lists behind."""

    rows: int
    rejected_rows: int
    dates: tuple[date, ...]
    calls: int
    inbound: int
    outbound: int
    internal: int
    direction_unknown: int
    answered: int
    missed: int
    hung_up_early: int
    voicemails: int
    returned: int
    reached_us_later: int
    never_returned: int
    median_return_minutes: float | None
    slowest_return_minutes: float | None
    repeat_callers: int
    withheld: int
    known_non_patients: int
    by_hour: tuple[int, ...]
    open_at_close: int
    due_missed: int
    opening_hours_assumed: str | None
    web_inquiries: int | None = None
    appointment_requests: int | None = None
    incomplete_forms: int | None = None

    missed_by_hour: tuple[int, ...] = ()
    callers: tuple[Caller, ...] = ()
    repeats: tuple[tuple[str, int], ...] = ()
    missed_withheld_at: tuple[datetime, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the counts alone, ready for JSON."""
        names = [field.name for field in fields(self)][: -len(_LISTS)]
        counts = {name: getattr(self, name) for name in names}
        days = [day.isoformat() for day in self.dates]
        return {**counts, "dates": days, "by_hour": list(self.by_hour)}


_LISTS = ("missed_by_hour", "callers", "repeats", "missed_withheld_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """Missed calls of one person, from the first to the contact that ended the wait."""

    missed: tuple[Call, ...]
    contact: Call | None

    @property
    def minutes(self) -> float | None:
        """Wall-clock minutes from the first missed call to the contact."""
        if self.contact is None:
            return None
        waited = self.contact.started_at - self.missed[0].started_at
        return round(waited.total_seconds() / 60, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What is told of the whole file, whatever the day, and the hours that were assumed."""

    rows: int = 0
    rejected_rows: int = 0
    opening_hours_assumed: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """The calls of the days asked for: all, those that came in, those of them nobody answered."""

    calls: tuple[Call, ...]
    arrived: tuple[Call, ...]
    missed: tuple[Call, ...]
    patients: tuple[Call, ...]
    """Those that came in from a number that is neither hidden nor on the practice's list."""


def audit(
    calls: Sequence[Call],
    *,
    hours: OpenHours,
    day: date | None = None,
    known_callers: AbstractSet[str] = frozenset(),
    given: Given = Given(),
) -> DayAudit:
    """Audit one day of a log, or all its days together. Days and hours are the practice's own."""
    zone = hours.zone
    chosen = _chosen(calls, day, known_callers, zone)
    waits = _waits(calls, chosen)
    callers = tuple(_caller(number, of_one, hours) for number, of_one in waits.items())
    outcomes = Counter(caller.outcome for caller in callers)
    minutes = [caller.minutes for caller in callers if caller.minutes is not None]
    directions = Counter(call.direction for call in chosen.calls)
    repeats = _repeats(chosen.patients)
    return DayAudit(
        rows=given.rows,
        rejected_rows=given.rejected_rows,
        dates=tuple(sorted({local_date(call, zone) for call in chosen.calls})),
        calls=len(chosen.calls),
        inbound=directions["inbound"],
        outbound=directions["outbound"],
        internal=directions["internal"],
        direction_unknown=directions["unknown"],
        answered=len(chosen.arrived) - len(chosen.missed),
        missed=len(chosen.missed),
        hung_up_early=sum(_hung_up(call) for call in chosen.missed),
        voicemails=sum(call.voicemail for call in chosen.arrived),
        returned=outcomes["returned"],
        reached_us_later=outcomes["reached us later"],
        never_returned=outcomes["never returned"],
        median_return_minutes=round(median(minutes), 1) if minutes else None,
        slowest_return_minutes=max(minutes, default=None),
        repeat_callers=len(repeats),
        withheld=sum(call.withheld for call in chosen.arrived),
        known_non_patients=sum(call.caller in known_callers for call in chosen.arrived),
        by_hour=_by_hour(chosen.arrived, zone),
        open_at_close=sum(caller.open_at_close for caller in callers),
        due_missed=_due_missed(waits.values(), hours, _end_of_log(calls, zone)),
        opening_hours_assumed=given.opening_hours_assumed,
        missed_by_hour=_by_hour(chosen.missed, zone),
        callers=tuple(sorted(callers, key=lambda caller: caller.first_missed_at)),
        repeats=repeats,
        missed_withheld_at=tuple(
            call.started_at for call in chosen.arrived if call.withheld and not call.answered
        ),
    )


def local_date(call: Call, zone: ZoneInfo) -> date:
    """Return the day on the practice's calendar on which a call began."""
    return call.started_at.astimezone(zone).date()


def _chosen(
    calls: Sequence[Call], day: date | None, known_callers: AbstractSet[str], zone: ZoneInfo
) -> Chosen:
    of_day = tuple(call for call in calls if day is None or local_date(call, zone) == day)
    arrived = tuple(call for call in of_day if is_arrival(call))
    return Chosen(
        calls=of_day,
        arrived=arrived,
        missed=tuple(call for call in arrived if not call.answered),
        patients=tuple(
            call for call in arrived if call.caller and call.caller not in known_callers
        ),
    )


def _repeats(calls: Iterable[Call]) -> tuple[tuple[str, int], ...]:
    counted = Counter(call.caller for call in calls if call.caller)
    return tuple((number, times) for number, times in counted.most_common() if times > 1)


def _hung_up(call: Call) -> bool:
    return call.seconds is not None and call.seconds < HUNG_UP_SECONDS


def _by_hour(calls: Iterable[Call], zone: ZoneInfo) -> tuple[int, ...]:
    counts = Counter(call.started_at.astimezone(zone).hour for call in calls)
    return tuple(counts[hour] for hour in range(24))


def _waits(calls: Sequence[Call], chosen: Chosen) -> dict[str, list[Wait]]:
    """Return each person's waits that began on the chosen days; people without one are left out."""
    numbers = {call.caller for call in chosen.patients}
    whose: defaultdict[str, list[Call]] = defaultdict(list)
    for call in sorted(calls, key=lambda call: call.started_at):
        number = call.callee if call.direction == "outbound" else call.caller
        if number is not None and number in numbers and call.direction != "internal":
            whose[number].append(call)
    ids = {call.external_id for call in chosen.calls}
    waits = {number: list(_of_one(of_one, ids)) for number, of_one in whose.items()}
    return {number: of_one for number, of_one in waits.items() if of_one}


def _of_one(calls: Iterable[Call], ids: AbstractSet[str]) -> Iterator[Wait]:
    """Cut one person's calls, in order, into waits."""
    missed: list[Call] = []
    for call in calls:
        if call.answered:
            if missed:
                yield Wait(missed=tuple(missed), contact=call)
            missed = []
        elif call.direction != "outbound" and call.external_id in ids:
            missed.append(call)
    if missed:
        yield Wait(missed=tuple(missed), contact=None)


def _caller(number: str, waits: list[Wait], hours: OpenHours) -> Caller:
    last = waits[-1]
    outcome = _outcome(last)
    returns = [wait.minutes or 0.0 for wait in waits if _outcome(wait) == "returned"]
    told = [last] if outcome == "never returned" else waits
    return Caller(
        number=number,
        outcome=outcome,
        missed=sum(len(wait.missed) for wait in told),
        first_missed_at=told[0].missed[0].started_at,
        last_missed_at=last.missed[-1].started_at,
        contact_at=last.contact.started_at if last.contact else None,
        minutes=max(returns) if outcome == "returned" else None,
        open_at_close=last.contact is None and _before_close(last, hours),
    )


def _outcome(wait: Wait) -> Outcome:
    if wait.contact is None:
        return "never returned"
    return "returned" if wait.contact.direction == "outbound" else "reached us later"


def _before_close(wait: Wait, hours: OpenHours) -> bool:
    for call in wait.missed:
        close = hours.closing_of(local_date(call, hours.zone))
        if close is not None and call.started_at < close:
            return True
    return False


def _due_missed(waits: Iterable[list[Wait]], hours: OpenHours, end: datetime | None) -> int:
    if end is None:
        return 0
    return sum(
        _unmet(call, wait.contact, hours, end)
        for of_one in waits
        for wait in of_one
        for call in wait.missed
    )


def _unmet(call: Call, contact: Call | None, hours: OpenHours, end: datetime) -> bool:
    try:
        due = hours.due(call.started_at, PROMISE_MINUTES)
    except clock.OutsideHours:
        return False
    return due <= end if contact is None else due < contact.started_at


def _end_of_log(calls: Sequence[Call], zone: ZoneInfo) -> datetime | None:
    """Return the midnight after the log's last day: what it cannot tell of has not passed."""
    if not calls:
        return None
    last = max(local_date(call, zone) for call in calls)
    return clock.utc(last, DAY_MINUTES, zone)
