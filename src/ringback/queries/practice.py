"""What a practice has set: its clock and its pathways, as the rules want them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from ringback.models import CategoryVersion, OpeningHours, Practice
from ringback.queries import statement
from ringback.queries.scope import scope
from ringback.rules import clock
from ringback.rules.access import lane_refusals

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from ringback.rules.category import Category
    from ringback.rules.clock import Calendar, OpenHours, Week

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, kw_only=True)
class PracticeRow:
    """A practice as the screens show it."""

    id: UUID
    slug: str
    name: str
    colour: str
    zone: str
    country: str
    demo: bool


@dataclass(frozen=True, kw_only=True)
class Pathway:
    """One version of one pathway."""

    version_id: UUID
    category: Category


@dataclass(frozen=True, kw_only=True)
class Bearings:
    """What judging a callback needs of its practice: the pathway, the open hours, the zone."""

    pathway: Pathway
    hours: OpenHours
    zone: str


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
        demo=found.demo,
    )


def bearings(
    practice_id: UUID,
    *,
    code: str,
    since: datetime,
    now: datetime,
    found: list[tuple[Any, ...]] | None = None,
) -> Bearings:
    """The current pathway for a category, and opening hours from `since` to a year past `now`.

    Inside a scope; `found` is what bearings.sql answered, where it has been asked already. Raises
    LookupError when the practice has no such category.
    """
    found = found or statement.rows("bearings", {"practice": practice_id, "code": code})
    version_id, hours_id, zone = found[0]
    if version_id is None:
        raise LookupError(f"this practice has no category {code}")
    return Bearings(
        pathway=Pathway(version_id=version_id, category=category(practice_id, version_id)),
        hours=_open_hours(hours_id, zone, since.year - 1, now.year + 1),
        zone=zone,
    )


def bearings_of(practice_id: UUID, *, version_id: UUID, since: datetime, now: datetime) -> Bearings:
    """One version of a pathway, with the opening hours as `bearings` has them. Inside a scope."""
    return Bearings(
        pathway=Pathway(version_id=version_id, category=category(practice_id, version_id)),
        hours=hours(practice_id, since=since, now=now),
        zone=zone(practice_id),
    )


def hours(practice_id: UUID, *, since: datetime, now: datetime) -> OpenHours:
    """Opening hours from the year before `since` to the year after `now`. Inside a scope."""
    found = statement.rows("bearings", {"practice": practice_id, "code": ""})
    _, hours_id, zone = found[0]
    return _open_hours(hours_id, zone, since.year - 1, now.year + 1)


@lru_cache(maxsize=4096)
def category(practice_id: UUID, version_id: UUID) -> Category:
    """What one version of a pathway says. Versions never change, so this is remembered."""
    with scope(practice_id):
        return CategoryVersion.objects.get(id=version_id).facts()


def categories(practice_id: UUID) -> list[Pathway]:
    """The current version of every pathway of a practice, by code. Inside a scope."""
    return pathways(practice_id, statement.rows("pathways", {"practice": practice_id}))


def pathways(practice_id: UUID, current: list[tuple[Any, ...]]) -> list[Pathway]:
    """The pathways whose versions pathways.sql answered."""
    return [Pathway(version_id=each, category=category(practice_id, each)) for (each,) in current]


def calendar(actor: Actor) -> Calendar:
    """The practice's opening hours as it says them."""
    with scope(actor.practice_id):
        hours_id, where = statement.rows("bearings", {"practice": actor.practice_id, "code": ""})[
            0
        ][1:]
        found = OpeningHours.objects.get(id=hours_id)
    return read_calendar(found.week, found.closed_dates, where)


@lru_cache(maxsize=256)
def _open_hours(hours_id: UUID, zone: str, first: int, last: int) -> OpenHours:
    found = OpeningHours.objects.get(id=hours_id)
    calendar = read_calendar(found.week, found.closed_dates, zone)
    return clock.open_hours(calendar, first=date(first, 1, 1), last=date(last, 12, 31))


def read_calendar(week: dict[str, list[str]], closed: list[str], zone: str) -> Calendar:
    """A calendar from "monday" = ["08:00-12:00", "13:00-17:00"] and ISO dates of closed days."""
    return clock.Calendar(
        zone=zone,
        week=cast("Week", tuple(tuple(_interval(each) for each in week[day]) for day in WEEKDAYS)),
        closed=frozenset(date.fromisoformat(each) for each in closed),
    )


def _interval(text: str) -> tuple[int, int]:
    start, end = (_minutes(each) for each in text.split("-"))
    return start, end if end > start else end + 24 * 60


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


@lru_cache(maxsize=1024)
def remembered(practice_id: UUID) -> PracticeRow:
    """One practice, read once per process: its name, zone and country do not change under us."""
    return practice(practice_id)


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
