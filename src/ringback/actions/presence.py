"""Who has a callback open is known while their page is; nobody holds anything by only looking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from ringback.actions.act import NotFound, NotPermitted, signed
from ringback.actions.holding import LEASED
from ringback.models import Call, Callback, Presence
from ringback.queries import calling, presence, seen
from ringback.queries.scope import scope
from ringback.rules.access import Permission, lane_refusals
from ringback.rules.lastminutes import running_out

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.presence import Here
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Open:
    """Who else is there, and whether the reader's own time with it is nearly over.

    `same_number` is a colleague on the phone with this number about something else.
    """

    here: tuple[Here, ...]
    running_out: bool
    same_number: str


def here(callback_id: UUID, tab: UUID, *, by: Actor, now: datetime) -> Open:
    """This page of theirs is open still. Raises NotFound, NotPermitted.

    The journal is silent about it but for refusals: that they opened it stands there already. Nor
    does it keep a callback theirs: a page that lies open is nothing anybody does.
    """
    with signed(
        "page open", by=by, now=now, needs=Permission.SEE_QUEUE, subject_id=callback_id
    ) as act:
        act.silent = True
        found = Callback.objects.filter(practice_id=by.practice_id, id=callback_id)
        row = found.values_list("category", "owner_id", "stage", "lease_until", "phone").first()
        if row is None:
            raise NotFound
        category, owner_id, stage, until, phone = row
        if no := lane_refusals(by, category):
            raise NotPermitted(*no)
        _kept(callback_id, tab, by, now)
        theirs = owner_id == by.person_id and stage in LEASED
        return Open(
            here=presence.at(callback_id, by, now),
            running_out=theirs and running_out(until, now),
            same_number=_same_number(callback_id, phone, by, owns=owner_id == by.person_id),
        )


def _same_number(callback_id: UUID, phone: str, by: Actor, *, owns: bool) -> str:
    """Said to whoever may see how this patient is reached; a call about this one is said anyway."""
    here = Call.objects.filter(practice_id=by.practice_id, callback_id=callback_id)
    if not seen.may(by, "contact_rule", "said", owns=owns) or here.filter(ended_at__isnull=True):
        return ""
    return calling.colleague(by.practice_id, phone, by.person_id)


def _kept(callback_id: UUID, tab: UUID, by: Actor, now: datetime) -> None:
    """Two words of one page at the same moment are one page."""
    page = Presence(
        practice_id=by.practice_id,
        callback_id=callback_id,
        person_id=by.person_id,
        tab=tab,
        began_at=now,
        seen_at=now,
    )
    Presence.objects.bulk_create(
        [page],
        update_conflicts=True,
        unique_fields=["practice", "person", "tab"],
        update_fields=["callback", "seen_at"],
    )


def gone(tab: UUID, *, by: Actor) -> None:
    """This page of theirs was closed."""
    with scope(by.practice_id):
        Presence.objects.filter(
            practice_id=by.practice_id, person_id=by.person_id, tab=tab
        ).delete()


def forget_silent(practice_id: UUID, *, now: datetime) -> int:
    """A tick duty: pages that went without a word are open no more. How many there were."""
    since = now - timedelta(seconds=settings.PRESENCE_S)
    with scope(practice_id):
        found, _ = Presence.objects.filter(practice_id=practice_id, seen_at__lte=since).delete()
    return found
