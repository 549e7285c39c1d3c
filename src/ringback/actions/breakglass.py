"""A patient outside one's lanes is opened in need: for a while, with a reason, reviewed later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings

from ringback.actions.act import NotFound, Refused, signed
from ringback.models import BreakGlass, Callback
from ringback.queries import breakglass as found_glass
from ringback.rules import breakglass as rules
from ringback.rules.access import Permission
from ringback.rules.oneline import in_lines

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.breakglass import GlassRow
    from ringback.rules.access import Actor
    from ringback.rules.breakglass import Asked

LONGEST_WORDS: Final = 500


def begin(callback_id: UUID, asked: Asked, *, by: Actor, now: datetime) -> datetime:
    """Open one patient's callbacks for reading; answers until when.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "opened in need", by=by, now=now, needs=Permission.BREAK_GLASS, subject_id=callback_id
    ) as act:
        act.changed = False
        mine = Callback.objects.filter(practice_id=by.practice_id, id=callback_id)
        category = mine.values_list("category", flat=True).first()
        if category is None:
            raise NotFound
        if reasons := rules.begin_refusals(by, category, asked):
            raise Refused(*reasons)
        until = rules.ends_at(now, timedelta(seconds=settings.BREAK_GLASS_S))
        glass = BreakGlass.objects.create(
            practice_id=by.practice_id,
            callback_id=callback_id,
            person_id=by.person_id,
            reason=asked.reason,
            words=in_lines(asked.words).strip()[:LONGEST_WORDS],
            begun_at=now,
            until=until,
        )
        act.details = {"glass": str(glass.id), "reason": asked.reason}
    return until


def reviewed(glass_id: UUID, *, by: Actor, now: datetime) -> None:
    """Say that it was looked at, and answered for. Raises Refused, NotFound, NotPermitted."""
    with signed(
        "need reviewed", by=by, now=now, needs=Permission.REVIEW_GLASS,
        subject_kind="break_glass", subject_id=glass_id,
    ) as act:  # fmt: skip
        act.changed = False
        glass = (
            BreakGlass.objects.select_for_update(of=("self",))
            .select_related("reviewed_by")
            .filter(practice_id=by.practice_id, id=glass_id)
            .first()
        )
        if glass is None:
            raise NotFound
        broken = rules.Broken(
            person_id=glass.person_id,
            begun_at=glass.begun_at,
            until=glass.until,
            reviewed_by=glass.reviewed_by.name if glass.reviewed_by else "",
        )
        if reasons := rules.review_refusals(by, broken):
            raise Refused(*reasons)
        glass.reviewed_by_id, glass.reviewed_at = by.person_id, now
        glass.save(update_fields=["reviewed_by", "reviewed_at"])


def listed(*, by: Actor, now: datetime) -> list[GlassRow]:
    """Every time it was done, the newest first. Raises NotPermitted, and writes it down."""
    with signed(
        "needs listed", by=by, now=now, needs=Permission.REVIEW_GLASS, subject_kind="practice"
    ) as act:
        act.silent = True
        return found_glass.listing(by)
