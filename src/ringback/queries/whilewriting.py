"""What the page shows anew while somebody writes: the note as it stands, and what is still missing.

Asked after every few words, so it reads what that answer needs and not the whole callback.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.models import Callback
from ringback.queries import (
    aftercheck,
    draft,
    practice,
    reading,
    roster,
    seen,
    sofar,
    spoken,
    writing,
)
from ringback.queries import callback as callbacks
from ringback.rules.access import Permission, lane_refusals, refusals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.sofar import ArrivalRow, AttemptRow, FactRow, NoteRow
    from ringback.queries.writing import Writing
    from ringback.rules.access import Actor
    from ringback.rules.category import Category
    from ringback.rules.partsofday import Parts


@dataclass(frozen=True, kw_only=True)
class WhileWriting:
    """The part of a CallbackView that the rules of done and of the note look at, named alike."""

    category: str
    pathway: Category
    parts: Parts
    mine: bool
    accepted: bool
    may_answer: bool
    attempts: list[AttemptRow]
    arrivals: list[ArrivalRow]
    notes: list[NoteRow]
    facts: list[FactRow]
    heard: Sequence[str]
    answer: FactRow | None
    draft: str
    draft_saved_at: datetime | None
    writing: Writing


def view(callback_id: UUID, actor: Actor, *, now: datetime) -> WhileWriting | None:
    """That of one callback, or None where this practice has none such. Inside a scope."""
    found = Callback.objects.filter(practice_id=actor.practice_id, id=callback_id).first()
    if found is None:
        return None
    asked = (*sofar.asked(found), draft.asked(found, actor), callbacks.of_the_day(found))
    with reading.ahead(*asked):
        return _view(found, actor, now)


def _view(found: Callback, actor: Actor, now: datetime) -> WhileWriting:
    owns = found.owner_id == actor.person_id
    reader = aftercheck.of_call(actor, spoken.under_way(found.id, actor), now=now)
    said = callbacks.said(found, actor, reader, owns=owns)
    written = writing.seen(found, actor, owns=owns, now=now)
    pathway = practice.category(found.practice_id, found.category_version_id)
    outside = lane_refusals(actor, found.category)
    return WhileWriting(
        category=found.category,
        pathway=pathway,
        parts=callbacks.day(found)[1],
        mine=owns,
        accepted=owns and roster.accepts(actor, pathway, now=now),
        may_answer=not (outside or refusals(actor, Permission.ANSWER)),
        attempts=sofar.attempts(
            found,
            named=seen.may(actor, "attempt", "party_name", owns=owns),
            worded=seen.may(actor, "attempt", "why_late", owns=owns),
        ),
        draft=written.kept.draft.text,
        draft_saved_at=written.saved_at,
        writing=written,
        **{name: said[name] for name in ("arrivals", "notes", "facts", "heard", "answer")},
    )
