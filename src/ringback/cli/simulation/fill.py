"""Fill a practice with invented people and what happened to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from random import Random
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from ringback.actions import practice as practices
from ringback.cli import purpose
from ringback.cli.simulation import paper, past, patients, places, today
from ringback.cli.simulation.lives import Hat, Teller
from ringback.cli.simulation.moments import DAY, Moments
from ringback.cli.simulation.perform import Case, Performance, Staff
from ringback.cli.simulation.plan import Who
from ringback.engine.trouble import EngineTrouble
from ringback.queries import arrival, person, practice
from ringback.queries.scope import scope
from ringback.rules.access import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from uuid import UUID

    from ringback.cli.simulation.plan import Life
    from ringback.rules.clock import OpenHours

NAME: Final = "Cedar Street Family Medicine"
SLUG: Final = "cedar-street"
ZONE: Final = "America/New_York"
PHONE: Final = "+12025550100"
DEMO_SEED: Final = 1
DEMO_DAYS: Final = 35
"""So many days, today included, tell a manager what a change would have meant last month."""

PEOPLE: Final[dict[Who, tuple[str, Role, tuple[str, ...] | None]]] = {
    Who.DANA: ("Dana Reyes", Role.FRONT_DESK, None),
    Who.VIK: ("Vik Sharma", Role.ASSISTANT, ("MISSED", "NEWPT", "INTAKE")),
    Who.OSEI: ("Dr. Osei", Role.CLINICIAN, None),
    Who.MARA: ("Mara Lindt", Role.MANAGER, None),
}


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A practice and what happened there."""

    practice_id: UUID
    slug: str
    cases: list[Case]


def fill_once(now: datetime) -> datetime:
    """The demo's practice on the first run; on a later day a fresh day beside the data it has.

    Answers when the practice's day ends (UTC). Raises EngineTrouble where real data is.
    """
    purpose.claim("demo")
    known = next((each for each in practice.practices() if each.slug == SLUG), None)
    with transaction.atomic():
        if known is None:
            fill(slug=SLUG, days=1, seed=DEMO_SEED, until=now)
        elif not _has_today(known.id, now):
            _play(known.id, SLUG, days=1, seed=DEMO_SEED, until=now)
    return _midnight(now) + DAY


def fill_past(now: datetime, days: int, slug: str = SLUG) -> int:
    """The demo's days before today, the latest first, beside whatever happens there meanwhile.

    Stopped at any moment, it goes on where it stopped. Answers how many lives it told.
    """
    known = next(each for each in practice.practices() if each.slug == slug)
    hours = _hours(known.id, days, now)
    performance = Performance(staff=_staff(known.id, slug))
    told = 0
    for day in reversed(list(past.days(now.astimezone(hours.zone).date(), days - 1))):
        cases = [
            case
            for case in _cases_of(day, past.lives(_teller(DEMO_SEED, day, now, hours), day))
            if not arrival.any_named(known.id, case.key)
        ]
        performance.play_apart(cases, until=now)
        told += len(cases)
    return told


def fill(*, slug: str, days: int, seed: int, until: datetime) -> Filled:
    """A new demo practice and its last `days` days. The same seed and moment give the same one.

    Raises EngineTrouble where the short name is taken.
    """
    if any(each.slug == slug for each in practice.practices()):
        raise EngineTrouble(f"There is a practice called {slug!r} already; choose another name.")
    practice_id = _establish(slug, until - (max(days, DEMO_DAYS) + 30) * DAY)
    return _play(practice_id, slug, days=days, seed=seed, until=until)


def _has_today(practice_id: UUID, now: datetime) -> bool:
    day = now.astimezone(ZoneInfo(ZONE)).date()
    ours = arrival.any_named(practice_id, _key(DEMO_SEED, day))
    return ours or arrival.any_since(practice_id, _midnight(now))


def _midnight(now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(ZONE))
    return datetime.combine(local.date(), time(), local.tzinfo).astimezone(UTC)


def _establish(slug: str, since: datetime) -> UUID:
    with transaction.atomic():
        new = practices.NewPractice(slug=slug, name=NAME, zone=ZONE, phone=PHONE, demo=True)
        practice_id = practices.establish(new, now=since)
        for name, role, lanes in PEOPLE.values():
            person_id = practices.person(email=_email(name, slug), name=name)
            practices.member(person_id, practice_id, roles=[role], lanes=lanes)
        places.give(_staff(practice_id, slug).people, now=since)
    return practice_id


def _email(name: str, slug: str) -> str:
    return f"{name.rsplit(maxsplit=1)[-1].lower()}@{slug}.example"


def _play(practice_id: UUID, slug: str, *, days: int, seed: int, until: datetime) -> Filled:
    staff = _staff(practice_id, slug)
    performance = Performance(staff=staff)
    hours = _hours(practice_id, days, until)
    cases = list(_cases(days, seed, until, hours))
    performance.play(cases, until=until)
    places.look_through(staff.people, until=until)
    patients.put_on_file(staff.people, until=until)
    paper.lay_out(cases, staff.people, until=until)
    return Filled(practice_id=practice_id, slug=slug, cases=cases)


def _hours(practice_id: UUID, days: int, until: datetime) -> OpenHours:
    with scope(practice_id):
        return practice.hours(practice_id, since=until - (days + 30) * DAY, now=until)


def _cases(days: int, seed: int, until: datetime, hours: OpenHours) -> Iterator[Case]:
    """Every life of the days before, and those around the present moment."""
    last = until.astimezone(hours.zone).date()
    for day in (*past.days(last, days - 1), last):
        tell = _teller(seed, day, until, hours)
        lives = today.lives(tell) if day == last else past.lives(tell, day)
        yield from _cases_of(day, lives, seed)


def _cases_of(day: date, lives: Iterable[Life], seed: int = DEMO_SEED) -> Iterator[Case]:
    for number, life in enumerate(lives, start=1):
        yield Case(key=f"{_key(seed, day)}{number:03}", life=life)


def _teller(seed: int, day: date, until: datetime, hours: OpenHours) -> Teller:
    """Each day has chance of its own, so that it is the same day in a longer history."""
    rng = Random(f"ringback {seed} {day}")  # noqa: S311 # nosec B311 # invented lives
    hat = Hat(rng=rng, day=seed + day.toordinal())
    return Teller(hat=hat, when=Moments(now=until, hours=hours, zone=hours.zone, rng=rng))


def _key(seed: int, day: date) -> str:
    return f"sim-{seed}-{day}-"


def _staff(practice_id: UUID, slug: str) -> Staff:
    emails = {who: _email(name, slug) for who, (name, _, _) in PEOPLE.items()}
    found = {
        who: person.actor_by_email(email, practice_id, via="cli") for who, email in emails.items()
    }
    intake = person.actor_by_email(practices.COMMAND_LINE, practice_id, via="cli")
    people = {who: actor for who, actor in found.items() if actor is not None}
    if intake is None or len(people) < len(PEOPLE):
        raise EngineTrouble(f"Somebody has left the demo practice {slug!r}; it is filled no more.")
    return Staff(people=people, intake=intake)
