"""Who signed in, where from and how surely, is written down in every practice they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringback.actions import outbox
from ringback.actions.act import Act
from ringback.models import Entry
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.outbox import Changed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


def signed_in(person_id: UUID, *, how: Sequence[str], where_from: str, now: datetime) -> None:
    """Somebody showed all that is asked for: `how`, from which network address."""
    details = {"how": list(how), "from": where_from}
    everywhere(person_id, verb="signed in", now=now, actor_id=person_id, details=details)


def failed(email: str, *, why: str, where_from: str, now: datetime) -> None:
    """Somebody failed to sign in as one of us: who it was, nobody knows.

    An address that is nobody's here leaves no trace: there is no practice to tell.
    """
    person_id = person.of_email(email)
    if person_id is not None:
        details = {"refused": [why], "from": where_from}
        everywhere(person_id, verb="sign-in failed", now=now, details=details, refused=True)


def signed_out(person_id: UUID, *, now: datetime) -> None:
    """Somebody signed out."""
    everywhere(person_id, verb="signed out", now=now, actor_id=person_id)


def locked(person_id: UUID, *, now: datetime) -> None:
    """Somebody locked their screen."""
    everywhere(person_id, verb="locked", now=now, actor_id=person_id)


def unlocked(person_id: UUID, *, now: datetime) -> None:
    """Somebody showed again who they are."""
    everywhere(person_id, verb="unlocked", now=now, actor_id=person_id)


def second_step_added(person_id: UUID, *, now: datetime) -> None:
    """Somebody has one more way to show who they are, and is told so by mail."""
    everywhere(
        person_id,
        verb="second step added",
        now=now,
        actor_id=person_id,
        tell=Changed.SECOND_FACTOR,
    )


def second_step_removed(person_id: UUID, *, now: datetime) -> None:
    """Somebody has one way less to show who they are, and is told so by mail."""
    everywhere(
        person_id,
        verb="second step removed",
        now=now,
        actor_id=person_id,
        tell=Changed.SECOND_FACTOR,
    )


def recovery_codes_made(person_id: UUID, *, now: datetime) -> None:
    """Somebody has new recovery codes instead of the old ones, and is told so by mail."""
    everywhere(
        person_id,
        verb="recovery codes made",
        now=now,
        actor_id=person_id,
        tell=Changed.RECOVERY_CODES,
    )


def new_password_set(person_id: UUID, *, now: datetime, link_by: UUID | None = None) -> None:
    """Somebody chose a new password, and is told so by mail.

    `link_by` made the link it came by, for them: then it may be whoever held the link.
    """
    everywhere(
        person_id,
        verb="new password set",
        now=now,
        details={"link_by": str(link_by)} if link_by else None,
        actor_id=person_id,
        tell=Changed.PASSWORD,
    )


def new_address_set(person_id: UUID, *, old_email: str, now: datetime) -> None:
    """Somebody has another address, and whoever reads the old one is told so."""
    everywhere(
        person_id,
        verb="new address set",
        now=now,
        actor_id=person_id,
        tell=Changed.EMAIL,
        old_email=old_email,
    )


def new_address_asked_for(person_id: UUID, *, now: datetime) -> None:
    """Somebody asked for another address."""
    everywhere(person_id, verb="new address asked for", now=now, actor_id=person_id)


def new_address_withdrawn(person_id: UUID, *, now: datetime) -> None:
    """Somebody's address stays as it is after all."""
    everywhere(person_id, verb="new address withdrawn", now=now, actor_id=person_id)


def everywhere(
    person_id: UUID,
    *,
    verb: str,
    now: datetime,
    details: dict[str, Any] | None = None,
    actor_id: UUID | None = None,
    refused: bool = False,
    tell: Changed | None = None,
    old_email: str = "",
) -> None:
    """An entry in each of their practices, and a mail from the first of them."""
    for number, place in enumerate(person.practices_of(person_id)):
        with scope(place.id):
            Entry.objects.create(
                practice_id=place.id,
                at=now,
                actor_id=actor_id,
                via="web",
                verb=verb,
                subject_kind="person",
                subject_id=person_id,
                details=details or {},
                refused=refused,
                changed=False,
            )
            if tell and number == 0:
                by = person.actor(person_id, place.id, via="web")
                if by is not None:
                    act = Act(by=by, now=now, verb=verb)
                    outbox.tell_of_change(act, person_id, tell, old_email=old_email)
