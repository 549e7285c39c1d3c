"""The tries, notes and checks that count: none was undone, and none was entered in error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.models import Attempt, Call, Note, Struck, Undone
from ringback.queries import reading

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from ringback.queries.reading import Asked


def attempts(practice_id: UUID) -> QuerySet[Attempt]:
    """The practice's tries, to be narrowed further. Inside a scope."""
    undone = Undone.objects.filter(practice_id=practice_id).values("attempt_id")
    struck = Struck.objects.filter(practice_id=practice_id, attempt__isnull=False)
    return (
        Attempt.objects.filter(practice_id=practice_id)
        .exclude(id__in=undone)
        .exclude(id__in=struck.values("attempt_id"))
    )


def notes(practice_id: UUID) -> QuerySet[Note]:
    """The practice's notes; one of a try that was undone went back to its author's draft."""
    undone = Undone.objects.filter(practice_id=practice_id).values("attempt_id")
    struck = Struck.objects.filter(practice_id=practice_id, note__isnull=False)
    return (
        Note.objects.filter(practice_id=practice_id)
        .exclude(attempt_id__isnull=False, attempt_id__in=undone)
        .exclude(id__in=struck.values("note_id"))
    )


def checks(practice_id: UUID) -> QuerySet[Call]:
    """The practice's calls whose check stands for whoever it says."""
    struck = Struck.objects.filter(practice_id=practice_id, call__isnull=False)
    return Call.objects.filter(practice_id=practice_id).exclude(id__in=struck.values("call_id"))


def stands(call: Call) -> bool:
    """Whether the check of a call was not struck through. Inside a scope."""
    found = reading.rows(*struck(call.practice_id, call.callback_id))
    return all(call_id != call.id for _, _, call_id, *_ in found)


def struck(practice_id: UUID, callback_id: UUID) -> Asked:
    """Which statement tells what was struck through on a callback."""
    return "struck_of", {"practice": practice_id, "callback": callback_id}
