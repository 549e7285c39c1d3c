"""The lives of the days before: what came in by the rhythm of the day, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.cli.simulation import words
from ringback.cli.simulation.moments import DAY, MONDAY
from ringback.cli.simulation.plan import Raise, Sort, Try, Who
from ringback.rules import attempt, rhythm
from ringback.rules.arrival import Kind
from ringback.rules.queue import Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from ringback.cli.simulation.lives import Teller
    from ringback.cli.simulation.plan import Life

USUAL_DAY: Final = 42
MONDAYS_MORE: Final = 16

KINDS: Final[dict[Kind, int]] = {
    Kind.MISSED_CALL: 45,
    Kind.APPOINTMENT_REQUEST: 18,
    Kind.INCOMPLETE_INTAKE: 12,
    Kind.VOICEMAIL: 25,
}
"""What comes in, in percent."""

HEARD_AS: Final[dict[str, int]] = {
    "MISSED": 30,
    "APPT": 25,
    "CONFIRM": 10,
    "BILL": 10,
    "REFER": 10,
    "RX": 10,
    "ACCESS": 5,
}
"""What voicemails turn out to be about, in percent."""

CODE: Final = {Kind.APPOINTMENT_REQUEST: "NEWPT", Kind.INCOMPLETE_INTAKE: "INTAKE"}

REACHED, SILENT, CALLED_US = 0.60, 0.88, 0.98
"""Up to which share a first try reaches the patient, reaches nobody, is made by the patient."""

ASSISTANTS: Final = frozenset({"MISSED", "NEWPT", "INTAKE"})

WORKERS: Final[tuple[Who, ...]] = (Who.VIK, Who.VIK, Who.DANA, Who.MARA)


def lives(tell: Teller, day: date) -> list[Life]:
    """Everybody who came in on one local day; nobody on a day the practice is closed."""
    if tell.when.hours.closing_of(day) is None:
        return []
    more = MONDAYS_MORE if day.weekday() == MONDAY else 0
    count = USUAL_DAY + more + tell.rng.randrange(-4, 5)
    kinds = tell.rng.choices(list(KINDS), list(KINDS.values()), k=count)
    return [_life(tell, kind, tell.when.on_day(day)) for kind in kinds]


def _life(tell: Teller, kind: Kind, at: datetime) -> Life:
    code = _kind_of_request(tell, kind)
    life = _comes_in(tell, kind, at, code)
    work = tell.when.hours.due(at, min(tell.rng.lognormvariate(3.2, 0.7), 400))
    if kind is Kind.VOICEMAIL:
        heard = tell.when.hours.due(at, tell.rng.uniform(2, 20))
        life.steps.append(Sort(at=heard, who=Who.DANA, code=code))
        work = max(work, heard)
    work = max(work, tell.soon(life.steps[-1].at))
    _goes_on(tell, life, code, work)
    return life


def _kind_of_request(tell: Teller, kind: Kind) -> str:
    """What it turns out to be: a voicemail may be about anything."""
    if kind is Kind.VOICEMAIL:
        return tell.rng.choices(list(HEARD_AS), list(HEARD_AS.values()))[0]
    return CODE.get(kind, "MISSED")


def _comes_in(tell: Teller, kind: Kind, at: datetime, code: str) -> Life:
    if kind is Kind.MISSED_CALL:
        again = [tell.when.hours.due(at, 8)] if tell.rng.random() < 0.1 else []  # noqa: PLR2004
        return tell.caller(at, *again)
    forms = {Kind.APPOINTMENT_REQUEST: words.APPOINTMENT, Kind.INCOMPLETE_INTAKE: words.INTAKE}
    pool = forms[kind] if kind in forms else words.HEARD[code]
    return tell.writer(kind, at, tell.hat.draw(pool))


def _goes_on(tell: Teller, life: Life, code: str, at: datetime) -> None:
    who, chance = _worker(tell, code), tell.rng.random()
    if code == "RX":
        tell.decided(life, at, code)
    elif chance < REACHED or (code != "MISSED" and chance >= SILENT):
        tell.answered(life, who, at, code)
    elif chance < SILENT:
        _second_try(tell, life, code, who, tell.silent(life, who, at))
    elif chance < CALLED_US:
        tell.called_us(life, Who.DANA, at)
    else:
        _clinical(tell, life, at)


def _worker(tell: Teller, code: str) -> Who:
    """Whoever works this kind of request; the assistant has a few of them only."""
    who: Who = tell.rng.choice(WORKERS)
    return who if who is not Who.VIK or code in ASSISTANTS else Who.DANA


def _second_try(tell: Teller, life: Life, code: str, who: Who, over: datetime) -> None:
    """At the time the rhythm of tries gives; a second silence ends a missed call, by the rule."""
    made = life.steps[-1]
    if not isinstance(made, Try):  # a silent try always ends in one
        raise TypeError(made)
    setting = rhythm.Setting(
        hours=tell.when.hours, parts=tell.parts, now=over, received_at=life.steps[0].at
    )
    planned = rhythm.next_try(
        [attempt.Try(result=made.result, happened_at=over)], tell.rhythms[code], setting
    )
    at = tell.soon(planned.at if planned else over + DAY, 1, 18)
    if code == "MISSED" and tell.rng.random() < 0.4:  # noqa: PLR2004 - some are never reached
        tell.given_up(life, who, at)
    else:
        tell.answered(life, who, at, code)


def _clinical(tell: Teller, life: Life, at: datetime) -> None:
    """Handed to the clinician, answered between two patients, and told."""
    life.steps.append(Raise(at=tell.soon(at, 4, 5), who=Who.DANA, level=Level.CLINICAL))
    said = tell.hat.draw(words.CLINICAL)
    tell.handed_up(life, Who.DANA, at, said)
    answered = tell.when.hours.due(life.steps[-1].at, tell.rng.uniform(10, 90))
    tell.told(life, answered, Who.DANA, said)


def days(last: date, count: int) -> Iterator[date]:
    """The `count` days before `last`, oldest first."""
    return (last - ahead * DAY for ahead in range(count, 0, -1))
