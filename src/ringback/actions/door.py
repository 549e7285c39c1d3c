"""A token opens the machine door as one person in one practice; only its digest is kept."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.utils.crypto import salted_hmac

from ringback.actions.act import Refused, signed
from ringback.models import Door
from ringback.queries import door
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from ringback.queries.door import Opened
    from ringback.rules.access import Actor

GONE: Final = gettext_noop(
    "This link leads nowhere any more: it was used, or it is too old. Ask a manager for a new one."
)


def link_secret(door_id: UUID, purpose: str) -> str:
    """The secret of a link that is sent or handed over, made of the door's id and our own key.

    It can be made again when the link is sent, and so needs to be kept nowhere.
    """
    made = salted_hmac(f"ringback door {purpose}", str(door_id), algorithm="sha256").digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def hang_link(
    purpose: str,
    *,
    practice_id: UUID,
    now: datetime,
    lasts: timedelta,
    person_id: UUID | None = None,
) -> Door:
    """A door that a link opens once, within another action."""
    hung = Door(
        purpose=purpose,
        practice_id=practice_id,
        person_id=person_id,
        created_at=now,
        expires_at=now + lasts,
    )
    hung.digest = sha256(link_secret(hung.id, purpose).encode()).digest()
    hung.save(force_insert=True)
    return hung


def through(secret: str, purpose: str, *, now: datetime) -> Opened:
    """Go through the door of a link, within another action: it is shut behind whoever comes first.

    Raises Refused where it leads nowhere.
    """
    found = door.opened(secret, purpose, now=now)
    if found is None:
        raise Refused(gone())
    if not Door.objects.filter(id=found.id, closed_at__isnull=True).update(closed_at=now):
        raise Refused(gone())
    return found


def gone() -> Reason:
    """Why a link leads nowhere."""
    return Reason(code="link_gone", words=GONE)


def issue_token(label: str, *, by: Actor, now: datetime, whom: Actor | None = None) -> str:
    """Make a bearer token that acts as `whom`, or as `by`; it can be read this one time.

    The journal says who made it and for whom: a key for somebody else is not their own doing.
    """
    person_id = (whom or by).person_id
    token = f"rb_{secrets.token_urlsafe(32)}"
    with signed("token issued", by=by, now=now, needs=None) as act:
        made = Door.objects.create(
            digest=sha256(token.encode()).digest(),
            purpose="api",
            label=label,
            practice_id=by.practice_id,
            person_id=person_id,
            created_at=now,
        )
        act.subject_kind, act.subject_id, act.changed = "door", made.id, False
        act.details = {"person": str(person_id)}
    return token
