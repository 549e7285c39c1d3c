"""Somebody who lost their password or their phone gets a link, and chooses anew what they show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from ringback.actions import door as doors
from ringback.actions import invitation, signin
from ringback.actions.act import NotFound, Refused, signed
from ringback.models import Person
from ringback.queries import door, person
from ringback.rules import people as rules
from ringback.rules.access import Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

RESET: Final = "reset"
"""Asked for by themselves, sent to their own address: a new password, the second step stays."""

RENEWAL: Final = "renewal"
"""Made by a manager who knows them: a new password, and a new second step after it."""


def renew(person_id: UUID, *, by: Actor, now: datetime) -> str:
    """A manager makes somebody a new way in; answers the secret of its link.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "new way in made", by=by, now=now, needs=Permission.SET_UP, subject_kind="person",
        subject_id=person_id,
    ) as act:  # fmt: skip
        places = {each.id for each in person.practices_of(person_id)}
        if by.practice_id not in places:
            raise NotFound
        own, elsewhere = person_id == by.person_id, len(places) > 1
        if reasons := rules.way_in_refusals(own=own, works_elsewhere=elsewhere):
            raise Refused(*reasons)
        act.changed = False
        return _hang(RENEWAL, person_id, by.practice_id, now)


def forgotten(email: str, *, now: datetime) -> tuple[UUID, str] | None:
    """Whose address this is and the secret of a link for them; None where it is nobody's."""
    person_id = person.of_email(email)
    places = person.practices_of(person_id) if person_id else []
    if person_id is None or not places:
        return None
    with transaction.atomic():
        secret = _hang(RESET, person_id, places[0].id, now)
        signin.note(person_id, "new password asked for", now=now)
    return person_id, secret


def walk_in(secret: str, password: str, *, now: datetime) -> UUID:
    """Go through the door of a link: answers who did. Raises Refused where it leads nowhere."""
    for purpose in (RESET, RENEWAL):
        if door.opened(secret, purpose, now=now):
            return _renewed(secret, purpose, password, now)
    return invitation.accept(secret, password, now=now)


def _renewed(secret: str, purpose: str, password: str, now: datetime) -> UUID:
    with transaction.atomic():
        opened = doors.through(secret, purpose, now=now)
        if opened.person_id is None or not person.practices_of(opened.person_id):
            raise Refused(doors.gone())
        them = Person.objects.select_for_update().get(id=opened.person_id)
        them.set_password(password)
        them.save(update_fields=["password"])
        if purpose == RENEWAL:
            Authenticator.objects.filter(user_id=them.id).delete()
        signin.note(them.id, "new password set", now=now, how=[purpose])
    return them.id


def _hang(purpose: str, person_id: UUID, practice_id: UUID, now: datetime) -> str:
    hung = doors.hang_link(
        purpose,
        practice_id=practice_id,
        now=now,
        lasts=timedelta(seconds=settings.NEW_WAY_IN_S),
        person_id=person_id,
    )
    return doors.link_secret(hung.id, purpose)
