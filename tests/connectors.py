"""Connections of other systems, made for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.test import Client

from ringback.actions import connector, inbound
from ringback.actions.connector import Places
from ringback.actions.inbound import Raw
from ringback.channels import ways
from ringback.channels.formhook import twin
from ringback.channels.formhook.reading import PLACES
from ringback.engine.wallclock import now as clock
from ringback.models import Inbound
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.connector import Agreement
from tests.cast import NOON, a_number

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.channels.formhook.twin import Sent
    from ringback.rules.access import Actor
    from tests.cast import Cast

SIGNING = "a shared secret"


@dataclass(frozen=True, kw_only=True)
class Connection:
    """One that is switched on: its id, its address and what signs for it."""

    id: UUID
    secret: str
    signing: str

    @property
    def actor(self) -> Actor:
        """As whom it acts."""
        found = person.connector_of(self.secret, now=NOON)
        assert found is not None
        return found


def connected(
    cast: Cast, *, signing: str = "", on: bool = True, label: str = "Website form",
    now: datetime = NOON,
) -> Connection:  # fmt: skip
    """The practice's own form builder, as its manager set it up."""
    made = connector.add("formhook", label, PLACES, by=cast.mara, now=now)
    connector.agree(made.id, Agreement(own=True), by=cast.mara, now=now)
    if signing:
        connector.place(made.id, Places(where=PLACES, secret=signing), by=cast.mara, now=now)
    if on:
        connector.switch(made.id, on=True, by=cast.mara, now=now)
    return Connection(id=made.id, secret=made.secret, signing=signing)


def a_form(signing: str = "", *, name: str | None = None, **boxes: Any) -> Sent:
    """What somebody filled in: a number and a wish, unless told otherwise."""
    given = {"name": "Ana Ruiz", "phone": a_number(), "reason": "Please call me back.", **boxes}
    return twin.filled_in(given, secret=signing, name=name)


def send(to: Connection | str, sent: Sent, client: Client | None = None) -> Any:
    """The answer to one request of a form builder."""
    secret = to if isinstance(to, str) else to.secret
    headers = dict(sent.headers)
    kind = headers.pop("Content-Type", "")
    client = client or Client(raise_request_exception=False)
    return client.post(f"/in/{secret}", sent.body, kind, headers=headers)


def to_look_at(cast: Cast) -> UUID:
    """An event nobody could read, with its words in it."""
    it = connected(cast)
    raw = Raw(body=b"not a document", content_type="", at=clock())
    inbound.keep(it.id, raw, known_by=uuid4().hex, by=it.actor)
    (event,) = inbound.lease(cast.practice_id, now=clock(), most=1)
    inbound.take_in(event, ways()["formhook"], now=clock())
    return event.id


def came(cast: Cast) -> list[Inbound]:
    """Everything that came in at a practice, the first first."""
    with scope(cast.practice_id):
        return list(Inbound.objects.order_by("received_at", "id"))
