"""Somebody who lost their password or their phone gets a link, and chooses anew what they show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from ringback.actions import confirmed, invitation, newaddress, outbox, signin
from ringback.actions import door as doors
from ringback.actions.act import NotFound, Refused, signed
from ringback.actions.door import RENEWAL, RENEWAL_EVERYWHERE, RESET
from ringback.actions.invitation import CameIn
from ringback.models import Person
from ringback.queries import door, person
from ringback.rules import people as rules
from ringback.rules.access import Permission
from ringback.rules.outbox import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor


def renew(person_id: UUID, *, by: Actor, now: datetime) -> str:
    """A manager makes somebody a new way in; answers the secret of its link.

    Their tokens for programs end with it: whoever has the lost phone may have those too. Raises
    Refused, NotFound, NotPermitted.
    """
    with signed(
        "new way in made", by=by, now=now, needs=Permission.MANAGE_PEOPLE, subject_kind="person",
        subject_id=person_id,
    ) as act:  # fmt: skip
        places = {each.id for each in person.practices_of(person_id)}
        if by.practice_id not in places:
            raise NotFound
        own, elsewhere = person_id == by.person_id, len(places) > 1
        if reasons := rules.way_in_refusals(own=own, works_elsewhere=elsewhere):
            raise Refused(*reasons)
        act.changed = False
        act.details = {"tokens": doors.end_tokens(person_id, now=now, practice_id=by.practice_id)}
        doors.end_ways_in(person_id, now=now, purposes=(RENEWAL,))
        return _hang(act, RENEWAL, person_id)[1]


def renew_everywhere(person_id: UUID, *, by: Sequence[Actor], now: datetime) -> str:
    """Whoever runs the machine makes somebody of several practices a new way in.

    `by` acts for each of their practices, of which there is one at least, so that each has its
    entry. Their tokens for programs end in all of them. Answers the link's secret.
    """
    with transaction.atomic():
        doors.end_ways_in(person_id, now=now, purposes=(RENEWAL, RENEWAL_EVERYWHERE))
        for number, each in enumerate(by):
            with signed(
                "new way in made", by=each, now=now, needs=None, subject_kind="person",
                subject_id=person_id,
            ) as act:  # fmt: skip
                act.changed = False
                act.details = {
                    "tokens": doors.end_tokens(person_id, now=now, practice_id=each.practice_id)
                }
                if number == 0:
                    _, secret = _hang(act, RENEWAL_EVERYWHERE, person_id)
    return secret


def forgotten(email: str, *, now: datetime, language: str = "en") -> UUID | None:
    """A link goes to this address, if it is somebody's; answers the link's door.

    Where no mail is sent there is no link: then a manager makes them a new way in.
    """
    by = _themselves(person.of_email(email))
    if by is None or not outbox.can_mail():
        return None
    with signed(
        "new password asked for", by=by, now=now, needs=None, subject_kind="person",
        subject_id=by.person_id,
    ) as act:  # fmt: skip
        act.changed = False
        door_id, _ = _hang(act, RESET, by.person_id)
        payload = {"person": str(by.person_id), "door": str(door_id), "language": language}
        outbox.record(act, Kind.PASSWORD_RESET, payload, dedupe_key=f"reset {door_id}")
        return door_id


def end_links(person_id: UUID, *, now: datetime) -> None:
    """A new password was chosen: every link made for them before leads nowhere.

    Whoever asked for those may not have been them.
    """
    with transaction.atomic():
        doors.end_ways_in(person_id, now=now)
        newaddress.withdraw(person_id, now=now)


def walk_in(secret: str, password: str, *, now: datetime, proven: UUID | None = None) -> CameIn:
    """Go through the door of a link: answers who did. Raises Refused where it leads nowhere.

    `proven` has signed in already, with all that is asked for.
    """
    for purpose in (RESET, RENEWAL, RENEWAL_EVERYWHERE):
        if door.opened(secret, purpose, now=now):
            return _renewed(secret, purpose, password, now)
    return invitation.accept(secret, password, now=now, proven=proven)


def _renewed(secret: str, purpose: str, password: str, now: datetime) -> CameIn:
    with transaction.atomic():
        opened = doors.through(secret, purpose, now=now)
        if opened.person_id is None:
            raise Refused(doors.gone())
        them = Person.objects.select_for_update().get(id=opened.person_id)
        if not door.renews(opened, purpose):  # asked once nobody else can let them in
            raise Refused(doors.gone())
        end_links(them.id, now=now)
        them.set_password(password)
        them.save(update_fields=["password"])
        if purpose != RESET:
            Authenticator.objects.filter(user_id=them.id).delete()
            doors.end_tokens(them.id, now=now)  # those made since the link was
            Person.objects.filter(id=them.id).update(pin="")  # whoever found it out keeps nothing
        if purpose == RESET:
            confirmed.by_mail(them)
        if purpose == RENEWAL:
            confirmed.by_hand(them.id)
        made_by = opened.by_id if purpose != RESET else None
        signin.new_password_set(them.id, now=now, link_by=made_by)
    return CameIn(person_id=them.id, chose_password=True)


def _hang(act: Act, purpose: str, person_id: UUID) -> tuple[UUID, str]:
    expires_at = act.now + timedelta(seconds=settings.NEW_WAY_IN_S)
    return doors.open_link(act, purpose, person_id=person_id, expires_at=expires_at)


def _themselves(person_id: UUID | None) -> Actor | None:
    """Somebody at the first of the practices they belong to."""
    places = person.practices_of(person_id) if person_id else []
    return person.actor(person_id, places[0].id, via="web") if person_id and places else None
