"""The parts of what a practice has set, in every version there was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.models import PolicyPart

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from ringback.rules.policy import Part


@dataclass(frozen=True, kw_only=True)
class PartVersion:
    """One version of one part, as it was written, by whom, why and when (UTC)."""

    id: UUID
    version: int
    written: dict[str, Any]
    author: str
    reason: str
    created_at: datetime


def current(practice_id: UUID, part: Part, name: str = "") -> PartVersion | None:
    """The version in force, or None where there is none. Inside a scope."""
    found = _versions(practice_id, part, name).first()
    return None if found is None else _row(found)


def version(practice_id: UUID, version_id: UUID) -> PartVersion:
    """One version of a part, in force or not. Inside a scope."""
    found = PolicyPart.objects.select_related("author")
    return _row(found.get(practice_id=practice_id, id=version_id))


def versions(practice_id: UUID, part: Part, name: str = "") -> list[PartVersion]:
    """Every version, the newest first. Inside a scope."""
    return [_row(each) for each in _versions(practice_id, part, name)]


def _versions(practice_id: UUID, part: Part, name: str) -> QuerySet[PolicyPart]:
    found = PolicyPart.objects.filter(practice_id=practice_id, kind=str(part), name=name)
    return found.select_related("author").order_by("-version")


def _row(each: PolicyPart) -> PartVersion:
    return PartVersion(
        id=each.id,
        version=each.version,
        written=each.written,
        author=each.author.name,
        reason=each.reason,
        created_at=each.created_at,
    )
