"""What a practice has set: its clock and its pathways, as the rules want them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import holidays

from ringback.models import CategoryVersion, PolicyPart, Practice
from ringback.queries import reading, statement
from ringback.queries.scope import scope
from ringback.rules import clock, hoursfile
from ringback.rules.access import lane_refusals
from ringback.rules.partsofday import AS_USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from ringback.queries.reading import Asked
    from ringback.rules.access import Actor
    from ringback.rules.category import Category
    from ringback.rules.clock import Calendar, OpenHours
    from ringback.rules.partsofday import Parts


@dataclass(frozen=True, kw_only=True)
class PracticeRow:
    """A practice as the screens show it."""

    id: UUID
    slug: str
    name: str
    colour: str
    zone: str
    country: str
    state: str
    demo: bool
    phone: str = ""
    shows_first_names: bool = False
    asks_in_chart: bool = False


@dataclass(frozen=True, kw_only=True)
class Pathway:
    """One version of one pathway."""

    version_id: UUID
    category: Category


@dataclass(frozen=True, kw_only=True)
class Bearings:
    """What judging a callback needs of its practice: the pathway, the open hours, the zone.

    `promises` are what the places patients come from promise, by source; `parts` what is meant here
    by a part of the day.
    """

    pathway: Pathway
    hours: OpenHours
    zone: str
    country: str = ""
    parts: Parts = AS_USUAL
    location: str = ""
    promises: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Local:
    """When a place of a practice is open, and what times mean there.

    `country` tells the order of day and month; `parts` what is meant by a part of the day.
    """

    hours: OpenHours
    zone: str
    country: str
    parts: Parts


def practice(practice_id: UUID) -> PracticeRow:
    """One practice. Raises Practice.DoesNotExist."""
    return _row(Practice.objects.get(id=practice_id))


def practices() -> list[PracticeRow]:
    """Every practice of this installation, by name."""
    return [_row(each) for each in Practice.objects.order_by("name", "id")]


def _row(found: Practice) -> PracticeRow:
    return PracticeRow(
        id=found.id,
        slug=found.slug,
        name=found.name,
        colour=found.colour,
        zone=found.zone,
        country=found.country,
        state=found.state,
        demo=found.demo,
        phone=found.phone,
        shows_first_names=found.shows_first_names,
        asks_in_chart=found.asks_in_chart,
    )


def asks_in_chart(practice_id: UUID) -> bool:
    """Whether every signed note asks if it is in the chart, too."""
    return Practice.objects.filter(id=practice_id, asks_in_chart=True).exists()


def bearings(
    practice_id: UUID,
    *,
    code: str,
    since: datetime,
    now: datetime,
    location: str = "",
    found: list[tuple[Any, ...]] | None = None,
) -> Bearings:
    """The current pathway for a category, and opening hours from `since` to a year past `now`.

    Inside a scope; `found` is what bearings.sql answered, where it has been asked already. Raises
    LookupError when the practice has no such category.
    """
    asked = {"practice": practice_id, "code": code, "location": location, "at": since}
    found = found or statement.rows("bearings", asked)
    version_id, hours_id, zone, promises, usual_id = found[0]
    if version_id is None:
        raise LookupError(f"this practice has no category {code}")
    return Bearings(
        pathway=Pathway(version_id=version_id, category=category(practice_id, version_id)),
        hours=_open_hours(hours_id, practice_id, since.year - 1, now.year + 1),
        zone=zone,
        country=country(practice_id),
        parts=_parts(hours_id, usual_id, practice_id),
        location=location,
        promises=_promises(promises),
    )


def bearings_of(
    practice_id: UUID, *, version_id: UUID, since: datetime, now: datetime, location: str = ""
) -> Bearings:
    """One version of a pathway, with the opening hours as `bearings` has them. Inside a scope."""
    asked = where(practice_id, location, since)
    _, hours_id, zone, promises, usual_id = statement.rows("bearings", asked)[0]
    return Bearings(
        pathway=Pathway(version_id=version_id, category=category(practice_id, version_id)),
        hours=_open_hours(hours_id, practice_id, since.year - 1, now.year + 1),
        zone=zone,
        country=country(practice_id),
        parts=_parts(hours_id, usual_id, practice_id),
        location=location,
        promises=_promises(promises),
    )


def hours(practice_id: UUID, *, since: datetime, now: datetime, location: str = "") -> OpenHours:
    """Opening hours from the year before `since` to the year after `now`. Inside a scope.

    A location without hours of its own keeps the practice's.
    """
    return local(practice_id, since=since, now=now, location=location).hours


def local(practice_id: UUID, *, since: datetime, now: datetime, location: str = "") -> Local:
    """The same hours with what times mean there. Inside a scope."""
    found = reading.rows("bearings", where(practice_id, location, since))
    _, hours_id, zone, _, _ = found[0]
    return Local(
        hours=_open_hours(hours_id, practice_id, since.year - 1, now.year + 1),
        zone=zone,
        country=country(practice_id),
        parts=parts(practice_id, found),
    )


def where(practice_id: UUID, location: str, at: datetime | None = None) -> dict[str, Any]:
    """What bearings.sql is asked about a place at a time, whatever the kind of request."""
    return {"practice": practice_id, "code": "", "location": location, "at": at}


def parts(practice_id: UUID, found: list[tuple[Any, ...]]) -> Parts:
    """What is meant by a part of the day at a place; `found` is what bearings.sql answered."""
    _, hours_id, _, _, usual_id = found[0]
    return _parts(hours_id, usual_id, practice_id)


def _promises(written: str | None) -> dict[str, str]:
    """What is promised by source; the driver leaves JSON as text."""
    found: dict[str, str] = json.loads(written) if written else {}
    return found


def category(practice_id: UUID, version_id: UUID) -> Category:
    """What one version of a pathway says."""
    return _version(practice_id, version_id)[0]


def version_number(practice_id: UUID, version_id: UUID) -> int:
    """Which version of its pathway it is, counted from 1."""
    return _version(practice_id, version_id)[1]


@lru_cache(maxsize=4096)
def _version(practice_id: UUID, version_id: UUID) -> tuple[Category, int]:
    """A version never changes, so it is read once per process."""
    with scope(practice_id):
        found = CategoryVersion.objects.get(id=version_id)
        return found.facts(), found.version


def categories(practice_id: UUID) -> list[Pathway]:
    """The current version of every pathway of a practice, by code. Inside a scope."""
    return pathways(practice_id, statement.rows("pathways", {"practice": practice_id}))


def pathways(practice_id: UUID, current: list[tuple[Any, ...]]) -> list[Pathway]:
    """The pathways whose versions pathways.sql answered."""
    return [Pathway(version_id=each, category=category(practice_id, each)) for (each,) in current]


YEARS_OF_CALENDAR: Final = range(2015, 2041)
"""For which years a calendar without a moment of its own knows the public holidays."""


def calendar(actor: Actor) -> Calendar:
    """The practice's opening hours as it says them, whenever a log may be from."""
    asked = where(actor.practice_id, "")
    with scope(actor.practice_id):
        hours_id = statement.rows("bearings", asked)[0][1]
        return _calendar(hours_id, actor.practice_id, YEARS_OF_CALENDAR)


