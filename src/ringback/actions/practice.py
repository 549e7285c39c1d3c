"""A practice begins: its name, its clock, its pathways and its people."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from ringback.actions.act import Refused, Stale, signed
from ringback.actions.lanes import CHANGED_MEANWHILE
from ringback.models import (
    CategoryVersion,
    Entry,
    Lane,
    Membership,
    Person,
    PolicyPart,
    Practice,
)
from ringback.queries.scope import scope
from ringback.rules import categoryfile, hue, lane, phone, walltime
from ringback.rules.access import Permission, Role
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

DEFAULTS: Final = files("ringback") / "defaults"
AS_IT_COMES: Final = gettext_noop("the default")
DEFAULT_PATHWAY: Final = gettext_noop("the default pathway")
COMMAND_LINE: Final = "command-line@ringback.invalid"
"""The person every practice has for commands run without `--as`; nobody can sign in as them."""


@dataclass(frozen=True, kw_only=True)
class NewPractice:
    """What a practice is called and where it stands: its state decides its public holidays."""

    slug: str
    name: str
    zone: str
    colour: str = "green"
    country: str = "US"
    state: str = ""
    phone: str = ""
    demo: bool = False
    week: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Its opening hours by day, as a practice's file has them; the default's where it is empty."""


def establish(new: NewPractice, *, now: datetime) -> UUID:
    """Make a practice with the default hours and pathways; answers its id."""
    with transaction.atomic():
        practice_id = Practice.objects.create(
            slug=new.slug,
            name=new.name,
            zone=new.zone,
            colour=new.colour,
            country=new.country,
            state=new.state,
            phone=phone.normalised(new.phone, new.country),
            demo=new.demo,
            created_at=now,
        ).id
        author = _command_line()
        member(author.id, practice_id, roles=[Role.FRONT_DESK, Role.MANAGER])
        with scope(practice_id):
            _begin(practice_id, author.id, new.week, now)
    return practice_id


def member(
    person_id: UUID, practice_id: UUID, *, roles: Iterable[Role], lanes: Iterable[str] | None = None
) -> None:
    """Give a person their place in a practice.

    Whoever works in some lanes only may still hand on what turns out to be clinical; an assistant
    in no lane can do nothing else.
    """
    roles = frozenset(roles)
    if lanes is None and lane.worked(roles, (), frozenset()) is not None:
        lanes = ()
    Membership.objects.create(
        person_id=person_id,
        practice_id=practice_id,
        roles=[str(role) for role in roles],
        lanes=None if lanes is None else sorted({*lanes, *lane.OF_EVERYBODY}),
    )


def change_look(
    colour: str,
    *,
    first_names: bool,
    in_chart: bool = False,
    number: str = "",
    seen: str,
    by: Actor,
    now: datetime,
) -> None:
    """Give the practice its colour and its number, and say two things of how it works.

    Whether an assistant's list shows first names, and whether a signed note asks if it is in the
    chart. Raises Refused, Stale, NotPermitted.
    """
    with signed(
        "practice changed", by=by, now=now, needs=Permission.SET_PRIVACY, subject_kind="practice",
        subject_id=by.practice_id,
    ) as act:  # fmt: skip
        found = Practice.objects.select_for_update().get(id=by.practice_id)
        if reasons := (*hue.refusals(colour), *phone.own_refusals(number, found.country)):
            raise Refused(*reasons)
        look = seen_look(
            found.colour,
            first_names=found.shows_first_names,
            in_chart=found.asks_in_chart,
            number=found.phone,
        )
        number = phone.normalised(number, found.country)
        if look != seen:
            raise Stale(Reason(code="stale", words=CHANGED_MEANWHILE), fence=0)
        act.details = {
            "colour": [found.colour, colour],
            "first_names": [found.shows_first_names, first_names],
            "in_chart": [found.asks_in_chart, in_chart],
            "phone": [found.phone, number],
        }
        found.colour, found.shows_first_names = colour, first_names
        found.asks_in_chart, found.phone = in_chart, number
        found.save(update_fields=["colour", "shows_first_names", "asks_in_chart", "phone"])


