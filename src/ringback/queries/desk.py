"""Shared computers of a practice, who may come back to one today, and who is on a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from ringback.models import Callback, DeskSignIn, Door, Membership
from ringback.queries import practice
from ringback.queries.door import Opened
from ringback.queries.scope import scope
from ringback.rules.lifecycle import Stage

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor

DESK: Final = "desk"
"""The purpose of the door that a shared computer's cookie opens."""

AT_IT: Final = (Stage.OWNED, Stage.UNSORTED, Stage.ESCALATED)
"""The stages in which somebody's time with a callback runs from the last thing they did with it."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A shared computer: its name, since when and by whom, and when it was last used (UTC)."""

    id: UUID
    name: str
    since: datetime
    by: str
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OfTheDay:
    """Somebody who signed in fully at a shared computer today."""

    id: UUID
    name: str


def listing(actor: Actor) -> list[Desk]:
    """The shared computers of the actor's practice, by name."""
    found = (
        Door.objects.filter(practice_id=actor.practice_id, purpose=DESK, closed_at__isnull=True)
        .order_by("label", "created_at")
        .values_list("id", "label", "created_at", "by__name", "used_at")
    )
    return [
        Desk(id=each[0], name=each[1], since=each[2], by=each[3] or "", used_at=each[4])
        for each in found
    ]


def is_open(desk_id: UUID) -> bool:
    """Whether a computer is still shared."""
    return Door.objects.filter(id=desk_id, purpose=DESK, closed_at__isnull=True).exists()


def known(desk_id: UUID) -> Opened | None:
    """The shared computer a session is at; None for one that no longer is."""
    found = Door.objects.filter(id=desk_id, purpose=DESK, closed_at__isnull=True)
    row = found.values_list("id", "practice_id", "label").first()
    if row is None:
        return None
    return Opened(id=row[0], practice_id=row[1], person_id=None, label=row[2])


def people(desk: Opened, *, now: datetime) -> list[OfTheDay]:
    """Who signed in fully at this computer on the practice's present day and is still of it."""
    zone = practice.zone(desk.practice_id)
    midnight = datetime.combine(now.astimezone(ZoneInfo(zone)).date(), time(), ZoneInfo(zone))
    here = Membership.objects.filter(practice_id=desk.practice_id, left_at__isnull=True)
    found = (
        DeskSignIn.objects.filter(
            desk_id=desk.id,
            signed_in_at__gte=midnight,
            person__is_active=True,
            person_id__in=here.values("person_id"),
        )
        .exclude(seal="")
        .order_by(F("person__name"), "person_id")
        .values_list("person_id", "person__name")
    )
    return [OfTheDay(id=each[0], name=each[1]) for each in found]


def on_a_call(actor: Actor, *, seen_at: datetime, now: datetime) -> bool:
    """Whether somebody holds a callback that they were busy with when they last pressed something.

    Asked of the callbacks themselves, not of the browser: one that was done, given back or ran out
    no longer counts. Nor does one that the same person took up elsewhere after that press: what is
    done at another computer must not open this one.
    """
    until = seen_at + timedelta(seconds=settings.LEASE_S)
    with scope(actor.practice_id):
        return Callback.objects.filter(
            practice_id=actor.practice_id,
            owner_id=actor.person_id,
            closed_at__isnull=True,
            stage__in=AT_IT,
            lease_until__gt=now,
            lease_until__lte=until,
        ).exists()