@lru_cache(maxsize=256)
def _open_hours(hours_id: UUID, practice_id: UUID, first: int, last: int) -> OpenHours:
    calendar = _calendar(hours_id, practice_id, range(first, last + 1))
    return clock.open_hours(calendar, first=date(first, 1, 1), last=date(last, 12, 31))


@lru_cache(maxsize=256)
def _parts(hours_id: UUID, usual_id: UUID, practice_id: UUID) -> Parts:
    """What a part of the day means by these hours; a place that does not say keeps the practice's.

    A version never changes, so it is read once per process.
    """
    with scope(practice_id):
        own = PolicyPart.objects.get(id=hours_id).written
        if hoursfile.PARTS_OF_DAY not in own:
            own = PolicyPart.objects.get(id=usual_id).written
    return hoursfile.parts_of_day(own)


def _calendar(hours_id: UUID, practice_id: UUID, years: range) -> Calendar:
    return calendar_of(practice_id, PolicyPart.objects.get(id=hours_id).written, years)


def calendar_of(practice_id: UUID, written: Mapping[str, Any], years: range) -> Calendar:
    """The calendar that hours as written say for this practice. Raises HoursError."""
    where = remembered(practice_id)
    days = public_holidays(where.country, where.state, years)
    return hoursfile.read(written, zone=where.zone, holidays=days)


def public_holidays(country: str, state: str, years: range) -> dict[date, str]:
    """The public holidays of a place and their names, as far as they are known; elsewhere none."""
    try:
        found = holidays.country_holidays(country, subdiv=state or None, years=years)
    except NotImplementedError:
        return {}
    return dict(sorted(found.items()))


def states_of(country: str) -> frozenset[str] | None:
    """The states whose holidays are known, by their two letters; None for an unknown country."""
    known = holidays.list_supported_countries().get(country)
    return None if known is None else frozenset(known)


@lru_cache(maxsize=1024)
def remembered(practice_id: UUID) -> PracticeRow:
    """One practice, read once per process: its name, zone and country do not change under us."""
    return practice(practice_id)


def our_number(practice_id: UUID) -> str:
    """The number callers dial; "" where nobody has said one. Inside a scope."""
    return next((number for (number,) in reading.rows(*our_numbers(practice_id))), "")


def our_numbers(practice_id: UUID) -> Asked:
    """Which statement tells the numbers callers dial: the practice's own, then those of places."""
    return "our_numbers", {"practice": practice_id}


def zone(practice_id: UUID) -> str:
    """The practice's zone."""
    return remembered(practice_id).zone


def country(practice_id: UUID) -> str:
    """The practice's country, two letters."""
    return remembered(practice_id).country


def count() -> int:
    """How many practices there are: the cheapest question that needs the database."""
    return Practice.objects.count()


@dataclass(frozen=True, kw_only=True)
class CategoryName:
    """A kind of request somebody may choose."""

    code: str
    name: str


def category_names(actor: Actor) -> list[CategoryName]:
    """The kinds of request this person works, by name."""
    with scope(actor.practice_id):
        found = [each.category for each in categories(actor.practice_id)]
    mine = [each for each in found if not lane_refusals(actor, each.code)]
    return sorted(
        (CategoryName(code=each.code, name=each.name) for each in mine), key=lambda one: one.name
    )


def kind_names(actor: Actor) -> dict[str, str]:
    """Every kind of request there is by its code, whatever the person works on."""
    with scope(actor.practice_id):
        found = [each.category for each in categories(actor.practice_id)]
    return {each.code: each.name for each in found}
