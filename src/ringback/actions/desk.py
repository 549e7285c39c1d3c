"""A computer that several people share: made one, switched off, and who comes back to it today."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Sum

from ringback.actions.act import NotFound, Refused, signed
from ringback.models import DeskSignIn, Door, Entry, Membership, Person
from ringback.queries import person, practice
from ringback.queries.desk import DESK
from ringback.queries.scope import scope
from ringback.rules import shareddesk
from ringback.rules.access import Permission
from ringback.rules.shareddesk import ComingBack

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.door import Opened
    from ringback.rules.access import Actor


def share(name: str, *, by: Actor, now: datetime) -> str:
    """Make a computer one that several people share; answers the secret for its browser.

    Raises Refused, NotPermitted.
    """
    secret = secrets.token_urlsafe(32)
    with signed(
        "computer shared", by=by, now=now, needs=Permission.SET_UP, subject_kind="door"
    ) as act:
        if reasons := shareddesk.name_refusals(name):
            raise Refused(*reasons)
        made = Door.objects.create(
            digest=sha256(secret.encode()).digest(),
            purpose=DESK,
            label=name.strip()[: shareddesk.LONGEST_NAME],
            practice_id=by.practice_id,
            by_id=by.person_id,
            created_at=now,
        )
        act.subject_id = made.id
    return secret


def stop_sharing(desk_id: UUID, *, by: Actor, now: datetime) -> None:
    """From this moment no PIN opens it, and whoever came in by one is out. Raises NotFound."""
    with signed(
        "computer no longer shared", by=by, now=now, needs=Permission.SET_UP, subject_kind="door",
        subject_id=desk_id,
    ):  # fmt: skip
        mine = Door.objects.filter(practice_id=by.practice_id, id=desk_id, purpose=DESK)
        if not mine.filter(closed_at__isnull=True).update(closed_at=now):
            raise NotFound


def signed_in(desk: Opened, person_id: UUID, *, since: datetime, now: datetime) -> None:
    """Somebody signed in fully at this computer: for that day they may come back to it.

    Only people of the computer's practice; their wrong PINs, at whatever computer, are forgotten.
    """
    with scope(desk.practice_id):
        if not _of_practice(desk.practice_id, person_id):
            return
        password = _held(person_id).password
        DeskSignIn.objects.filter(person_id=person_id, wrong_pins__gt=0).update(wrong_pins=0)
        DeskSignIn.objects.update_or_create(
            desk_id=desk.id,
            person_id=person_id,
            defaults={
                "signed_in_at": since,
                "seal": person.session_seal(password),
            },
        )
        _used(desk, now)


def signed_out(desk_id: UUID, person_id: UUID) -> None:
    """Somebody goes for good: no PIN of theirs opens this computer before they sign in fully."""
    DeskSignIn.objects.filter(desk_id=desk_id, person_id=person_id).update(seal="")


def come_back(
    desk: Opened, person_id: UUID, pin: str, *, where_from: str, now: datetime
) -> datetime:
    """Open the computer for somebody by their PIN; answers when they signed in fully.

    Raises Refused, always with the same words. One entry in the record either way. The person is
    locked first, so that many tries at once, at however many computers, are no more than five.
    """
    with scope(desk.practice_id):
        row = DeskSignIn.objects.filter(desk_id=desk.id, person_id=person_id).first()
        opened = _opens(row, desk, pin, now)
        known = row is not None or _of_practice(desk.practice_id, person_id)
        _write_down(desk, person_id, known=known, opened=opened, where_from=where_from, now=now)
        if opened:
            _used(desk, now)
    if row is None or not opened:
        raise Refused(shareddesk.not_opened())
    return row.signed_in_at


def _opens(row: DeskSignIn | None, desk: Opened, pin: str, now: datetime) -> bool:
    """Whether this PIN is right and may be; a wrong one is counted.

    Where none is looked at, as long is spent as if one were.
    """
    if row is None:
        make_password(pin)
        return False
    them = _held(row.person_id)
    row.refresh_from_db()  # as it is now that nobody else tries
    found = ComingBack(
        signed_in_at=row.signed_in_at,
        wrong_pins=_wrong_pins(them.id),
        same_password=row.seal == person.session_seal(them.password),
        here=them.is_active and _of_practice(desk.practice_id, them.id),
        has_pin=bool(them.pin),
    )
    if shareddesk.refusals(
        found,
        zone=ZoneInfo(practice.zone(desk.practice_id)),
        longest=timedelta(seconds=settings.LONGEST_SIGN_IN_S),
        now=now,
    ):
        make_password(pin)
        return False
    if check_password(pin, them.pin):
        return True
    row.wrong_pins += 1
    row.save(update_fields=["wrong_pins"])
    return False


def _held(person_id: UUID) -> Person:
    """Somebody whose PIN nobody else tries, at any computer, until this transaction ends."""
    return Person.objects.select_for_update(no_key=True).get(id=person_id)


def _wrong_pins(person_id: UUID) -> int:
    """Over all computers, since they last signed in fully at one of them."""
    found = DeskSignIn.objects.filter(person_id=person_id).aggregate(all=Sum("wrong_pins"))
    return found["all"] or 0


def _of_practice(practice_id: UUID, person_id: UUID) -> bool:
    found = Membership.objects.filter(practice_id=practice_id, person_id=person_id)
    return found.filter(left_at__isnull=True).exists()


def _used(desk: Opened, now: datetime) -> None:
    Door.objects.filter(id=desk.id).update(used_at=now)


def _write_down(
    desk: Opened, person_id: UUID, *, known: bool, opened: bool, where_from: str, now: datetime
) -> None:
    """Who came back, or that somebody tried to come in as them; of a stranger only where."""
    verb = "switched" if opened else "sign-in failed"
    refused = {} if opened else {"refused": [shareddesk.not_opened().code]}
    Entry.objects.create(
        practice_id=desk.practice_id,
        at=now,
        actor_id=person_id if opened else None,
        via="web",
        verb=verb,
        subject_kind="person" if known else "door",
        subject_id=person_id if known else desk.id,
        details={**refused, "desk": str(desk.id), "from": where_from},
        refused=not opened,
        changed=False,
    )
