"""Somebody changes their e-mail address: it counts once the link sent to the new one was opened.

Whose address it may be already is told to nobody: the link of one that is taken leads nowhere.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction

from ringback.actions import confirmed, outbox, signin
from ringback.actions import door as doors
from ringback.actions.act import NotFound, Refused, signed
from ringback.models import Door, NewAddress, Person
from ringback.queries import person
from ringback.rules import people as rules
from ringback.rules.access import Permission
from ringback.rules.outbox import Kind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

PURPOSE: Final = str(Kind.NEW_ADDRESS)


def ask(email: str, *, by: Actor, now: datetime, language: str = "en") -> None:
    """Ask for another address of one's own; the one asked for before is forgotten.

    The link goes to the new address; where no mail is sent, a manager hands it over. Raises
    Refused.
    """
    email = email.strip().lower()
    with transaction.atomic():
        them = Person.objects.select_for_update().get(id=by.person_id)
        if reasons := rules.address_refusals(email, them.email):
            raise Refused(*reasons)
        _end(by.person_id, now)
        signin.new_address_asked_for(by.person_id, now=now)
        with signed("new address asked for", by=by, now=now, needs=None) as act:
            act.silent = True  # its entry stands in every practice of theirs already
            door_id, _ = _hang(act, by.person_id)
            NewAddress.objects.create(
                person_id=by.person_id, email=email, door_id=door_id, asked_at=now
            )
            payload = {"person": str(by.person_id), "door": str(door_id), "language": language}
            outbox.record(act, Kind.NEW_ADDRESS, payload, dedupe_key=f"address {door_id}")


def withdraw(person_id: UUID, *, now: datetime) -> None:
    """Leave the address as it is: the link leads nowhere. Without anything asked for, nothing."""
    with transaction.atomic():
        if _end(person_id, now):
            signin.new_address_withdrawn(person_id, now=now)


def hand_over(person_id: UUID, *, by: Actor, now: datetime) -> str:
    """Where no mail goes out: a manager gets the link, to be handed over; answers its secret.

    It makes no address count but the one the person asked for. Raises NotFound, NotPermitted.
    """
    with signed(
        "new address link made", by=by, now=now, needs=Permission.MANAGE_PEOPLE,
        subject_kind="person", subject_id=person_id,
    ) as act:  # fmt: skip
        act.changed = False
        here = by.practice_id in {each.id for each in person.practices_of(person_id)}
        found = _open_one(person_id) if here and not outbox.can_mail() else None
        if found is None:
            raise NotFound
        Door.objects.filter(id=found.door_id, closed_at__isnull=True).update(closed_at=now)
        found.door_id, secret = _hang(act, person_id)
        found.save(update_fields=["door"])
        return secret


def confirm(secret: str, *, now: datetime) -> None:
    """Whoever holds the link reads the new address's mail: it counts, and the old one is told.

    Raises Refused where the link leads nowhere, which it does too where the address is taken.
    """
    with transaction.atomic():
        opened = doors.through(secret, PURPOSE, now=now)
        asked = NewAddress.objects.filter(door_id=opened.id, ended_at__isnull=True).first()
        if asked is None or not person.practices_of(asked.person_id):
            raise Refused(doors.gone())
        them = Person.objects.select_for_update().get(id=asked.person_id)
        if Person.objects.filter(email=asked.email).exists():
            raise Refused(doors.gone())
        was_confirmed = person.confirmed(them.id)
        old, them.email = them.email, asked.email
        them.save(update_fields=["email"])
        confirmed.by_hand(them.id)
        if was_confirmed and opened.by_id == them.id and outbox.can_mail():
            confirmed.still(them)
        _end(them.id, now)
        doors.end_ways_in(them.id, now=now)  # they lie in the mailbox of the address before
        signin.new_address_set(them.id, old_email=old, now=now)


def _hang(act: Act, person_id: UUID) -> tuple[UUID, str]:
    expires_at = act.now + timedelta(seconds=settings.NEW_WAY_IN_S)
    return doors.open_link(act, PURPOSE, person_id=person_id, expires_at=expires_at)


def _open_one(person_id: UUID) -> NewAddress | None:
    waiting = NewAddress.objects.select_for_update().filter(
        person_id=person_id, ended_at__isnull=True
    )
    return waiting.first()


def _end(person_id: UUID, now: datetime) -> bool:
    """Forget what was asked for, if anything was; its link is shut."""
    found = _open_one(person_id)
    if found is None:
        return False
    Door.objects.filter(id=found.door_id, closed_at__isnull=True).update(closed_at=now)
    found.ended_at = now
    found.save(update_fields=["ended_at"])
    return True
