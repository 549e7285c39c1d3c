"""The practice of the tests, its people, and a second practice that must see nothing.

Dana answers the front desk, Vik is the virtual assistant for missed calls and new patients, Dr.
Osei the clinician, Mara the manager, Ines does IT, and Nobody belongs to no practice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from ringback.actions import arrival, practice
from ringback.queries import person
from ringback.rules.access import Actor, Role
from ringback.rules.arrival import Kind
from tests.numbers import invented

if TYPE_CHECKING:
    from collections.abc import Iterable

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""A Monday, 12:00 in New York: the moment most tests begin at."""

NUMBER = "+12025550147"

_numbers = count()


def a_number() -> str:
    """An invented number nobody else has: two with one number would be one callback."""
    return invented(next(_numbers))


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody at one practice."""

    practice_id: UUID
    slug: str
    dana: Actor
    vik: Actor
    osei: Actor
    mara: Actor
    ines: Actor

    def everybody(self) -> tuple[Actor, ...]:
        """All five."""
        return (self.dana, self.vik, self.osei, self.mara, self.ines)


def gather(name: str = "Cedar Street Family", zone: str = "America/New_York") -> Cast:
    """A fresh practice with its people; no other test knows it."""
    slug = f"{name.split(maxsplit=1)[0].lower()}-{uuid4().hex[:12]}"
    practice_id = practice.establish(
        practice.NewPractice(slug=slug, name=name, zone=zone, demo=True),
        now=NOON - timedelta(days=400),
    )
    return Cast(
        practice_id=practice_id,
        slug=slug,
        dana=joined("Dana Reyes", practice_id, [Role.FRONT_DESK]),
        vik=joined("Vik Sharma", practice_id, [Role.ASSISTANT], lanes=["MISSED", "NEWPT"]),
        osei=joined("Dr. Osei", practice_id, [Role.CLINICIAN]),
        mara=joined("Mara Lindt", practice_id, [Role.MANAGER]),
        ines=joined("Ines Okafor", practice_id, [Role.ADMIN]),
    )


def joined(
    name: str, practice_id: UUID, roles: Iterable[Role], *, lanes: Iterable[str] | None = None
) -> Actor:
    """A new person at work in a practice."""
    email = f"{name.rsplit(maxsplit=1)[-1].lower()}-{uuid4().hex[:12]}@example.org"
    person_id = practice.person(email=email, name=name)
    practice.member(person_id, practice_id, roles=roles, lanes=lanes)
    found = person.actor(person_id, practice_id, via="web")
    assert found is not None
    return found


def came_in(by: Actor, *, now: datetime = NOON, **given: Any) -> arrival.Received:
    """Something a patient did ten minutes ago: a missed call, unless told otherwise."""
    new = arrival.New(
        source="phone",
        external_id=uuid4().hex,
        kind=Kind.MISSED_CALL,
        happened_at=now - timedelta(minutes=10),
        phone=a_number(),
    )
    return arrival.receive(replace(new, **given), by=by, now=now)
