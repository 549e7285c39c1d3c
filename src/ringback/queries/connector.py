"""The systems that may bring something in: as their door needs them, and as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Max

from ringback.engine.keyring import Keyring
from ringback.models import Connector, Inbound
from ringback.queries.scope import scope
from ringback.rules.connector import Agreement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Connected:
    """A system as its door needs it. `secret` signs what it sends; "" where it signs nothing."""

    id: UUID
    channel: str
    settings: Mapping[str, str]
    secret: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class ConnectorRow:
    """A system as a list shows it. Its secrets are not among it; `signs` says that it has one."""

    id: UUID
    channel: str
    label: str
    settings: Mapping[str, str]
    agreement: Agreement
    on_since: datetime | None
    last_at: datetime | None
    refused: int
    refused_at: datetime | None
    signs: bool


def about(connector_id: UUID) -> str:
    """What a connector's secret is kept unreadable as."""
    return f"connector {connector_id}"


def of(actor: Actor) -> Connected | None:
    """The system that acts as this."""
    with scope(actor.practice_id):
        found = Connector.objects.filter(
            practice_id=actor.practice_id, person_id=actor.person_id
        ).first()
    if found is None:
        return None
    kept = found.secret
    return Connected(
        id=found.id,
        channel=found.channel,
        settings=found.settings,
        secret=Keyring(settings.FIELD_KEYS).show(kept, about(found.id)) if kept else "",
        on=found.on_since is not None,
    )


def listing(actor: Actor) -> list[ConnectorRow]:
    """Every system of the practice, by its name."""
    with scope(actor.practice_id):
        mine = {"practice_id": actor.practice_id}
        heard = Inbound.objects.filter(**mine).values_list("connector_id")
        last = dict(heard.annotate(Max("received_at")).order_by())
        return [
            _row(each, last.get(each.id))
            for each in Connector.objects.filter(**mine).order_by("label", "id")
        ]


def one(connector_id: UUID, actor: Actor) -> ConnectorRow | None:
    """One of them; None where there is no such thing here."""
    return next((each for each in listing(actor) if each.id == connector_id), None)


def _row(found: Connector, last_at: datetime | None) -> ConnectorRow:
    return ConnectorRow(
        id=found.id,
        channel=found.channel,
        label=found.label,
        settings=found.settings,
        agreement=Agreement(
            party=found.agreement_with, signed_on=found.agreement_date, own=found.own
        ),
        on_since=found.on_since,
        last_at=last_at,
        refused=found.refused,
        refused_at=found.refused_at,
        signs=bool(found.secret),
    )
