"""Mail that went out or waits: the list for managers, and what the sender asks as it sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ringback.models import Door, FormerAddress, Invitation, NewAddress, Outgoing, Person, Practice
from ringback.queries.scope import scope
from ringback.rules import outbox as rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

LISTED: Final = 200
LATELY: Final = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class MailRow:
    """One mail: its kind, to whom by name, when it was asked for, and what became of it."""

    id: UUID
    kind: str
    to: str
    at: datetime
    tries: int
    next_at: datetime
    mail: rules.Mail


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The newest first. `more`: older ones are not shown."""

    rows: list[MailRow]
    more: bool


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whom a mail is for and where they are reached."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class LinkDoor:
    """The door a link in a mail leads through. `open`: it still opens something."""

    purpose: str
    open: bool
    digest: bytes


def listing(actor: Actor) -> Listing:
    """The mail of the actor's practice."""
    mine = Outgoing.objects.filter(practice_id=actor.practice_id, kind__in=set(rules.Kind))
    with scope(actor.practice_id):
        found = list(mine.order_by("-created_at", "-id")[: LISTED + 1])
        ids = {to for each in found if (to := rules.id_in(each.payload, "person"))}
        names = dict(Person.objects.filter(id__in=ids).values_list("id", "name"))
        names |= Invitation.objects.filter(id__in=ids).values_list("id", "name")
    # A repeat is always newer than what it repeats, so it is among those read here.
    keys = {each.dedupe_key for each in found}
    rows = [_row(each, names, again=rules.again_key(each.id) in keys) for each in found[:LISTED]]
    return Listing(rows=rows, more=len(found) > LISTED)


def failures(actor: Actor, *, now: datetime) -> int:
    """How many mails of the last thirty days failed and were not sent again."""
    mine = Outgoing.objects.filter(practice_id=actor.practice_id, kind__in=set(rules.Kind))
    with scope(actor.practice_id):
        failed = mine.filter(failed_at__gte=now - LATELY).values_list("id", flat=True)
        keys = [rules.again_key(each) for each in failed]
        return len(keys) - mine.filter(dedupe_key__in=keys).count()


def _row(found: Outgoing, names: dict[UUID, str], *, again: bool) -> MailRow:
    to = rules.id_in(found.payload, "person")
    return MailRow(
        id=found.id,
        kind=found.kind,
        to=names.get(to, "") if to else "",
        at=found.created_at,
        tries=found.tries,
        next_at=found.not_before,
        mail=rules.Mail(
            sent_at=found.sent_at,
            failed_at=found.failed_at,
            cancelled_at=found.cancelled_at,
            lease_until=found.lease_until,
            error=found.error,
            again=again,
        ),
    )


def reader(person_id: UUID) -> Reader | None:
    """Whoever a mail is for; nobody where they can no longer be told anything."""
    found = Person.objects.filter(id=person_id).values_list("name", "email").first()
    return None if found is None else Reader(name=found[0], email=found[1])


def asked_in(practice_id: UUID, invitation_id: UUID) -> Reader | None:
    """Whom an invitation of this practice is for."""
    with scope(practice_id):
        found = Invitation.objects.filter(practice_id=practice_id, id=invitation_id)
        row = found.values_list("name", "email").first()
    return None if row is None else Reader(name=row[0], email=row[1])


def former_email(person_id: UUID, former_id: UUID) -> str:
    """The address somebody had before; "" where it is not theirs."""
    found = FormerAddress.objects.filter(id=former_id, person_id=person_id)
    return found.values_list("email", flat=True).first() or ""


def address_asked_for(door_id: UUID) -> str:
    """The new address whose link leads through this door; "" where nobody waits for it any more."""
    found = NewAddress.objects.filter(door_id=door_id, ended_at__isnull=True)
    return found.values_list("email", flat=True).first() or ""


def link_door(practice_id: UUID, door_id: UUID, *, now: datetime) -> LinkDoor | None:
    """The door of a link of this practice's."""
    found = Door.objects.filter(id=door_id, practice_id=practice_id).first()
    if found is None:
        return None
    too_old = found.expires_at is not None and found.expires_at <= now
    return LinkDoor(
        purpose=found.purpose,
        open=found.closed_at is None and not too_old,
        digest=bytes(found.digest),
    )


def practice_name(practice_id: UUID) -> str:
    """What the practice is called."""
    return Practice.objects.values_list("name", flat=True).get(id=practice_id)
