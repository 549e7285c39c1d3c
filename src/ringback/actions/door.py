"""What a secret opens: the machine door, or the page a link leads to; only its digest is kept."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.conf import settings

from ringback.actions.act import Refused, signed
from ringback.models import Door
from ringback.models.ids import new_id
from ringback.queries import door
from ringback.rules import linktoken
from ringback.rules.outbox import Kind
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.queries.door import Opened
    from ringback.rules.access import Actor

GONE: Final = gettext_noop(
    "This link leads nowhere any more: it was used, or it is too old. Ask a manager for a new one."
)

RESET: Final = str(Kind.PASSWORD_RESET)
"""Asked for by themselves, sent to their own address: a new password, the second step stays."""

RENEWAL: Final = door.RENEWAL
"""Made by a manager who knows them: a new password, a new second step after it, and no PIN."""

RENEWAL_EVERYWHERE: Final = door.RENEWAL_EVERYWHERE
"""The same, made by whoever runs the machine, and written down in each of their practices."""

HANDED_OUT: Final = (str(Kind.INVITATION), RENEWAL, str(Kind.NEW_ADDRESS))
"""Links one person makes for another: they hold only as long as whoever made them may make them."""

WAYS_IN: Final = (RESET, RENEWAL, RENEWAL_EVERYWHERE)
"""Links that give somebody who is here already a new password."""


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


def open_link(
    act: Act, purpose: str, *, person_id: UUID | None, expires_at: datetime, label: str = ""
) -> tuple[UUID, str]:
    """Make, inside another action, the door of a link that is sent or handed over.

    Answers the door's id and the link's secret, which can be made again from it and is kept
    nowhere: see rules/linktoken.py.
    """
    door_id = new_id()
    token = link_token(purpose, door_id)
    Door.objects.create(
        id=door_id,
        digest=linktoken.digest(token),
        purpose=purpose,
        label=label,
        practice_id=act.by.practice_id,
        person_id=person_id,
        by_id=act.by.person_id,
        created_at=act.now,
        expires_at=expires_at,
    )
    return door_id, token


def end_ways_in(person_id: UUID, *, now: datetime, purposes: Collection[str] = WAYS_IN) -> None:
    """Every link that gives this person a new password leads nowhere from now on."""
    theirs = Door.objects.filter(person_id=person_id, purpose__in=purposes)
    theirs.filter(closed_at__isnull=True).update(closed_at=now)


def end_tokens(person_id: UUID, *, now: datetime, practice_id: UUID | None = None) -> int:
    """This person's keys to the machine door open nothing from now on; answers how many did.

    In one practice, or wherever they have any.
    """
    theirs = Door.objects.filter(person_id=person_id, purpose="api", closed_at__isnull=True)
    if practice_id is not None:
        theirs = theirs.filter(practice_id=practice_id)
    return theirs.update(closed_at=now)


def end_made_by(act: Act, person_id: UUID) -> None:
    """What somebody handed out in this practice leads nowhere from now on."""
    theirs = Door.objects.filter(
        practice_id=act.by.practice_id, by_id=person_id, purpose__in=HANDED_OUT
    )
    theirs.filter(closed_at__isnull=True).update(closed_at=act.now)


def link_token(purpose: str, door_id: UUID) -> str:
    """The secret of a link's door, made again."""
    return linktoken.token(settings.SECRET_KEY, purpose, door_id)
