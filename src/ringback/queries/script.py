"""The words of the script as they are now, and the suggestions that wait for a manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Max

from ringback.models import PolicyPart, ScriptSuggestion
from ringback.queries import policy
from ringback.queries.scope import scope
from ringback.rules import script
from ringback.rules.policy import Part

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Better words for a line, or a question asked at it, in one language, and whose they are."""

    id: UUID
    kind: str
    line: str
    language: str
    text: str
    author: str
    created_at: datetime


def lines_now(actor: Actor, language: str) -> dict[str, str]:
    """The words of every line of the script in a language, by the line's code."""
    with scope(actor.practice_id):
        found = policy.current(actor.practice_id, Part.SCRIPTS)
    lines = script.read(found.written).lines() if found else ()
    return {each.code: each.say[language] for each in lines if language in each.say}


SHOWN: Final = 20
"""How many suggestions one page shows; the next come when these are decided."""


def count(actor: Actor) -> int:
    """How many suggestions nobody has decided about."""
    with scope(actor.practice_id):
        return ScriptSuggestion.objects.filter(
            practice_id=actor.practice_id, decided_at__isnull=True
        ).count()


def waiting(actor: Actor) -> list[Suggestion]:
    """What nobody has decided about, the oldest first, as many as one page shows."""
    with scope(actor.practice_id):
        found = ScriptSuggestion.objects.filter(
            practice_id=actor.practice_id, decided_at__isnull=True
        ).select_related("author")
        return [
            Suggestion(
                id=each.id,
                kind=each.kind,
                line=each.line,
                language=each.language,
                text=each.text,
                author=each.author.name,
                created_at=each.created_at,
            )
            for each in found.order_by("created_at", "id")[:SHOWN]
        ]


def version(practice_id: UUID) -> int:
    """Which version of its script is in force; 0 for what the product brings. Inside a scope."""
    found = PolicyPart.objects.filter(practice_id=practice_id, kind=str(Part.SCRIPTS), name="")
    return found.aggregate(newest=Max("version"))["newest"] or 0
