"""A token opens the machine door as one person in one practice; only its digest is kept."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from ringback.actions.act import signed
from ringback.models import Door

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.rules.access import Actor


def issue_token(label: str, *, by: Actor, now: datetime, whom: Actor | None = None) -> str:
    """Make a bearer token that acts as `whom`, or as `by`; it can be read this one time.

    The journal says who made it and for whom: a key for somebody else is not their own doing.
    """
    person_id = (whom or by).person_id
    token = f"rb_{secrets.token_urlsafe(32)}"
    with signed("token issued", by=by, now=now, needs=None) as act:
        door = Door.objects.create(
            digest=sha256(token.encode()).digest(),
            purpose="api",
            label=label,
            practice_id=by.practice_id,
            person_id=person_id,
            created_at=now,
        )
        act.subject_kind, act.subject_id, act.changed = "door", door.id, False
        act.details = {"person": str(person_id)}
    return token
