"""Some of the demo's patients are on file: each with something that changes the call to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from ringback.actions import onfile as actions
from ringback.actions.onfile import NewPatient, NewVisit
from ringback.cli.simulation.plan import Who
from ringback.queries import onfile
from ringback.rules.authority import Authority, Basis
from ringback.rules.contact import Contact, Flag, Number
from ringback.rules.patientrule import Hours, Level, Rule, Topic, Window

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ringback.queries.onfile import Unfiled
    from ringback.rules.access import Actor

ZONE: Final = "America/New_York"
WORK: Final = "+12025550196"
BORN: Final = date(1979, 3, 14)
EVERY_DAY: Final = frozenset(range(7))
SAID: Final[tuple[tuple[Rule, ...], ...]] = (
    (Rule(topic=Topic.NAME, said="do not say who is calling", confirmed=True),),
    (
        Rule(topic=Topic.VOICEMAIL, said="no voicemail", confirmed=True, level=Level.NONE),
        Rule(
            topic=Topic.HOURS,
            said="not before 8:30",
            confirmed=True,
            hours=Hours(windows=(Window(weekdays=EVERY_DAY, start=510, end=1200),), zone=ZONE),
        ),
    ),
    (Rule(topic=Topic.UNCLEAR, said="only when my husband is at work", confirmed=False),),
)


def put_on_file(people: Mapping[Who, Actor], *, until: datetime) -> int:
    """The first of those who wait are on file from today on; answers how many."""
    by = people[Who.DANA]
    kinds = (_discreet, _by_day, _spanish, _minor, _cared_for, _part2, _two_numbers, _heard)
    waiting = onfile.unfiled(by, len(kinds))
    for kind, each in zip(kinds, waiting, strict=False):
        actions.put(each.id, kind(each, until), by=by, now=until)
    return min(len(kinds), len(waiting))


def _new(
    each: Unfiled,
    until: datetime,
    *,
    born: date = BORN,
    **given: Any,  # noqa: ANN401 - whatever a Contact has
) -> NewPatient:
    """Somebody with everything on file, and a visit in three days."""
    visit = NewVisit(
        starts_at=until.replace(hour=15, minute=30) + timedelta(days=3),
        what="follow-up visit",
        clinician="Dr. Osei",
        place="Cedar Street 12, second floor",
        preparation="Please bring your insurance card and a list of your medicines.",
    )
    numbers = given.pop("numbers", (Number(number=each.phone),))
    speakers = given.pop("speakers", ())
    return NewPatient(
        who=Contact(name=each.name, numbers=numbers, **given),
        identity={
            "birth_date": born,
            "address": "118 North Willow Street, Springfield",
            "record_number": "MRN 004711",
            "policy_number": "PX 99 1234",
        },
        labels={each.phone: "mobile", WORK: "work"},
        speakers=speakers,
        visits=(visit,),
    )


def _discreet(each: Unfiled, until: datetime) -> NewPatient:
    first = each.name.split()[0]
    return _new(each, until, safe_name=f"{first} Miller", rules=SAID[0])


def _by_day(each: Unfiled, until: datetime) -> NewPatient:
    return _new(each, until, rules=SAID[1])


def _spanish(each: Unfiled, until: datetime) -> NewPatient:
    return _new(each, until, language="es", interpreter=True)


def _minor(each: Unfiled, until: datetime) -> NewPatient:
    parent = _speaks(each, until, "Alex", "mother", Basis.PARENT, "everything")
    return _new(each, until, born=date(until.year - 9, 5, 2), speakers=(parent,))


def _cared_for(each: Unfiled, until: datetime) -> NewPatient:
    carer = _speaks(each, until, "Rosa", "caregiver", Basis.PATIENT, "visits", "documents")
    return _new(each, until, born=date(1941, 11, 30), speakers=(carer,))


def _part2(each: Unfiled, until: datetime) -> NewPatient:
    return _new(each, until, part2=True)


def _two_numbers(each: Unfiled, until: datetime) -> NewPatient:
    numbers = (
        Number(number=each.phone, flag=Flag.PREFERRED),
        Number(number=WORK, flag=Flag.BLOCKED),
    )
    return _new(each, until, numbers=numbers)


def _heard(each: Unfiled, until: datetime) -> NewPatient:
    return _new(each, until, rules=SAID[2])


def _speaks(
    each: Unfiled, until: datetime, first: str, relation: str, basis: Basis, *topics: str
) -> Authority:
    return Authority(
        name=f"{first} {each.name.split()[-1]}",
        relation=relation,
        basis=basis,
        scope=frozenset(topics),
        from_date=until.date() - timedelta(days=200),
    )
