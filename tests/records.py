"""What stands in the database, read past the queries but never past the walls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringback.models import Arrival, Attempt, Callback, Draft, Entry, Note
from ringback.queries.scope import scope

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast


def callback(cast: Cast, callback_id: UUID | None) -> Callback:
    with scope(cast.practice_id):
        return Callback.objects.select_related("owner").get(id=callback_id)


def callbacks(cast: Cast) -> list[Callback]:
    with scope(cast.practice_id):
        return list(Callback.objects.order_by("received_at", "id"))


def arrivals(cast: Cast, **where: Any) -> list[Arrival]:
    with scope(cast.practice_id):
        return list(Arrival.objects.filter(**where).order_by("happened_at", "id"))


def attempts(cast: Cast, **where: Any) -> list[Attempt]:
    with scope(cast.practice_id):
        return list(Attempt.objects.filter(**where).order_by("happened_at", "id"))


def notes(cast: Cast, **where: Any) -> list[Note]:
    with scope(cast.practice_id):
        return list(Note.objects.filter(**where).order_by("signed_at", "id"))


def drafts(cast: Cast, **where: Any) -> list[tuple[UUID, str]]:
    with scope(cast.practice_id):
        return list(Draft.objects.filter(**where).values_list("author_id", "text"))


def journal(cast: Cast, *verbs: str, **where: Any) -> list[Entry]:
    """The entries with these verbs, oldest first."""
    with scope(cast.practice_id):
        return list(Entry.objects.filter(verb__in=verbs, **where).order_by("at", "id"))


def entries(cast: Cast) -> int:
    """How many entries the journal of this practice has."""
    with scope(cast.practice_id):
        return Entry.objects.count()