def as_filed(act: Act, number: str) -> None:
    """Within another action: the number patients know it by, as a policy file has it."""
    Practice.objects.filter(id=act.by.practice_id).update(phone=number)


def seen_look(colour: str, *, first_names: bool, in_chart: bool = False, number: str = "") -> str:
    """What a form of the practice's look shows it was filled in over."""
    look = f"{colour} {int(first_names)}" + (" chart" if in_chart else "")
    return f"{look} {number}".rstrip()


def person(*, email: str, name: str) -> UUID:
    """Make a person who cannot sign in with a password yet; answers their id."""
    return Person.objects.create_user(email=email, name=name).id


def default_pathways() -> list[dict[str, Any]]:
    """The starter pathways of defaults/, read and checked. Raises PathwayError."""
    return [_default(name) for name in _pathways()]


def default_parts() -> dict[str, dict[str, Any]]:
    """What a practice begins with beside its pathways, by kind."""
    return {
        "hours": _default("hours.toml"),
        "scripts": _default("scripts.toml"),
        "contact": _default("practice/contact.toml"),
        "verification": _default("practice/verification.toml"),
        "promises": {},
    }


def default_lanes() -> list[dict[str, Any]]:
    """The lanes a practice begins with, as their table wants them."""
    found = []
    for each in _default("practice/lanes.toml")["lane"]:
        checked = each.get("checked", {})
        found.append(
            {
                "name": each["name"],
                "categories": sorted(each["categories"]),
                "check_minutes": checked.get("every"),
                "check_from": walltime.at(checked.get("from")),
                "check_until": walltime.at(checked.get("until")),
            }
        )
    return found


def _command_line() -> Person:
    nobodys = {"name": "command line", "password": "!"}  # nosec B105 # it opens nothing
    found, _ = Person.objects.get_or_create(email=COMMAND_LINE, defaults=nobodys)
    return found


def _begin(
    practice_id: UUID, author_id: UUID, week: Mapping[str, Sequence[str]], now: datetime
) -> None:
    parts = default_parts()
    parts["hours"] |= week
    PolicyPart.objects.bulk_create(
        PolicyPart(
            practice_id=practice_id,
            kind=kind,
            version=1,
            written=written,
            author_id=author_id,
            reason=AS_IT_COMES,
            created_at=now,
        )
        for kind, written in parts.items()
    )
    CategoryVersion.objects.bulk_create(
        CategoryVersion(
            practice_id=practice_id,
            code=each["code"],
            version=1,
            pathway=each,
            author_id=author_id,
            reason=DEFAULT_PATHWAY,
            created_at=now,
        )
        for each in default_pathways()
    )
    Lane.objects.bulk_create(
        Lane(practice_id=practice_id, created_at=now, **each) for each in default_lanes()
    )
    Entry.objects.create(
        practice_id=practice_id,
        at=now,
        actor_id=author_id,
        via="cli",
        verb="practice established",
        subject_kind="practice",
        subject_id=practice_id,
    )


@cache
def _pathways() -> tuple[str, ...]:
    kept = sorted(each.name for each in (DEFAULTS / "pathways").iterdir())
    found = tuple(f"pathways/{name}" for name in kept if name.endswith(".toml"))
    for each in found:
        categoryfile.read(_default(each))
    return found


def _default(name: str) -> dict[str, Any]:
    """What is shipped under that name: a copy of the caller's own."""
    found: dict[str, Any] = json.loads(_shipped(name))
    return found


@cache
def _shipped(name: str) -> str:
    """Read once: TOML takes ten times as long to read as the same in JSON."""
    return json.dumps(tomllib.loads(DEFAULTS.joinpath(name).read_text("utf-8")))
