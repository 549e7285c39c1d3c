"""Incidents: that somebody looks at them is written down, and how each of them ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.models import Incident
from ringback.rules import puttingright as rules
from ringback.rules.access import Permission, lane_refusals
from ringback.rules.handover import line

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor
    from ringback.rules.puttingright import Ended


def seen(*, by: Actor, now: datetime) -> None:
    """That somebody looks at the incidents is written down. Raises NotPermitted."""
    with signed(
        "incidents seen", by=by, now=now, needs=Permission.SEE_INCIDENTS, subject_kind="practice"
    ) as act:
        act.changed = False


def close(incident_id: UUID, ended: Ended | None, words: str, *, by: Actor, now: datetime) -> None:
    """Say how an incident ended. Raises Refused, NotFound, NotPermitted."""
    with signed(
        "incident closed", by=by, now=now, needs=Permission.SEE_INCIDENTS,
        subject_kind="incident", subject_id=incident_id,
    ) as act:  # fmt: skip
        mine = Incident.objects.select_for_update().filter(practice_id=by.practice_id)
        found = mine.filter(id=incident_id).first()
        if found is None:
            raise NotFound
        if no := lane_refusals(act.by, found.callback.category):
            raise NotPermitted(*no)
        closed = found.closed_at is not None
        if reasons := rules.closing_refusals(closed=closed, ended=ended, words=words):
            raise Refused(*reasons)
        found.closed_at, found.closed_by_id = now, by.person_id
        found.ended, found.words = str(ended), line(words)
        found.save(update_fields=["closed_at", "closed_by", "ended", "words"])
        act.details = {"ended": str(ended)}
