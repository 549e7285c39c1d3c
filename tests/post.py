"""Mail in tests: how it is sent, and notes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ringback.actions import door, outbox
from ringback.actions.act import signed
from ringback.channels.email.address import Post, parse
from ringback.models import Invitation, Outgoing, Person
from ringback.queries.scope import scope
from ringback.rules.outbox import Kind
from tests.cast import NOON
from tests.twins import SENDER

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

SITE = "https://calls.cedar.example"


def post(url: str = "smtp://127.0.0.1:9") -> Post:
    """How mail is sent: through this server, or one nobody listens at."""
    return Post(server=parse(url), sender=SENDER, site=SITE)


def invited(by: Actor, whom: Actor, *, now: datetime = NOON, **given: Any) -> UUID | None:
    """A note of an invitation, as an action would make it."""
    with signed("invited", by=by, now=now, needs=None) as act:
        expires_at = now + timedelta(days=3650)
        door_id, _ = door.open_link(act, Kind.INVITATION, person_id=None, expires_at=expires_at)
        them = Person.objects.get(id=whom.person_id)
        asked = Invitation.objects.create(
            practice_id=by.practice_id, email=f"{uuid4().hex}-{them.email}", name=them.name,
            roles=["front_desk"], lanes=[], door_id=door_id, by_id=by.person_id, created_at=now,
        )  # fmt: skip
        payload = {
            "person": str(asked.id),
            "by": str(by.person_id),
            "door": str(door_id),
            **given,
        }
        return outbox.record(act, Kind.INVITATION, payload, dedupe_key=f"invited {uuid4()}")


def noted(cast: Cast, mail_id: UUID | None) -> Outgoing:
    """The note as it stands now."""
    with scope(cast.practice_id):
        return Outgoing.objects.get(id=mail_id)
