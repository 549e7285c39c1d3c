"""Another system may bring something in: added, its agreement recorded, switched on and off."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from ringback.actions import practice
from ringback.actions.act import NotFound, Refused, signed
from ringback.engine.keyring import Keyring
from ringback.models import Connector, Door, Person
from ringback.models.ids import new_id
from ringback.queries import connector as connectors
from ringback.queries import practice as practices
from ringback.queries.scope import scope
from ringback.rules import connector as rules
from ringback.rules.access import Permission, Role
from ringback.rules.connector import Agreement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

INBOUND = "inbound"
"""What the doors of connectors are for."""


@dataclass(frozen=True, kw_only=True)
class Added:
    """A new one, and the secret of its address, which can be read this one time."""

    id: UUID
    secret: str


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where in its documents what stands, and what signs them; None leaves that as it is."""

    where: Mapping[str, str] = field(default_factory=dict)
    secret: str | None = None


def add(channel: str, label: str, where: Mapping[str, str], *, by: Actor, now: datetime) -> Added:
    """A system that is switched off still; it acts as somebody nobody can sign in as.

    Raises Refused, NotPermitted.
    """
    connector_id, label = new_id(), label.strip()
    with _signed("connection added", connector_id, by=by, now=now) as act:
        if reasons := (*rules.label_refusals(label), *rules.settings_refusals(where, "")):
            raise Refused(*reasons)
        them = Person.objects.create(
            email=f"connector-{connector_id}@ringback.invalid",
            name=label,
            password="!",  # noqa: S106 # nosec B106 # it opens nothing
        )
        practice.member(them.id, by.practice_id, roles=[Role.CONNECTOR])
        Connector.objects.create(
            id=connector_id,
            practice_id=by.practice_id,
            channel=channel,
            label=label,
            person_id=them.id,
            settings=dict(where),
            created_at=now,
        )
        act.details = {"channel": channel}
        return Added(id=connector_id, secret=_door(act, them.id, label))


def agree(connector_id: UUID, found: Agreement, *, by: Actor, now: datetime) -> None:
    """Write its agreement down. One that needs none any more may; one without is switched off.

    Raises Refused, NotFound, NotPermitted.
    """
    with _signed("agreement recorded", connector_id, by=by, now=now) as act:
        it = _locked(act, connector_id)
        today = now.astimezone(ZoneInfo(practices.zone(by.practice_id))).date()
        if reasons := rules.agreement_refusals(found, today):
            raise Refused(*reasons)
        it.own, it.agreement_with = found.own, "" if found.own else found.party.strip()
        it.agreement_date = None if found.own else found.signed_on
        it.save(update_fields=["own", "agreement_with", "agreement_date"])
        act.details = {"own": it.own, "of": str(it.agreement_date or "")}


def place(connector_id: UUID, found: Places, *, by: Actor, now: datetime) -> None:
    """Say where in its documents what stands, and what signs them. Raises Refused, NotFound."""
    with _signed("connection changed", connector_id, by=by, now=now) as act:
        it = _locked(act, connector_id)
        if reasons := rules.settings_refusals(found.where, found.secret or ""):
            raise Refused(*reasons)
        it.settings = dict(found.where)
        if found.secret is not None:
            it.secret = _hidden(connector_id, found.secret)
        it.save(update_fields=["settings", "secret"])
        act.details = {"secret": found.secret is not None}


def switch(connector_id: UUID, *, on: bool, by: Actor, now: datetime) -> None:
    """Let it bring something in from now on, or no more. What came in before stays.

    Raises Refused where its agreement is lacking, NotFound, NotPermitted.
    """
    with _signed("connection switched", connector_id, by=by, now=now) as act:
        it = _locked(act, connector_id)
        agreement = Agreement(party=it.agreement_with, signed_on=it.agreement_date, own=it.own)
        if on and (reasons := rules.on_refusals(agreement)):
            raise Refused(*reasons)
        it.on_since = (it.on_since or now) if on else None
        it.save(update_fields=["on_since"])
        act.details = {"on": on}


def rotate(connector_id: UUID, *, by: Actor, now: datetime) -> str:
    """Give it a new address; the old one leads nowhere. Answers the secret, for this one time."""
    with _signed("connection address renewed", connector_id, by=by, now=now) as act:
        it = _locked(act, connector_id)
        doors = Door.objects.filter(
            practice_id=by.practice_id, person_id=it.person_id, purpose=INBOUND
        )
        doors.filter(closed_at__isnull=True).update(closed_at=now)
        return _door(act, it.person_id, it.label)


def may_see(connector_id: UUID, *, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not; otherwise leave no trace."""
    with _signed("connection changed", connector_id, by=by, now=now) as act:
        _locked(act, connector_id)
        act.silent = True


def forged(connector_id: UUID, *, by: Actor, now: datetime) -> None:
    """Something came with a wrong signature, or with none: counted, and nothing of it kept.

    No entry: whoever knows the address could fill the record with them.
    """
    with scope(by.practice_id):
        Connector.objects.filter(practice_id=by.practice_id, id=connector_id).update(
            refused=F("refused") + 1, refused_at=now
        )


def _signed(
    verb: str, connector_id: UUID, *, by: Actor, now: datetime
) -> AbstractContextManager[Act]:
    return signed(
        verb, by=by, now=now, needs=Permission.SET_UP, subject_kind="connector",
        subject_id=connector_id,
    )  # fmt: skip


def _locked(act: Act, connector_id: UUID) -> Connector:
    found = Connector.objects.select_for_update().filter(
        practice_id=act.by.practice_id, id=connector_id
    )
    it = found.first()
    if it is None:
        raise NotFound
    act.changed = False
    return it


def _hidden(connector_id: UUID, secret: str) -> str:
    if not secret:
        return ""
    return Keyring(settings.FIELD_KEYS).hide(secret, connectors.about(connector_id))


def _door(act: Act, person_id: UUID, label: str) -> str:
    secret = secrets.token_urlsafe(32)
    Door.objects.create(
        digest=sha256(secret.encode()).digest(),
        purpose=INBOUND,
        label=label,
        practice_id=act.by.practice_id,
        person_id=person_id,
        by_id=act.by.person_id,
        created_at=act.now,
    )
    return secret
